//! For how long an account keeps callers: set by the operator.

use entity::account::Model;

use super::refusal::Refusal;
use crate::operation::Operation;
use crate::rule::retention::{MONTHS_MAX, MONTHS_MIN};
use crate::store;
use crate::store::change::NewChange;
use crate::store::error::StoreError;
use crate::store::write::Write;
use crate::viewer::AccountScope;

/// Sets for how many months; the account as it is then. What is older by then is cleared by the gateway's own job.
pub async fn run(op: &Operation, scope: AccountScope, months: &str) -> Result<Model, Refusal> {
    let Some(months) = months.trim().parse().ok().filter(|months| (MONTHS_MIN..=MONTHS_MAX).contains(months)) else {
        return Err(Refusal::Faults(vec![format!("--months: It must be a whole number from {MONTHS_MIN} to {MONTHS_MAX}.")]));
    };
    let write = Write::begin(op).await?;
    let before = store::account::lock_to_edit(scope, write.db()).await?;
    let before = before.ok_or_else(|| StoreError::Broken(format!("{} is not there", scope.account_id())))?;
    if before.caller_retention_months == months {
        write.rollback().await?;
        return Ok(before);
    }
    let after = Model { caller_retention_months: months, version: before.version + 1, ..before.clone() };
    store::account::update(write.db(), after.clone()).await?;
    write.commit(op, scope, vec![NewChange::account(&before, &after)]).await?;
    Ok(after)
}
