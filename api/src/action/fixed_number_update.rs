//! Editing a fixed number: its channel, label and destination, and nothing else.

use entity::change::ChangeKind;
use entity::channel::ChannelKind;
use entity::fixed_number::{FixedNumberStatus, Model};
use entity::id::{FixedNumberId, Id};
use entity::value::label::{Label, LabelMode};
use serde::{Deserialize, Serialize};

use super::deed::{Deed, Done, Stop};
use super::fault::{Fault, FaultCode};
use super::fixed_number_order::{find_channel, last_word};
use super::labelling::{self, Wanted};
use super::routing::{self, DestinationText};
use super::warning::Warning;
use crate::operation::Operation;
use crate::policy::Permission;
use crate::rule::label::{LabelFault, LabelText, misfits};
use crate::store;
use crate::store::change::NewChange;
use crate::store::error::StoreError;
use crate::store::write::Write;
use crate::viewer::AccountScope;

/// An edit, as it came in. What is left out stays.
#[derive(Clone, Debug, Serialize)]
pub struct Edit {
    /// Id of the fixed number.
    pub id: String,
    /// The version that the caller has seen.
    pub expected_version: Option<i32>,
    /// Id of the new channel.
    pub channel_id: Option<String>,
    /// The whole new label.
    pub label: Option<LabelText>,
    /// Where calls shall ring.
    pub destination: Option<DestinationText>,
}

/// What was edited.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The number.
    pub fixed_number: FixedNumberId,
    /// What is worth knowing.
    pub warnings: Vec<Warning>,
}

impl Deed for Edit {
    const PERMISSION: Permission = Permission::FixedNumberUpdate;
    const OPERATION: &'static str = "fixedNumberUpdate";
    type Outcome = Outcome;

    async fn perform(&self, op: &Operation, scope: AccountScope, write: &Write) -> Result<Done<Outcome>, Stop> {
        let before = find_active(scope, write, &self.id, self.expected_version).await?;
        let mut faults = Vec::new();
        let mut warnings = Vec::new();
        let mut after = before.clone();

        let kind = self.channel(scope, write, &mut after, &mut faults).await?;
        let label = self.label(scope, write, &before, kind, &mut faults, &mut warnings).await?;
        let chosen = match &self.destination {
            Some(text) => {
                let found = routing::find(op, scope, write, text, "input.destination").await?;
                faults.extend(found.faults);
                warnings.extend(found.warnings);
                found.chosen
            }
            None => None,
        };
        if !faults.is_empty() {
            return Err(Stop::Refused(faults));
        }
        if let Some(label) = label {
            after.set_label(&label);
        }
        let mut changes = Vec::new();
        if let Some(chosen) = chosen {
            let (id, created) = routing::settle(scope, write, chosen).await?;
            after.destination_id = id;
            changes.extend(created);
        }
        // An edit that says what is already so changes nothing: no version, no entry in the feed.
        if after != before {
            after.version += 1;
            after.updated_at = op.now;
            store::fixed_number::update(write.db(), after.clone()).await.map_err(last_word)?;
            store::fixed_number_label::keep(write.db(), &before, &after, op.mint(), op.now).await?;
            changes.push(NewChange::fixed_number(ChangeKind::FixedNumberUpdated, Some(&before), &after));
        }
        Ok(Done { outcome: Outcome { fixed_number: before.id, warnings }, changes })
    }
}

impl Edit {
    /// Puts the new channel in, and says of which kind the number's channel will be. None when it was not found.
    async fn channel(
        &self,
        scope: AccountScope,
        write: &Write,
        after: &mut Model,
        faults: &mut Vec<Fault>,
    ) -> Result<Option<ChannelKind>, StoreError> {
        let channel = match &self.channel_id {
            Some(text) => find_channel(scope, write, text, faults).await?,
            None => store::channel::lock(scope, write.db(), after.channel_id).await?,
        };
        Ok(channel.map(|channel| {
            after.channel_id = channel.id;
            channel.kind
        }))
    }

    /// The label that the number will have, if it will be another one.
    async fn label(
        &self,
        scope: AccountScope,
        write: &Write,
        before: &Model,
        kind: Option<ChannelKind>,
        faults: &mut Vec<Fault>,
        warnings: &mut Vec<Warning>,
    ) -> Result<Option<Label>, StoreError> {
        if let Some(text) = &self.label {
            let wanted = [Wanted { text, path: "input.label".into() }];
            return Ok(labelling::read_all(scope, write, &wanted, kind, Some(before.id), faults).await?.pop().flatten());
        }
        let (LabelMode::Advanced, Some(kind)) = (before.mode, kind) else { return Ok(None) };
        let mut label = None;
        for fault in misfits(kind, before.publisher.is_some(), before.campaign.is_some()) {
            if fault == LabelFault::PublisherNotApplicable {
                warnings.push(Warning::PublisherCleared);
                let (campaign, keyword) = (before.campaign.clone(), before.keyword.clone());
                label = Some(Label::Advanced { publisher: None, campaign, keyword });
            } else {
                let mut fault = labelling::explain(fault, "input.label");
                fault.message.push_str(" Give a whole new label with this edit.");
                faults.push(fault);
            }
        }
        Ok(label)
    }
}

/// The active number that an edit or a deletion is about, locked.
pub async fn find_active(scope: AccountScope, write: &Write, id: &str, expected_version: Option<i32>) -> Result<Model, Stop> {
    let row = match FixedNumberId::parse(id) {
        Some(id) => store::fixed_number::lock(scope, write.db(), id).await?,
        None => None,
    };
    let Some(row) = row else { return Err(not_found()) };
    if row.status != FixedNumberStatus::Active {
        let message = match row.status {
            FixedNumberStatus::Held => "This number was deleted. It can be restored while it is held.",
            _ => "This number was deleted, and has returned to stock.",
        };
        return Err(Stop::Refused(vec![Fault::at("input.id", FaultCode::AlreadyDeleted, message)]));
    }
    if expected_version.is_some_and(|version| version != row.version) {
        return Err(Stop::Refused(vec![Fault::version_conflict(row.version)]));
    }
    Ok(row)
}

/// Absent, foreign and malformed ids are never told apart.
pub fn not_found() -> Stop {
    Stop::Refused(vec![Fault::at("input.id", FaultCode::FixedNumberNotFound, "There is no such number in your account.")])
}
