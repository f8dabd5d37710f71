//! How the engines mean to read pages: from the index that has the condition and the order, whatever the filter; and a search from
//! its trigrams.

use entity::id::{AccountId, Id};
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, Statement};
use serde_json::{Value, json};

use super::statements::crowded;
use crate::privacy::stage::{ANN, Stage, with};
use crate::support::database::Engine;
use crate::support::seed::Seeded;

/// Thousands of pools and numbers of the other account, so that its rows are not worth reading for ours.
const NEIGHBOURS: [&str; 5] = [
    "INSERT INTO pool (id, account_id, name, name_folded, call_recording, call_rating, call_announce, default_destination_id, version, created_at, updated_at)
        SELECT gen_random_uuid(), account_id, 'P' || n, 'p' || n, false, false, false, default_destination_id, 1, now(), now() FROM generate_series(1, 5000) n, (SELECT p.* FROM pool p JOIN account a ON a.id = p.account_id AND a.name = 'Bayview Motors') t",
    "INSERT INTO stock_number SELECT gen_random_uuid(), '+4433300' || 10000 + n, t.id, n, NULL FROM generate_series(1, 20000) n, number_type t",
    "ANALYZE",
    "INSERT INTO fixed_number (id, account_id, number, number_type_id, pool_id, channel_id, mode, campaign, search_text, status, ordered_at, updated_at, version)
        SELECT gen_random_uuid(), p.account_id, s.number, s.number_type_id, p.id, c.id, 'ADVANCED', 'theirs', substr(s.number, 2) || E'\\ntheirs', 'ACTIVE', now(), now(), 1
        FROM account a JOIN pool p ON p.account_id = a.id AND p.name = 'Main' JOIN channel c ON c.account_id = a.id AND c.name = 'Magazine', stock_number s
        WHERE a.name = 'Bayview Motors' AND s.number LIKE '+4433300%'",
    "ANALYZE",
];

async fn settle_neighbours(house: &Seeded) {
    // Without the gateway's own deadline for a statement.
    let db = connect(house).await;
    for text in NEIGHBOURS {
        db.execute_unprepared(text).await.unwrap();
    }
    db.close().await.unwrap();
}

async fn connect(house: &Seeded) -> DatabaseConnection {
    let mut options = ConnectOptions::new(&house.gateway.home.url);
    options.max_connections(1).sqlx_logging(false);
    sea_orm::Database::connect(options).await.unwrap()
}

/// What the engine means to do with a statement that it was heard to be asked. PostgreSQL is kept from sorting or walking what is too
/// small to matter here: what is asked is whether there is an index that does without.
async fn plan(house: &Seeded, statement: &str) -> String {
    let db = connect(house).await;
    let (text, column) = match house.gateway.engine {
        Engine::Sqlite => (format!("EXPLAIN QUERY PLAN {statement}"), "detail"),
        Engine::Postgres => {
            for name in ["sort", "seqscan", "bitmapscan", "hashjoin"] {
                db.execute_unprepared(&format!("SET enable_{name} = off")).await.unwrap();
            }
            (format!("EXPLAIN {}", filled(house, house.books.account, statement)), "QUERY PLAN")
        }
    };
    let lines = explained(&db, text, column).await;
    db.close().await.unwrap();
    lines
}

async fn explained(db: &DatabaseConnection, text: String, column: &str) -> String {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), text)).await.unwrap();
    rows.iter().map(|row| row.try_get::<String>("", column).unwrap()).collect::<Vec<_>>().join("\n")
}

/// A statement with values in the place of its marks, each of the type of the column that it is held against.
fn filled(house: &Seeded, account: AccountId, statement: &str) -> String {
    let marks = statement.matches('$').count();
    (1..=marks).rev().fold(statement.to_owned(), |text, n| {
        let mark = format!("${n}");
        let before = text.split(&mark).next().unwrap();
        let column = before.rsplit('"').nth(1).unwrap_or_default();
        let value = match column {
            "account_id" => account.uuid().to_string(),
            "number" => "+442079460000".into(),
            "status" => "ACTIVE".into(),
            "started_at" | "recorded_at" => "2025-03-02T09:30:00Z".into(),
            "mode" => "SIMPLE".into(),
            "publisher" => "GOOGLE_ADS".into(),
            "search_text" if before.ends_with("LIKE ") => "%33300123%".into(),
            "search_text" => "33300123".into(),
            column if column.ends_with("_id") => house.books.pool.uuid().to_string(),
            _ => "1".into(),
        };
        text.replace(&mark, &if value == "1" { value } else { format!("'{value}'") })
    })
}

