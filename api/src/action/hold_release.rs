//! Returning held numbers to stock when their time has come: what a job of the gateway does, in small transactions.
//!
//! Any number of gateways may do it at once. A row that another has locked is passed over, and one that it has returned is no longer
//! held. An account can't restore a number any more from the same instant on, so the two never want the same row for long.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use entity::change::ChangeKind;
use entity::fixed_number::FixedNumberStatus;
use entity::id::AccountId;

use super::operator;
use crate::clock::Randomness;
use crate::database::Database;
use crate::operation::Operation;
use crate::rule::rest;
use crate::store;
use crate::store::change::NewChange;
use crate::store::error::StoreError;
use crate::store::write::Write;

/// How many numbers return in one transaction: an order that waits for it hardly notices.
const BATCH: u64 = 100;
/// How many accounts are asked for at once.
const ACCOUNTS: u64 = 200;

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// How many numbers returned to stock.
    pub released: u64,
    /// How many accounts had to be left for the next run. The log says why.
    pub failed: u64,
}

/// Returns every number whose hold is over by now, unless it is told to stop between two transactions.
pub async fn run(
    database: &Database,
    now: DateTime<Utc>,
    randomness: &Arc<dyn Randomness>,
    stopping: impl Fn() -> bool,
) -> Result<Outcome, StoreError> {
    let mut outcome = Outcome::default();
    let mut after = None;
    loop {
        let accounts = store::fixed_number::accounts_with_hold_over(database.reader(), now, after, ACCOUNTS).await?;
        let Some(last) = accounts.last().copied() else { return Ok(outcome) };
        for account in accounts {
            match of_account(database, now, randomness, account, &stopping).await {
                Ok(released) => outcome.released += released,
                // One account's trouble must not keep the others' numbers.
                Err(error) => {
                    outcome.failed += 1;
                    tracing::error!(
                        account = account.to_string(),
                        error = &error as &dyn std::error::Error,
                        "held numbers can't be returned"
                    );
                }
            }
            if stopping() {
                return Ok(outcome);
            }
        }
        after = Some(last);
    }
}

async fn of_account(
    database: &Database,
    now: DateTime<Utc>,
    randomness: &Arc<dyn Randomness>,
    account: AccountId,
    stopping: &impl Fn() -> bool,
) -> Result<u64, StoreError> {
    let op = operator::operation(database, now, randomness, operator::SYSTEM, account);
    let mut released = 0;
    loop {
        let some = batch(&op).await?;
        released += some;
        if some < BATCH || stopping() {
            return Ok(released);
        }
    }
}

async fn batch(op: &Operation) -> Result<u64, StoreError> {
    let Some(scope) = op.viewer.account_scope() else { return Ok(0) };
    let write = Write::begin(op).await?;
    let held = store::fixed_number::lock_hold_over(scope, write.db(), op.now, BATCH).await?;
    if held.is_empty() {
        write.rollback().await?;
        return Ok(0);
    }
    let mut changes = Vec::with_capacity(held.len());
    let mut places = Vec::with_capacity(held.len());
    for before in held {
        let mut after = before.clone();
        after.status = FixedNumberStatus::Released;
        after.updated_at = op.now;
        after.version += 1;
        places.push((after.id, rest::pick_key(after.deleted_at, op.draw())));
        changes.push(NewChange::fixed_number(ChangeKind::FixedNumberReleased, Some(&before), &after));
        store::fixed_number::update(write.db(), after).await?;
    }
    store::stock::give_back(write.db(), &places).await?;
    let released = places.len() as u64;
    write.commit(op, scope, changes).await?;
    Ok(released)
}
