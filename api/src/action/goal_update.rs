//! Editing a goal. Calls that were judged before keep what they met, until they are reported or rated again.

use entity::change::ChangeKind;
use entity::id::{GoalId, Id};
use serde::{Deserialize, Serialize};

use super::deed::{Deed, Done, Stop};
use super::goal_conditions::{self, GoalText};
use super::goal_create::last_word;
use super::subject;
use super::warning::Warning;
use crate::operation::Operation;
use crate::policy::Permission;
use crate::store;
use crate::store::change::NewChange;
use crate::store::write::Write;
use crate::viewer::AccountScope;

/// An edit, as it came in. What is left out stays.
#[derive(Clone, Debug, Serialize)]
pub struct Edit {
    /// Id of the goal.
    pub id: String,
    /// The version that the caller has seen.
    pub expected_version: Option<i32>,
    /// Name and conditions.
    pub text: GoalText,
}

/// What was edited.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The goal.
    pub goal: GoalId,
    /// What is worth knowing.
    pub warnings: Vec<Warning>,
}

impl Deed for Edit {
    const PERMISSION: Permission = Permission::GoalUpdate;
    const OPERATION: &'static str = "goalUpdate";
    type Outcome = Outcome;

    async fn perform(&self, op: &Operation, scope: AccountScope, write: &Write) -> Result<Done<Outcome>, Stop> {
        let row = match GoalId::parse(&self.id) {
            Some(id) => store::goal::lock_to_edit(scope, write.db(), id).await?,
            None => None,
        };
        let before = subject::to_edit(row, self.expected_version)?;
        let mut after = before.clone();
        let faults = self.text.put(scope, write, &mut after).await?;
        if !faults.is_empty() {
            return Err(Stop::Refused(faults));
        }
        let outcome = Outcome { goal: before.id, warnings: goal_conditions::warnings(&after) };
        let mut changes = Vec::new();
        if after != before {
            after.version += 1;
            after.updated_at = op.now;
            store::goal::update(write.db(), after.clone()).await.map_err(last_word)?;
            changes.push(NewChange::goal(ChangeKind::GoalUpdated, Some(&before), &after));
        }
        Ok(Done { outcome, changes })
    }
}