async fn asked(house: &Seeded, filter: &Value, order: &str) -> Vec<String> {
    let document = format!(
        "query($f: FixedNumberFilter) {{ fixedNumbers(filter: $f, orderBy: {{field: {order}, direction: ASC}}) {{ nodes {{ id }} }} }}"
    );
    let (reply, statements) = house.gateway.counting(house.books.caller.ask_with(&document, json!({"f": filter}))).await;
    reply.data();
    statements
}

#[tokio::test]
async fn a_page_under_one_condition_is_read_from_the_index_that_has_it_and_the_order() {
    for engine in Engine::BOTH {
        let house = crowded(engine).await;
        if engine == Engine::Postgres {
            settle_neighbours(&house).await;
        }
        let (pool, channel, destination) =
            (house.books.pool.to_string(), house.books.print.to_string(), house.books.destination.to_string());
        let conditions = [
            ("status", json!({})),
            ("pool_id", json!({"pools": [pool]})),
            ("channel_id", json!({"channels": [channel]})),
            ("number_type_id", json!({"numberTypes": [house.london.to_string()]})),
            ("destination_id", json!({"usesDefaultDestination": true})),
            ("own", json!({"usesDefaultDestination": false})),
            ("mode", json!({"mode": "SIMPLE"})),
            ("publisher", json!({"publisher": "GOOGLE_ADS"})),
        ];
        for (name, filter) in conditions {
            for (order, suffix) in [("ORDERED_AT", ""), ("NUMBER", "_number"), ("LABEL", "_label")] {
                let statements = asked(&house, &filter, order).await;
                let [statement] = &*statements else { panic!("{statements:?}") };

                let plan = plan(&house, statement).await;

                let index = format!("fixed_number_{name}{suffix}_idx");
                // Labelled and unlabelled numbers are two ranges, merged for one page.
                let ranges = if order == "LABEL" { 2 } else { 1 };
                match engine {
                    Engine::Sqlite => {
                        let read = format!("SEARCH fixed_number USING INDEX {index} (account_id=?");
                        assert_eq!(plan.matches(&read).count(), ranges, "{filter} by {order}: {plan}");
                        assert_eq!(plan.matches("TEMP B-TREE").count(), ranges - 1, "{filter} by {order}: {plan}");
                        assert!(!plan.contains("SCAN fixed_number"), "{plan}");
                    }
                    Engine::Postgres => {
                        // So few rows can be read from more than one index alike; none reads those of others, and none sorts.
                        assert_eq!(plan.matches(" on fixed_number ").count(), ranges, "{filter} by {order}: {plan}");
                        assert_eq!(plan.matches("Index Scan using fixed_number_").count(), ranges, "{filter} by {order}: {plan}");
                        assert!(plan.contains("(account_id = "), "{plan}");
                        assert_eq!(plan.matches("Sort Key").count(), ranges - 1, "{filter} by {order}: {plan}");
                    }
                }
            }
        }
        // By override, and by default of each pool that has it.
        let statements = asked(&house, &json!({"destinations": [destination]}), "NUMBER").await;
        let plan = plan(&house, statements.last().unwrap()).await;
        assert!(plan.contains("fixed_number_destination_id_number_idx") && !plan.contains("SCAN fixed_number"), "{plan}");
    }
}

