//! Looking across accounts: for the operator's commands, never for a request.

use entity::account::Model;

use crate::database::Database;
use crate::store;
use crate::store::error::StoreError;

/// The account that has this id or this name.
pub async fn by_name_or_id(database: &Database, text: &str) -> Result<Option<Model>, StoreError> {
    store::account::find_by_name_or_id(database.reader(), text).await
}

/// All accounts, by name.
pub async fn list(database: &Database) -> Result<Vec<Model>, StoreError> {
    store::account::list(database.reader()).await
}
