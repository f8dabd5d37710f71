//! Editing a channel: its name and its kind.

use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::manage::{CHANNEL_CREATE, CHANNEL_DELETE, CHANNEL_UPDATE};
use crate::support::seed::seeded;

const NOT_FOUND: &str = "CHANNEL_NOT_FOUND at input.id: There is no such channel in your account.";

#[tokio::test]
async fn an_edit_changes_name_and_kind() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let id = house.books.print.to_string();
        let number = house.ordered("Van").await;
        let input = json!({"id": id, "expectedVersion": 1, "name": " Posters ", "kind": "OUTDOOR"});
        let before = house.rows().await;

        let rehearsed = house.rehearse_manage(CHANNEL_UPDATE, input.clone()).await;

        assert_eq!(
            rehearsed.payload(),
            &json!({"channel": null, "current": null, "warnings": [], "replayed": false, "dryRun": true, "userErrors": []})
        );
        assert_eq!(house.rows().await, before);

        let done = house.manage(CHANNEL_UPDATE, input).await;

        let channel = json!({"id": id, "name": "Posters", "kind": "OUTDOOR", "version": 2, "archivedAt": null});
        assert_eq!(
            done.payload(),
            &json!({"channel": channel, "current": null, "warnings": [], "replayed": false, "dryRun": false, "userErrors": []})
        );
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED", "CHANNEL_UPDATED"]);
        assert_eq!(
            house.last_change().await,
            json!({"kind": "CHANNEL_UPDATED", "version": 2, "fields": ["kind", "name"], "before": {"kind": "PRINT", "name": "Magazine"},
                "after": {"kind": "OUTDOOR", "name": "Posters"}, "pools": [], "channels": [id], "affected": 0})
        );
        let text = "query($id: ID!) { fixedNumber(id: $id) { version channel { name kind } } }";
        let seen = house.books.caller.ask_with(text, json!({"id": number})).await;
        assert_eq!(seen.data()["fixedNumber"], json!({"version": 1, "channel": {"name": "Posters", "kind": "OUTDOOR"}}));
    }
}

#[tokio::test]
async fn an_edit_that_says_what_is_so_changes_nothing() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        house.ordered_as(house.books.print, json!({"advanced": {"campaign": "Spring"}})).await;
        let id = house.books.print.to_string();
        let before = house.rows().await;

        for input in [
            json!({"id": id}),
            json!({"id": id, "name": " Magazine ", "kind": "PRINT", "expectedVersion": 1}),
            json!({"id": id, "name": null, "kind": null}),
        ] {
            let reply = house.manage(CHANNEL_UPDATE, input).await;
            let channel = json!({"id": id, "name": "Magazine", "kind": "PRINT", "version": 1, "archivedAt": null});
            assert_eq!(reply.good()["channel"], channel);
        }
        assert_eq!(house.rows().await, before);
    }
}

#[tokio::test]
async fn all_that_is_wrong_is_said_at_once() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let id = house.books.print.to_string();
        house.ordered_as(&id, json!({"advanced": {"campaign": "Spring"}})).await;
        let before = house.rows().await;

        for (name, wanted) in [
            (" ", "NAME_MISSING at input.name: A name is needed."),
            (&*"é".repeat(121), "NAME_TOO_LONG at input.name: A name has at most 120 characters."),
            ("a\tb", "NAME_NOT_ALLOWED at input.name: A name can't hold control characters or unpaired direction marks."),
            (" PAID search", "NAME_TAKEN at input.name: Another channel has this name."),
            ("ＰＡＩＤ search", "NAME_TAKEN at input.name: Another channel has this name."),
        ] {
            let reply = house.manage(CHANNEL_UPDATE, json!({"id": id, "name": name, "kind": "DIRECT"})).await;

            let said = reply.user_errors();
            let (kind, others): (Vec<_>, Vec<_>) = said.lines().partition(|line| line.starts_with("CHANNEL_KIND_IN_USE at input.kind: "));
            assert_eq!((kind.len(), others.join("\n").as_str()), (1, wanted), "{name:?}");
        }
        assert_eq!(house.rows().await, before);
    }
}

#[tokio::test]
async fn a_name_may_be_respelled_and_that_of_an_archived_channel_is_free() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let id = house.books.print.to_string();
        let rename = async |name: &str| house.manage(CHANNEL_UPDATE, json!({"id": id, "name": name})).await;

        assert_eq!(rename("MAGAZINE").await.good()["channel"]["name"], "MAGAZINE");
        house.manage(CHANNEL_DELETE, json!({"id": house.books.search.to_string()})).await.good();
        assert_eq!(rename("Paid Search").await.good()["channel"]["version"], 3);
        house.manage(CHANNEL_CREATE, json!({"name": "Magazine", "kind": "PRINT"})).await.good();
        assert_eq!(rename("magazine").await.user_errors(), "NAME_TAKEN at input.name: Another channel has this name.");
        let archived = house.manage(CHANNEL_UPDATE, json!({"id": house.books.search.to_string(), "name": "Other"})).await;
        assert_eq!(archived.user_errors(), NOT_FOUND);
        assert_eq!(house.changes(house.books.account).await, ["CHANNEL_UPDATED", "CHANNEL_DELETED", "CHANNEL_UPDATED", "CHANNEL_CREATED"]);
    }
}

#[tokio::test]
async fn a_channel_that_is_not_as_seen_or_not_there_is_not_edited() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let id = house.books.print.to_string();
        house.manage(CHANNEL_UPDATE, json!({"id": id, "name": "Press"})).await.good();
        let before = house.rows().await;

        let reply = house.manage(CHANNEL_UPDATE, json!({"id": id, "expectedVersion": 1, "name": "Journal"})).await;

        assert_eq!(
            reply.user_errors(),
            "VERSION_CONFLICT at input.expectedVersion: This was changed by someone else meanwhile: its version is now 2. Read it again before you edit it."
        );
        assert_eq!(reply.payload()["userErrors"][0]["currentVersion"], 2);
        assert_eq!(
            (&reply.payload()["current"], &reply.payload()["channel"]),
            (&json!({"id": id, "name": "Press", "version": 2}), &Value::Null)
        );
        for id in house.bad_ids(house.motors.print, "channel", house.books.pool) {
            let reply = house.manage(CHANNEL_UPDATE, json!({"id": id, "expectedVersion": 9, "name": ""})).await;
            assert_eq!((reply.user_errors().as_str(), &reply.payload()["current"]), (NOT_FOUND, &Value::Null), "{id:?}");
        }
        assert_eq!(house.rows().await, before);
    }
}
