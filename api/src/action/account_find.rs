//! Looking across accounts: for the operator's commands, never for a request.

use entity::account::Model;

use crate::database::Database;
use crate::store;
use crate::store::error::StoreError;

/// The accounts that have this id or this name, the oldest first. Accounts name themselves, so there may be several.
pub async fn by_name_or_id(database: &Database, text: &str) -> Result<Vec<Model>, StoreError> {
    store::account::find_by_name_or_id(database.reader(), text).await
}

/// All accounts, by name.
pub async fn list(database: &Database) -> Result<Vec<Model>, StoreError> {
    store::account::list(database.reader()).await
}
