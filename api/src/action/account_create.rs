//! Making an account, with the feed that all its changes go to. For the operator.

use entity::account::Model;

use crate::operation::Operation;
use crate::store;
use crate::store::error::StoreError;
use crate::store::write::Write;

/// Adds an account inside a transaction that is open.
pub async fn within(write: &Write, row: Model) -> Result<(), StoreError> {
    let id = row.id;
    store::account::insert(write.db(), row).await?;
    store::change::open_feed(write.db(), id).await
}

/// Adds an account.
pub async fn run(op: &Operation, row: Model) -> Result<(), StoreError> {
    let write = Write::begin(op).await?;
    within(&write, row).await?;
    write.commit_all(op, Vec::new()).await
}
