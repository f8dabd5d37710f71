//! Editing a goal: what is left out stays, and what is given as null is taken away.

use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::manage::{CHANNEL_DELETE, GOAL_CREATE, GOAL_DELETE, GOAL_UPDATE};
use crate::support::seed::seeded;

const NOT_FOUND: &str = "GOAL_NOT_FOUND at input.id: There is no such goal in your account.";

#[tokio::test]
async fn an_edit_changes_what_is_given_and_a_standard_goal_stays_known_as_one() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let (pool, channel) = (house.books.pool.to_string(), house.books.print.to_string());
        let id = house.goals().await[1].1.clone();
        let input = json!({"id": id, "expectedVersion": 1, "name": " Short ", "answered": null, "mostTalkSeconds": 29, "leastRating": 2,
            "poolId": pool, "channelId": channel});
        let before = house.rows().await;

        let rehearsed = house.rehearse_manage(GOAL_UPDATE, input.clone()).await;

        assert_eq!(
            rehearsed.payload(),
            &json!({"goal": null, "current": null, "warnings": [], "replayed": false, "dryRun": true, "userErrors": []})
        );
        assert_eq!(house.rows().await, before);

        let done = house.manage(GOAL_UPDATE, input).await;

        let goal = json!({"id": id, "name": "Short", "standard": "CONNECTED", "answered": null, "leastTalkSeconds": null,
            "mostTalkSeconds": 29, "leastRating": 2, "mostRating": null, "pool": {"id": pool}, "channel": {"id": channel}, "version": 2,
            "archivedAt": null});
        assert_eq!(
            done.payload(),
            &json!({"goal": goal, "current": null, "warnings": [], "replayed": false, "dryRun": false, "userErrors": []})
        );
        assert_eq!(house.changes(house.books.account).await, ["GOAL_UPDATED"]);
        assert_eq!(
            house.last_change().await,
            json!({"kind": "GOAL_UPDATED", "version": 2, "pools": [pool], "channels": [channel], "affected": 0,
                "fields": ["answered", "channel", "leastRating", "mostTalkSeconds", "name", "pool"],
                "before": {"answered": true, "channel": null, "leastRating": null, "mostTalkSeconds": 59, "name": "Call connected", "pool": null},
                "after": {"answered": null, "channel": channel, "leastRating": 2, "mostTalkSeconds": 29, "name": "Short", "pool": pool}})
        );

        house.manage(GOAL_UPDATE, json!({"id": id, "channelId": house.books.search.to_string(), "poolId": null})).await.good();
        let change = house.last_change().await;
        assert_eq!(change["pools"], json!([pool]), "it concerns the pool that was");
        assert_eq!(change["channels"], json!([house.books.search.to_string(), channel]), "and both channels, by their ids");
    }
}

#[tokio::test]
async fn an_edit_that_says_what_is_so_changes_nothing() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let id = house.goals().await[0].1.clone();
        let before = house.rows().await;

        for input in [
            json!({"id": id}),
            json!({"id": id, "expectedVersion": 1, "name": " Call qualified", "leastTalkSeconds": 60, "answered": null}),
            json!({"id": id, "name": null, "mostRating": null, "poolId": null, "channelId": null}),
        ] {
            assert_eq!(house.manage(GOAL_UPDATE, input).await.good()["goal"]["version"], 1);
        }
        assert_eq!(house.rows().await, before);
    }
}

