//! What a key is good for: one input of one verb of one account, and only once it has been done.

use serde_json::{Value, json};

use crate::support::caller::Reply;
use crate::support::database::Engine;
use crate::support::seed::{ORDER, Seeded, seeded};

async fn keyed(house: &Seeded, key: &str, input: Value) -> Reply {
    house.books.caller.ask_with(ORDER, json!({"input": input, "key": key})).await
}

#[tokio::test]
async fn a_key_is_refused_for_another_input() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 10).await;
        keyed(&house, "spring-2026", house.order(&["Van"])).await.good();
        let mut elsewhere = house.order(&["Van"]);
        elsewhere["destination"] = json!({"number": "+442079471234"});

        for input in [house.order(&["van"]), house.order(&["Van", "Bus"]), house.order(&[]), elsewhere] {
            let reply = keyed(&house, "spring-2026", input).await;
            assert_eq!(
                reply.user_errors(),
                "IDEMPOTENCY_KEY_REUSED at idempotencyKey: This idempotencyKey was used before, for another input. Take a new key for a new request."
            );
            assert_eq!((&reply.payload()["fixedNumbers"], &reply.payload()["replayed"]), (&Value::Null, &json!(false)));
        }
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED"]);
        assert_eq!((house.free().await, house.amount("destination").await), (9, 2));
    }
}

#[tokio::test]
async fn a_key_belongs_to_one_verb() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 10).await;
        keyed(&house, "spring-2026", house.order(&["Van"])).await.good();

        let reply = house
            .books
            .caller
            .ask("mutation { channelCreate(input: {name: \"Van\", kind: OUTDOOR}, idempotencyKey: \"spring-2026\") { channel { name } replayed userErrors { code } } }")
            .await;

        assert_eq!(reply.payload(), &json!({"channel": {"name": "Van"}, "replayed": false, "userErrors": []}));
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED", "CHANNEL_CREATED"]);
    }
}

#[tokio::test]
async fn a_key_belongs_to_one_account() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 10).await;
        keyed(&house, "spring-2026", house.order(&["Van"])).await.good();
        let motors = &house.motors;
        let mut input = house.order(&["Truck"]);
        (input["poolId"], input["channelId"]) = (json!(motors.pool.to_string()), json!(motors.print.to_string()));

        let reply = motors.caller.ask_with(ORDER, json!({"input": input, "key": "spring-2026"})).await;

        assert_eq!((&reply.good()["replayed"], &reply.good()["fixedNumbers"][0]["description"]), (&json!(false), &json!("Truck")));
        assert_eq!(house.changes(motors.account).await, ["FIXED_NUMBER_ORDERED"]);
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED"]);
    }
}

#[tokio::test]
async fn a_refusal_stores_no_key() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;

        let faulty = keyed(&house, "spring-2026", house.order(&[""])).await;
        let too_many = keyed(&house, "spring-2026", house.order(&["Van", "Bus"])).await;

        assert_eq!(faulty.user_errors(), "DESCRIPTION_MISSING at input.numbers.0.simple.description: A description is needed.");
        assert_eq!(too_many.user_errors(), "NO_NUMBERS_AVAILABLE at input.numberTypeId: Only one number of the type 020 London is left.");
        assert_eq!(house.amount("idempotency").await, 0);
        assert!(house.changes(house.books.account).await.is_empty());

        let mended = keyed(&house, "spring-2026", house.order(&["Van"])).await;

        assert_eq!(mended.good()["replayed"], false);
    }
}

#[tokio::test]
async fn a_key_has_8_to_255_characters_and_no_controls() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 10).await;

        for key in ["", "1234567", &"k".repeat(256), "spring\n2026", "spring\u{0}2026", "spring-2026\u{85}"] {
            for dry in [false, true] {
                let input = house.order(&["Van"]);
                let reply = house.books.caller.ask_with(ORDER, json!({"input": input, "key": key, "dry": dry})).await;
                assert_eq!(reply.codes(), ["BAD_USER_INPUT"], "{key:?}");
                assert_eq!(
                    reply.body["errors"][0]["message"],
                    "An idempotencyKey has 8 to 255 characters, none of them a control character."
                );
            }
        }
        assert!(house.changes(house.books.account).await.is_empty());

        for (key, text) in [("12345678", "Van"), (&"é".repeat(255), "Bus"), ("        ", "Poster")] {
            assert_eq!(keyed(&house, key, house.order(&[text])).await.good()["replayed"], false, "{key:?}");
        }
    }
}

#[tokio::test]
async fn an_edit_that_is_repeated_does_not_meet_the_version_it_has_raised() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 10).await;
        let id = house.ordered("Van").await;
        let text = format!(
            "mutation {{ fixedNumberUpdate(input: {{id: \"{id}\", expectedVersion: 1, label: {{simple: {{description: \"Bus\"}}}}}}, idempotencyKey: \"edit-0001\") {{
                fixedNumber {{ description version }} replayed userErrors {{ code }} }} }}"
        );
        house.books.caller.ask(&text).await.good();

        let again = house.books.caller.ask(&text).await;

        assert_eq!(again.payload(), &json!({"fixedNumber": {"description": "Bus", "version": 2}, "replayed": true, "userErrors": []}));
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED", "FIXED_NUMBER_UPDATED"]);
    }
}

#[tokio::test]
async fn a_text_that_is_left_out_and_one_that_is_cleared_are_two_inputs() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let (pool, destination) = (house.books.pool, house.books.destination);
        let text = "{callRecording: true, announcement: null}";
        let pairs = [
            ("destinationUpdate", format!("{{id: \"{destination}\"}}"), format!("{{id: \"{destination}\", label: null}}")),
            ("poolUpdate", format!("{{id: \"{pool}\"}}"), format!("{{id: \"{pool}\", reference: null}}")),
            (
                "poolUpdate",
                format!("{{id: \"{pool}\", features: {{callRecording: true}}}}"),
                format!("{{id: \"{pool}\", features: {text}}}"),
            ),
        ];

        for (n, (verb, without, cleared)) in pairs.into_iter().enumerate() {
            let ask = async |input: &str| {
                let text = format!(
                    "mutation {{ {verb}(input: {input}, idempotencyKey: \"spring-2026 {n}\") {{ replayed userErrors {{ code }} }} }}"
                );
                house.books.caller.ask(&text).await.payload().clone()
            };
            assert_eq!(ask(&without).await, json!({"replayed": false, "userErrors": []}));
            assert_eq!(ask(&cleared).await, json!({"replayed": false, "userErrors": [{"code": "IDEMPOTENCY_KEY_REUSED"}]}), "{cleared}");
            assert_eq!(ask(&without).await, json!({"replayed": true, "userErrors": []}));
        }
    }
}
