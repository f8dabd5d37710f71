//! A request that takes too long is answered, and its transaction ends behind the answer.

use std::time::{Duration, Instant};

use api::config::limits::Limits;
use sea_orm::{ConnectOptions, ConnectionTrait, TransactionTrait};
use serde_json::json;

use super::spoken::post;
use crate::support::database::Engine;
use crate::support::seed::seeded;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[expect(clippy::disallowed_methods, reason = "somebody who holds the pen, past the store")]
async fn who_waits_too_long_is_told_and_the_work_is_not_cut() {
    let house = seeded(Engine::Sqlite, 1).await;
    let limits = Limits { account_cost: 0, execution_seconds: 1, ..Limits::default() };
    let caller = house.gateway.limited(house.books.account, limits);
    // Somebody else holds the pen for longer than the deadline, but not for longer than a writer waits.
    let mut options = ConnectOptions::new(&house.gateway.home.url);
    options.max_connections(1).sqlx_logging(false);
    let other = sea_orm::Database::connect(options).await.unwrap();
    let held = other.begin().await.unwrap();
    held.execute_unprepared("UPDATE account SET version = version").await.unwrap();
    let order = json!({"query": "mutation { channelCreate(input: {name: \"Radio\", kind: OUTDOOR}) { userErrors { code } } }"}).to_string();

    let began = Instant::now();
    let reply = post(&caller, &order).await;

    assert_eq!((reply.status.as_u16(), reply.codes(), reply.headers["retry-after"].to_str().unwrap()), (503, vec!["UNAVAILABLE"], "1"));
    assert!(began.elapsed() < Duration::from_millis(1_900), "{:?}", began.elapsed());
    assert_eq!(house.changes(house.books.account).await, Vec::<String>::new());
    held.rollback().await.unwrap();
    for _ in 0..200 {
        if house.changes(house.books.account).await == ["CHANNEL_CREATED"] {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the work was cut: {:?}", house.changes(house.books.account).await);
}
