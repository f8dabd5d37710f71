//! Editing a pool. A new default destination re-routes every number that follows it, and the answer says how many.

use entity::change::ChangeKind;
use entity::id::{Id, PoolId};
use serde::{Deserialize, Serialize};

use super::deed::{Deed, Done, Stop};
use super::pool_create::last_word;
use super::pool_text::PoolText;
use super::routing::{self, DestinationText};
use super::subject;
use super::warning::Warning;
use crate::operation::Operation;
use crate::policy::Permission;
use crate::store;
use crate::store::change::NewChange;
use crate::store::fixed_number::Rerouted;
use crate::store::write::Write;
use crate::viewer::AccountScope;

/// An edit, as it came in. What is left out stays.
#[derive(Clone, Debug, Serialize)]
pub struct Edit {
    /// Id of the pool.
    pub id: String,
    /// The version that the caller has seen.
    pub expected_version: Option<i32>,
    /// Name, reference, features.
    pub text: PoolText,
    /// Where calls to its numbers shall ring.
    pub default_destination: Option<DestinationText>,
}

/// What was edited.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The pool.
    pub pool: PoolId,
    /// How many active numbers ring elsewhere by it.
    pub rerouted_numbers: i64,
    /// What is worth knowing.
    pub warnings: Vec<Warning>,
}

impl Deed for Edit {
    const PERMISSION: Permission = Permission::PoolUpdate;
    const OPERATION: &'static str = "poolUpdate";
    type Outcome = Outcome;

    async fn perform(&self, op: &Operation, scope: AccountScope, write: &Write) -> Result<Done<Outcome>, Stop> {
        let row = match PoolId::parse(&self.id) {
            Some(id) => store::pool::lock_to_edit(scope, write.db(), id).await?,
            None => None,
        };
        let before = subject::to_edit(row, self.expected_version)?;
        let mut after = before.clone();
        let mut faults = self.text.put(scope, write, &mut after).await?;
        let mut warnings = Vec::new();
        let mut changes = Vec::new();
        let chosen = match &self.default_destination {
            Some(text) => {
                let found = routing::find(op, scope, write, text, "input.defaultDestination").await?;
                faults.extend(found.faults);
                warnings.extend(found.warnings);
                found.chosen
            }
            None => None,
        };
        if !faults.is_empty() {
            return Err(Stop::Refused(faults));
        }
        if let Some(chosen) = chosen {
            let (id, created) = routing::settle(scope, write, chosen).await?;
            after.default_destination_id = id.unwrap_or(after.default_destination_id);
            changes.extend(created);
        }
        let mut rerouted = Rerouted::default();
        if after.default_destination_id != before.default_destination_id {
            rerouted = store::fixed_number::following(scope, write.db(), before.id).await?;
        }
        let outcome = Outcome { pool: before.id, rerouted_numbers: rerouted.numbers, warnings };
        if after != before {
            after.version += 1;
            after.updated_at = op.now;
            store::pool::update(write.db(), after.clone()).await.map_err(last_word)?;
            changes.push(NewChange::pool(ChangeKind::PoolUpdated, Some(&before), &after, rerouted));
        }
        Ok(Done { outcome, changes })
    }
}
