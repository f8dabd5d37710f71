//! Clients that leave in the middle: over real sockets, cut at random points. What was begun is whole or not there at all, and no
//! connection to the database is left in a state that the next request would inherit.

use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use api::config::limits::Limits;
use api::server::listen;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::support::database::Engine;
use crate::support::seed::{ORDER, Seeded, seeded};

const CLIENTS: usize = 32;

async fn run(engine: Engine, requests: usize) {
    let house = Arc::new(seeded(engine, u32::try_from(requests).unwrap()).await);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = house.gateway.router.clone();
    let server = tokio::spawn(async move { listen::serve(listener, router, &Limits::default(), pending()).await });

    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let house = house.clone();
            tokio::spawn(async move {
                let (mut answered, mut sent) = (0, 0);
                for n in (client..requests).step_by(CLIENTS) {
                    let (was_answered, was_sent) = cut(&house, address, n).await;
                    answered += usize::from(was_answered);
                    sent += i64::from(was_sent);
                }
                (answered, sent)
            })
        })
        .collect();
    let (mut answered, mut sent) = (0, 0);
    for client in clients {
        let (some_answered, some_sent) = client.await.unwrap();
        answered += some_answered;
        sent += some_sent;
    }
    // Work that outlived its client ends within the statement deadline.
    let orders = settled(&house).await;
    whole(&house).await;
    // What was begun is ended: were the work cancelled with its client, nearly all of these would be missing.
    assert!(orders * 2 > sent, "{orders} orders were done of {sent} that were sent to the end");
    let reply = house.books.caller.ask("{ fixedNumbers(first: 1) { totalCount } }").await;
    assert_eq!(reply.data()["fixedNumbers"]["totalCount"], orders);
    let reply = house
        .motors
        .caller
        .ask("mutation { channelCreate(input: {name: \"After\", kind: OTHER}) { channel { id } userErrors { code } } }")
        .await;
    reply.good();
    if engine == Engine::Postgres {
        let text =
            "SELECT count(*) AS amount FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
        assert_eq!(amount(&house, text).await, 0, "no session is left inside a transaction");
    }
    server.abort();
    println!(
        "{engine:?}: {requests} requests cut, {answered} of them had begun to be answered; {sent} orders sent to the end, {orders} done, each whole"
    );
}

/// Sends one request and leaves at a point that differs for each: in the head, in the body, or so many microseconds after it. Says
/// whether an answer had begun, and whether it was an order that was sent to the end.
async fn cut(house: &Seeded, address: std::net::SocketAddr, n: usize) -> (bool, bool) {
    let chance = n.wrapping_mul(2_654_435_761) >> 7;
    let input = if n % 5 == 4 { json!({"id": "x"}) } else { house.order(&[&format!("Cut {n}")]) };
    let document =
        if n % 5 == 4 { "query($input: FixedNumberOrderInput) { fixedNumbers { totalCount nodes { pool { name } } } }" } else { ORDER };
    let variables = if n % 5 == 4 { json!({}) } else { json!({"input": input, "key": format!("cut-{n:08}")}) };
    let body = json!({"query": document, "variables": variables}).to_string();
    let token = house.books.caller.token.as_deref().unwrap();
    let request = format!(
        "POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut socket = TcpStream::connect(address).await.unwrap();
    let bytes = request.as_bytes();
    let sent = if n.is_multiple_of(4) { chance % bytes.len() } else { bytes.len() };
    socket.write_all(&bytes[..sent]).await.unwrap();
    let patience = Duration::from_micros(u64::try_from(chance % 40_000).unwrap());
    let mut first = [0; 1];
    let answered = matches!(tokio::time::timeout(patience, socket.read(&mut first)).await, Ok(Ok(1)));
    (answered, n % 5 != 4 && sent == bytes.len())
}

/// Waits until no order is at work any more; how many were done.
async fn settled(house: &Seeded) -> i64 {
    let mut last = -1;
    for _ in 0..100 {
        let now = amount(house, "SELECT count(*) AS amount FROM fixed_number").await;
        if now == last {
            return now;
        }
        last = now;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    panic!("orders are still being done");
}

/// Every order has all its parts, and no part is without its order.
async fn whole(house: &Seeded) {
    let orders = amount(house, "SELECT count(*) AS amount FROM fixed_number").await;
    for text in [
        "SELECT count(*) AS amount FROM stock_number s JOIN fixed_number f ON f.id = s.fixed_number_id AND f.number = s.number",
        "SELECT count(*) AS amount FROM stock_number WHERE fixed_number_id IS NOT NULL",
        "SELECT count(*) AS amount FROM fixed_number_interval WHERE live_to IS NULL",
        "SELECT count(*) AS amount FROM change c JOIN fixed_number f ON f.id = c.subject_id WHERE c.kind = 'FIXED_NUMBER_ORDERED'",
        "SELECT count(*) AS amount FROM idempotency WHERE CAST(outcome AS varchar) <> 'null'",
        "SELECT count(*) AS amount FROM idempotency",
    ] {
        assert_eq!(amount(house, text).await, orders, "{text}");
    }
    house.changes(house.books.account).await;
}

async fn amount(house: &Seeded, text: &str) -> i64 {
    let db = house.gateway.database.reader();
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), text)).await.unwrap().unwrap();
    row.try_get("", "amount").unwrap()
}

/// How many requests are cut; the short form is for every day.
fn requests() -> usize {
    if std::env::var_os("DIALGATE_PROOF").is_some() { 10_000 } else { 400 }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_leaves_cuts_nothing_in_half_on_sqlite() {
    run(Engine::Sqlite, requests()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_leaves_cuts_nothing_in_half_on_postgresql() {
    run(Engine::Postgres, requests()).await;
}
