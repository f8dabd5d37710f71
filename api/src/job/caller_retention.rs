//! Every hour, and once at the start, callers are cleared whose account's time for keeping them is over.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

use crate::action::caller_retention;
use crate::clock::{Clock, Randomness};
use crate::database::Database;

const EVERY: Duration = Duration::from_secs(60 * 60);

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
        let run = tokio::spawn(async move { caller_retention::run(&database, now, &randomness, || *stopping.borrow()).await });
        match run.await {
            Ok(Ok(caller_retention::Outcome { callers: 0, operators: 0, .. })) => {}
            Ok(Ok(outcome)) => {
                tracing::info!(callers = outcome.callers, others = outcome.operators, "callers were cleared whose time is over")
            }
            Ok(Err(error)) => tracing::error!(error = &error as &dyn std::error::Error, "callers whose time is over can't be looked for"),
            Err(error) => tracing::error!(error = error.to_string(), "the clearing of callers broke"),
        }
        if *shutting.borrow() {
            return;
        }
    }
}
