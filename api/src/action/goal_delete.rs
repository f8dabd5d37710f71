//! Deleting a goal. It is archived, never removed, so that calls which met it still say so; it judges no more.

use entity::change::ChangeKind;
use entity::id::{GoalId, Id};
use serde::{Deserialize, Serialize};

use super::deed::{Deed, Done, Stop};
use super::subject;
use crate::operation::Operation;
use crate::policy::Permission;
use crate::store;
use crate::store::change::NewChange;
use crate::store::write::Write;
use crate::viewer::AccountScope;

/// A deletion, as it came in.
#[derive(Clone, Debug, Serialize)]
pub struct Delete {
    /// Id of the goal.
    pub id: String,
    /// The version that the caller has seen.
    pub expected_version: Option<i32>,
}

/// What was deleted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The goal.
    pub goal: GoalId,
}

impl Deed for Delete {
    const PERMISSION: Permission = Permission::GoalDelete;
    const OPERATION: &'static str = "goalDelete";
    type Outcome = Outcome;

    async fn perform(&self, op: &Operation, scope: AccountScope, write: &Write) -> Result<Done<Outcome>, Stop> {
        let row = match GoalId::parse(&self.id) {
            Some(id) => store::goal::lock_to_edit(scope, write.db(), id).await?,
            None => None,
        };
        let before = subject::to_delete(row, self.expected_version)?;
        let mut after = before.clone();
        after.archived_at = Some(op.now);
        after.updated_at = op.now;
        after.version += 1;
        store::goal::update(write.db(), after.clone()).await?;
        let change = NewChange::goal(ChangeKind::GoalDeleted, Some(&before), &after);
        Ok(Done { outcome: Outcome { goal: before.id }, changes: vec![change] })
    }
}
