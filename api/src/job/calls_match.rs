//! Every hour, and once at the start, calls that were nobody's are given to whom their number turns out to have been assigned.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::rhythm;
use crate::action::{calls_match, operator};
use crate::clock::{Clock, Randomness};
use crate::database::Database;

const EVERY: Duration = Duration::from_secs(3_600);

/// Runs until shutting down begins. A run that failed is logged, and the next one does its work.
pub async fn run(database: Database, clock: Arc<dyn Clock>, randomness: Arc<dyn Randomness>, shutting: watch::Receiver<bool>) {
    let work = |stopping: watch::Receiver<bool>| {
        let (database, now, randomness) = (database.clone(), clock.now(), randomness.clone());
        async move { calls_match::run(&database, now, &randomness, operator::SYSTEM, || *stopping.borrow()).await }
    };
    rhythm::keep(EVERY, shutting, work, |done| match done {
        Ok(Ok(0)) => {}
        Ok(Ok(matched)) => tracing::info!(matched, "calls that were nobody's have an account now"),
        Ok(Err(error)) => tracing::error!(error = &error as &dyn std::error::Error, "calls that are nobody's can't be looked through"),
        Err(error) => tracing::error!(error = error.to_string(), "the look through calls that are nobody's broke"),
    })
    .await;
}
