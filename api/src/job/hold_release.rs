//! Every minute, and once at the start, held numbers whose time has come return to stock.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::rhythm;
use crate::action::hold_release;
use crate::clock::{Clock, Randomness};
use crate::database::Database;

const EVERY: Duration = Duration::from_secs(60);

/// Runs until shutting down begins. A run that failed is logged, and the next one does its work.
pub async fn run(database: Database, clock: Arc<dyn Clock>, randomness: Arc<dyn Randomness>, shutting: watch::Receiver<bool>) {
    let work = |stopping: watch::Receiver<bool>| {
        let (database, now, randomness) = (database.clone(), clock.now(), randomness.clone());
        async move { hold_release::run(&database, now, &randomness, || *stopping.borrow()).await }
    };
    rhythm::keep(EVERY, shutting, work, |done| match done {
        Ok(Ok(hold_release::Outcome { released: 0, .. })) => {}
        Ok(Ok(outcome)) => tracing::info!(released = outcome.released, "held numbers are back in stock"),
        Ok(Err(error)) => tracing::error!(error = &error as &dyn std::error::Error, "held numbers can't be looked for"),
        Err(error) => tracing::error!(error = error.to_string(), "the return of held numbers broke"),
    })
    .await;
}
