//! Editing a pool: every number on its default rings elsewhere at once, and the answer says how many.

use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::seed::{BOOKS_RING, Seeded, add_pool, seeded};

/// Three active numbers that follow the main pool's default, one with a destination of its own, one held, one in another pool.
async fn furnished(engine: Engine) -> (Seeded, String) {
    let house = seeded(engine, 10).await;
    let followers = house.place(house.order(&["a", "b", "c", "held"])).await;
    let held = followers.good()["fixedNumbers"][3]["id"].clone();
    house.later();
    let mut own = house.order(&["own"]);
    own["destination"] = json!({"id": house.books.destination.to_string()});
    house.place(own).await.good();
    let other = add_pool(&house.gateway, house.books.account, "Other", house.books.destination).await;
    house.later();
    let mut elsewhere = house.order(&["elsewhere"]);
    elsewhere["poolId"] = json!(other.to_string());
    house.place(elsewhere).await.good();
    house.delete(json!({"id": held})).await.good();
    let follower = followers.good()["fixedNumbers"][0]["id"].as_str().unwrap().to_owned();
    (house, follower)
}

#[tokio::test]
async fn a_new_default_reroutes_exactly_the_active_numbers_that_follow_it() {
    for engine in Engine::BOTH {
        let (house, follower) = furnished(engine).await;
        let before = house.changes(house.books.account).await;
        let input = json!({"id": house.books.pool.to_string(), "expectedVersion": 1, "defaultDestination": {"number": "+448081571234"}});

        let rehearsed = house.rehearse_edit_pool(input.clone()).await;

        assert_eq!(
            rehearsed.payload(),
            &json!({"pool": null, "reroutedNumbers": 3, "current": null, "warnings": [{"code": "FREEPHONE_DESTINATION"}], "replayed": false,
                "dryRun": true, "userErrors": []})
        );
        assert_eq!(house.changes(house.books.account).await, before);
        assert_eq!((house.amount("destination").await, house.amount("pool WHERE version > 1").await), (2, 0));

        let done = house.edit_pool(input).await;

        assert_eq!((&done.good()["reroutedNumbers"], &done.good()["pool"]["version"]), (&json!(3), &json!(2)));
        let seen = house
            .books
            .caller
            .ask_with(
                "query($id: ID!) { fixedNumber(id: $id) { version usesDefaultDestination destination { number } }
                    fixedNumbers { nodes { description destination { number } } } }",
                json!({"id": follower}),
            )
            .await;
        assert_eq!(
            seen.data()["fixedNumber"],
            json!({"version": 1, "usesDefaultDestination": true, "destination": {"number": "+448081571234"}})
        );
        let nodes = seen.data()["fixedNumbers"]["nodes"].as_array().unwrap();
        let rings: Vec<_> = nodes.iter().map(|n| json!([n["description"], n["destination"]["number"]])).collect();
        let new = "+448081571234";
        assert_eq!(
            rings,
            [json!(["a", new]), json!(["b", new]), json!(["c", new]), json!(["own", BOOKS_RING]), json!(["elsewhere", BOOKS_RING])]
        );
        let added = &house.changes(house.books.account).await[before.len()..];
        assert_eq!(added, ["DESTINATION_CREATED", "POOL_UPDATED"]);
        assert_eq!(house.amount("change WHERE kind = 'POOL_UPDATED' AND affected_count = 3").await, 1);
    }
}

#[tokio::test]
async fn an_edit_that_says_what_is_so_changes_nothing() {
    for engine in Engine::BOTH {
        let (house, _) = furnished(engine).await;
        let before = house.changes(house.books.account).await;
        let pool = house.books.pool.to_string();

        for input in [
            json!({"id": pool}),
            json!({"id": pool, "name": " Main ", "reference": null, "defaultDestination": {"number": BOOKS_RING},
                "features": {"callRecording": false, "callAnnounce": false, "announcement": ""}}),
            json!({"id": pool, "defaultDestination": {"id": house.books.destination.to_string()}}),
        ] {
            let reply = house.edit_pool(input).await;
            assert_eq!((&reply.good()["reroutedNumbers"], &reply.good()["pool"]["version"]), (&json!(0), &json!(1)));
        }
        assert_eq!(house.changes(house.books.account).await, before);
    }
}

#[tokio::test]
async fn an_edit_of_what_someone_else_changed_is_refused_and_shows_it() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let pool = house.books.pool.to_string();
        house.edit_pool(json!({"id": pool, "name": "Shop"})).await.good();

        let reply = house.edit_pool(json!({"id": pool, "expectedVersion": 1, "name": "Store"})).await;

        assert_eq!(
            reply.user_errors(),
            "VERSION_CONFLICT at input.expectedVersion: This was changed by someone else meanwhile: its version is now 2. Read it again before you edit it."
        );
        assert_eq!(reply.payload()["userErrors"][0]["currentVersion"], 2);
        assert_eq!(
            (&reply.payload()["current"], &reply.payload()["pool"], &reply.payload()["reroutedNumbers"]),
            (&json!({"name": "Shop", "version": 2}), &Value::Null, &json!(0))
        );
        assert_eq!(house.changes(house.books.account).await, ["POOL_UPDATED"]);
    }
}

#[tokio::test]
async fn a_pool_that_is_foreign_missing_or_malformed_is_not_found() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let (foreign, missing) = (house.motors.pool.to_string(), format!("pool_{}", "0".repeat(32)));

        for id in [&foreign, &missing, "", "\0", &house.books.print.to_string()] {
            let reply = house.edit_pool(json!({"id": id, "expectedVersion": 9, "name": ""})).await;
            assert_eq!(reply.user_errors(), "POOL_NOT_FOUND at input.id: There is no such pool in your account.");
        }
        assert!(house.changes(house.books.account).await.is_empty());
        assert!(house.changes(house.motors.account).await.is_empty());
    }
}

#[tokio::test]
async fn a_default_destination_is_held_against_the_same_rules_as_an_orders() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let edit = async |destination: Value| {
            house.edit_pool(json!({"id": house.books.pool.to_string(), "defaultDestination": destination})).await.user_errors()
        };

        assert_eq!(
            edit(json!({"number": "020 7947 0018"})).await,
            "DESTINATION_NOT_E164 at input.defaultDestination.number: The destination must be a plus sign, the country code and 7 to 15 digits in all, with nothing else, for example +442071234567. [+442079470018]"
        );
        assert_eq!(
            edit(json!({"number": "+442079460001"})).await,
            "DESTINATION_NOT_ALLOWED at input.defaultDestination.number: A tracking number can't be a destination: calls to it would come back here."
        );
        assert_eq!(
            edit(json!({"number": "+449098765432"})).await,
            "DESTINATION_NOT_ALLOWED at input.defaultDestination.number: A premium-rate number can't be a destination."
        );
        assert_eq!(
            edit(json!({"id": house.motors.destination.to_string()})).await,
            "DESTINATION_NOT_FOUND at input.defaultDestination.id: There is no such destination in your account."
        );
        assert!(house.changes(house.books.account).await.is_empty());
    }
}
