//! The hand-written queries on PostgreSQL: tokio-postgres with 8 pipelined connections.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use entity::id::{AccountId, Id};
use serde_json::{Value, json};
use tokio_postgres::{Client, NoTls, Statement};

use super::sqlite::{LIST, ONE, face};

struct Connection {
    client: Client,
    list: Statement,
    one: Statement,
}

fn seen(row: &tokio_postgres::Row) -> Value {
    face(row.get(0), [row.get(1), row.get(3), row.get(4), row.get(5), row.get(6)], row.get(2))
}

/// A service on 8 connections: `/list/...` and `/one/...`.
pub async fn limits(url: String, account: AccountId) -> Router {
    let mut connections = Vec::new();
    for _ in 0..8 {
        let (client, work) = tokio_postgres::connect(&url, NoTls).await.unwrap();
        tokio::spawn(work);
        let text = |text: &str| text.replace("?1", "$1").replace("?2", "$2");
        let list = client.prepare(&text(LIST)).await.unwrap();
        let one = client.prepare(&text(ONE)).await.unwrap();
        connections.push(Connection { client, list, one });
    }
    let (connections, account) = (Arc::new(connections), account.uuid());
    let next = Arc::new(AtomicUsize::new(0));
    let (others, turn) = (connections.clone(), next.clone());
    Router::new()
        .route(
            "/list/{after}",
            get(async move |Path(after): Path<uuid::Uuid>| {
                let at = &connections[next.fetch_add(1, Ordering::Relaxed) % 8];
                let rows = at.client.query(&at.list, &[&account, &after]).await.unwrap();
                let nodes: Vec<_> = rows.iter().take(50).map(seen).collect();
                json!({"data": {"fixedNumbers": {"nodes": nodes}}}).to_string()
            }),
        )
        .route(
            "/one/{number}",
            get(async move |Path(number): Path<String>| {
                let at = &others[turn.fetch_add(1, Ordering::Relaxed) % 8];
                let row = at.client.query_one(&at.one, &[&account, &number]).await.unwrap();
                json!({"data": {"fixedNumberByNumber": seen(&row)}}).to_string()
            }),
        )
}
