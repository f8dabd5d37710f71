//! Dry runs: the answer tells what would happen, and nothing has.

use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::seed::{ORDER, add_pool, seeded};

#[tokio::test]
async fn a_rehearsed_order_tells_its_counts_and_leaves_no_trace() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 10).await;
        let mut input = house.order(&["Van", "Bus", "Poster"]);
        input["destination"] = json!({"number": "+447700900123"});

        let reply = house.rehearse(input.clone()).await;

        assert_eq!(
            reply.payload(),
            &json!({"fixedNumbers": null, "orderedCount": 3, "availableCount": 7, "warnings": [{"code": "NUMBER_NOT_RECOGNISED"}],
                "replayed": false, "dryRun": true, "userErrors": []})
        );
        assert!(house.changes(house.books.account).await.is_empty());
        let left = (house.free().await, house.amount("fixed_number").await, house.amount("destination").await);
        assert_eq!((left, house.amount("fixed_number_interval").await), ((10, 0, 2), 0));

        let done = house.place(input).await;

        assert_eq!((&done.good()["orderedCount"], &done.good()["availableCount"]), (&json!(3), &json!(7)));
    }
}

#[tokio::test]
async fn a_rehearsed_order_is_refused_as_a_real_one_is() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;

        let reply = house.rehearse(house.order(&["Van", "Bus"])).await;

        assert_eq!(reply.user_errors(), "NO_NUMBERS_AVAILABLE at input.numberTypeId: Only one number of the type 020 London is left.");
        assert_eq!(
            (&reply.payload()["dryRun"], &reply.payload()["orderedCount"], &reply.payload()["availableCount"]),
            (&json!(true), &json!(0), &Value::Null)
        );
    }
}

#[tokio::test]
async fn a_rehearsed_edit_and_deletion_leave_no_trace() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 3).await;
        let id = house.ordered("Van").await;

        let edited = house
            .rehearse_edit(json!({"id": id, "label": {"simple": {"description": "Bus"}}, "destination": {"number": "+448081571234"}}))
            .await;
        let deleted = house.rehearse_delete(json!({"id": id})).await;

        assert_eq!(
            edited.payload(),
            &json!({"fixedNumber": null, "current": null, "warnings": [{"code": "FREEPHONE_DESTINATION"}], "replayed": false, "dryRun": true,
                "userErrors": []})
        );
        assert_eq!(
            deleted.payload(),
            &json!({"fixedNumber": null, "current": null, "holdUntil": "2026-05-31T09:30:00+00:00", "warnings": [], "replayed": false,
                "dryRun": true, "userErrors": []})
        );
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED"]);
        assert_eq!(house.amount("fixed_number WHERE version = 1 AND status = 'ACTIVE' AND description = 'Van'").await, 1);
        assert_eq!(house.amount("destination").await, 2);
    }
}

#[tokio::test]
async fn a_dry_run_neither_uses_nor_stores_a_key() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 10).await;
        let ask = async |input: Value, dry: bool| {
            house.books.caller.ask_with(ORDER, json!({"input": input, "key": "spring-2026", "dry": dry})).await
        };

        let before = ask(house.order(&["Van"]), true).await;
        assert_eq!((&before.good()["replayed"], house.amount("idempotency").await), (&json!(false), 0));
        let done = ask(house.order(&["Bus"]), false).await;
        assert_eq!((&done.good()["replayed"], house.amount("idempotency").await), (&json!(false), 1));
        let after = ask(house.order(&["Van"]), true).await;
        let same = ask(house.order(&["Bus"]), true).await;

        assert_eq!((&after.good()["replayed"], &after.good()["orderedCount"]), (&json!(false), &json!(1)));
        assert_eq!(same.user_errors(), "DESCRIPTION_TAKEN at input.numbers.0.simple.description: Another number has this description.");
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED"]);
    }
}

#[tokio::test]
async fn no_verb_that_is_rehearsed_leaves_a_trace_and_then_each_can_be_done() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 10).await;
        house.ordered("Van").await;
        let books = &house.books;
        let spare = add_pool(&house.gateway, books.account, "Spare", books.destination).await;
        let unused = "mutation { destinationCreate(input: {number: \"+448081571235\"}) { destination { id } userErrors { code } } }";
        let unused = books.caller.ask(unused).await.good()["destination"]["id"].as_str().unwrap().to_owned();
        let goal = &house.goals().await[0].1;
        let before = house.rows().await;
        let verbs = [
            ("channelCreate", "channel", "{name: \"Van\", kind: OUTDOOR}".to_owned()),
            ("channelUpdate", "channel", format!("{{id: \"{}\", name: \"Other\", kind: DIRECT}}", books.print)),
            ("channelDelete", "channel", format!("{{id: \"{}\"}}", books.search)),
            ("poolCreate", "pool", "{name: \"Van\", defaultDestination: {number: \"+448081571236\"}}".to_owned()),
            ("poolUpdate", "pool", format!("{{id: \"{}\", defaultDestination: {{number: \"+448081571239\"}}}}", books.pool)),
            ("poolDelete", "pool", format!("{{id: \"{spare}\"}}")),
            ("destinationCreate", "destination", "{number: \"+448081571237\", label: \"Van\"}".to_owned()),
            ("destinationUpdate", "destination", format!("{{id: \"{}\", number: \"+448081571238\"}}", books.destination)),
            ("destinationDelete", "destination", format!("{{id: \"{unused}\"}}")),
            ("goalCreate", "goal", "{name: \"Long\", leastTalkSeconds: 300}".to_owned()),
            ("goalUpdate", "goal", format!("{{id: \"{goal}\", name: \"Short\", leastTalkSeconds: null, mostTalkSeconds: 9}}")),
            ("goalDelete", "goal", format!("{{id: \"{goal}\"}}")),
            ("accountUpdate", "account", "{name: \"Other\", timeZone: \"Asia/Tokyo\"}".to_owned()),
        ];
        let text = |(verb, noun, input): &(&str, &str, String), terms: &str| {
            format!("mutation {{ {verb}(input: {input}{terms}) {{ {noun} {{ __typename }} replayed dryRun userErrors {{ code }} }} }}")
        };

        for verb in &verbs {
            // Its key would be kept by a deed that is done.
            let reply = books.caller.ask(&text(verb, ", dryRun: true, idempotencyKey: \"spring-2026\"")).await;
            assert_eq!(reply.good(), &json!({verb.1: null, "replayed": false, "dryRun": true, "userErrors": []}), "{}", verb.0);
            assert_eq!(house.rows().await, before, "{}", verb.0);
        }
        for verb in &verbs {
            let reply = books.caller.ask(&text(verb, "")).await;
            assert_eq!((&reply.good()["dryRun"], reply.payload()[verb.1].is_object()), (&json!(false), true), "{}", verb.0);
        }
    }
}
