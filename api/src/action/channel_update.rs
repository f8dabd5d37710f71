//! Editing a channel. What it stands for can't change under numbers whose labels were checked against it.

use entity::change::ChangeKind;
use entity::channel::{ChannelKind, Model};
use entity::id::{ChannelId, Id};
use entity::value::name::Name;
use serde::{Deserialize, Serialize};

use super::channel_create::last_word;
use super::deed::{Deed, Done, Stop};
use super::fault::{Fault, FaultCode};
use super::{subject, wording};
use crate::operation::Operation;
use crate::policy::Permission;
use crate::store;
use crate::store::change::NewChange;
use crate::store::error::StoreError;
use crate::store::fixed_number::Used;
use crate::store::write::Write;
use crate::viewer::AccountScope;

/// An edit, as it came in. What is left out stays.
#[derive(Clone, Debug, Serialize)]
pub struct Edit {
    /// Id of the channel.
    pub id: String,
    /// The version that the caller has seen.
    pub expected_version: Option<i32>,
    /// Its new name.
    pub name: Option<String>,
    /// What it shall stand for.
    pub kind: Option<ChannelKind>,
}

/// What was edited.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The channel.
    pub channel: ChannelId,
}

impl Deed for Edit {
    const PERMISSION: Permission = Permission::ChannelUpdate;
    const OPERATION: &'static str = "channelUpdate";
    type Outcome = Outcome;

    async fn perform(&self, op: &Operation, scope: AccountScope, write: &Write) -> Result<Done<Outcome>, Stop> {
        let row = match ChannelId::parse(&self.id) {
            Some(id) => store::channel::lock_to_edit(scope, write.db(), id).await?,
            None => None,
        };
        let before = subject::to_edit(row, self.expected_version)?;
        let mut after = before.clone();
        let mut faults = Vec::new();
        match self.name.as_deref().map(Name::parse) {
            Some(Ok(name)) => after.name = name,
            Some(Err(fault)) => faults.push(wording::explain(fault)),
            None => {}
        }
        after.settle();
        if after.name_folded != before.name_folded
            && store::channel::is_name_taken(scope, write.db(), &after.name_folded, Some(before.id)).await?
        {
            faults.push(wording::taken("channel"));
        }
        after.kind = self.kind.unwrap_or(before.kind);
        faults.extend(kind_in_use(scope, write, &before, &after).await?);
        if !faults.is_empty() {
            return Err(Stop::Refused(faults));
        }
        let mut changes = Vec::new();
        if after != before {
            after.version += 1;
            after.updated_at = op.now;
            store::channel::update(write.db(), after.clone()).await.map_err(last_word)?;
            changes.push(NewChange::channel(ChangeKind::ChannelUpdated, Some(&before), &after));
        }
        Ok(Done { outcome: Outcome { channel: before.id }, changes })
    }
}

async fn kind_in_use(scope: AccountScope, write: &Write, before: &Model, after: &Model) -> Result<Option<Fault>, StoreError> {
    if after.kind == before.kind {
        return Ok(None);
    }
    let (active, held) = store::fixed_number::users(scope, write.db(), Used::ChannelKind(before.id)).await?;
    if active + held == 0 {
        return Ok(None);
    }
    let users = subject::enumerate(&[(active, subject::ACTIVE), (held, subject::HELD)]);
    let message =
        format!("The kind can't change while numbers in Advanced mode use this channel: {users}. Make another channel for the new kind.");
    Ok(Some(Fault { used_by_count: Some(active + held), ..Fault::at("input.kind", FaultCode::ChannelKindInUse, message) }))
}
