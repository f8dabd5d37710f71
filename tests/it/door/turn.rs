//! Turns of requests that are worked on.

use std::time::{Duration, Instant};

use api::server::guard::turn::{Turns, refusal};

use super::served::limits;

#[tokio::test]
async fn there_are_so_many_turns_and_whoever_waits_too_long_gets_none() {
    let turns = Turns::new(&limits("concurrentRequests=2,queueMilliseconds=50"));
    let first = turns.take().await.unwrap();
    let _second = turns.take().await.unwrap();

    let begun = Instant::now();
    assert!(turns.take().await.is_none());
    assert!(begun.elapsed() >= Duration::from_millis(50));

    let waiting = tokio::spawn({
        let turns = turns.clone();
        async move { turns.take().await.is_some() }
    });
    tokio::task::yield_now().await;
    drop(first);
    assert!(waiting.await.unwrap());
    assert!(turns.take().await.is_some());
}

#[tokio::test]
async fn a_free_turn_is_had_without_a_queue() {
    let turns = Turns::new(&limits("concurrentRequests=1,queueMilliseconds=0"));

    let turn = turns.take().await;

    assert!(turn.is_some() && turns.take().await.is_none());
}

#[test]
fn who_gets_none_is_told_when_to_come_again() {
    let refusal = axum::response::Response::from(refusal());
    assert_eq!((refusal.status().as_u16(), refusal.headers()["retry-after"].to_str().unwrap()), (503, "1"));
}
