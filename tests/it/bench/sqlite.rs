//! The hand-written queries on SQLite: rusqlite on the worker thread, and the same statement through SQLx.

use std::cell::RefCell;

use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use entity::id::{AccountId, FixedNumberId, Id};
use rusqlite::{Connection, OpenFlags};
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sea_orm::sqlx::{Row, SqlitePool};
use serde_json::{Value, json};

pub const LIST: &str = "SELECT f.id, f.number, f.description, f.status, p.name, c.name, d.number FROM fixed_number f
    JOIN pool p ON p.id = f.pool_id JOIN channel c ON c.id = f.channel_id
    JOIN destination d ON d.id = COALESCE(f.destination_id, p.default_destination_id)
    WHERE f.account_id = ?1 AND f.status = 'ACTIVE' AND f.id > ?2 ORDER BY f.id LIMIT 51";
pub const ONE: &str = "SELECT f.id, f.number, f.description, f.status, p.name, c.name, d.number FROM fixed_number f
    JOIN pool p ON p.id = f.pool_id JOIN channel c ON c.id = f.channel_id
    JOIN destination d ON d.id = COALESCE(f.destination_id, p.default_destination_id)
    WHERE f.account_id = ?1 AND f.number = ?2";

pub fn face(id: uuid::Uuid, texts: [String; 5], description: Option<String>) -> Value {
    let [number, status, pool, channel, rings] = texts;
    json!({"id": FixedNumberId::from_uuid(id).to_string(), "number": number, "description": description, "status": status,
        "pool": {"name": pool}, "channel": {"name": channel}, "destination": {"number": rings}})
}

thread_local! {
    static HERE: RefCell<Option<Connection>> = const { RefCell::new(None) };
}

fn inline(file: &str, text: &str, values: &[&dyn rusqlite::ToSql]) -> Vec<Value> {
    HERE.with_borrow_mut(|connection| {
        let connection = connection.get_or_insert_with(|| Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap());
        let mut statement = connection.prepare_cached(text).unwrap();
        let rows = statement.query_map(values, |row| {
            let id: Vec<u8> = row.get(0)?;
            let texts = [row.get(1)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?];
            Ok(face(uuid::Uuid::from_slice(&id).unwrap(), texts, row.get(2)?))
        });
        rows.unwrap().map(Result::unwrap).collect()
    })
}

fn seen(row: &sea_orm::sqlx::sqlite::SqliteRow) -> Value {
    face(row.get(0), [row.get(1), row.get(3), row.get(4), row.get(5), row.get(6)], row.get(2))
}

fn list(mut nodes: Vec<Value>) -> String {
    nodes.truncate(50);
    json!({"data": {"fixedNumbers": {"nodes": nodes}}}).to_string()
}

/// Two services on one file: `/inline/...` and `/sqlx/...`.
pub async fn limits(file: String, account: AccountId) -> Router {
    let options = SqliteConnectOptions::new().filename(&file).read_only(true);
    let pool: SqlitePool = SqlitePoolOptions::new().max_connections(4).connect_with(options).await.unwrap();
    let (account, other) = (account.uuid(), pool.clone());
    let second = file.clone();
    Router::new()
        .route(
            "/inline/list/{after}",
            get(async move |Path(after): Path<uuid::Uuid>| {
                list(inline(&file, LIST, &[&account.as_bytes().as_slice(), &after.as_bytes().as_slice()]))
            }),
        )
        .route(
            "/inline/one/{number}",
            get(async move |Path(number): Path<String>| {
                let one = inline(&second, ONE, &[&account.as_bytes().as_slice(), &number]).pop();
                json!({"data": {"fixedNumberByNumber": one}}).to_string()
            }),
        )
        .route(
            "/sqlx/list/{after}",
            get(async move |Path(after): Path<uuid::Uuid>| {
                let rows = sea_orm::sqlx::query(LIST).bind(account).bind(after).fetch_all(&pool).await.unwrap();
                list(rows.iter().map(seen).collect())
            }),
        )
        .route(
            "/sqlx/one/{number}",
            get(async move |Path(number): Path<String>| {
                let row = sea_orm::sqlx::query(ONE).bind(account).bind(number).fetch_one(&other).await.unwrap();
                json!({"data": {"fixedNumberByNumber": seen(&row)}}).to_string()
            }),
        )
}
