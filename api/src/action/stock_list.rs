//! The numbers in stock, a page at a time. For the operator.

use crate::database::Database;
use crate::store;
use crate::store::error::StoreError;
use crate::store::stock_list::{Filter, Row};

/// The next numbers behind one, in their order.
pub async fn page(database: &Database, filter: &Filter, after: &str, size: u64) -> Result<Vec<Row>, StoreError> {
    store::stock_list::page(database.reader(), filter, after, size).await
}
