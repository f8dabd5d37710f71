//! Number types with what has become of their stock. For the operator.

use entity::number_type::Model;

use crate::database::Database;
use crate::store;
use crate::store::error::StoreError;
use crate::store::stock_list::Census;

/// The type that has this id or this title.
pub async fn by_title_or_id(database: &Database, text: &str) -> Result<Option<Model>, StoreError> {
    store::number_type::find_by_title_or_id(database.reader(), text).await
}

/// All types, by title.
pub async fn all(database: &Database) -> Result<Vec<Model>, StoreError> {
    store::number_type::list_all(database.reader()).await
}

/// All types, by title, with how many of their numbers are free, in use and held.
pub async fn run(database: &Database) -> Result<Vec<(Model, Census)>, StoreError> {
    let types = all(database).await?;
    let counts = store::stock_list::census(database.reader()).await?;
    Ok(types.into_iter().map(|row| (counts.get(&row.id).copied().unwrap_or_default(), row)).map(|(n, row)| (row, n)).collect())
}
