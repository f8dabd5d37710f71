//! Editing a destination: with another number, all that ring at it ring there at once, and the answer says how many.

use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::manage::{DESTINATION_CREATE, DESTINATION_UPDATE};
use crate::support::seed::{BOOKS_RING, MOTORS_RING, Seeded, add_pool, seeded};

const NEW: &str = "+448081571234";

/// Two pools that ring at the main destination and one that does not; two followers and one by override that ring there,
/// one of each that is held, and two that ring elsewhere. The three pools; the numbers, and where each rings.
async fn furnished(engine: Engine) -> (Seeded, [String; 3], Value) {
    let house = seeded(engine, 20).await;
    let own = house.books.destination.to_string();
    house.later();
    let empty = add_pool(&house.gateway, house.books.account, "Empty", house.books.destination).await.to_string();
    let away = house.manage(DESTINATION_CREATE, json!({"number": "+447700900123"})).await.good()["destination"]["id"].clone();
    house.later();
    let away = entity::id::Id::parse(away.as_str().unwrap()).unwrap();
    let other = add_pool(&house.gateway, house.books.account, "Other", away).await.to_string();
    let main = house.books.pool.to_string();
    for (text, pool, destination) in [
        ("follows", &main, json!({"default": true})),
        ("follows too", &main, json!({"default": true})),
        ("follows, held", &main, json!({"default": true})),
        ("overrides", &other, json!({"id": own})),
        ("overrides, held", &other, json!({"id": own})),
        ("overrides away", &main, json!({"id": away.to_string()})),
        ("follows away", &other, json!({"default": true})),
    ] {
        house.later();
        let mut order = house.order(&[text]);
        (order["poolId"], order["destination"]) = (json!(pool), destination);
        if text == "overrides" {
            order["channelId"] = json!(house.books.search.to_string());
        }
        let id = house.place(order).await.good()["fixedNumbers"][0]["id"].clone();
        if text.ends_with("held") {
            house.delete(json!({"id": id})).await.good();
        }
    }
    let seen = rings(&house).await;
    (house, [main, empty, other], seen)
}

/// Each number's description, version and where it rings.
async fn rings(house: &Seeded) -> Value {
    let text = "{ fixedNumbers(filter: {statuses: [ACTIVE, HELD]}) { nodes { description version destination { number } } } }";
    let seen = house.books.caller.ask(text).await;
    let nodes = seen.data()["fixedNumbers"]["nodes"].as_array().unwrap();
    nodes.iter().map(|n| json!([n["description"], n["version"], n["destination"]["number"]])).collect()
}

#[tokio::test]
async fn all_that_ring_at_a_destination_ring_at_its_new_number() {
    for engine in Engine::BOTH {
        let (house, [main, empty, other], seen) = furnished(engine).await;
        let (id, number) = (house.books.destination.to_string(), NEW);
        let input = json!({"id": id, "expectedVersion": 1, "number": number});
        let before = house.rows().await;

        let rehearsed = house.rehearse_manage(DESTINATION_UPDATE, input.clone()).await;

        let warnings = json!([{"code": "FREEPHONE_DESTINATION"}]);
        assert_eq!(
            rehearsed.payload(),
            &json!({"destination": null, "reroutedPools": 2, "reroutedNumbers": 3, "current": null, "warnings": warnings, "replayed": false,
                "dryRun": true, "userErrors": []})
        );
        assert_eq!((house.rows().await, rings(&house).await), (before, seen));

        let done = house.manage(DESTINATION_UPDATE, input).await;

        let destination = json!({"id": id, "number": number, "label": null, "kind": "FREEPHONE", "country": "GB", "version": 2});
        assert_eq!(
            done.payload(),
            &json!({"destination": destination, "reroutedPools": 2, "reroutedNumbers": 3, "current": null, "warnings": warnings,
                "replayed": false, "dryRun": false, "userErrors": []})
        );
        assert_eq!(
            rings(&house).await,
            json!([
                ["follows", 1, number],
                ["follows too", 1, number],
                ["follows, held", 2, null],
                ["overrides", 1, number],
                ["overrides, held", 2, null],
                ["overrides away", 1, "+447700900123"],
                ["follows away", 1, "+447700900123"]
            ])
        );
        // Of the numbers that ring elsewhere, and the pool that has none; in the order of birth.
        let (pools, channels) = ([main, empty, other], [house.books.search.to_string(), house.books.print.to_string()]);
        assert_eq!(
            house.last_change().await,
            json!({"kind": "DESTINATION_UPDATED", "version": 2, "fields": ["kind", "number"], "before": {"kind": "GEOGRAPHIC", "number": BOOKS_RING},
                "after": {"kind": "FREEPHONE", "number": number}, "pools": pools, "channels": channels, "affected": 3})
        );
        assert_eq!(house.amount("pool WHERE version > 1").await, 0);
        let pools = house.books.caller.ask("{ pools { nodes { defaultDestination { number } } } }").await;
        let rung = |number: &str| json!({"defaultDestination": {"number": number}});
        assert_eq!(pools.data()["pools"]["nodes"], json!([rung(number), rung(number), rung("+447700900123")]));
    }
}

