//! Making a goal: its conditions, all checked in one go.

use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::manage::{CHANNEL_DELETE, GOAL_CREATE, GOAL_DELETE, POOL_DELETE};
use crate::support::seed::{Seeded, seeded};

async fn create(house: &Seeded, input: Value) -> String {
    house.manage(GOAL_CREATE, input).await.user_errors()
}

#[tokio::test]
async fn a_goal_is_made_with_every_kind_of_condition() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        house.later();
        let before = house.rows().await;
        let (pool, channel) = (house.books.pool.to_string(), house.books.print.to_string());
        let input = json!({"name": "  Good  talk ", "answered": true, "leastTalkSeconds": 0, "mostTalkSeconds": 86_400, "leastRating": 1,
            "mostRating": 5, "poolId": pool, "channelId": channel});

        let rehearsed = house.rehearse_manage(GOAL_CREATE, input.clone()).await;

        assert_eq!(rehearsed.payload(), &json!({"goal": null, "warnings": [], "replayed": false, "dryRun": true, "userErrors": []}));
        assert_eq!(house.rows().await, before);

        let done = house.manage(GOAL_CREATE, input).await;

        let id = done.good()["goal"]["id"].as_str().unwrap();
        let goal = json!({"id": id, "name": "Good  talk", "standard": null, "answered": true, "leastTalkSeconds": 0,
            "mostTalkSeconds": 86_400, "leastRating": 1, "mostRating": 5, "pool": {"id": pool}, "channel": {"id": channel}, "version": 1,
            "archivedAt": null});
        assert_eq!(done.payload(), &json!({"goal": goal, "warnings": [], "replayed": false, "dryRun": false, "userErrors": []}));
        assert_eq!(house.changes(house.books.account).await, ["GOAL_CREATED"]);
        assert_eq!(
            house.last_change().await,
            json!({"kind": "GOAL_CREATED", "version": 1, "before": null, "pools": [pool], "channels": [channel], "affected": 0,
                "fields": ["answered", "channel", "leastRating", "leastTalkSeconds", "mostRating", "mostTalkSeconds", "name", "pool"],
                "after": {"answered": true, "channel": channel, "leastRating": 1, "leastTalkSeconds": 0, "mostRating": 5,
                    "mostTalkSeconds": 86_400, "name": "Good  talk", "pool": pool}})
        );
        assert_eq!(house.goals().await[3], ("Good  talk".to_owned(), id.to_owned()));
    }
}

#[tokio::test]
async fn all_that_is_wrong_is_said_at_once() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let before = house.rows().await;

        for [seconds, rating] in [[-1, 0], [86_401, 6], [i32::MIN, i32::MAX]] {
            let input = json!({"name": " ", "leastTalkSeconds": seconds, "mostTalkSeconds": seconds, "leastRating": rating,
                "mostRating": rating, "poolId": "pool_", "channelId": house.books.pool.to_string()});
            let said = create(&house, input.clone()).await;

            assert_eq!(
                said.lines().collect::<Vec<_>>(),
                [
                    "NAME_MISSING at input.name: A name is needed.",
                    "TALK_SECONDS_OUT_OF_RANGE at input.leastTalkSeconds: A talk time is between 0 and 86400.",
                    "TALK_SECONDS_OUT_OF_RANGE at input.mostTalkSeconds: A talk time is between 0 and 86400.",
                    "RATING_OUT_OF_RANGE at input.leastRating: A rating is between 1 and 5.",
                    "RATING_OUT_OF_RANGE at input.mostRating: A rating is between 1 and 5.",
                    "POOL_NOT_FOUND at input.poolId: There is no such pool in your account.",
                    "CHANNEL_NOT_FOUND at input.channelId: There is no such channel in your account.",
                ]
            );
            assert_eq!(house.rehearse_manage(GOAL_CREATE, input).await.user_errors(), said);
        }
        let above = create(
            &house,
            json!({"name": "call QUALIFIED", "leastTalkSeconds": 60, "mostTalkSeconds": 59, "leastRating": 5,
            "mostRating": 4}),
        )
        .await;
        assert_eq!(
            above.lines().collect::<Vec<_>>(),
            [
                "NAME_TAKEN at input.name: Another goal has this name.",
                "LEAST_ABOVE_MOST at input.mostTalkSeconds: The least (60) is above the most (59), so that no call could meet this goal.",
                "LEAST_ABOVE_MOST at input.mostRating: The least (5) is above the most (4), so that no call could meet this goal.",
            ]
        );
        assert_eq!(house.rows().await, before);
    }
}