#[tokio::test]
async fn a_route_is_read_from_the_unique_index_of_numbers() {
    for engine in Engine::BOTH {
        let house = crowded(engine).await;
        if engine == Engine::Postgres {
            settle_neighbours(&house).await;
        }
        let switch = house.gateway.switch("switch-1");
        let (reply, statements) = house.gateway.counting(switch.ask("{ route(number: \"+442079460000\") { status destination } }")).await;
        assert_eq!(reply.data()["route"]["status"], "ACTIVE");
        let [statement] = &*statements else { panic!("{statements:?}") };

        match engine {
            Engine::Sqlite => {
                let plan = plan(&house, statement).await;
                assert!(plan.contains("SEARCH fixed_number USING INDEX fixed_number_number_key (number=?)"), "{plan}");
                assert_eq!((plan.matches("SEARCH ").count(), plan.matches("SCAN ").count()), (3, 0), "{plan}");
            }
            // As it is planned for the number at hand, and as it is once PostgreSQL keeps one plan for all numbers.
            Engine::Postgres => {
                let db = connect(&house).await;
                for mode in ["force_custom_plan", "force_generic_plan"] {
                    db.execute_unprepared(&format!("SET plan_cache_mode = {mode}; PREPARE {mode} AS {statement}")).await.unwrap();
                    let plan = explained(&db, format!("EXPLAIN EXECUTE {mode}('+442079460000')"), "QUERY PLAN").await;
                    assert!(plan.contains("Index Scan using fixed_number_number_key on fixed_number"), "{mode}: {plan}");
                    assert!(!plan.contains("Seq Scan"), "{mode}: {plan}");
                }
                db.close().await.unwrap();
            }
        }
    }
}

#[tokio::test]
async fn a_search_that_few_meet_is_read_from_the_trigrams() {
    for engine in Engine::BOTH {
        let house = crowded(engine).await;
        if engine == Engine::Postgres {
            settle_neighbours(&house).await;
        }
        for order in ["ORDERED_AT", "NUMBER", "LABEL"] {
            let document = format!(
                "{{ fixedNumbers(filter: {{search: \"33300123\"}}, orderBy: {{field: {order}, direction: ASC}}) {{ nodes {{ id }} }} }}"
            );
            let (_, statements) = house.gateway.counting(house.motors.caller.ask(&document)).await;
            let [count, page] = &*statements else { panic!("{statements:?}") };

            for statement in [count, page] {
                let (plan, read) = match engine {
                    Engine::Sqlite => (plan(&house, statement).await, "fixed_number_search VIRTUAL TABLE INDEX"),
                    Engine::Postgres => (as_it_is(&house, statement).await, "Bitmap Index Scan on fixed_number_search_idx"),
                };
                assert!(plan.contains(read) && !plan.contains("Seq Scan"), "{order}: {plan}");
            }
        }
    }
}

/// What PostgreSQL means to do for the large account, left alone.
async fn as_it_is(house: &Seeded, statement: &str) -> String {
    let text = format!("EXPLAIN {}", filled(house, house.motors.account, statement));
    explained(house.gateway.database.reader(), text, "QUERY PLAN").await
}

#[tokio::test]
async fn what_is_personal_is_found_without_walking_calls_that_were_cleared() {
    for engine in Engine::BOTH {
        let stage = Stage::set(engine).await;
        let report = |n: usize| {
            let number = if n.is_multiple_of(3) { "+442079460001" } else { "+442079460000" };
            with(stage.report(&n.to_string(), ANN), json!({"number": number}))
        };
        stage.send(&(0..300).map(report).collect::<Vec<_>>()).await;
        stage.send(&(0..300).map(|n| with(report(n), json!({"talkSeconds": 1}))).collect::<Vec<_>>()).await;
        let house = &stage.house;
        let db = house.gateway.database.writer();
        db.execute_unprepared("UPDATE call SET erased_at = recorded_at, caller_sealed = NULL WHERE source_call_id > '1'").await.unwrap();
        db.execute_unprepared("UPDATE unmatched_call SET caller_sealed = NULL, recording_url = NULL WHERE source_call_id > '1'")
            .await
            .unwrap();
        db.execute_unprepared("UPDATE call_conflict SET report_sealed = NULL WHERE source_call_id > '1'").await.unwrap();
        db.execute_unprepared("ANALYZE").await.unwrap();

        let (_, statements) = house.gateway.counting(stage.clear_old()).await;

        for index in ["call_personal_idx", "unmatched_call_personal_idx", "call_conflict_personal_idx"] {
            let table = index.trim_end_matches("_personal_idx");
            let asked = format!("FROM \"{table}\"");
            let statement = statements.iter().find(|text| text.starts_with("SELECT") && text.contains(&asked)).unwrap();
            let plan = plan(house, statement).await;
            let read = match engine {
                Engine::Sqlite => format!("{table} USING INDEX {index}"),
                Engine::Postgres => format!("Scan using {index} on {table}"),
            };
            assert!(plan.contains(&read) && !plan.contains("TEMP B-TREE") && !plan.contains("Seq Scan"), "{engine:?}: {statement}: {plan}");
        }
    }
}
