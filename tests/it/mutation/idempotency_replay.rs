//! A request that comes again under its key does nothing twice, and is answered from what is there now.

use serde_json::{Value, json};

use crate::support::caller::Reply;
use crate::support::database::Engine;
use crate::support::manage::{DESTINATION_CREATE, DESTINATION_UPDATE, POOL_CREATE};
use crate::support::seed::{ORDER, Seeded, add_pool, seeded};

const KEY: &str = "spring-2026";

async fn keyed(house: &Seeded, input: Value) -> Reply {
    house.books.caller.ask_with(ORDER, json!({"input": input, "key": KEY})).await
}

#[tokio::test]
async fn a_repeated_order_is_replayed_and_not_done_twice() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 10).await;
        let mut input = house.order(&["Van", "Bus"]);
        input["destination"] = json!({"number": "+448081571234"});

        let first = keyed(&house, input.clone()).await;
        house.ordered("Poster").await;
        let again = keyed(&house, input).await;

        let mut wanted = first.good().clone();
        assert_eq!((&wanted["replayed"], &wanted["availableCount"]), (&json!(false), &json!(8)));
        wanted["replayed"] = json!(true);
        assert_eq!(again.payload(), &wanted, "its own descriptions are no obstacle, and counts and warnings are as they were");
        assert_eq!((house.free().await, house.amount("idempotency").await), (7, 1));
        assert_eq!(
            house.changes(house.books.account).await,
            ["DESTINATION_CREATED", "FIXED_NUMBER_ORDERED", "FIXED_NUMBER_ORDERED", "FIXED_NUMBER_ORDERED"]
        );
    }
}

#[tokio::test]
async fn a_repeat_may_select_other_fields_and_spell_its_input_in_another_order() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 10).await;
        let books = &house.books;
        let mut input = house.order(&["Van"]);
        input["numbers"] = json!([{"advanced": {"campaign": "Spring"}}]);
        keyed(&house, input).await.good();

        let text = format!(
            "mutation {{ fixedNumberOrder(dryRun: false, idempotencyKey: \"{KEY}\", input: {{
                numbers: {{advanced: {{keyword: null, publisher: null, campaign: \"Spring\"}}}}, destination: {{default: true}},
                channelId: \"{}\", poolId: \"{}\", numberTypeId: \"{}\"}}) {{
                replayed fixedNumbers {{ nationalFormat campaign pool {{ name }} channel {{ kind }} }} userErrors {{ code }} }} }}",
            books.print, books.pool, house.london
        );
        let again = house.gateway.caller_with(books.account, "numbers:read numbers:write").ask(&text).await;

        assert_eq!(
            again.payload(),
            &json!({"replayed": true, "fixedNumbers": [{"nationalFormat": "020 7946 0000", "campaign": "Spring", "pool": {"name": "Main"},
                "channel": {"kind": "PRINT"}}], "userErrors": []})
        );
        assert_eq!(house.changes(books.account).await, ["FIXED_NUMBER_ORDERED"]);
    }
}

#[tokio::test]
async fn a_replay_shows_the_number_as_it_is_now() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 10).await;
        let first = keyed(&house, house.order(&["Van"])).await;
        let id = first.good()["fixedNumbers"][0]["id"].as_str().unwrap().to_owned();
        house.edit(json!({"id": id, "label": {"simple": {"description": "Bus"}}})).await.good();

        let renamed = keyed(&house, house.order(&["Van"])).await;
        house.delete(json!({"id": id})).await.good();
        let deleted = keyed(&house, house.order(&["Van"])).await;

        let face = |reply: &Reply| {
            let number = &reply.good()["fixedNumbers"][0];
            json!([number["id"], number["description"], number["version"], number["status"]])
        };
        assert_eq!(face(&renamed), json!([id, "Bus", 2, "ACTIVE"]));
        assert_eq!(face(&deleted), json!([id, "Bus", 3, "HELD"]));
    }
}

