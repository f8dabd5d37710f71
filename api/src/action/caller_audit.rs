//! Keeps that a request has learned of callers, before its answer leaves. No change: what was read is nothing that others follow.

use entity::caller_access::CallerAccessKind;

use crate::operation::Operation;
use crate::store;
use crate::store::error::StoreError;
use crate::store::write::Write;
use crate::viewer::AccountScope;

/// Keeps a note for each kind of look at callers, with how many calls it was about.
pub async fn run(op: &Operation, scope: AccountScope, looks: &[(CallerAccessKind, i64)]) -> Result<(), StoreError> {
    let write = Write::begin(op).await?;
    for (kind, calls) in looks {
        store::caller_access::insert(op, scope, write.db(), *kind, *calls).await?;
    }
    write.commit(op, scope, Vec::new()).await
}
