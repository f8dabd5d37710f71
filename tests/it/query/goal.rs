//! Goals as they are read: the three that every account starts with, and what opens them.

use api::store;
use api::viewer::{Principal, Viewer};
use entity::goal::Model;
use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::manage::{GOAL_CREATE, GOAL_DELETE};
use crate::support::seed::seeded;

#[tokio::test]
async fn every_account_starts_with_three_goals() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let text = "{ goals { totalCount nodes { name standard answered leastTalkSeconds mostTalkSeconds leastRating mostRating
            pool { id } channel { id } version createdAt updatedAt archivedAt } } }";
        let begun = |name: &str, standard: &str, answered: Value, least: Value, most: Value| {
            let at = "2026-03-02T09:30:00+00:00";
            json!({"name": name, "standard": standard, "answered": answered, "leastTalkSeconds": least, "mostTalkSeconds": most,
                "leastRating": null, "mostRating": null, "pool": null, "channel": null, "version": 1, "createdAt": at, "updatedAt": at,
                "archivedAt": null})
        };
        let wanted = json!({"totalCount": 3, "nodes": [
            begun("Call qualified", "QUALIFIED", Value::Null, json!(60), Value::Null),
            begun("Call connected", "CONNECTED", json!(true), Value::Null, json!(59)),
            begun("Call not connected", "NOT_CONNECTED", json!(false), Value::Null, Value::Null),
        ]});

        for household in [&house.books, &house.motors] {
            assert_eq!(household.caller.ask(text).await.data()["goals"], wanted, "{engine:?}");
            assert!(house.changes(household.account).await.is_empty());
        }
    }
}

#[tokio::test]
async fn a_goal_is_read_with_the_calls_and_leads_to_numbers_only_for_those_who_may_read_them() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let books = &house.books;
        let input = json!({"name": "Here", "poolId": books.pool.to_string(), "channelId": books.print.to_string()});
        let id = house.manage(GOAL_CREATE, input).await.good()["goal"]["id"].as_str().unwrap().to_owned();
        let goal = format!("{{ goal(id: \"{id}\") {{ name pool {{ name }} channel {{ name }} }} }}");
        let node = format!("{{ node(id: \"{id}\") {{ id }} }}");
        let with = |scope: &str| house.gateway.caller_with(books.account, scope);

        let all = with("calls:read numbers:read").ask(&goal).await;
        assert_eq!(all.data()["goal"], json!({"name": "Here", "pool": {"name": "Main"}, "channel": {"name": "Magazine"}}));
        assert_eq!(with("calls:read numbers:read").ask(&node).await.data()["node"], json!({"id": id}));

        let calls = with("calls:read").ask(&goal).await;
        assert_eq!(calls.body["data"]["goal"], json!({"name": "Here", "pool": null, "channel": null}));
        assert_eq!(calls.codes(), ["FORBIDDEN"; 2]);
        assert_eq!(calls.body["errors"][0]["extensions"]["scope"], "numbers:read");
        let standard = with("calls:read").ask("{ goals(first: 1) { nodes { pool { name } channel { name } } } }").await;
        assert_eq!(standard.data()["goals"]["nodes"], json!([{"pool": null, "channel": null}]));

        // Whatever its id: it is not told whether there is one.
        for id in [id, format!("goal_{}", "0".repeat(32))] {
            let numbers = with("numbers:read").ask(&format!("{{ node(id: \"{id}\") {{ id }} }}")).await;
            assert_eq!((numbers.codes(), &numbers.body["data"]), (vec!["FORBIDDEN"], &json!({"node": null})));
            assert_eq!(numbers.body["errors"][0]["extensions"]["scope"], "calls:read");
        }
    }
}

#[tokio::test]
async fn a_switch_finds_the_goals_in_force_of_each_account_by_one_statement() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let (books, motors) = (&house.books, &house.motors);
        let deleted = &house.goals().await[1].1;
        house.manage(GOAL_DELETE, json!({"id": deleted})).await.good();
        house.later();
        house.manage(GOAL_CREATE, json!({"name": "Long", "leastTalkSeconds": 600})).await.good();
        let op = house.gateway.operation(books.account);
        let switch = Viewer { principal: Principal::Switch("switch-1".into()), ..op.viewer.clone() }.switch_scope().unwrap();
        let db = house.gateway.database.reader();
        let names = |goals: &[Model]| goals.iter().map(|goal| goal.name.as_str().to_owned()).collect::<Vec<_>>();

        let (found, statements) = house.gateway.counting(store::goal::in_force_of(switch, db, &[motors.account, books.account])).await;
        let found = found.unwrap();

        let own = ["Call qualified", "Call not connected", "Long"];
        assert_eq!((found.len(), statements.len()), (2, 1));
        assert_eq!(names(&found[&books.account]), own);
        assert_eq!(names(&found[&motors.account]), ["Call qualified", "Call connected", "Call not connected"]);
        assert_eq!(store::goal::in_force_of(switch, db, &[books.account]).await.unwrap().len(), 1);
        assert!(store::goal::in_force_of(switch, db, &[]).await.unwrap().is_empty());
        let scope = op.viewer.account_scope().unwrap();
        assert_eq!(names(&store::goal::in_force(scope, db).await.unwrap()), own);
    }
}
