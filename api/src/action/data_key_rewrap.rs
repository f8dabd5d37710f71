//! Wrapping every stored data key with the first of the operator's keys: what makes the others superfluous.
//!
//! It is safe beside gateways that know both keys: what is sealed stays sealed with the same data keys.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::operator;
use crate::clock::Randomness;
use crate::database::Database;
use crate::seal::data_keys::Locked;
use crate::store;
use crate::store::error::StoreError;
use crate::store::write::Write;

/// How many keys are read at once.
const PAGE: u64 = 200;

/// What a run found and did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// How many were wrapped anew.
    pub rewrapped: u64,
    /// How many had been wrapped with the first key before.
    pub current: u64,
    /// How many were left as they are, because the key that wrapped them was not given.
    pub unknown: u64,
    /// How many were left as they are, because they were tampered with.
    pub broken: u64,
}

/// Wraps all of them anew, each in a transaction of its own.
pub async fn run(database: &Database, now: DateTime<Utc>, randomness: &Arc<dyn Randomness>) -> Result<Outcome, StoreError> {
    let op = operator::unbound(database, now, randomness);
    let (mut outcome, mut after) = (Outcome::default(), None);
    loop {
        let rows = store::data_key::page(database.reader(), after, PAGE).await?;
        let Some(last) = rows.last() else { return Ok(outcome) };
        after = Some(last.id);
        for row in &rows {
            match database.data_keys().rewrap(store::data_key::owner(row), &row.wrapped) {
                Ok(None) => outcome.current += 1,
                Ok(Some(wrapped)) => {
                    let write = Write::begin(&op).await?;
                    // If it is not there any more, another run was first, or its account was erased.
                    outcome.rewrapped += u64::from(store::data_key::replace(write.db(), row, wrapped).await?);
                    write.commit_all(&op, Vec::new()).await?;
                }
                Err(Locked::UnknownKey | Locked::NoKey) => outcome.unknown += 1,
                Err(Locked::Broken) => outcome.broken += 1,
            }
        }
    }
}

/// How many stored data keys were wrapped with a key of the operator's that was not given.
pub async fn locked(database: &Database) -> Result<u64, StoreError> {
    let (mut locked, mut after) = (0, None);
    loop {
        let rows = store::data_key::page(database.reader(), after, PAGE).await?;
        let Some(last) = rows.last() else { return Ok(locked) };
        after = Some(last.id);
        let unwrapped = rows.iter().map(|row| database.data_keys().unwrap(store::data_key::owner(row), &row.wrapped));
        locked += unwrapped.filter(|key| matches!(key, Err(Locked::UnknownKey | Locked::NoKey))).count() as u64;
    }
}
