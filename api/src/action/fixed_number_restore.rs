//! Restoring a held number: the same id, number and label; a new label if the description was taken meanwhile.

use entity::change::ChangeKind;
use entity::fixed_number::FixedNumberStatus;
use entity::fixed_number_interval as interval;
use entity::id::{FixedNumberId, Id};
use entity::value::label::Label;
use serde::{Deserialize, Serialize};

use super::deed::{Deed, Done, Stop};
use super::fault::{Fault, FaultCode};
use super::fixed_number_order::last_word;
use super::fixed_number_update::not_found;
use super::labelling::{self, Wanted};
use crate::operation::Operation;
use crate::policy::Permission;
use crate::rule::label::LabelText;
use crate::store;
use crate::store::change::NewChange;
use crate::store::error::StoreError;
use crate::store::write::Write;
use crate::viewer::AccountScope;

/// A restoration, as it came in.
#[derive(Clone, Debug, Serialize)]
pub struct Restore {
    /// Id of the fixed number.
    pub id: String,
    /// A new label, if it shall not have the old one.
    pub label: Option<LabelText>,
}

/// What was restored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The number.
    pub fixed_number: FixedNumberId,
}

impl Deed for Restore {
    const PERMISSION: Permission = Permission::FixedNumberRestore;
    const OPERATION: &'static str = "fixedNumberRestore";
    type Outcome = Outcome;

    async fn perform(&self, op: &Operation, scope: AccountScope, write: &Write) -> Result<Done<Outcome>, Stop> {
        let row = match FixedNumberId::parse(&self.id) {
            Some(id) => store::fixed_number::lock(scope, write.db(), id).await?,
            None => None,
        };
        let before = row.ok_or_else(not_found)?;
        let mut faults = Vec::new();
        match before.status {
            FixedNumberStatus::Active => {
                faults.push(Fault::at("input.id", FaultCode::NotDeleted, "This number is active; there is nothing to restore."));
            }
            // The hold is over when its time has come, not when the job gets to it.
            FixedNumberStatus::Held if before.hold_until.is_some_and(|until| until > op.now) => {}
            _ => {
                let message = "The time in which this number could be restored is over.";
                faults.push(Fault::at("input.id", FaultCode::HoldOver, message));
            }
        }
        let kind = store::channel::lock(scope, write.db(), before.channel_id).await?.map(|channel| channel.kind);
        let mut after = before.clone();
        match &self.label {
            Some(text) => {
                let wanted = [Wanted { text, path: "input.label".into() }];
                let label = labelling::read_all(scope, write, &wanted, kind, Some(before.id), &mut faults).await?.pop().flatten();
                label.iter().for_each(|label| after.set_label(label));
            }
            None if faults.is_empty() => faults.extend(taken_meanwhile(scope, write, &before).await?),
            None => {}
        }
        if !faults.is_empty() {
            return Err(Stop::Refused(faults));
        }
        after.status = FixedNumberStatus::Active;
        (after.deleted_at, after.hold_until) = (None, None);
        after.updated_at = op.now;
        after.version += 1;
        store::fixed_number::update(write.db(), after.clone()).await.map_err(last_word)?;
        store::fixed_number_label::keep(write.db(), &before, &after, op.mint(), op.now).await?;
        let span =
            interval::Model { id: op.mint(), account_id: scope.account_id(), fixed_number_id: after.id, live_from: op.now, live_to: None };
        store::fixed_number::open_interval(write.db(), span).await?;
        let change = NewChange::fixed_number(ChangeKind::FixedNumberRestored, Some(&before), &after);
        Ok(Done { outcome: Outcome { fixed_number: after.id }, changes: vec![change] })
    }
}

async fn taken_meanwhile(scope: AccountScope, write: &Write, row: &entity::fixed_number::Model) -> Result<Option<Fault>, StoreError> {
    let Some(Label::Simple(description)) = row.label() else { return Ok(None) };
    let taken = store::fixed_number::taken_descriptions(scope, write.db(), vec![description.folded()], Some(row.id)).await?;
    let message = "Another number was given this description meanwhile. Restore this one with a new label.";
    Ok((!taken.is_empty()).then(|| Fault::at("input.label", FaultCode::DescriptionTaken, message)))
}
