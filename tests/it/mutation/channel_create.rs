//! Making a channel: its name is trimmed, kept as typed and unique in the account however it is spelled.

use serde_json::{Value, json};

use crate::support::caller::{Caller, Reply};
use crate::support::database::Engine;
use crate::support::seed::seeded;

const CREATE: &str = "mutation($input: ChannelCreateInput!, $dry: Boolean! = false) { channelCreate(input: $input, dryRun: $dry) {
    channel { name kind version archivedAt } warnings { code } replayed dryRun userErrors { code message field suggestion } } }";

async fn create(caller: &Caller, name: &str) -> Reply {
    caller.ask_with(CREATE, json!({"input": {"name": name, "kind": "OUTDOOR"}})).await
}

#[tokio::test]
async fn a_channel_is_made_and_can_be_ordered_for() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        house.later();

        let reply = create(&house.books.caller, "  Van  fleet ").await;

        let channel = json!({"name": "Van  fleet", "kind": "OUTDOOR", "version": 1, "archivedAt": null});
        assert_eq!(reply.payload(), &json!({"channel": channel, "warnings": [], "replayed": false, "dryRun": false, "userErrors": []}));
        assert_eq!(house.changes(house.books.account).await, ["CHANNEL_CREATED"]);
        let listed = house.books.caller.ask("{ channels { nodes { id name } } }").await;
        let last = &listed.data()["channels"]["nodes"][2];
        assert_eq!(last["name"], "Van  fleet");
        house.ordered_as(last["id"].as_str().unwrap(), json!({"advanced": {"campaign": "Spring"}})).await;
    }
}

#[tokio::test]
async fn a_name_that_is_missing_too_long_or_deceptive_is_refused() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let long = "é".repeat(121);
        let table = [
            ("", "NAME_MISSING at input.name: A name is needed."),
            (" \u{200b} ", "NAME_MISSING at input.name: A name is needed."),
            (long.as_str(), "NAME_TOO_LONG at input.name: A name has at most 120 characters."),
            ("a\u{0}b", "NAME_NOT_ALLOWED at input.name: A name can't hold control characters or unpaired direction marks."),
            ("a\u{202e}b", "NAME_NOT_ALLOWED at input.name: A name can't hold control characters or unpaired direction marks."),
        ];

        for (name, wanted) in table {
            let reply = create(&house.books.caller, name).await;
            assert_eq!((reply.user_errors().as_str(), &reply.payload()["channel"]), (wanted, &Value::Null), "{name:?}");
        }
        assert!(house.changes(house.books.account).await.is_empty());
        assert_eq!(create(&house.books.caller, &long.chars().skip(1).collect::<String>()).await.good()["channel"]["version"], 1);
    }
}

#[tokio::test]
async fn a_name_is_unique_in_the_account_whatever_its_spelling() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;

        for name in ["Magazine", " MAGAZINE", "ｍａｇａｚｉｎｅ"] {
            let reply = create(&house.books.caller, name).await;
            assert_eq!(reply.user_errors(), "NAME_TAKEN at input.name: Another channel has this name.", "{name}");
        }
        assert!(house.changes(house.books.account).await.is_empty());

        create(&house.books.caller, "Radio").await.good();
        create(&house.motors.caller, "radio").await.good();
        assert_eq!(house.changes(house.motors.account).await, ["CHANNEL_CREATED"]);
    }
}

#[tokio::test]
async fn a_rehearsed_channel_is_not_there() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;

        let input = json!({"input": {"name": "Radio", "kind": "BROADCAST"}, "dry": true});
        let reply = house.books.caller.ask_with(CREATE, input).await;

        assert_eq!(reply.payload(), &json!({"channel": null, "warnings": [], "replayed": false, "dryRun": true, "userErrors": []}));
        assert!(house.changes(house.books.account).await.is_empty());
        assert_eq!(house.amount("channel").await, 4);
    }
}
