//! A request that comes again under its key does nothing twice, and is answered from what is there now.

use serde_json::{Value, json};

use crate::support::caller::Reply;
use crate::support::database::Engine;
use crate::support::seed::{ORDER, Seeded, seeded};

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
        let verbs = [
            ("fixedNumberUpdate", format!("{{id: \"{id}\", expectedVersion: 1, label: {{simple: {{description: \"Bus\"}}}}}}")),
            ("fixedNumberDelete", format!("{{id: \"{id}\", expectedVersion: 2}}")),
            ("fixedNumberRestore", format!("{{id: \"{id}\"}}")),
            ("channelCreate", "{name: \"Van\", kind: OUTDOOR}".to_owned()),
            ("poolUpdate", format!("{{id: \"{}\", expectedVersion: 1, name: \"Other\"}}", house.books.pool)),
        ];

        for (verb, input) in verbs {
            let text = format!("mutation {{ {verb}(input: {input}, idempotencyKey: \"{KEY}\") {{ replayed userErrors {{ code }} }} }}");
            let replayed = [house.books.caller.ask(&text).await, house.books.caller.ask(&text).await].map(|r| r.good()["replayed"].clone());
            assert_eq!(replayed, [false, true], "{verb}");
        }

        assert_eq!(
            house.changes(house.books.account).await,
            [
                "FIXED_NUMBER_ORDERED",
                "FIXED_NUMBER_UPDATED",
                "FIXED_NUMBER_DELETED",
                "FIXED_NUMBER_RESTORED",
                "CHANNEL_CREATED",
                "POOL_UPDATED"
            ]
        );
    }
}
