//! How the engines mean to read calls: each condition from its own index, from where the page begins and in its order, and no number's
//! last call by looking at the others.

use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, Statement};
use serde_json::{Value, json};

use super::call_statements::rung;
use crate::support::database::Engine;
use crate::support::seed::Seeded;

async fn lines(db: &DatabaseConnection, text: String, column: &str) -> String {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), text)).await.unwrap();
    rows.iter().map(|row| row.try_get::<String>("", column).unwrap()).collect::<Vec<_>>().join("\n")
}

/// What the engine means to do with a statement, whatever its values. PostgreSQL is kept from sorting or walking what is too small to
/// matter here: what is asked is whether there is an index that does without.
async fn plan(house: &Seeded, statement: &str) -> String {
    let mut options = ConnectOptions::new(&house.gateway.home.url);
    options.max_connections(1).sqlx_logging(false);
    let db = sea_orm::Database::connect(options).await.unwrap();
    let plan = match house.gateway.engine {
        Engine::Sqlite => lines(&db, format!("EXPLAIN QUERY PLAN {statement}"), "detail").await,
        Engine::Postgres => {
            for name in ["sort", "seqscan", "bitmapscan", "hashjoin", "mergejoin"] {
                db.execute_unprepared(&format!("SET enable_{name} = off")).await.unwrap();
            }
            db.execute_unprepared(&format!("SET plan_cache_mode = force_generic_plan; PREPARE asked AS {statement}")).await.unwrap();
            let kinds = lines(&db, "SELECT unnest(parameter_types)::text AS kind FROM pg_prepared_statements".into(), "kind").await;
            let value = |kind: &str| match kind {
                "boolean" => "true",
                "integer" => "1",
                "timestamp with time zone" => "now()",
                "uuid" => "gen_random_uuid()",
                _ => "''",
            };
            let values: Vec<_> = kinds.lines().map(value).collect();
            lines(&db, format!("EXPLAIN EXECUTE asked({})", values.join(", ")), "QUERY PLAN").await
        }
    };
    db.close().await.unwrap();
    plan
}

/// The only statement, or the last one, that a selection took.
async fn asked(house: &Seeded, selection: &str, variables: Value) -> String {
    let defined = if selection.contains("$f") { "query($f: CallFilter, $after: String)" } else { "" };
    let document = format!("{defined} {{ {selection} }}");
    let (reply, statements) = house.gateway.counting(house.books.caller.ask_with(&document, variables)).await;
    reply.data();
    statements.into_iter().rfind(|text| text.contains("\"call\"")).unwrap()
}

#[tokio::test]
async fn a_page_under_one_condition_is_read_from_the_index_that_has_it_and_the_order_of_time() {
    for engine in Engine::BOTH {
        let house = rung(engine).await;
        let (pool, print) = (house.books.pool.to_string(), house.books.print.to_string());
        let reply = house.books.caller.ask("{ calls(first: 3) { nodes { fixedNumber { id } } pageInfo { endCursor } } }").await;
        let found = &reply.data()["calls"];
        let (number, cursor) = (&found["nodes"][0]["fixedNumber"]["id"], &found["pageInfo"]["endCursor"]);
        let conditions = [
            ("started_at", json!({}), 1),
            ("started_at", json!({"period": {"from": "2026-01-01T00:00:00Z", "to": "2027-01-01T00:00:00Z"}}), 1),
            ("fixed_number_id", json!({"fixedNumbers": [number]}), 1),
            ("pool_id", json!({"pools": [pool]}), 1),
            ("pool_id", json!({"pools": [pool, house.motors.pool.to_string()]}), 2),
            ("channel_id", json!({"channels": [print]}), 1),
            ("outcome", json!({"outcomes": ["BUSY"]}), 1),
            ("outcome", json!({"outcomes": ["BUSY", "FAILED"]}), 2),
            ("after_delete_withheld", json!({"afterDelete": true, "withheld": true}), 1),
            ("after_delete_withheld", json!({"withheld": true}), 2),
            ("after_delete_withheld", json!({"withheld": false}), 2),
            ("after_delete_withheld", json!({"afterDelete": true}), 2),
            ("talk_class", json!({"leastTalkSeconds": 57_600}), 1),
            ("talk_class", json!({"leastTalkSeconds": 60_000}), 1),
            ("talk_class", json!({"leastTalkSeconds": 60}), 11),
            ("caller_hash", json!({"caller": "+447700900123"}), 1),
        ];
        for (name, filter, ranges) in conditions {
            for after in [Value::Null, cursor.clone()] {
                let statement =
                    asked(&house, "calls(filter: $f, after: $after) { nodes { id } }", json!({"f": filter, "after": after})).await;

                let plan = plan(&house, &statement).await;

                let index = format!("call_{name}_idx");
                let values = if name == "started_at" { "" } else { " AND " };
                match engine {
                    Engine::Sqlite => {
                        assert_eq!(
                            plan.matches(&format!("SEARCH call USING INDEX {index} (account_id=?{values}")).count(),
                            ranges,
                            "{filter}: {plan}"
                        );
                        assert!(!plan.contains("SCAN call"), "{filter}: {plan}");
                        // A page of each range is sorted, to be merged with the others.
                        let sorted = plan.matches("TEMP B-TREE").count();
                        assert!(if ranges == 1 { sorted == 0 } else { sorted <= ranges }, "{filter}: {plan}");
                    }
                    Engine::Postgres => {
                        assert_eq!(plan.matches(&format!("using {index} on call")).count(), ranges, "{filter}: {plan}");
                        assert_eq!(plan.matches("Sort Key").count(), usize::from(ranges > 1), "{filter}: {plan}");
                        assert!(!plan.contains("Filter: ") || name == "talk_class", "{filter}: {plan}");
                        assert!(!plan.contains("Seq Scan"), "{filter}: {plan}");
                    }
                }
                // A page begins where its cursor is, without reading up to there.
                let begins = match engine {
                    Engine::Sqlite => "started_at,id)<(?",
                    Engine::Postgres => "started_at, id) < ROW(",
                };
                let bound = if after.is_null() && filter.get("period").is_none() { 0 } else { ranges };
                assert_eq!(plan.matches(begins).count(), bound, "{filter}: {plan}");
            }
        }
    }
}

