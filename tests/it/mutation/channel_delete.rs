//! Deleting a channel: refused while numbers use it; then it is archived, and what it once was still resolves.

use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::manage::{CHANNEL_CREATE, CHANNEL_DELETE, CHANNEL_UPDATE};
use crate::support::seed::seeded;

const NOT_FOUND: &str = "CHANNEL_NOT_FOUND at input.id: There is no such channel in your account.";

#[tokio::test]
async fn a_deleted_channel_is_archived_and_only_its_id_finds_it() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let old = house.ordered("Van").await;
        house.delete(json!({"id": old})).await.good();
        house.release(&old).await;
        house.later();
        let id = house.books.print.to_string();
        let before = house.rows().await;

        let rehearsed = house.rehearse_manage(CHANNEL_DELETE, json!({"id": id, "expectedVersion": 1})).await;

        assert_eq!(
            rehearsed.payload(),
            &json!({"channel": null, "current": null, "warnings": [], "replayed": false, "dryRun": true, "userErrors": []})
        );
        assert_eq!(house.rows().await, before);

        let done = house.manage(CHANNEL_DELETE, json!({"id": id, "expectedVersion": 1})).await;

        let at = "2026-03-02T09:30:01+00:00";
        let channel = json!({"id": id, "name": "Magazine", "version": 2, "archivedAt": at, "updatedAt": at});
        assert_eq!(
            done.payload(),
            &json!({"channel": channel, "current": null, "warnings": [], "replayed": false, "dryRun": false, "userErrors": []})
        );
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED", "FIXED_NUMBER_DELETED", "CHANNEL_DELETED"]);
        let change = house.last_change().await;
        assert_eq!((&change["fields"], &change["before"]), (&json!(["archivedAt"]), &json!({"archivedAt": null})));
        assert_eq!((&change["version"], &change["channels"], &change["affected"]), (&json!(2), &json!([id]), &json!(0)));
        let text = "query($id: ID!, $old: ID!) { node(id: $id) { ... on Channel { name archivedAt } } channel(id: $id) { archivedAt }
            fixedNumber(id: $old) { status channel { name archivedAt } } channels { totalCount nodes { name } } }";
        let seen = house.books.caller.ask_with(text, json!({"id": id, "old": old})).await;
        let channel = json!({"name": "Magazine", "archivedAt": at});
        assert_eq!(
            seen.data(),
            &json!({"node": channel, "channel": {"archivedAt": at}, "fixedNumber": {"status": "RELEASED", "channel": channel},
                "channels": {"totalCount": 1, "nodes": [{"name": "Paid search"}]}})
        );
    }
}

#[tokio::test]
async fn an_archived_channel_is_neither_ordered_for_nor_edited_nor_deleted_again() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let (id, number) = (house.books.search.to_string(), house.ordered("Van").await);
        house.manage(CHANNEL_DELETE, json!({"id": id})).await.good();
        let before = house.rows().await;

        let mut order = house.order(&["Bus"]);
        order["channelId"] = json!(id);
        let ordered = house.place(order).await;
        let moved = house.edit(json!({"id": number, "channelId": id})).await;
        let edited = house.manage(CHANNEL_UPDATE, json!({"id": id, "name": "Search"})).await;
        let again = house.manage(CHANNEL_DELETE, json!({"id": id, "expectedVersion": 1})).await;

        assert_eq!(ordered.user_errors(), "CHANNEL_NOT_FOUND at input.channelId: There is no such channel in your account.");
        assert_eq!(moved.user_errors(), ordered.user_errors());
        assert_eq!(edited.user_errors(), NOT_FOUND);
        assert_eq!(again.user_errors(), "ALREADY_DELETED at input.id: This channel was deleted before.");
        assert_eq!((&again.payload()["channel"], &again.payload()["current"]), (&Value::Null, &Value::Null));
        assert_eq!(house.rows().await, before);
        house.manage(CHANNEL_CREATE, json!({"name": "PAID search", "kind": "PAID_SEARCH"})).await.good();
    }
}

#[tokio::test]
async fn a_channel_in_use_stays_and_the_refusal_says_by_what() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 10).await;
        let id = house.books.print.to_string();
        let numbers = [
            house.ordered("a").await,
            house.ordered_as(&id, json!({"advanced": {"campaign": "b"}})).await,
            house.ordered_as(&id, json!({"advanced": {"campaign": "c"}})).await,
        ];
        let delete = async || {
            let before = house.rows().await;
            let rehearsed = house.rehearse_manage(CHANNEL_DELETE, json!({"id": id})).await;
            let reply = house.manage(CHANNEL_DELETE, json!({"id": id})).await;
            assert_eq!((reply.user_errors(), house.rows().await), (rehearsed.user_errors(), before));
            assert_eq!(reply.payload()["channel"], Value::Null);
            (reply.user_errors(), reply.payload()["userErrors"][0]["usedByCount"].clone())
        };
        let refusal = |by: &str| format!("IN_USE at input.id: This channel can't be deleted: it is used by {by}.");

        assert_eq!(delete().await, (refusal("3 active numbers"), json!(3)));
        for number in &numbers[..2] {
            house.delete(json!({"id": number})).await.good();
        }
        assert_eq!(delete().await, (refusal("1 active number and 2 held numbers"), json!(3)));
        house.release(&numbers[0]).await;
        house
            .edit(json!({"id": numbers[2], "channelId": house.books.search.to_string(),
            "label": {"simple": {"description": "c"}}}))
            .await
            .good();
        assert_eq!(delete().await, (refusal("1 held number"), json!(1)));
        house.release(&numbers[1]).await;
        house.manage(CHANNEL_DELETE, json!({"id": id})).await.good();
    }
}

#[tokio::test]
async fn a_channel_that_is_not_as_seen_or_not_there_is_not_deleted() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let id = house.books.print.to_string();
        house.manage(CHANNEL_UPDATE, json!({"id": id, "name": "Press"})).await.good();
        let before = house.rows().await;

        let reply = house.manage(CHANNEL_DELETE, json!({"id": id, "expectedVersion": 1})).await;

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
            let reply = house.manage(CHANNEL_DELETE, json!({"id": id, "expectedVersion": 9})).await;
            assert_eq!((reply.user_errors().as_str(), &reply.payload()["current"]), (NOT_FOUND, &Value::Null), "{id:?}");
        }
        assert_eq!(house.rows().await, before);
    }
}
