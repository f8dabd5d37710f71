//! Making an account, with the feed that all its changes go to. For the operator.

use entity::account::Model;

use crate::store;
use crate::store::error::StoreError;
use crate::store::write::Write;

/// Adds an account inside a transaction that is open.
pub async fn within(write: &Write, row: Model) -> Result<(), StoreError> {
    let id = row.id;
    store::account::insert(write.db(), row).await?;
    store::change::open_feed(write.db(), id).await
}
