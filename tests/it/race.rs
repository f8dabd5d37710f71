//! Many clients at once: no number is given twice, no order fails while there is stock, no repeat does anything twice, and the feed
//! is dense and in order while it is written.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;

use crate::support::database::Engine;
use crate::support::gateway::Gateway;
use crate::support::seed::{Household, ORDER, seeded};

/// What the clients of one run saw.
#[derive(Default)]
struct Seen {
    /// The number that an order got, and how often it said that it did it itself.
    filled: BTreeMap<usize, (BTreeSet<String>, usize)>,
    refused: BTreeSet<usize>,
    busy: usize,
}

struct Plan {
    clients: usize,
    /// Which order each request is for; an order that comes again is a repeat with its key.
    requests: Vec<usize>,
    stock: u32,
}

/// A fixed shuffle: the same requests in the same order at every run.
fn plan(clients: usize, orders: usize, stock: u32) -> Plan {
    let unique = orders - orders / 3;
    let mut requests: Vec<usize> = (0..orders).map(|n| if n < unique { n } else { (n * 7) % unique }).collect();
    let mut state = 0x9E37_79B9_u64;
    for n in (1..requests.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        requests.swap(n, usize::try_from(state >> 33).unwrap() % (n + 1));
    }
    Plan { clients, requests, stock }
}

async fn run(engine: Engine, plan: Plan) {
    let house = Arc::new(seeded(engine, plan.stock).await);
    let requests = Arc::new(plan.requests);
    let next = Arc::new(AtomicUsize::new(0));
    let over = Arc::new(AtomicBool::new(false));
    let tails: Vec<_> =
        [house.books.account, house.motors.account].map(|account| tokio::spawn(tail(house.clone(), account, over.clone()))).into();

    let began = std::time::Instant::now();
    let clients: Vec<_> = (0..plan.clients)
        .map(|_| {
            let (house, requests, next) = (house.clone(), requests.clone(), next.clone());
            tokio::spawn(async move {
                let mut seen = Seen::default();
                while let Some(order) = requests.get(next.fetch_add(1, Ordering::SeqCst)) {
                    place(if order % 2 == 0 { &house.books } else { &house.motors }, house.london.to_string(), *order, &mut seen).await;
                }
                seen
            })
        })
        .collect();
    let mut seen = Seen::default();
    for client in clients {
        let one = client.await.unwrap();
        for (order, (numbers, first)) in one.filled {
            let entry = seen.filled.entry(order).or_default();
            entry.0.extend(numbers);
            entry.1 += first;
        }
        seen.refused.extend(one.refused);
        seen.busy += one.busy;
    }
    let took = began.elapsed();
    over.store(true, Ordering::SeqCst);
    for tail in tails {
        tail.await.unwrap();
    }

    let numbers: BTreeSet<_> = seen.filled.values().flat_map(|(numbers, _)| numbers).collect();
    assert!(
        seen.filled.values().all(|(numbers, first)| numbers.len() == 1 && *first == 1),
        "each order was filled once, its repeats replayed"
    );
    assert_eq!(seen.filled.len(), plan.stock as usize, "all the stock was given");
    assert_eq!(numbers.len(), plan.stock as usize, "no number was given twice");
    assert!(seen.refused.iter().all(|order| !seen.filled.contains_key(order)), "no order was refused while there was stock");
    let total = i64::from(plan.stock);
    let gateway = &house.gateway;
    for (what, text) in [
        ("assigned", "SELECT count(*) AS amount FROM fixed_number"),
        ("distinct", "SELECT count(DISTINCT number) AS amount FROM fixed_number"),
        ("owned", "SELECT count(*) AS amount FROM stock_number s JOIN fixed_number f ON f.id = s.fixed_number_id AND f.number = s.number"),
        ("live", "SELECT count(DISTINCT fixed_number_id) AS amount FROM fixed_number_interval WHERE live_to IS NULL"),
        ("keys", "SELECT count(*) AS amount FROM idempotency"),
        ("changes", "SELECT count(*) AS amount FROM change WHERE kind = 'FIXED_NUMBER_ORDERED'"),
    ] {
        assert_eq!(amount(gateway, text).await, total, "{what}");
    }
    house.changes(house.books.account).await;
    house.changes(house.motors.account).await;
    println!(
        "{engine:?}: {} requests of {} orders by {} clients in {:.1} s: {} filled, {} refused, {} told to try again",
        requests.len(),
        requests.iter().collect::<BTreeSet<_>>().len(),
        plan.clients,
        took.as_secs_f64(),
        seen.filled.len(),
        seen.refused.len(),
        seen.busy,
    );
}

async fn place(home: &Household, number_type: String, order: usize, seen: &mut Seen) {
    let input = json!({"numberTypeId": number_type, "poolId": home.pool.to_string(), "channelId": home.print.to_string(),
        "destination": {"default": true}, "numbers": [{"simple": {"description": format!("Issue {order}")}}]});
    loop {
        let reply = home.caller.ask_with(ORDER, json!({"input": input, "key": format!("order-{order:06}")})).await;
        if reply.codes() == ["UNAVAILABLE"] {
            seen.busy += 1;
            continue;
        }
        let payload = reply.payload();
        if let Some(number) = payload["fixedNumbers"][0]["number"].as_str() {
            let entry = seen.filled.entry(order).or_default();
            entry.0.insert(number.to_owned());
            entry.1 += usize::from(payload["replayed"] == false);
        } else {
            assert!(reply.user_errors().starts_with("NO_NUMBERS_AVAILABLE"), "{:#}", reply.body);
            assert_eq!(payload["userErrors"][0]["availableCount"], 0, "{:#}", reply.body);
            seen.refused.insert(order);
        }
        return;
    }
}

/// Follows an account's feed while it is written: never a gap, never backwards.
async fn tail(house: Arc<crate::support::seed::Seeded>, account: entity::id::AccountId, over: Arc<AtomicBool>) {
    use entity::id::Id;
    let db = house.gateway.database.reader();
    let mark = if house.gateway.engine == Engine::Sqlite { ["?", "?"] } else { ["$1", "$2"] };
    let text = format!("SELECT seq FROM change WHERE account_id = {} AND seq > {} ORDER BY seq LIMIT 500", mark[0], mark[1]);
    let mut cursor = 0_i64;
    loop {
        let last = over.load(Ordering::SeqCst);
        let values = [sea_orm::Value::Uuid(Some(account.uuid())), cursor.into()];
        let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), &text, values)).await.unwrap();
        for row in &rows {
            let seq: i64 = row.try_get("", "seq").unwrap();
            assert_eq!(seq, cursor + 1, "the feed has a gap");
            cursor = seq;
        }
        if last && rows.is_empty() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

async fn amount(gateway: &Gateway, text: &str) -> i64 {
    let db = gateway.database.reader();
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), text)).await.unwrap().unwrap();
    row.try_get("", "amount").unwrap()
}

/// How many requests the proof makes; the short form is for every day.
fn size() -> (usize, u32) {
    if std::env::var_os("DIALGATE_PROOF").is_some() { (5_000, 3_000) } else { (500, 300) }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_number_is_given_twice_on_sqlite() {
    let (orders, stock) = size();
    run(Engine::Sqlite, plan(64, orders, stock)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_number_is_given_twice_on_postgresql() {
    let (orders, stock) = size();
    run(Engine::Postgres, plan(64, orders, stock)).await;
}
