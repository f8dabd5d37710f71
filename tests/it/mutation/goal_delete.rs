//! Deleting a goal, a standard one like any other: it is archived, and only its id finds it.

use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::manage::{GOAL_DELETE, GOAL_UPDATE};
use crate::support::seed::seeded;

const NOT_FOUND: &str = "GOAL_NOT_FOUND at input.id: There is no such goal in your account.";

#[tokio::test]
async fn a_deleted_goal_is_archived_and_only_its_id_finds_it() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let id = house.goals().await[0].1.clone();
        house.later();
        let before = house.rows().await;

        let rehearsed = house.rehearse_manage(GOAL_DELETE, json!({"id": id, "expectedVersion": 1})).await;

        assert_eq!(
            rehearsed.payload(),
            &json!({"goal": null, "current": null, "warnings": [], "replayed": false, "dryRun": true, "userErrors": []})
        );
        assert_eq!(house.rows().await, before);

        let done = house.manage(GOAL_DELETE, json!({"id": id, "expectedVersion": 1})).await;

        let at = "2026-03-02T09:30:01+00:00";
        let goal = json!({"id": id, "name": "Call qualified", "version": 2, "archivedAt": at, "updatedAt": at});
        assert_eq!(
            done.payload(),
            &json!({"goal": goal, "current": null, "warnings": [], "replayed": false, "dryRun": false, "userErrors": []})
        );
        assert_eq!(house.changes(house.books.account).await, ["GOAL_DELETED"]);
        let change = house.last_change().await;
        assert_eq!((&change["fields"], &change["before"]), (&json!(["archivedAt"]), &json!({"archivedAt": null})));
        assert_eq!((&change["version"], &change["pools"], &change["channels"]), (&json!(2), &json!([]), &json!([])));
        let text = "query($id: ID!) { node(id: $id) { ... on Goal { name archivedAt } } goal(id: $id) { archivedAt standard }
            goals { totalCount nodes { name } } }";
        let seen = house.books.caller.ask_with(text, json!({"id": id})).await;
        assert_eq!(
            seen.data(),
            &json!({"node": {"name": "Call qualified", "archivedAt": at}, "goal": {"archivedAt": at, "standard": "QUALIFIED"},
                "goals": {"totalCount": 2, "nodes": [{"name": "Call connected"}, {"name": "Call not connected"}]}})
        );
    }
}

#[tokio::test]
async fn a_goal_that_was_deleted_is_not_deleted_again_and_all_may_be() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let goals = house.goals().await;
        for (_, id) in &goals {
            house.manage(GOAL_DELETE, json!({"id": id})).await.good();
        }
        let before = house.rows().await;

        for (_, id) in &goals {
            let again = house.manage(GOAL_DELETE, json!({"id": id, "expectedVersion": 1})).await;
            assert_eq!(again.user_errors(), "ALREADY_DELETED at input.id: This goal was deleted before.");
            assert_eq!((&again.payload()["goal"], &again.payload()["current"]), (&Value::Null, &Value::Null));
        }
        assert_eq!((house.rows().await, house.goals().await), (before, Vec::new()));
    }
}

#[tokio::test]
async fn a_goal_that_is_not_as_seen_or_not_there_is_not_deleted() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let id = house.goals().await[2].1.clone();
        house.manage(GOAL_UPDATE, json!({"id": id, "name": "Missed"})).await.good();
        let foreign = house.motors.caller.ask("{ goals { nodes { id } } }").await.data()["goals"]["nodes"][0]["id"].clone();
        let before = house.rows().await;

        let reply = house.manage(GOAL_DELETE, json!({"id": id, "expectedVersion": 1})).await;

        assert_eq!(
            reply.user_errors(),
            "VERSION_CONFLICT at input.expectedVersion: This was changed by someone else meanwhile: its version is now 2. Read it again before you edit it."
        );
        assert_eq!(reply.payload()["userErrors"][0]["currentVersion"], 2);
        assert_eq!(
            (&reply.payload()["current"], &reply.payload()["goal"]),
            (&json!({"id": id, "name": "Missed", "version": 2}), &Value::Null)
        );
        for id in house.bad_ids(foreign.as_str().unwrap(), "goal", house.books.pool) {
            let reply = house.manage(GOAL_DELETE, json!({"id": id, "expectedVersion": 9})).await;
            assert_eq!((reply.user_errors().as_str(), &reply.payload()["current"]), (NOT_FOUND, &Value::Null), "{id:?}");
        }
        assert_eq!(house.rows().await, before);
    }
}
