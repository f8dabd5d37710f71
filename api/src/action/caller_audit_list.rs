//! Who has seen, looked for or erased the callers of an account. For the operator.

use entity::caller_access::Model;

use crate::operation::Operation;
use crate::store;
use crate::store::error::StoreError;

/// How many entries are read at once.
const PAGE: u64 = 1_000;

/// All entries, the oldest first.
pub async fn run(op: &Operation) -> Result<Vec<Model>, StoreError> {
    let Some(scope) = op.viewer.account_scope() else { return Ok(Vec::new()) };
    let mut all: Vec<Model> = Vec::new();
    loop {
        let after = all.last().map(|row| row.id);
        let mut some = store::caller_access::page(scope, op.database.reader(), after, PAGE).await?;
        if some.is_empty() {
            return Ok(all);
        }
        all.append(&mut some);
    }
}
