//! What the door's guards cost an ordinary request, and what ordinary clients notice while a hostile one sends all that it has.

use std::hint::black_box;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use api::config::limits::Limits;
use api::graphql::schema;
use api::server::guard::cost::Pricing;
use api::server::guard::{documents, expansion, lexer};
use api::server::listen;
use api::server::router::router;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{MissedTickBehavior, interval};

use super::data::full;
use crate::door::hostile;
use crate::support::database::Engine;

const TIMES: u32 = 20_000;

const PAGE: &str = "query Numbers($first: Int, $after: String, $filter: FixedNumberFilter) { fixedNumbers(first: $first, after: $after, filter: $filter) {
    totalCount pageInfo { hasNextPage endCursor } nodes { id number nationalFormat description campaign status pool { id name } channel { id name }
    destination { id number nationalFormat } } } }";
const ORDER: &str = "mutation Order($input: FixedNumberOrderInput!, $key: String) { fixedNumberOrder(input: $input, idempotencyKey: $key) {
    fixedNumbers { id number nationalFormat version pool { id name } } warnings { code message } userErrors { code message field suggestion } } }";

/// Microseconds of something done often.
fn micros<T>(what: &str, mut work: impl FnMut() -> T) {
    for _ in 0..TIMES / 10 {
        black_box(work());
    }
    let began = Instant::now();
    for _ in 0..TIMES {
        black_box(work());
    }
    println!("  {what:<40} {:>7.2} us", began.elapsed().as_secs_f64() * 1e6 / f64::from(TIMES));
}

#[test]
#[ignore = "a measurement"]
fn guards_of_an_ordinary_request() {
    let limits = Arc::new(Limits::default());
    let schema = schema::build(&limits, schema::Language::default());
    let variables = |value| async_graphql::Variables::from_json(value);
    for (name, text, variables) in [
        ("viewer", "{ viewer { subject } }", variables(json!({}))),
        ("page", PAGE, variables(json!({"first": 50, "filter": {"statuses": ["ACTIVE"]}}))),
        ("order", ORDER, variables(json!({"input": {"numbers": [{"simple": {"description": "a"}}]}}))),
    ] {
        println!("{name}, {} bytes", text.len());
        let checked = documents::check(&schema, &limits, text).unwrap();
        let operation = schema::operation(&checked.document, None).unwrap();
        println!(" each time:");
        micros("hash of the text", || documents::hash(text));
        micros("copy of the parsed document", || checked.document.clone());
        micros("price", || Pricing::new(schema::shape(&schema), &checked.document, operation, &variables).total(operation));
        println!(" once for a text that is kept, else each time:");
        micros("lexer", || lexer::look(text, &limits));
        micros("expansion", || expansion::look(&checked.document, &limits));
        micros("lexer, parser, expansion and own rules", || documents::check(&schema, &limits, text));
    }
}

/// One connection, and requests written by hand.
struct Line(TcpStream, Vec<u8>);

impl Line {
    async fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Self(stream, Vec::new())
    }

    /// Sends a body and reads the answer to its end; none if the connection was closed.
    async fn ask(&mut self, token: &str, body: &[u8]) -> Option<u16> {
        let head = format!(
            "POST /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        self.0.write_all(head.as_bytes()).await.ok()?;
        self.0.write_all(body).await.ok()?;
        self.1.clear();
        loop {
            if let Some(end) = self.1.windows(4).position(|four| four == b"\r\n\r\n") {
                let head = String::from_utf8_lossy(&self.1[..end]).to_ascii_lowercase();
                let length: usize = head.split("content-length: ").nth(1)?.split("\r\n").next()?.parse().ok()?;
                while self.1.len() < end + 4 + length {
                    if self.0.read_buf(&mut self.1).await.ok()? == 0 {
                        return None;
                    }
                }
                return head.get(9..12)?.parse().ok();
            }
            if self.0.read_buf(&mut self.1).await.ok()? == 0 {
                return None;
            }
        }
    }
}

/// Four clients that each ask for a page fifty times a second, for some seconds; how long they wait, in order.
async fn ordinary(address: SocketAddr, token: &str) -> Vec<Duration> {
    let body = Arc::new(json!({"query": PAGE, "variables": {"first": 20}}).to_string());
    let clients: Vec<_> = (0..4)
        .map(|_| {
            let (token, body) = (token.to_owned(), body.clone());
            tokio::spawn(async move {
                let mut line = Line::open(address).await;
                let mut tick = interval(Duration::from_millis(20));
                tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
                let mut waited = Vec::new();
                for _ in 0..1_000 {
                    tick.tick().await;
                    let began = Instant::now();
                    assert_eq!(line.ask(&token, body.as_bytes()).await, Some(200));
                    waited.push(began.elapsed());
                }
                waited
            })
        })
        .collect();
    let mut waited = Vec::new();
    for client in clients {
        waited.extend(client.await.unwrap());
    }
    waited.sort();
    waited
}

fn told(what: &str, waited: &[Duration]) -> f64 {
    let at = |part: f64| waited[((waited.len() - 1) as f64 * part) as usize].as_secs_f64() * 1000.0;
    println!("{what:<30} p50 {:.2} ms  p99 {:.2} ms  longest {:.2} ms", at(0.5), at(0.99), at(1.0));
    at(0.99)
}

async fn under_fire(engine: Engine) {
    let house = full(engine).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let limits = Limits { account_cost: 0, ..Limits::default() };
    let router = router(house.gateway.state.clone().with_limits(limits.clone()));
    tokio::spawn(async move { listen::serve(listener, router, &limits, std::future::pending()).await });
    let token = house.books.caller.token.clone().unwrap();
    let hostile = house.motors.caller.token.clone().unwrap();
    let bodies: Vec<Vec<u8>> = hostile::corpus().iter().map(|attack| attack.body(0)).filter(|body| body.len() <= 1 << 20).collect();

    ordinary(address, &token).await;
    let quiet = told(&format!("{engine:?}, quiet"), &ordinary(address, &token).await);
    let (over, count) = (Arc::new(AtomicBool::new(false)), bodies.len());
    let fire = tokio::spawn({
        let over = over.clone();
        async move {
            let (mut line, mut sent) = (Line::open(address).await, 0);
            for body in bodies.iter().cycle() {
                if over.load(Ordering::Relaxed) {
                    break;
                }
                if line.ask(&hostile, body).await.is_none() {
                    line = Line::open(address).await;
                }
                sent += 1;
            }
            sent
        }
    });
    let waited = ordinary(address, &token).await;
    over.store(true, Ordering::Relaxed);
    let noisy = told(&format!("{engine:?}, beside the corpus"), &waited);
    println!("{engine:?}: {} hostile requests of {count} kinds; p99 {:.2} times the quiet one", fire.await.unwrap(), noisy / quiet);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn ordinary_clients_beside_a_hostile_one_on_sqlite() {
    under_fire(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn ordinary_clients_beside_a_hostile_one_on_postgres() {
    under_fire(Engine::Postgres).await;
}