#[tokio::test]
async fn every_verb_replays() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 10).await;
        let id = house.ordered("Van").await;
        let books = &house.books;
        let spare = add_pool(&house.gateway, books.account, "Spare", books.destination).await;
        let unused = house.manage(DESTINATION_CREATE, json!({"number": "+448081571235"})).await;
        let unused = unused.good()["destination"]["id"].as_str().unwrap().to_owned();
        let goal = &house.goals().await[0].1;
        let verbs = [
            ("fixedNumberUpdate", format!("{{id: \"{id}\", expectedVersion: 1, label: {{simple: {{description: \"Bus\"}}}}}}")),
            ("fixedNumberDelete", format!("{{id: \"{id}\", expectedVersion: 2}}")),
            ("fixedNumberRestore", format!("{{id: \"{id}\"}}")),
            ("channelCreate", "{name: \"Van\", kind: OUTDOOR}".to_owned()),
            ("channelUpdate", format!("{{id: \"{}\", expectedVersion: 1, name: \"Other\"}}", books.print)),
            ("channelDelete", format!("{{id: \"{}\", expectedVersion: 1}}", books.search)),
            ("poolCreate", "{name: \"Van\", defaultDestination: {number: \"+448081571236\"}}".to_owned()),
            ("poolUpdate", format!("{{id: \"{}\", expectedVersion: 1, name: \"Other\"}}", books.pool)),
            ("poolDelete", format!("{{id: \"{spare}\", expectedVersion: 1}}")),
            ("destinationCreate", "{number: \"+448081571237\", label: \"Van\"}".to_owned()),
            ("destinationUpdate", format!("{{id: \"{}\", expectedVersion: 1, number: \"+448081571238\"}}", books.destination)),
            ("destinationDelete", format!("{{id: \"{unused}\", expectedVersion: 1}}")),
            ("goalCreate", "{name: \"Long\", leastTalkSeconds: 300}".to_owned()),
            ("goalUpdate", format!("{{id: \"{goal}\", expectedVersion: 1, leastTalkSeconds: 90}}")),
            ("goalDelete", format!("{{id: \"{goal}\", expectedVersion: 2}}")),
            ("accountUpdate", "{expectedVersion: 1, name: \"Other\", timeZone: \"Asia/Tokyo\"}".to_owned()),
        ];

        for (verb, input) in verbs {
            let text = format!("mutation {{ {verb}(input: {input}, idempotencyKey: \"{KEY}\") {{ replayed userErrors {{ code }} }} }}");
            let replayed = [books.caller.ask(&text).await, books.caller.ask(&text).await].map(|r| r.good()["replayed"].clone());
            assert_eq!(replayed, [false, true], "{verb}");
        }

        assert_eq!(
            house.changes(house.books.account).await,
            [
                "FIXED_NUMBER_ORDERED",
                "POOL_CREATED",
                "DESTINATION_CREATED",
                "FIXED_NUMBER_UPDATED",
                "FIXED_NUMBER_DELETED",
                "FIXED_NUMBER_RESTORED",
                "CHANNEL_CREATED",
                "CHANNEL_UPDATED",
                "CHANNEL_DELETED",
                "DESTINATION_CREATED",
                "POOL_CREATED",
                "POOL_UPDATED",
                "POOL_DELETED",
                "DESTINATION_CREATED",
                "DESTINATION_UPDATED",
                "DESTINATION_DELETED",
                "GOAL_CREATED",
                "GOAL_UPDATED",
                "GOAL_DELETED",
                "ACCOUNT_UPDATED",
            ]
        );
    }
}

#[tokio::test]
async fn a_replay_tells_the_counts_and_warnings_of_the_deed_and_the_noun_as_it_is_now() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 10).await;
        house.place(house.order(&["a", "b"])).await.good();
        let keyed = async |verb: &str, input: &Value| {
            let text = verb.replacen("($", "($key: String, $", 1).replacen("(input: $input", "(idempotencyKey: $key, input: $input", 1);
            house.books.caller.ask_with(&text, json!({"input": input, "key": KEY})).await
        };
        let edit = json!({"id": house.books.destination.to_string(), "expectedVersion": 1, "number": "+448081571234"});
        let create = json!({"name": "Van", "defaultDestination": {"id": house.books.destination.to_string()}});

        let (edited, made) = (keyed(DESTINATION_UPDATE, &edit).await, keyed(POOL_CREATE, &create).await);
        house.manage(DESTINATION_UPDATE, json!({"id": edit["id"], "number": "+447700900123", "label": "Desk"})).await.good();
        let before = house.rows().await;
        let (edited_again, made_again) = (keyed(DESTINATION_UPDATE, &edit).await, keyed(POOL_CREATE, &create).await);
        let mut wanted = edited.good().clone();
        assert_eq!((&wanted["reroutedPools"], &wanted["reroutedNumbers"]), (&json!(1), &json!(2)));
        assert_eq!(wanted["warnings"], json!([{"code": "FREEPHONE_DESTINATION"}]));
        wanted["replayed"] = json!(true);
        (wanted["destination"]["number"], wanted["destination"]["label"]) = (json!("+447700900123"), json!("Desk"));
        (wanted["destination"]["kind"], wanted["destination"]["version"]) = (json!("MOBILE"), json!(3));
        assert_eq!(edited_again.payload(), &wanted);
        let mut wanted = made.good().clone();
        wanted["replayed"] = json!(true);
        wanted["pool"]["defaultDestination"]["number"] = json!("+447700900123");
        assert_eq!(made_again.payload(), &wanted, "its own name is no obstacle");
        assert_eq!(house.rows().await, before);
    }
}
