//! A channel's kind stays while labels in Advanced mode, which were checked against it, use the channel.

use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::manage::CHANNEL_UPDATE;
use crate::support::seed::seeded;

#[tokio::test]
async fn the_kind_stays_while_numbers_in_advanced_mode_use_the_channel() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 10).await;
        let id = house.books.print.to_string();
        house.ordered("Simple").await;
        house.ordered_as(house.books.search, json!({"advanced": {"campaign": "Spring", "publisher": "GOOGLE_ADS"}})).await;
        let first = house.ordered_as(&id, json!({"advanced": {"campaign": "Spring"}})).await;
        let second = house.ordered_as(&id, json!({"advanced": {"campaign": "Summer"}})).await;
        let edit = async |users: &str, amount: i32| {
            let before = house.rows().await;
            let input = json!({"id": id, "name": "Wireless", "kind": "BROADCAST"});
            let rehearsed = house.rehearse_manage(CHANNEL_UPDATE, input.clone()).await;
            let reply = house.manage(CHANNEL_UPDATE, input).await;
            let wanted = format!(
                "CHANNEL_KIND_IN_USE at input.kind: The kind can't change while numbers in Advanced mode use this channel: {users}. Make another channel for the new kind."
            );
            assert_eq!((reply.user_errors(), rehearsed.user_errors()), (wanted.clone(), wanted));
            assert_eq!(reply.payload()["userErrors"][0]["usedByCount"], amount);
            assert_eq!((&reply.payload()["channel"], house.rows().await), (&Value::Null, before));
        };

        edit("2 active numbers", 2).await;
        house.delete(json!({"id": first})).await.good();
        edit("1 active number and 1 held number", 2).await;
        house.release(&first).await;
        edit("1 active number", 1).await;
        house.delete(json!({"id": second})).await.good();
        edit("1 held number", 1).await;
        house.manage(CHANNEL_UPDATE, json!({"id": id, "name": "Wireless", "kind": "PRINT"})).await.good();
        house.restore(json!({"id": second})).await.good();
        house.edit(json!({"id": second, "label": {"simple": {"description": "Summer"}}})).await.good();

        let moved = house.manage(CHANNEL_UPDATE, json!({"id": id, "kind": "BROADCAST"})).await;

        let channel = json!({"id": id, "name": "Wireless", "kind": "BROADCAST", "version": 3, "archivedAt": null});
        assert_eq!(moved.good()["channel"], channel, "none but Simple ones are left");
    }
}