#[tokio::test]
async fn all_that_is_wrong_is_said_at_once_and_where_it_was_given() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let [qualified, connected, not] = [0, 1, 2].map(async |n: usize| house.goals().await[n].1.clone());
        let (qualified, connected, not) = (qualified.await, connected.await, not.await);
        let before = house.rows().await;
        let edit = async |input: Value| house.manage(GOAL_UPDATE, input).await.user_errors();

        let all = edit(json!({"id": qualified, "name": "CALL connected", "mostTalkSeconds": 59, "leastRating": 9, "poolId": "pool_",
            "channelId": house.motors.print.to_string()}))
        .await;
        assert_eq!(
            all.lines().collect::<Vec<_>>(),
            [
                "NAME_TAKEN at input.name: Another goal has this name.",
                "LEAST_ABOVE_MOST at input.mostTalkSeconds: The least (60) is above the most (59), so that no call could meet this goal.",
                "RATING_OUT_OF_RANGE at input.leastRating: A rating is between 1 and 5.",
                "POOL_NOT_FOUND at input.poolId: There is no such pool in your account.",
                "CHANNEL_NOT_FOUND at input.channelId: There is no such channel in your account.",
            ]
        );
        assert_eq!(
            edit(json!({"id": connected, "leastTalkSeconds": 60})).await,
            "LEAST_ABOVE_MOST at input.leastTalkSeconds: The least (60) is above the most (59), so that no call could meet this goal."
        );
        assert_eq!(
            edit(json!({"id": not, "answered": null})).await,
            "CONDITION_MISSING at input: A goal needs a condition: without one, every call would meet it."
        );
        assert_eq!(house.rows().await, before);

        let never = house.manage(GOAL_UPDATE, json!({"id": not, "leastTalkSeconds": 5})).await;
        assert_eq!(never.good()["warnings"], json!([{"code": "GOAL_NEVER_MET"}]));
    }
}

#[tokio::test]
async fn a_condition_whose_channel_was_deleted_meanwhile_stays_until_it_is_edited() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let channel = house.books.print.to_string();
        let made = house.manage(GOAL_CREATE, json!({"name": "Press", "channelId": channel})).await;
        let id = &made.good()["goal"]["id"];
        // A goal is no use of a channel that would keep it: it has numbers no more, and so no calls.
        house.manage(CHANNEL_DELETE, json!({"id": channel})).await.good();

        let renamed = house.manage(GOAL_UPDATE, json!({"id": id, "name": "Journals"})).await;
        assert_eq!(renamed.good()["goal"]["channel"], json!({"id": channel}));
        let again = house.manage(GOAL_UPDATE, json!({"id": id, "channelId": channel})).await;
        assert_eq!(again.user_errors(), "CHANNEL_NOT_FOUND at input.channelId: There is no such channel in your account.");
    }
}

#[tokio::test]
async fn a_goal_that_is_not_as_seen_or_not_there_is_not_edited() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let goals = house.goals().await;
        let (id, archived) = (goals[0].1.clone(), goals[1].1.clone());
        house.manage(GOAL_UPDATE, json!({"id": id, "name": "Long"})).await.good();
        house.manage(GOAL_DELETE, json!({"id": archived})).await.good();
        let foreign = house.motors.caller.ask("{ goals { nodes { id } } }").await.data()["goals"]["nodes"][0]["id"].clone();
        let before = house.rows().await;

        let reply = house.manage(GOAL_UPDATE, json!({"id": id, "expectedVersion": 1, "name": "Longer"})).await;

        assert_eq!(
            reply.user_errors(),
            "VERSION_CONFLICT at input.expectedVersion: This was changed by someone else meanwhile: its version is now 2. Read it again before you edit it."
        );
        assert_eq!(reply.payload()["userErrors"][0]["currentVersion"], 2);
        assert_eq!(
            (&reply.payload()["current"], &reply.payload()["goal"]),
            (&json!({"id": id, "name": "Long", "version": 2}), &Value::Null)
        );
        for id in house.bad_ids(foreign.as_str().unwrap(), "goal", house.books.pool).into_iter().chain([archived]) {
            let reply = house.manage(GOAL_UPDATE, json!({"id": id, "expectedVersion": 9, "name": ""})).await;
            assert_eq!((reply.user_errors().as_str(), &reply.payload()["current"]), (NOT_FOUND, &Value::Null), "{id:?}");
        }
        assert_eq!(house.rows().await, before);
    }
}
