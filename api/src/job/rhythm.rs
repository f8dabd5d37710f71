//! The beat of every job: once at the start, then every so often, until the doors are shut.

use std::future::Future;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinError;
use tokio::time::{MissedTickBehavior, interval};

/// Works once and then after each period, until shutting down begins, of which the work is told as well. What came of each time is told to
/// `tell`; a time that failed or broke takes none of the later ones with it.
pub async fn keep<T, F>(
    period: Duration,
    mut shutting: watch::Receiver<bool>,
    work: impl Fn(watch::Receiver<bool>) -> F,
    tell: impl Fn(Result<T, JoinError>),
) where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let mut times = interval(period);
    times.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = times.tick() => {}
            _ = shutting.wait_for(|shut| *shut) => return,
        }
        // On a task of its own: should it panic, the next time is not lost with it.
        tell(tokio::spawn(work(shutting.clone())).await);
        if *shutting.borrow() {
            return;
        }
    }
}
