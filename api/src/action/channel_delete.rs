//! Deleting a channel: refused while anything uses it. It is archived, never removed, so that old numbers still resolve it.

use entity::change::ChangeKind;
use entity::id::{ChannelId, Id};
use serde::{Deserialize, Serialize};

use super::deed::{Deed, Done, Stop};
use super::subject;
use crate::operation::Operation;
use crate::policy::Permission;
use crate::store;
use crate::store::change::NewChange;
use crate::store::fixed_number::Used;
use crate::store::write::Write;
use crate::viewer::AccountScope;

/// A deletion, as it came in.
#[derive(Clone, Debug, Serialize)]
pub struct Delete {
    /// Id of the channel.
    pub id: String,
    /// The version that the caller has seen.
    pub expected_version: Option<i32>,
}

/// What was deleted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The channel.
    pub channel: ChannelId,
}

impl Deed for Delete {
    const PERMISSION: Permission = Permission::ChannelDelete;
    const OPERATION: &'static str = "channelDelete";
    type Outcome = Outcome;

    async fn perform(&self, op: &Operation, scope: AccountScope, write: &Write) -> Result<Done<Outcome>, Stop> {
        let row = match ChannelId::parse(&self.id) {
            Some(id) => store::channel::lock_to_edit(scope, write.db(), id).await?,
            None => None,
        };
        let before = subject::to_delete(row, self.expected_version)?;
        let (active, held) = store::fixed_number::users(scope, write.db(), Used::Channel(before.id)).await?;
        subject::unless_used::<entity::channel::Model>(&[(active, subject::ACTIVE), (held, subject::HELD)])?;

        let mut after = before.clone();
        after.archived_at = Some(op.now);
        after.updated_at = op.now;
        after.version += 1;
        store::channel::update(write.db(), after.clone()).await?;
        let change = NewChange::channel(ChangeKind::ChannelDeleted, Some(&before), &after);
        Ok(Done { outcome: Outcome { channel: before.id }, changes: vec![change] })
    }
}
