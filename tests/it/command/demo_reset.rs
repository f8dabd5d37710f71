//! A demo is made new, and nothing else ever is.

use std::sync::Arc;

use api::action::{demo_calls, demo_load};
use api::clock::{Clock, Randomness, SystemClock, SystemRandomness};
use sea_orm::{ConnectionTrait, Statement};

use super::child::dialgate;
use crate::support::database::{Database, Engine};
use crate::support::gateway::data_keys;
use crate::support::seed::seeded;

const RESET: [&str; 3] = ["demo", "reset", "--yes"];

/// How many rows each table has, as the database itself lists them.
async fn amounts(database: &api::database::Database, engine: Engine) -> Vec<(String, i64)> {
    let db = database.reader();
    let tables = match engine {
        Engine::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'seaql_migrations'
                AND name NOT LIKE 'fixed_number_search%' ORDER BY 1"
        }
        Engine::Postgres => {
            "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'seaql_migrations' ORDER BY 1"
        }
    };
    let mut found = Vec::new();
    for row in db.query_all_raw(Statement::from_string(db.get_database_backend(), tables)).await.unwrap() {
        let name: String = row.try_get("", "name").unwrap();
        let text = format!("SELECT count(*) AS amount FROM {name}");
        let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), text)).await.unwrap().unwrap();
        found.push((name, row.try_get("", "amount").unwrap()));
    }
    found
}

async fn demo(engine: Engine) -> (Database, api::database::Database) {
    let home = Database::fresh(engine).await;
    let database = api::database::Database::open(&home.url).await.unwrap().with_data_keys(data_keys());
    let randomness: Arc<dyn Randomness> = Arc::new(SystemRandomness);
    assert!(demo_load::run(&database, SystemClock.now(), &randomness).await.unwrap());
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    demo_calls::run(&database, &clock, &randomness).await.unwrap();
    (home, database)
}

#[tokio::test]
async fn a_demo_is_new_again_whatever_was_done_in_it() {
    for engine in Engine::BOTH {
        let (home, database) = demo(engine).await;
        let fresh = amounts(&database, engine).await;
        assert!(fresh.iter().any(|(name, amount)| name == "fixed_number" && *amount > 10), "{fresh:?}");
        let type_words = ["number-type", "create", "--title=0113 Leeds", "--country=GB", "--prefix=+44113", "--kind=geographic"];
        dialgate(&home.url, &type_words).await.good();
        // Every table that there is has a row more than it should, or is one that can't.
        for text in [
            "INSERT INTO idempotency (principal, operation, key, request_hash, outcome, created_at)
                SELECT 'p', 'o', 'key-12345', 'h', '{}', created_at FROM account LIMIT 1",
            "UPDATE stock_number SET pick_key = -1",
        ] {
            database.writer().execute_unprepared(text).await.unwrap();
        }
        assert_ne!(amounts(&database, engine).await, fresh);

        let said = dialgate(&home.url, &RESET).await.good();

        assert_eq!(said, "The demo is new. Tokens that were made before open nothing any more.\n");
        let again = amounts(&database, engine).await;
        // Between the two a demo's caller or two may have called.
        let calls = |all: &[(String, i64)]| all.iter().find(|(name, _)| name == "call").map_or(0, |(_, amount)| *amount);
        assert!(calls(&fresh) > 1_000 && (0..5).contains(&(calls(&again) - calls(&fresh))), "{again:?} and {fresh:?}");
        let others = |all: Vec<(String, i64)>| all.into_iter().filter(|(name, _)| name != "call").collect::<Vec<_>>();
        assert_eq!(others(again), others(fresh));
        database.close().await.unwrap();
    }
}

#[tokio::test]
async fn an_empty_database_becomes_a_demo() {
    for engine in Engine::BOTH {
        let home = Database::fresh(engine).await;
        dialgate(&home.url, &RESET).await.good();
        assert!(dialgate(&home.url, &["account", "list"]).await.good().contains("Harbour Books"));
    }
}

#[tokio::test]
async fn what_is_no_demo_stays() {
    for engine in Engine::BOTH {
        // Accounts that are only called like the demo's.
        let house = seeded(engine, 3).await;
        let told = dialgate(&house.gateway.home.url, &RESET).await.bad();
        assert_eq!(told, "This is no demo: the demo did not make \"Bayview Motors\", \"Harbour Books\". Nothing was done.\n");
        assert_eq!(house.free().await, 3);

        // A demo in which somebody has made an account.
        let (home, database) = demo(engine).await;
        let words = ["account", "create", "--name=Acme", "--country=GB", "--currency=GBP", "--time-zone=UTC", "--package=standard"];
        dialgate(&home.url, &words).await.good();
        let before = amounts(&database, engine).await;
        assert_eq!(dialgate(&home.url, &RESET).await.bad(), "This is no demo: the demo did not make \"Acme\". Nothing was done.\n");
        assert_eq!(amounts(&database, engine).await, before);
        database.close().await.unwrap();

        // Stock, before there is any account.
        let home = Database::fresh(engine).await;
        let words = ["number-type", "create", "--title=0113 Leeds", "--country=GB", "--prefix=+44113", "--kind=geographic"];
        dialgate(&home.url, &words).await.good();
        let told = dialgate(&home.url, &RESET).await.bad();
        assert_eq!(told, "This is no demo: there are number types, and none of the demo's accounts. Nothing was done.\n");
    }
}

#[tokio::test]
async fn nobody_is_asked_who_is_not_there() {
    let (home, database) = demo(Engine::Sqlite).await;
    let told = dialgate(&home.url, &["demo", "reset"]).await.bad();
    assert_eq!(told, "This throws away everything in the demo. Say --yes when nobody is here to be asked.\n");
    database.close().await.unwrap();
}
