//! The steps go up, down and up again on both engines; rows and tables agree; and stored instants are in the order of time.

use api::rule::goal::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use entity::id::{AccountId, Id};
use entity::{
    account, account_feed, call, call_conflict, call_goal, caller_access, change, channel, data_key, destination, fixed_number,
    fixed_number_interval, fixed_number_label, goal, idempotency, number_type, pool, stock_number, unmatched_call,
};
use migration::Migrator;
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, EntityTrait, QueryOrder, Statement};
use sea_orm_migration::MigratorTrait;

use crate::support::database::{Database, Engine};
use crate::support::gateway::start;

/// A connection that lives as long as its test does.
async fn connect(database: &Database) -> DatabaseConnection {
    let mut options = ConnectOptions::new(&database.url);
    options.max_connections(1).sqlx_logging(false);
    sea_orm::Database::connect(options).await.unwrap()
}

async fn tables(engine: Engine, db: &DatabaseConnection) -> Vec<String> {
    let text = match engine {
        Engine::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
        Engine::Postgres => "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
    };
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), text)).await.unwrap();
    // The trigrams of SQLite are a table with side tables; they hold nothing of their own.
    let is_ours = |name: &String| name != "seaql_migrations" && !name.starts_with("fixed_number_search");
    rows.iter().map(|row| row.try_get("", "name").unwrap()).filter(is_ours).collect()
}

#[tokio::test]
async fn the_steps_go_up_and_down_and_up_again() {
    for engine in Engine::BOTH {
        let database = Database::fresh(engine).await;
        let db = connect(&database).await;
        let before = tables(engine, &db).await;
        assert!(migration::is_current(&db).await.unwrap());

        Migrator::down(&db, None).await.unwrap();
        assert_eq!(tables(engine, &db).await, Vec::<String>::new());
        assert!(!migration::is_current(&db).await.unwrap());

        migration::up(&db).await.unwrap();
        assert_eq!(tables(engine, &db).await, before);
        assert!(migration::is_current(&db).await.unwrap());

        // Up once more does nothing.
        migration::up(&db).await.unwrap();
        db.close().await.unwrap();
    }
}

/// How many of the last steps are to be taken back, so that one of them is still to come.
fn back_to_before(step: &str) -> u32 {
    let steps = Migrator::migrations();
    u32::try_from(steps.len() - steps.iter().position(|one| one.name() == step).unwrap()).unwrap()
}

#[tokio::test]
async fn an_account_from_before_there_were_goals_gets_those_that_a_new_one_has() {
    for engine in Engine::BOTH {
        let database = Database::fresh(engine).await;
        let db = connect(&database).await;
        Migrator::down(&db, Some(back_to_before("m20261125_000011_goal"))).await.unwrap();
        let (account, begun) = (AccountId::from_uuid(uuid::Uuid::from_u128(0x019c_0000_0000_7abc_8000_0000_0000_0042)), start());
        let insert = format!(
            "INSERT INTO account (id, name, country, package, currency, time_zone, version, created_at)
                VALUES ({}, 'Old', 'GB', 'STANDARD', 'GBP', 'Europe/London', 3, {})",
            ["?1", "$1"][usize::from(engine == Engine::Postgres)],
            ["?2", "$2"][usize::from(engine == Engine::Postgres)],
        );
        let values = [account.uuid().into(), begun.into()];
        db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), insert, values)).await.unwrap();

        migration::up(&db).await.unwrap();

        #[expect(clippy::disallowed_methods, reason = "the table is asked, past the store")]
        let rows = goal::Entity::find().order_by_asc(goal::Column::Id).all(&db).await.unwrap();
        let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        let wanted: Vec<_> = STANDARD.iter().zip(&ids).map(|(one, id)| one.begun(*id, account, begun).unwrap()).collect();
        assert_eq!(rows, wanted, "{engine:?}");
        assert!(ids.iter().all(|id| id.uuid().get_version_num() == 7 && id.uuid().get_timestamp() == account.uuid().get_timestamp()));
        db.close().await.unwrap();
    }
}

macro_rules! select_each {
    ($db:expr, $($entity:ident),*) => {{
        $(
            #[expect(clippy::disallowed_methods, reason = "the table is asked, no account's rows")]
            let rows = $entity::Entity::find().all($db).await.unwrap();
            assert_eq!(rows, Vec::new());
        )*
        let mut names = vec![$(stringify!($entity).to_owned()),*];
        names.sort_unstable();
        names
    }};
}

#[tokio::test]
async fn every_row_fits_its_table() {
    for engine in Engine::BOTH {
        let database = Database::fresh(engine).await;
        let db = connect(&database).await;

        let known = select_each!(
            &db,
            account,
            account_feed,
            call,
            call_conflict,
            call_goal,
            caller_access,
            change,
            channel,
            data_key,
            destination,
            fixed_number,
            fixed_number_interval,
            fixed_number_label,
            goal,
            idempotency,
            number_type,
            pool,
            stock_number,
            unmatched_call
        );

        assert_eq!(tables(engine, &db).await, known, "a table without a row, or a row without a table");
        db.close().await.unwrap();
    }
}

#[tokio::test]
async fn the_order_of_stored_instants_is_the_order_of_time() {
    for engine in Engine::BOTH {
        let database = Database::fresh(engine).await;
        let db = connect(&database).await;
        let micros =
            [-86_400_000_000, -1, 0, 1, 10, 100_000, 120_000, 999_999, 1_000_000, 1_000_001, 9_000_000, 60_000_000, 31_536_000_000_000];
        let instants: Vec<DateTime<Utc>> = micros.iter().map(|micros| start() + TimeDelta::microseconds(*micros)).collect();
        // Stored from both ends, so that it is not the order of birth that is seen.
        let (some, rest) = instants.split_at(6);
        for instant in some.iter().rev().chain(rest) {
            let row = idempotency::ActiveModel {
                principal: sea_orm::Set("ann".into()),
                operation: sea_orm::Set("test".into()),
                key: sea_orm::Set(format!("{:020}", instant.timestamp_micros())),
                request_hash: sea_orm::Set(String::new()),
                outcome: sea_orm::Set(serde_json::Value::Null),
                created_at: sea_orm::Set(*instant),
            };
            #[expect(clippy::disallowed_methods, reason = "the column is tried, no account's rows")]
            idempotency::Entity::insert(row).exec_without_returning(&db).await.unwrap();
        }

        let select = "SELECT created_at FROM idempotency ORDER BY created_at";
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), select)).await.unwrap();
        let found: Vec<DateTime<Utc>> = rows.iter().map(|row| row.try_get("", "created_at").unwrap()).collect();
        assert_eq!(found, instants);

        // Comparing with a bound instant agrees as well.
        let mark = if engine == Engine::Sqlite { "?" } else { "$1" };
        for (n, instant) in instants.iter().enumerate() {
            let text = format!("SELECT count(*) AS amount FROM idempotency WHERE created_at < {mark}");
            let statement = Statement::from_sql_and_values(db.get_database_backend(), text, [(*instant).into()]);
            let row = db.query_one_raw(statement).await.unwrap().unwrap();
            assert_eq!(row.try_get::<i64>("", "amount").unwrap(), i64::try_from(n).unwrap(), "{engine:?}: before {instant}");
        }
        db.close().await.unwrap();
    }
}
