//! Deleting a destination: refused while pools or numbers use it; then it is archived, and its number is free again.

use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::manage::{DESTINATION_CREATE, DESTINATION_DELETE, DESTINATION_UPDATE, POOL_CREATE, POOL_DELETE};
use crate::support::seed::{Seeded, add_pool, seeded};

const NOT_FOUND: &str = "DESTINATION_NOT_FOUND at input.id: There is no such destination in your account.";
const NUMBER: &str = "+448081571234";

async fn created(house: &Seeded, number: &str) -> String {
    let reply = house.manage(DESTINATION_CREATE, json!({"number": number})).await;
    reply.good()["destination"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_deleted_destination_is_archived_and_only_its_id_finds_it() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let id = created(&house, NUMBER).await;
        let pool = house.manage(POOL_CREATE, json!({"name": "Old", "defaultDestination": {"id": id}})).await.good()["pool"]["id"].clone();
        house.manage(POOL_DELETE, json!({"id": pool})).await.good();
        house.later();
        let before = house.rows().await;

        let rehearsed = house.rehearse_manage(DESTINATION_DELETE, json!({"id": id, "expectedVersion": 1})).await;

        assert_eq!(
            rehearsed.payload(),
            &json!({"destination": null, "current": null, "warnings": [], "replayed": false, "dryRun": true, "userErrors": []})
        );
        assert_eq!(house.rows().await, before);

        let done = house.manage(DESTINATION_DELETE, json!({"id": id, "expectedVersion": 1})).await;

        let at = "2026-03-02T09:30:01+00:00";
        let destination = json!({"id": id, "number": NUMBER, "version": 2, "archivedAt": at, "updatedAt": at});
        assert_eq!(
            done.payload(),
            &json!({"destination": destination, "current": null, "warnings": [], "replayed": false, "dryRun": false, "userErrors": []})
        );
        assert_eq!(
            house.changes(house.books.account).await,
            ["DESTINATION_CREATED", "POOL_CREATED", "POOL_DELETED", "DESTINATION_DELETED"]
        );
        let change = house.last_change().await;
        assert_eq!((&change["fields"], &change["before"]), (&json!(["archivedAt"]), &json!({"archivedAt": null})));
        assert_eq!((&change["version"], &change["pools"], &change["affected"]), (&json!(2), &json!([]), &json!(0)));
        let text =
            "query($id: ID!, $pool: ID!) { node(id: $id) { ... on Destination { number archivedAt } } destination(id: $id) { archivedAt }
            pool(id: $pool) { defaultDestination { number archivedAt } } destinations { totalCount } }";
        let seen = house.books.caller.ask_with(text, json!({"id": id, "pool": pool})).await;
        let destination = json!({"number": NUMBER, "archivedAt": at});
        assert_eq!(
            seen.data(),
            &json!({"node": destination, "destination": {"archivedAt": at}, "pool": {"defaultDestination": destination},
                "destinations": {"totalCount": 1}})
        );
    }
}

#[tokio::test]
async fn an_archived_destination_is_neither_chosen_nor_edited_nor_deleted_again() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let (id, number) = (created(&house, NUMBER).await, house.ordered("Van").await);
        house.manage(DESTINATION_DELETE, json!({"id": id})).await.good();
        let before = house.rows().await;

        let mut order = house.order(&["Bus"]);
        order["destination"] = json!({"id": id});
        let ordered = house.place(order.clone()).await;
        let moved = house.edit(json!({"id": number, "destination": {"id": id}})).await;
        let pooled = house.edit_pool(json!({"id": house.books.pool.to_string(), "defaultDestination": {"id": id}})).await;
        let edited = house.manage(DESTINATION_UPDATE, json!({"id": id, "label": "Desk"})).await;
        let again = house.manage(DESTINATION_DELETE, json!({"id": id, "expectedVersion": 1})).await;

        let missing = "There is no such destination in your account.";
        assert_eq!(ordered.user_errors(), format!("DESTINATION_NOT_FOUND at input.destination.id: {missing}"));
        assert_eq!(moved.user_errors(), ordered.user_errors());
        assert_eq!(pooled.user_errors(), format!("DESTINATION_NOT_FOUND at input.defaultDestination.id: {missing}"));
        assert_eq!(edited.user_errors(), NOT_FOUND);
        assert_eq!(again.user_errors(), "ALREADY_DELETED at input.id: This destination was deleted before.");
        assert_eq!((&again.payload()["destination"], &again.payload()["current"]), (&Value::Null, &Value::Null));
        assert_eq!(house.rows().await, before);

        order["destination"] = json!({"number": NUMBER});
        let fresh = house.place(order).await.good()["fixedNumbers"][0]["destination"].clone();
        assert_eq!(fresh["number"], NUMBER);
        assert_ne!(fresh["id"], id, "the number is free, and the archived one stays archived");
    }
}

