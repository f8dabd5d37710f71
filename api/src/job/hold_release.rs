//! Every minute, and once at the start, held numbers whose time has come return to stock.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

use crate::action::hold_release;
use crate::clock::{Clock, Randomness};
use crate::database::Database;

const EVERY: Duration = Duration::from_secs(60);

/// Runs until shutting down begins. A run that failed is logged, and the next one does its work.
pub async fn run(database: Database, clock: Arc<dyn Clock>, randomness: Arc<dyn Randomness>, mut shutting: watch::Receiver<bool>) {
    let mut minutes = interval(EVERY);
    minutes.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = minutes.tick() => {}
            _ = shutting.wait_for(|shut| *shut) => return,
        }
        let (database, now, randomness, stopping) = (database.clone(), clock.now(), randomness.clone(), shutting.clone());
        // On a task of its own: should it panic, the next minute is not lost with it.
        let run = tokio::spawn(async move { hold_release::run(&database, now, &randomness, || *stopping.borrow()).await });
        match run.await {
            Ok(Ok(hold_release::Outcome { released: 0, .. })) => {}
            Ok(Ok(outcome)) => tracing::info!(released = outcome.released, "held numbers are back in stock"),
            Ok(Err(error)) => tracing::error!(error = &error as &dyn std::error::Error, "held numbers can't be looked for"),
            Err(error) => tracing::error!(error = error.to_string(), "the return of held numbers broke"),
        }
        if *shutting.borrow() {
            return;
        }
    }
}
