//! Every hour, and once at the start, calls that were nobody's are given to whom their number turns out to have been assigned.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

use crate::action::{calls_match, operator};
use crate::clock::{Clock, Randomness};
use crate::database::Database;

const EVERY: Duration = Duration::from_secs(3_600);

/// Runs until shutting down begins. A run that failed is logged, and the next one does its work.
pub async fn run(database: Database, clock: Arc<dyn Clock>, randomness: Arc<dyn Randomness>, mut shutting: watch::Receiver<bool>) {
    let mut hours = interval(EVERY);
    hours.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = hours.tick() => {}
            _ = shutting.wait_for(|shut| *shut) => return,
        }
        let (database, now, randomness, stopping) = (database.clone(), clock.now(), randomness.clone(), shutting.clone());
        // On a task of its own: should it panic, the next hour is not lost with it.
        let run = tokio::spawn(async move { calls_match::run(&database, now, &randomness, operator::SYSTEM, || *stopping.borrow()).await });
        match run.await {
            Ok(Ok(0)) => {}
            Ok(Ok(matched)) => tracing::info!(matched, "calls that were nobody's have an account now"),
            Ok(Err(error)) => tracing::error!(error = &error as &dyn std::error::Error, "calls that are nobody's can't be looked through"),
            Err(error) => tracing::error!(error = error.to_string(), "the look through calls that are nobody's broke"),
        }
        if *shutting.borrow() {
            return;
        }
    }
}
