//! Making a goal. It judges calls from now on, never those that were judged before.

use entity::change::ChangeKind;
use entity::id::GoalId;
use entity::value::name::Name;
use serde::{Deserialize, Serialize};

use super::deed::{Deed, Done, Stop};
use super::fault::{Fault, FaultCode};
use super::goal_conditions::{self, GoalText};
use super::warning::Warning;
use super::wording;
use crate::operation::Operation;
use crate::policy::Permission;
use crate::rule::goal::{self, GOALS_MAX};
use crate::store;
use crate::store::change::NewChange;
use crate::store::error::StoreError;
use crate::store::write::Write;
use crate::viewer::AccountScope;

/// A goal that is wanted, as it came in.
#[derive(Clone, Debug, Serialize)]
pub struct NewGoal {
    /// Name and conditions.
    pub text: GoalText,
}

/// What was made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The goal.
    pub goal: GoalId,
    /// What is worth knowing.
    pub warnings: Vec<Warning>,
}

impl Deed for NewGoal {
    const PERMISSION: Permission = Permission::GoalCreate;
    const OPERATION: &'static str = "goalCreate";
    type Outcome = Outcome;

    async fn perform(&self, op: &Operation, scope: AccountScope, write: &Write) -> Result<Done<Outcome>, Stop> {
        // Every goal has a name: none that was given is one that is missing.
        let text = GoalText { name: Some(self.text.name.clone().unwrap_or_default()), ..self.text.clone() };
        // A stopgap: its own name is put in before it is stored.
        let name = Name::parse("-").map_err(|fault| StoreError::Broken(fault.to_string()))?;
        let mut row = goal::blank(op.mint(), scope.account_id(), name, op.now);
        let mut faults = text.put(scope, write, &mut row).await?;
        // Two at the same instant may both be the last: the bound is there to spare the judging, and one more does no harm to it.
        if store::goal::count_in_force(scope, write.db()).await? >= GOALS_MAX {
            let message = format!("An account has at most {GOALS_MAX} goals. Delete one that is not needed any more.");
            faults.push(Fault::at("input", FaultCode::GoalsTooMany, message));
        }
        if !faults.is_empty() {
            return Err(Stop::Refused(faults));
        }
        store::goal::insert(write.db(), row.clone()).await.map_err(last_word)?;
        let outcome = Outcome { goal: row.id, warnings: goal_conditions::warnings(&row) };
        Ok(Done { outcome, changes: vec![NewChange::goal(ChangeKind::GoalCreated, None, &row)] })
    }
}

/// What the database itself had to refuse: a name that another request took since we looked.
pub fn last_word(error: StoreError) -> Stop {
    if error.violates(&store::error::GOAL_NAME) { Stop::Refused(vec![wording::taken("goal")]) } else { Stop::Store(error) }
}
