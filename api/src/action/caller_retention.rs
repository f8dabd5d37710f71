//! Clearing what is personal of calls when an account's time for keeping it is over: what a job of the gateway does, in small
//! transactions.
//!
//! Any number of gateways may do it at once. A call that another has locked is passed over, and one that it has cleared says so.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use entity::account::Model;

use super::operator;
use crate::clock::Randomness;
use crate::database::Database;
use crate::rule::retention::{self, MONTHS};
use crate::store;
use crate::store::error::StoreError;
use crate::store::write::Write;

/// How many calls are cleared in one transaction: a report that waits for it hardly notices.
const BATCH: u64 = 300;

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Of how many calls the caller was cleared.
    pub callers: u64,
    /// How many calls that were nobody's, or reports that contradict others, were cleared.
    pub operators: u64,
    /// How many accounts had to be left for the next run. The log says why.
    pub failed: u64,
}

/// Clears all that is to be cleared by now, unless it is told to stop between two transactions.
pub async fn run(
    database: &Database,
    now: DateTime<Utc>,
    randomness: &Arc<dyn Randomness>,
    stopping: impl Fn() -> bool,
) -> Result<Outcome, StoreError> {
    let mut outcome = Outcome::default();
    for account in store::account::list(database.reader()).await? {
        if stopping() {
            return Ok(outcome);
        }
        match of_account(database, now, randomness, &account, &stopping).await {
            Ok(callers) => outcome.callers += callers,
            // One account's trouble must not keep the others' callers.
            Err(error) => {
                outcome.failed += 1;
                tracing::error!(account = account.id.to_string(), error = &error as &dyn std::error::Error, "callers can't be cleared");
            }
        }
    }
    outcome.operators = of_operator(database, now, randomness, &stopping).await?;
    Ok(outcome)
}

async fn of_account(
    database: &Database,
    now: DateTime<Utc>,
    randomness: &Arc<dyn Randomness>,
    account: &Model,
    stopping: &impl Fn() -> bool,
) -> Result<u64, StoreError> {
    let op = operator::operation(database, now, randomness, operator::SYSTEM, account.id);
    let Some(scope) = op.viewer.account_scope() else { return Ok(0) };
    let since = retention::kept_since(now, account.caller_retention_months);
    // Most have none, and then no writer has to wait for this.
    if !store::caller::is_due(scope, database.reader(), since).await? {
        return Ok(0);
    }
    let mut callers = 0;
    loop {
        let write = Write::begin(&op).await?;
        let some = store::caller::clear_some(scope, write.db(), now, Some(since), BATCH).await?;
        // No change is recorded: an account's feed tells what somebody did, and this is what time does.
        write.commit_all(&op, Vec::new()).await?;
        callers += some.callers;
        if some.marked < BATCH || stopping() {
            return Ok(callers);
        }
    }
}

async fn of_operator(
    database: &Database,
    now: DateTime<Utc>,
    randomness: &Arc<dyn Randomness>,
    stopping: &impl Fn() -> bool,
) -> Result<u64, StoreError> {
    let op = operator::unbound(database, now, randomness);
    let since = retention::kept_since(now, MONTHS);
    let mut cleared = 0;
    while !stopping() {
        let write = Write::begin(&op).await?;
        let unmatched = store::caller::clear_old_unmatched(write.db(), since, BATCH).await?;
        let conflicts = store::caller::clear_old_conflicts(write.db(), since, BATCH).await?;
        write.commit_all(&op, Vec::new()).await?;
        cleared += unmatched + conflicts;
        if unmatched < BATCH && conflicts < BATCH {
            break;
        }
    }
    Ok(cleared)
}
