//! Every hour, and once at the start, callers are cleared whose account's time for keeping them is over.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::rhythm;
use crate::action::caller_retention;
use crate::clock::{Clock, Randomness};
use crate::database::Database;

const EVERY: Duration = Duration::from_secs(60 * 60);

/// Runs until shutting down begins. A run that failed is logged, and the next one does its work.
pub async fn run(database: Database, clock: Arc<dyn Clock>, randomness: Arc<dyn Randomness>, shutting: watch::Receiver<bool>) {
    let work = |stopping: watch::Receiver<bool>| {
        let (database, now, randomness) = (database.clone(), clock.now(), randomness.clone());
        async move { caller_retention::run(&database, now, &randomness, || *stopping.borrow()).await }
    };
    rhythm::keep(EVERY, shutting, work, |done| match done {
        Ok(Ok(caller_retention::Outcome { callers: 0, operators: 0, .. })) => {}
        Ok(Ok(outcome)) => {
            tracing::info!(callers = outcome.callers, others = outcome.operators, "callers were cleared whose time is over")
        }
        Ok(Err(error)) => tracing::error!(error = &error as &dyn std::error::Error, "callers whose time is over can't be looked for"),
        Err(error) => tracing::error!(error = error.to_string(), "the clearing of callers broke"),
    })
    .await;
}
