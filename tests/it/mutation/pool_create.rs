//! Making a pool: texts, features and the destination that it rings at, all checked in one go.

use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::manage::{DESTINATION_DELETE, POOL_CREATE, POOL_DELETE};
use crate::support::seed::{BOOKS_RING, add_pool, seeded};

#[tokio::test]
async fn a_pool_is_made_with_its_destination_and_can_be_ordered_for() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        house.later();
        let before = house.rows().await;
        let input = json!({"name": "  Van  fleet ", "reference": " crm-7 ", "defaultDestination": {"number": "+448081571234"},
            "features": {"callRecording": true, "callAnnounce": true, "announcement": " A caller from the van "}});

        let rehearsed = house.rehearse_manage(POOL_CREATE, input.clone()).await;

        let warnings = json!([{"code": "FREEPHONE_DESTINATION"}]);
        assert_eq!(rehearsed.payload(), &json!({"pool": null, "warnings": warnings, "replayed": false, "dryRun": true, "userErrors": []}));
        assert_eq!(house.rows().await, before);

        let done = house.manage(POOL_CREATE, input).await;

        let made = &done.good()["pool"];
        let (id, rings) = (made["id"].as_str().unwrap(), &made["defaultDestination"]["id"]);
        let features = json!({"callRecording": true, "callRating": false, "callAnnounce": true, "announcement": "A caller from the van"});
        let pool = json!({"id": id, "name": "Van  fleet", "reference": "crm-7", "version": 1, "archivedAt": null,
            "defaultDestination": {"id": rings, "number": "+448081571234"}, "features": features});
        assert_eq!(done.payload(), &json!({"pool": pool, "warnings": warnings, "replayed": false, "dryRun": false, "userErrors": []}));
        assert_eq!(house.changes(house.books.account).await, ["DESTINATION_CREATED", "POOL_CREATED"]);
        let change = house.last_change().await;
        assert_eq!((&change["pools"], &change["channels"], &change["affected"]), (&json!([id]), &json!([]), &json!(0)));
        let listed = house.books.caller.ask("{ pools { totalCount nodes { id name } } }").await;
        assert_eq!(listed.data()["pools"]["nodes"][1], json!({"id": id, "name": "Van  fleet"}));
        let mut order = house.order(&["Van"]);
        order["poolId"] = json!(id);
        assert_eq!(house.place(order).await.good()["fixedNumbers"][0]["destination"]["number"], "+448081571234");
    }
}

#[tokio::test]
async fn a_pool_may_ring_at_a_destination_that_is_there_by_its_number_or_its_id() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let id = house.books.destination.to_string();

        for (name, destination) in [("a", json!({"number": BOOKS_RING})), ("b", json!({"id": id}))] {
            let reply = house.manage(POOL_CREATE, json!({"name": name, "defaultDestination": destination})).await;

            let features = json!({"callRecording": false, "callRating": false, "callAnnounce": false, "announcement": null});
            let pool = json!({"id": reply.good()["pool"]["id"], "name": name, "reference": null, "version": 1, "archivedAt": null,
                "defaultDestination": {"id": id, "number": BOOKS_RING}, "features": features});
            assert_eq!(
                reply.payload(),
                &json!({"pool": pool, "warnings": [{"code": "NUMBER_NOT_RECOGNISED"}], "replayed": false, "dryRun": false, "userErrors": []})
            );
        }
        assert_eq!(house.changes(house.books.account).await, ["POOL_CREATED"; 2]);
        assert_eq!(house.amount("destination").await, 2);
    }
}

#[tokio::test]
async fn all_that_is_wrong_is_said_at_once() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        // A name that can't be read stands for no other name.
        add_pool(&house.gateway, house.books.account, "-", house.books.destination).await;
        let before = house.rows().await;

        for name in ["a\u{0}b", " \u{200b}", &"é".repeat(121)] {
            let input = json!({"name": name, "reference": "é".repeat(256), "features": {"callAnnounce": true},
                "defaultDestination": {"number": "020 7947 0018"}});
            let reply = house.manage(POOL_CREATE, input.clone()).await;
            let rehearsed = house.rehearse_manage(POOL_CREATE, input).await;

            let said = reply.user_errors();
            let lines: Vec<_> = said.lines().collect();
            assert!(lines[0].starts_with("NAME_") && lines[0].contains(" at input.name: "), "{}", lines[0]);
            assert_eq!(
                lines[1..],
                [
                    "REFERENCE_TOO_LONG at input.reference: This text has at most 255 characters.",
                    "ANNOUNCEMENT_MISSING at input.features.announcement: To announce calls, say what shall be announced.",
                    "DESTINATION_NOT_E164 at input.defaultDestination.number: The destination must be a plus sign, the country code and 7 to 15 digits in all, with nothing else, for example +442071234567. [+442079470018]"
                ]
            );
            assert_eq!((&reply.payload()["pool"], rehearsed.user_errors()), (&Value::Null, said));
        }
        assert_eq!(house.rows().await, before);
    }
}

#[tokio::test]
async fn a_destination_is_held_against_the_rules_of_an_order() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let gone = house.manage(POOL_CREATE, json!({"name": "Gone", "defaultDestination": {"number": "+448081571234"}})).await;
        let gone = &gone.good()["pool"];
        house.manage(POOL_DELETE, json!({"id": gone["id"]})).await.good();
        house.manage(DESTINATION_DELETE, json!({"id": gone["defaultDestination"]["id"]})).await.good();
        let before = house.rows().await;
        let create = async |destination: Value| {
            let reply = house.manage(POOL_CREATE, json!({"name": "Shop", "defaultDestination": destination})).await;
            reply.user_errors()
        };

        let missing = "DESTINATION_NOT_FOUND at input.defaultDestination.id: There is no such destination in your account.";
        let archived = gone["defaultDestination"]["id"].as_str().unwrap().to_owned();
        for id in house.bad_ids(house.motors.destination, "destination", house.books.pool).into_iter().chain([archived]) {
            assert_eq!(create(json!({"id": id})).await, missing, "{id:?}");
        }
        assert_eq!(
            create(json!({"number": "+442079460001"})).await,
            "DESTINATION_NOT_ALLOWED at input.defaultDestination.number: A tracking number can't be a destination: calls to it would come back here."
        );
        assert_eq!(house.rows().await, before);
    }
}

#[tokio::test]
async fn a_name_is_unique_among_the_accounts_pools_until_its_pool_is_deleted() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let input = |name: &str| json!({"name": name, "defaultDestination": {"number": BOOKS_RING}});
        let before = house.rows().await;

        for name in ["Main", " MAIN ", "ｍａｉｎ"] {
            let reply = house.manage(POOL_CREATE, input(name)).await;
            assert_eq!(reply.user_errors(), "NAME_TAKEN at input.name: Another pool has this name.", "{name}");
        }
        assert_eq!(house.rows().await, before);

        house.manage(POOL_DELETE, json!({"id": house.books.pool.to_string()})).await.good();
        house.manage(POOL_CREATE, input("MAIN")).await.good();
        assert_eq!(house.changes(house.books.account).await, ["POOL_DELETED", "POOL_CREATED"]);
        assert!(house.changes(house.motors.account).await.is_empty(), "the other account's Main is its own");
    }
}
