//! Editing a destination. With another number, all that ring there ring elsewhere from now on, and the answer says how many.

use entity::change::ChangeKind;
use entity::destination::Model;
use entity::id::{DestinationId, Id};
use serde::{Deserialize, Serialize};

use super::deed::{Deed, Done, Stop};
use super::destination_create::exists;
use super::fault::Fault;
use super::routing::{self, Chosen, DestinationText};
use super::warning::Warning;
use super::{subject, wording};
use crate::operation::Operation;
use crate::policy::Permission;
use crate::store;
use crate::store::change::NewChange;
use crate::store::error::StoreError;
use crate::store::fixed_number::Rerouted;
use crate::store::write::Write;
use crate::viewer::AccountScope;

/// An edit, as it came in. What is left out stays.
#[derive(Clone, Debug, Serialize)]
pub struct Edit {
    /// Id of the destination.
    pub id: String,
    /// The version that the caller has seen.
    pub expected_version: Option<i32>,
    /// Its new telephone number.
    pub number: Option<String>,
    /// What people shall call it; null clears it.
    // Left out and cleared are two inputs, which an idempotency key tells apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Option<String>>,
}

/// What was edited.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The destination.
    pub destination: DestinationId,
    /// How many pools ring elsewhere by default.
    pub rerouted_pools: i64,
    /// How many active numbers ring elsewhere, by default or by override.
    pub rerouted_numbers: i64,
    /// What is worth knowing.
    pub warnings: Vec<Warning>,
}

impl Deed for Edit {
    const PERMISSION: Permission = Permission::DestinationUpdate;
    const OPERATION: &'static str = "destinationUpdate";
    type Outcome = Outcome;

    async fn perform(&self, op: &Operation, scope: AccountScope, write: &Write) -> Result<Done<Outcome>, Stop> {
        let row = match DestinationId::parse(&self.id) {
            Some(id) => store::destination::lock_to_edit(scope, write.db(), id).await?,
            None => None,
        };
        let before = subject::to_edit(row, self.expected_version)?;
        let mut after = before.clone();
        let (mut faults, warnings) = self.number(op, scope, write, &mut after).await?;
        wording::put(&self.label, &mut after.label, "input.label", wording::LABEL, &mut faults);
        if !faults.is_empty() {
            return Err(Stop::Refused(faults));
        }
        after.settle();
        let (mut rerouted, mut pools) = (Rerouted::default(), Vec::new());
        if after.number != before.number {
            rerouted = store::fixed_number::ringing_at(scope, write.db(), before.id).await?;
            pools = store::pool::defaulting(scope, write.db(), before.id).await?;
        }
        let rerouted_pools = i64::try_from(pools.len()).unwrap_or(i64::MAX);
        // Whoever follows a pool learns of it, also while the pool has no number.
        rerouted.pools.extend(pools);
        rerouted.pools.sort_unstable();
        rerouted.pools.dedup();
        let outcome = Outcome { destination: before.id, rerouted_pools, rerouted_numbers: rerouted.numbers, warnings };
        let mut changes = Vec::new();
        if after != before {
            after.version += 1;
            after.updated_at = op.now;
            store::destination::update(write.db(), after.clone()).await.map_err(last_word)?;
            if after.number != before.number {
                store::destination::still_untracked(write.db(), after.number.clone()).await?;
            }
            changes.push(NewChange::destination(ChangeKind::DestinationUpdated, Some(&before), &after, rerouted));
        }
        Ok(Done { outcome, changes })
    }
}

impl Edit {
    /// Puts the new number in, held against the same rules as an order's.
    async fn number(
        &self,
        op: &Operation,
        scope: AccountScope,
        write: &Write,
        after: &mut Model,
    ) -> Result<(Vec<Fault>, Vec<Warning>), StoreError> {
        let Some(text) = self.number.clone() else { return Ok((Vec::new(), Vec::new())) };
        let mut found = routing::find(op, scope, write, &DestinationText::Number(text), "input").await?;
        match found.chosen {
            Some(Chosen::New(row)) => after.number = row.number,
            Some(Chosen::There(id)) if id != after.id => found.faults.push(exists()),
            _ => {}
        }
        Ok((found.faults, found.warnings))
    }
}

/// What the database itself had to refuse: a number that another destination was given since we looked.
fn last_word(error: StoreError) -> Stop {
    if error.violates(&store::error::DESTINATION_NUMBER) { Stop::Refused(vec![exists()]) } else { Stop::Store(error) }
}