#[tokio::test]
async fn the_calls_of_a_goal_are_read_from_its_marks() {
    for engine in Engine::BOTH {
        let house = rung(engine).await;
        let goals = house.goal_ids(house.books.account).await;
        let filter = json!({"goals": [goals[0].to_string()]});
        let statement = asked(&house, "calls(filter: $f, after: $after) { nodes { id } }", json!({"f": filter})).await;

        let plan = plan(&house, &statement).await;

        match engine {
            Engine::Sqlite => {
                assert!(plan.contains("SEARCH call_goal USING COVERING INDEX call_goal_goal_id_idx (account_id=? AND "), "{plan}");
                assert!(plan.contains("SEARCH call USING INDEX sqlite_autoindex_call_1 (account_id=? AND id=?)"), "{plan}");
                assert!(!plan.contains("TEMP B-TREE"), "{plan}");
            }
            Engine::Postgres => {
                assert!(plan.contains("using call_goal_goal_id_idx on call_goal") && plan.contains("using call_pkey on call"), "{plan}");
                assert!(!plan.contains("Sort"), "{plan}");
            }
        }
    }
}

#[tokio::test]
async fn with_several_conditions_the_one_that_leaves_the_fewest_leads() {
    for engine in Engine::BOTH {
        let house = rung(engine).await;
        let (pool, print) = (house.books.pool.to_string(), house.books.print.to_string());
        // Of 120 calls two are of the pool, eleven of the channel, and all of the caller.
        for (filter, leads) in [
            (json!({"pools": [pool], "channels": [print], "caller": "+447700900123"}), "pool_id"),
            (json!({"channels": [print], "withheld": false}), "channel_id"),
            (json!({"caller": "+447700900123", "outcomes": ["BUSY"]}), "outcome"),
        ] {
            let statement = asked(&house, "calls(filter: $f, after: $after) { nodes { id } }", json!({"f": filter})).await;
            let plan = plan(&house, &statement).await;
            assert!(plan.contains(&format!("call_{leads}_idx")), "{filter}: {plan}");
        }
    }
}

#[tokio::test]
async fn when_a_number_rang_last_is_one_look_at_the_end_of_its_index() {
    for engine in Engine::BOTH {
        let house = rung(engine).await;
        let statement = asked(&house, "fixedNumbers { nodes { lastCallAt } }", json!({})).await;

        let plan = plan(&house, &statement).await;

        match engine {
            Engine::Sqlite => {
                let read =
                    "SEARCH call USING COVERING INDEX call_fixed_number_id_idx (account_id=? AND fixed_number_id>? AND fixed_number_id<?)";
                assert!(plan.contains(read) && plan.contains("CORRELATED SCALAR SUBQUERY"), "{plan}");
            }
            Engine::Postgres => {
                assert!(!plan.contains("Sort") && plan.contains("Backward using call_fixed_number_id_idx on call"), "{plan}");
            }
        }
    }
}