#[tokio::test]
async fn a_goal_needs_a_condition() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let missing = "CONDITION_MISSING at input: A goal needs a condition: without one, every call would meet it.";

        assert_eq!(create(&house, json!({"name": "All"})).await, missing);
        let nulls = json!({"name": "Call connected", "answered": null, "leastTalkSeconds": null, "mostTalkSeconds": null,
            "leastRating": null, "mostRating": null, "poolId": null, "channelId": null});
        assert_eq!(create(&house, nulls).await, format!("NAME_TAKEN at input.name: Another goal has this name.\n{missing}"));
        // One that is at fault is not missing.
        assert_eq!(
            create(&house, json!({"name": "All", "poolId": "none"})).await,
            "POOL_NOT_FOUND at input.poolId: There is no such pool in your account."
        );
        for (n, condition) in [
            json!({"answered": false}),
            json!({"leastTalkSeconds": 0}),
            json!({"mostTalkSeconds": 0}),
            json!({"leastRating": 1}),
            json!({"mostRating": 1}),
            json!({"poolId": house.books.pool.to_string()}),
            json!({"channelId": house.books.print.to_string()}),
        ]
        .into_iter()
        .enumerate()
        {
            let mut input = condition;
            input["name"] = json!(format!("Only {n}"));
            assert_eq!(create(&house, input).await, "");
        }
        assert_eq!(house.goals().await.len(), 10);
    }
}

#[tokio::test]
async fn a_pool_or_channel_that_is_not_there_is_no_condition() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        house.manage(CHANNEL_DELETE, json!({"id": house.books.search.to_string()})).await.good();
        house.manage(POOL_DELETE, json!({"id": house.books.pool.to_string()})).await.good();
        let before = house.rows().await;

        let pools = house.bad_ids(house.motors.pool, "pool", house.books.print).into_iter().chain([house.books.pool.to_string()]);
        for id in pools {
            let said = create(&house, json!({"name": "x", "answered": true, "poolId": id})).await;
            assert_eq!(said, "POOL_NOT_FOUND at input.poolId: There is no such pool in your account.", "{id:?}");
        }
        let channels = house.bad_ids(house.motors.print, "channel", house.books.pool).into_iter().chain([house.books.search.to_string()]);
        for id in channels {
            let said = create(&house, json!({"name": "x", "answered": true, "channelId": id})).await;
            assert_eq!(said, "CHANNEL_NOT_FOUND at input.channelId: There is no such channel in your account.", "{id:?}");
        }
        assert_eq!(house.rows().await, before);
    }
}

#[tokio::test]
async fn a_goal_that_no_call_can_meet_is_made_with_a_warning() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let input = json!({"name": "Never", "answered": false, "leastTalkSeconds": 1});

        let rehearsed = house.rehearse_manage(GOAL_CREATE, input.clone()).await;
        let done = house.manage(GOAL_CREATE, input).await;

        for reply in [&rehearsed, &done] {
            assert_eq!(reply.good()["warnings"], json!([{"code": "GOAL_NEVER_MET"}]));
        }
    }
}

#[tokio::test]
async fn a_name_is_unique_among_the_accounts_goals_until_its_goal_is_deleted() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let before = house.rows().await;
        for name in ["Call qualified", " CALL QUALIFIED ", "Ｃall qualified"] {
            let said = create(&house, json!({"name": name, "answered": true})).await;
            assert_eq!(said, "NAME_TAKEN at input.name: Another goal has this name.", "{name}");
        }
        assert_eq!(house.rows().await, before);

        house.manage(GOAL_DELETE, json!({"id": house.goals().await[0].1})).await.good();
        assert_eq!(create(&house, json!({"name": "Call qualified", "leastTalkSeconds": 90})).await, "");
        assert_eq!(house.changes(house.books.account).await, ["GOAL_DELETED", "GOAL_CREATED"]);
        assert!(house.changes(house.motors.account).await.is_empty());
    }
}

#[tokio::test]
async fn an_account_has_at_most_a_hundred_goals() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        for n in 3..100 {
            assert_eq!(create(&house, json!({"name": format!("Goal {n}"), "leastTalkSeconds": n})).await, "");
        }
        let before = house.rows().await;

        let said = create(&house, json!({"name": "Goal 3", "mostRating": 3})).await;

        assert_eq!(
            said,
            "NAME_TAKEN at input.name: Another goal has this name.\nGOALS_TOO_MANY at input: An account has at most 100 goals. Delete one that is not needed any more."
        );
        assert_eq!(house.rows().await, before);
        house.manage(GOAL_DELETE, json!({"id": house.goals().await[7].1})).await.good();
        assert_eq!(create(&house, json!({"name": "Another", "mostRating": 3})).await, "");
    }
}
