//! Deleting a destination: refused while anything uses it. It is archived, never removed, so that old numbers still resolve it.

use entity::change::ChangeKind;
use entity::id::{DestinationId, Id};
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
    /// Id of the destination.
    pub id: String,
    /// The version that the caller has seen.
    pub expected_version: Option<i32>,
}

/// What was deleted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The destination.
    pub destination: DestinationId,
}

impl Deed for Delete {
    const PERMISSION: Permission = Permission::DestinationDelete;
    const OPERATION: &'static str = "destinationDelete";
    type Outcome = Outcome;

    async fn perform(&self, op: &Operation, scope: AccountScope, write: &Write) -> Result<Done<Outcome>, Stop> {
        let row = match DestinationId::parse(&self.id) {
            Some(id) => store::destination::lock_to_edit(scope, write.db(), id).await?,
            None => None,
        };
        let before = subject::to_delete(row, self.expected_version)?;
        let pools = store::pool::count_of(scope, write.db(), &[before.id]).await?.remove(&before.id).unwrap_or_default();
        let (active, held) = store::fixed_number::users(scope, write.db(), Used::Destination(before.id)).await?;
        let uses = [(pools, subject::POOLS), (active, subject::ACTIVE), (held, subject::HELD)];
        subject::unless_used::<entity::destination::Model>(&uses)?;

        let mut after = before.clone();
        after.archived_at = Some(op.now);
        after.updated_at = op.now;
        after.version += 1;
        store::destination::update(write.db(), after.clone()).await?;
        let change = NewChange::destination(ChangeKind::DestinationDeleted, Some(&before), &after, Rerouted::default());
        Ok(Done { outcome: Outcome { destination: before.id }, changes: vec![change] })
    }
}
