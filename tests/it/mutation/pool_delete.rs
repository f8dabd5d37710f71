//! Deleting a pool: refused while numbers use it; then it is archived, and what it once was still resolves.

use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::manage::{POOL_CREATE, POOL_DELETE};
use crate::support::seed::seeded;

const NOT_FOUND: &str = "POOL_NOT_FOUND at input.id: There is no such pool in your account.";

#[tokio::test]
async fn a_deleted_pool_is_archived_and_only_its_id_finds_it() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let old = house.ordered("Van").await;
        house.delete(json!({"id": old})).await.good();
        house.release(&old).await;
        house.later();
        let id = house.books.pool.to_string();
        let before = house.rows().await;

        let rehearsed = house.rehearse_manage(POOL_DELETE, json!({"id": id, "expectedVersion": 1})).await;

        assert_eq!(
            rehearsed.payload(),
            &json!({"pool": null, "current": null, "warnings": [], "replayed": false, "dryRun": true, "userErrors": []})
        );
        assert_eq!(house.rows().await, before);

        let done = house.manage(POOL_DELETE, json!({"id": id, "expectedVersion": 1})).await;

        let at = "2026-03-02T09:30:01+00:00";
        let pool = json!({"id": id, "name": "Main", "version": 2, "archivedAt": at, "updatedAt": at});
        assert_eq!(
            done.payload(),
            &json!({"pool": pool, "current": null, "warnings": [], "replayed": false, "dryRun": false, "userErrors": []})
        );
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED", "FIXED_NUMBER_DELETED", "POOL_DELETED"]);
        let change = house.last_change().await;
        assert_eq!((&change["fields"], &change["before"]), (&json!(["archivedAt"]), &json!({"archivedAt": null})));
        assert_eq!((&change["version"], &change["pools"], &change["affected"]), (&json!(2), &json!([id]), &json!(0)));
        let text = "query($id: ID!, $old: ID!) { node(id: $id) { ... on Pool { name archivedAt } } pool(id: $id) { archivedAt }
            fixedNumber(id: $old) { status pool { name archivedAt } } pools { totalCount nodes { id } } }";
        let seen = house.books.caller.ask_with(text, json!({"id": id, "old": old})).await;
        let pool = json!({"name": "Main", "archivedAt": at});
        assert_eq!(
            seen.data(),
            &json!({"node": pool, "pool": {"archivedAt": at}, "fixedNumber": {"status": "RELEASED", "pool": pool},
                "pools": {"totalCount": 0, "nodes": []}})
        );
    }
}

#[tokio::test]
async fn an_archived_pool_is_neither_ordered_for_nor_edited_nor_deleted_again() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let id = house.books.pool.to_string();
        house.manage(POOL_DELETE, json!({"id": id})).await.good();
        let before = house.rows().await;

        let ordered = house.place(house.order(&["Van"])).await;
        let edited = house.edit_pool(json!({"id": id, "name": "Shop"})).await;
        let again = house.manage(POOL_DELETE, json!({"id": id, "expectedVersion": 1})).await;

        assert_eq!(ordered.user_errors(), "POOL_NOT_FOUND at input.poolId: There is no such pool in your account.");
        assert_eq!(edited.user_errors(), NOT_FOUND);
        assert_eq!(again.user_errors(), "ALREADY_DELETED at input.id: This pool was deleted before.");
        assert_eq!((&again.payload()["pool"], &again.payload()["current"]), (&Value::Null, &Value::Null));
        assert_eq!(house.rows().await, before);
    }
}

#[tokio::test]
async fn a_pool_in_use_stays_and_the_refusal_says_by_what() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 10).await;
        let mut numbers = Vec::new();
        for text in ["a", "b", "c", "d"] {
            numbers.push(house.ordered(text).await);
        }
        let delete = async || {
            let before = house.rows().await;
            let rehearsed = house.rehearse_manage(POOL_DELETE, json!({"id": house.books.pool.to_string()})).await;
            let reply = house.manage(POOL_DELETE, json!({"id": house.books.pool.to_string()})).await;
            assert_eq!((reply.user_errors(), house.rows().await), (rehearsed.user_errors(), before));
            assert_eq!(reply.payload()["pool"], Value::Null);
            (reply.user_errors(), reply.payload()["userErrors"][0]["usedByCount"].clone())
        };
        let refusal = |by: &str| format!("IN_USE at input.id: This pool can't be deleted: it is used by {by}.");

        assert_eq!(delete().await, (refusal("4 active numbers"), json!(4)));
        house.delete(json!({"id": numbers[0]})).await.good();
        assert_eq!(delete().await, (refusal("3 active numbers and 1 held number"), json!(4)));
        house.release(&numbers[0]).await;
        for number in &numbers[1..] {
            house.delete(json!({"id": number})).await.good();
        }
        assert_eq!(delete().await, (refusal("3 held numbers"), json!(3)));
        for number in &numbers[1..] {
            house.release(number).await;
        }
        house.manage(POOL_DELETE, json!({"id": house.books.pool.to_string()})).await.good();
    }
}

#[tokio::test]
async fn a_pool_that_is_not_as_seen_or_not_there_is_not_deleted() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let id = house.books.pool.to_string();
        house.edit_pool(json!({"id": id, "name": "Shop"})).await.good();
        let before = house.rows().await;

        let reply = house.manage(POOL_DELETE, json!({"id": id, "expectedVersion": 1})).await;

        assert_eq!(
            reply.user_errors(),
            "VERSION_CONFLICT at input.expectedVersion: This was changed by someone else meanwhile: its version is now 2. Read it again before you edit it."
        );
        assert_eq!(reply.payload()["userErrors"][0]["currentVersion"], 2);
        assert_eq!(
            (&reply.payload()["current"], &reply.payload()["pool"]),
            (&json!({"id": id, "name": "Shop", "version": 2}), &Value::Null)
        );
        for id in house.bad_ids(house.motors.pool, "pool", house.books.print) {
            let reply = house.manage(POOL_DELETE, json!({"id": id, "expectedVersion": 9})).await;
            assert_eq!((reply.user_errors().as_str(), &reply.payload()["current"]), (NOT_FOUND, &Value::Null), "{id:?}");
        }
        assert_eq!(house.rows().await, before);
        let name = json!({"name": "Main", "defaultDestination": {"id": house.books.destination.to_string()}});
        house.manage(POOL_CREATE, name).await.good();
    }
}
