//! Editing a pool. A new default destination re-routes every number that follows it, and the answer says how many.

use entity::change::ChangeKind;
use entity::id::{Id, PoolId};
use entity::pool::Model;
use entity::value::folded::{is_deceptive, is_invisible};
use entity::value::name::Name;
use serde::{Deserialize, Serialize};

use super::channel_create::explain;
use super::deed::{Deed, Done, Stop};
use super::fault::{Fault, FaultCode};
use super::routing::{self, DestinationText};
use super::warning::Warning;
use crate::operation::Operation;
use crate::policy::Permission;
use crate::store;
use crate::store::change::NewChange;
use crate::store::write::Write;
use crate::viewer::AccountScope;

/// The most characters of a reference.
pub const REFERENCE_MAX: usize = 255;
/// The most characters of an announcement.
pub const ANNOUNCEMENT_MAX: usize = 500;

/// An edit, as it came in. What is left out stays; a text that is given as null is cleared.
#[derive(Clone, Debug, Serialize)]
pub struct Edit {
    /// Id of the pool.
    pub id: String,
    /// The version that the caller has seen.
    pub expected_version: Option<i32>,
    /// Its new name.
    pub name: Option<String>,
    /// What the account's own systems shall call it.
    pub reference: Option<Option<String>>,
    /// Where calls to its numbers shall ring.
    pub default_destination: Option<DestinationText>,
    /// Whether calls shall be recorded.
    pub call_recording: Option<bool>,
    /// Whether calls shall be rated.
    pub call_rating: Option<bool>,
    /// Whether the announcement shall be played.
    pub call_announce: Option<bool>,
    /// What shall be announced.
    pub announcement: Option<Option<String>>,
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
        let before = self.find(scope, write).await?;
        let mut after = before.clone();
        let mut faults = self.texts(&mut after);
        if self.name.is_some() && store::pool::is_name_taken(scope, write.db(), &after.name_folded, Some(before.id)).await? {
            faults.push(name_taken());
        }
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
        let (mut rerouted, mut channels) = (0, Vec::new());
        if after.default_destination_id != before.default_destination_id {
            (rerouted, channels) = store::fixed_number::following(scope, write.db(), before.id).await?;
        }
        if after != before {
            after.version += 1;
            after.updated_at = op.now;
            store::pool::update(write.db(), after.clone()).await.map_err(|error| {
                if error.violates(&store::error::POOL_NAME) { Stop::Refused(vec![name_taken()]) } else { Stop::Store(error) }
            })?;
            let count = i32::try_from(rerouted).unwrap_or(i32::MAX);
            changes.push(NewChange::pool(ChangeKind::PoolUpdated, Some(&before), &after, count, channels));
        }
        Ok(Done { outcome: Outcome { pool: before.id, rerouted_numbers: rerouted, warnings }, changes })
    }
}

impl Edit {
    async fn find(&self, scope: AccountScope, write: &Write) -> Result<Model, Stop> {
        let row = match PoolId::parse(&self.id) {
            Some(id) => store::pool::lock_to_edit(scope, write.db(), id).await?.filter(|pool| pool.archived_at.is_none()),
            None => None,
        };
        let message = "There is no such pool in your account.";
        let row = row.ok_or_else(|| Stop::Refused(vec![Fault::at("input.id", FaultCode::PoolNotFound, message)]))?;
        match self.expected_version {
            Some(version) if version != row.version => Err(Stop::Refused(vec![Fault::version_conflict(row.version)])),
            _ => Ok(row),
        }
    }

    /// Puts in all that needs no other row, and says what of it is wrong.
    fn texts(&self, after: &mut Model) -> Vec<Fault> {
        let mut faults = Vec::new();
        match self.name.as_deref().map(Name::parse) {
            Some(Ok(name)) => (after.name_folded, after.name) = (name.folded(), name),
            Some(Err(fault)) => faults.push(explain(fault)),
            None => {}
        }
        after.call_recording = self.call_recording.unwrap_or(after.call_recording);
        after.call_rating = self.call_rating.unwrap_or(after.call_rating);
        after.call_announce = self.call_announce.unwrap_or(after.call_announce);
        let reference = (REFERENCE_MAX, FaultCode::ReferenceTooLong, FaultCode::ReferenceNotAllowed);
        put(&self.reference, &mut after.reference, "reference", reference, &mut faults);
        let announcement = (ANNOUNCEMENT_MAX, FaultCode::AnnouncementTooLong, FaultCode::AnnouncementNotAllowed);
        let found = faults.len();
        put(&self.announcement, &mut after.announcement, "features.announcement", announcement, &mut faults);
        // One that was given and is at fault is not missing.
        if faults.len() == found && after.call_announce && after.announcement.is_none() {
            let message = "To announce calls, say what shall be announced.";
            faults.push(Fault::at("input.features.announcement", FaultCode::AnnouncementMissing, message));
        }
        faults
    }
}

fn put(
    from: &Option<Option<String>>,
    to: &mut Option<String>,
    field: &str,
    (max, too_long, not_allowed): (usize, FaultCode, FaultCode),
    faults: &mut Vec<Fault>,
) {
    let Some(text) = from else { return };
    let text = text.as_deref().map(str::trim).filter(|text| !is_invisible(text));
    let path = format!("input.{field}");
    match text {
        Some(text) if is_deceptive(text) => {
            faults.push(Fault::at(path, not_allowed, "This text can't hold control characters or unpaired direction marks."));
        }
        Some(text) if text.chars().count() > max => {
            faults.push(Fault::at(path, too_long, format!("This text has at most {max} characters.")));
        }
        text => *to = text.map(str::to_owned),
    }
}

fn name_taken() -> Fault {
    Fault::at("input.name", FaultCode::NameTaken, "Another pool has this name.")
}