#[tokio::test]
async fn kind_and_country_follow_the_number() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let id = house.books.destination.to_string();

        for (version, (number, kind, country, warnings)) in (2..).zip([
            (MOTORS_RING, "GEOGRAPHIC_OR_MOBILE", json!("US"), json!([])),
            (NEW, "FREEPHONE", json!("GB"), json!([{"code": "FREEPHONE_DESTINATION"}])),
            ("+80012345678", "FREEPHONE", Value::Null, json!([{"code": "FREEPHONE_DESTINATION"}])),
        ]) {
            let reply = house.manage(DESTINATION_UPDATE, json!({"id": id, "number": number})).await;

            let destination = json!({"id": id, "number": number, "label": null, "kind": kind, "country": country, "version": version});
            assert_eq!((&reply.good()["destination"], &reply.payload()["warnings"]), (&destination, &warnings));
            assert_eq!((&reply.payload()["reroutedPools"], &reply.payload()["reroutedNumbers"]), (&json!(1), &json!(0)));
        }
        assert_eq!(house.changes(house.books.account).await, ["DESTINATION_UPDATED"; 3]);
    }
}

#[tokio::test]
async fn a_label_reroutes_nobody_and_null_clears_it() {
    for engine in Engine::BOTH {
        let (house, _, seen) = furnished(engine).await;
        let id = house.books.destination.to_string();
        let changes = house.changes(house.books.account).await.len();

        for (version, (label, kept)) in (2..).zip([
            (json!(" Front desk "), json!("Front desk")),
            (Value::Null, Value::Null),
            (json!("é".repeat(120)), json!("é".repeat(120))),
        ]) {
            let reply = house.manage(DESTINATION_UPDATE, json!({"id": id, "label": label})).await;

            let destination =
                json!({"id": id, "number": BOOKS_RING, "label": kept, "kind": "GEOGRAPHIC", "country": "GB", "version": version});
            assert_eq!(
                reply.payload(),
                &json!({"destination": destination, "reroutedPools": 0, "reroutedNumbers": 0, "current": null, "warnings": [],
                    "replayed": false, "dryRun": false, "userErrors": []})
            );
            let change = house.last_change().await;
            assert_eq!((&change["fields"], &change["affected"]), (&json!(["label"]), &json!(0)));
            assert_eq!((&change["pools"], &change["channels"]), (&json!([]), &json!([])));
        }
        assert_eq!(house.changes(house.books.account).await[changes..], ["DESTINATION_UPDATED"; 3]);
        assert_eq!(rings(&house).await, seen);
    }
}

#[tokio::test]
async fn an_edit_that_says_what_is_so_changes_nothing() {
    for engine in Engine::BOTH {
        let (house, _, _) = furnished(engine).await;
        let id = house.books.destination.to_string();
        house.manage(DESTINATION_UPDATE, json!({"id": id, "label": "Desk"})).await.good();
        let before = house.rows().await;

        for input in [
            json!({"id": id}),
            json!({"id": id, "number": BOOKS_RING, "label": " Desk ", "expectedVersion": 2}),
            json!({"id": id, "number": null}),
        ] {
            let reply = house.manage(DESTINATION_UPDATE, input).await;
            assert_eq!((&reply.good()["destination"]["version"], &reply.payload()["reroutedNumbers"]), (&json!(2), &json!(0)));
            assert_eq!(reply.payload()["reroutedPools"], 0);
        }
        assert_eq!(house.rows().await, before);
    }
}
