//! Making a demo new: everything in the database goes, and the demo data is loaded again, in one transaction.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::demo_load::{self, Error};
use super::demo_plan::ACCOUNTS;
use crate::clock::Randomness;
use crate::database::Database;
use crate::store;
use crate::store::error::StoreError;
use crate::store::write::Write;

/// Whose database it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// Nobody's: there are neither accounts nor number types.
    Nothing,
    /// Nothing but a demo.
    Demo,
    /// Somebody's, who made these accounts; none when there are number types and no account yet.
    Other(Vec<String>),
}

/// Looks whether there is nothing but a demo: accounts of its names, which the demo itself has filled.
pub async fn look(database: &Database) -> Result<Held, StoreError> {
    let accounts = store::demo::accounts(database.reader()).await?;
    let types = store::number_type::count(database.reader()).await?;
    let is_ours = |(name, actor): &&(String, Option<String>)| {
        ACCOUNTS.iter().any(|plan| plan.name == name) && actor.as_deref() == Some(demo_load::ACTOR)
    };
    let others: Vec<_> = accounts.iter().filter(|account| !is_ours(account)).map(|(name, _)| name.clone()).collect();
    Ok(match (accounts.is_empty(), others.is_empty()) {
        (true, _) if types == 0 => Held::Nothing,
        (false, true) => Held::Demo,
        _ => Held::Other(others),
    })
}

/// Empties the database and loads the demo data.
pub async fn run(database: &Database, now: DateTime<Utc>, randomness: &Arc<dyn Randomness>) -> Result<(), Error> {
    let operator = demo_load::operation(database, now, randomness);
    let write = Write::begin(&operator).await?;
    store::demo::clear(write.db()).await?;
    let changes = demo_load::within(&operator, &write).await?;
    Ok(write.commit_all(&operator, changes).await?)
}