#[tokio::test]
async fn a_destination_in_use_stays_and_the_refusal_says_by_what() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 10).await;
        let id = house.books.destination.to_string();
        let other = add_pool(&house.gateway, house.books.account, "Other", house.books.destination).await.to_string();
        house.ordered("follows, so it is its pool that counts").await;
        let mut order = house.order(&["a", "b"]);
        order["destination"] = json!({"id": id});
        let numbers = house.place(order).await.good()["fixedNumbers"].clone();
        let delete = async || {
            let before = house.rows().await;
            let rehearsed = house.rehearse_manage(DESTINATION_DELETE, json!({"id": id})).await;
            let reply = house.manage(DESTINATION_DELETE, json!({"id": id})).await;
            assert_eq!((reply.user_errors(), house.rows().await), (rehearsed.user_errors(), before));
            assert_eq!(reply.payload()["destination"], Value::Null);
            (reply.user_errors(), reply.payload()["userErrors"][0]["usedByCount"].clone())
        };
        let refusal = |by: &str| format!("IN_USE at input.id: This destination can't be deleted: it is used by {by}.");

        assert_eq!(delete().await, (refusal("2 pools and 2 active numbers"), json!(4)));
        house.delete(json!({"id": numbers[0]["id"]})).await.good();
        house.manage(POOL_DELETE, json!({"id": other})).await.good();
        assert_eq!(delete().await, (refusal("1 pool, 1 active number and 1 held number"), json!(3)));
        house.release(numbers[0]["id"].as_str().unwrap()).await;
        house.edit_pool(json!({"id": house.books.pool.to_string(), "defaultDestination": {"number": NUMBER}})).await.good();
        assert_eq!(delete().await, (refusal("1 active number"), json!(1)));
        house.delete(json!({"id": numbers[1]["id"]})).await.good();
        assert_eq!(delete().await, (refusal("1 held number"), json!(1)));
        house.release(numbers[1]["id"].as_str().unwrap()).await;
        house.manage(DESTINATION_DELETE, json!({"id": id})).await.good();
    }
}

#[tokio::test]
async fn a_destination_that_is_not_as_seen_or_not_there_is_not_deleted() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let id = created(&house, NUMBER).await;
        house.manage(DESTINATION_UPDATE, json!({"id": id, "label": "Desk"})).await.good();
        let before = house.rows().await;

        let reply = house.manage(DESTINATION_DELETE, json!({"id": id, "expectedVersion": 1})).await;

        assert_eq!(
            reply.user_errors(),
            "VERSION_CONFLICT at input.expectedVersion: This was changed by someone else meanwhile: its version is now 2. Read it again before you edit it."
        );
        assert_eq!(reply.payload()["userErrors"][0]["currentVersion"], 2);
        let current = json!({"id": id, "number": NUMBER, "version": 2});
        assert_eq!((&reply.payload()["current"], &reply.payload()["destination"]), (&current, &Value::Null));
        for id in house.bad_ids(house.motors.destination, "destination", house.books.pool) {
            let reply = house.manage(DESTINATION_DELETE, json!({"id": id, "expectedVersion": 9})).await;
            assert_eq!((reply.user_errors().as_str(), &reply.payload()["current"]), (NOT_FOUND, &Value::Null), "{id:?}");
        }
        assert_eq!(house.rows().await, before);
    }
}
