//! The gateway beside the same work written by hand, on the same rows, in the same process: ratios, not absolute figures.
//!
//! `tests/run --with cargo test --release -p tests --test it bench -- --ignored --nocapture --test-threads 1`

mod calls;
mod calls_in;
mod data;
mod door;
mod finding;
mod import;
mod orders;
mod postgres;
mod reads;
mod route;
mod sqlite;

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use tower::ServiceExt;

const CLIENTS: usize = 32;
const ROUND: Duration = Duration::from_secs(2);
const ROUNDS: usize = 3;

/// How often a second 32 clients get something done.
async fn rate<F: Future<Output = ()> + Send + 'static>(work: impl Fn(u64) -> F + Send + Sync + 'static) -> f64 {
    let (work, over, done) = (Arc::new(work), Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let began = Instant::now();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (work, over, done) = (work.clone(), over.clone(), done.clone());
            tokio::spawn(async move {
                while !over.load(Ordering::Relaxed) {
                    work(done.fetch_add(1, Ordering::Relaxed)).await;
                    // Work that never waits would keep the clock from being read.
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();
    tokio::time::sleep(ROUND).await;
    over.store(true, Ordering::Relaxed);
    for client in clients {
        client.await.unwrap();
    }
    #[expect(clippy::cast_precision_loss, reason = "a few millions")]
    let done = done.load(Ordering::Relaxed) as f64;
    done / began.elapsed().as_secs_f64()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Sends a body to a router in process; the answer's bytes.
async fn answer(router: Router, request: Request<Body>) -> axum::body::Bytes {
    let response = router.oneshot(request).await.unwrap();
    assert!(response.status().is_success());
    response.into_body().collect().await.unwrap().to_bytes()
}

fn report(what: &str, ours: f64, limit: f64) {
    println!("{what:<46} {ours:>8.0}/s beside {limit:>8.0}/s: {:.2}", ours / limit);
}
