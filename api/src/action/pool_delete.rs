//! Deleting a pool: refused while anything uses it. It is archived, never removed, so that old numbers still resolve it.

use entity::change::ChangeKind;
use entity::id::{Id, PoolId};
use serde::{Deserialize, Serialize};

use super::deed::{Deed, Done, Stop};
use super::subject;
use crate::operation::Operation;
use crate::policy::Permission;
use crate::store;
use crate::store::change::NewChange;
use crate::store::fixed_number::{Rerouted, Used};
use crate::store::write::Write;
use crate::viewer::AccountScope;

/// A deletion, as it came in.
#[derive(Clone, Debug, Serialize)]
pub struct Delete {
    /// Id of the pool.
    pub id: String,
    /// The version that the caller has seen.
    pub expected_version: Option<i32>,
}

/// What was deleted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The pool.
    pub pool: PoolId,
}

impl Deed for Delete {
    const PERMISSION: Permission = Permission::PoolDelete;
    const OPERATION: &'static str = "poolDelete";
    type Outcome = Outcome;

    async fn perform(&self, op: &Operation, scope: AccountScope, write: &Write) -> Result<Done<Outcome>, Stop> {
        let row = match PoolId::parse(&self.id) {
            Some(id) => store::pool::lock_to_edit(scope, write.db(), id).await?,
            None => None,
        };
        let before = subject::to_delete(row, self.expected_version)?;
        let (active, held) = store::fixed_number::users(scope, write.db(), Used::Pool(before.id)).await?;
        subject::unless_used::<entity::pool::Model>(&[(active, subject::ACTIVE), (held, subject::HELD)])?;

        let mut after = before.clone();
        after.archived_at = Some(op.now);
        after.updated_at = op.now;
        after.version += 1;
        store::pool::update(write.db(), after.clone()).await?;
        let change = NewChange::pool(ChangeKind::PoolDeleted, Some(&before), &after, Rerouted::default());
        Ok(Done { outcome: Outcome { pool: before.id }, changes: vec![change] })
    }
}
