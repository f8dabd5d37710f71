//! What making and editing a pool have in common: its texts and features.

use entity::pool::Model;
use entity::value::name::Name;
use serde::Serialize;

use super::fault::{Fault, FaultCode};
use super::{subject, wording};
use crate::store;
use crate::store::error::StoreError;
use crate::store::write::Write;
use crate::viewer::AccountScope;

/// Texts and features, as they came in. What is left out stays; a text that is given as null is cleared.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PoolText {
    /// Its name.
    pub name: Option<String>,
    /// What the account's own systems call it.
    // Left out and cleared are two inputs, which an idempotency key tells apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<Option<String>>,
    /// Whether calls shall be recorded.
    pub call_recording: Option<bool>,
    /// Whether calls shall be rated.
    pub call_rating: Option<bool>,
    /// Whether the announcement shall be played.
    pub call_announce: Option<bool>,
    /// What shall be announced.
    // Left out and cleared are two inputs, which an idempotency key tells apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub announcement: Option<Option<String>>,
}

impl PoolText {
    /// Puts all of it in, and says what of it is wrong.
    pub async fn put(&self, scope: AccountScope, write: &Write, row: &mut Model) -> Result<Vec<Fault>, StoreError> {
        let mut faults = Vec::new();
        let name = self.name.as_deref().map(Name::parse);
        let readable = matches!(name, Some(Ok(_)));
        match name {
            Some(Ok(name)) => row.name = name,
            Some(Err(fault)) => faults.push(wording::explain(fault)),
            None => {}
        }
        row.call_recording = self.call_recording.unwrap_or(row.call_recording);
        row.call_rating = self.call_rating.unwrap_or(row.call_rating);
        row.call_announce = self.call_announce.unwrap_or(row.call_announce);
        wording::put(&self.reference, &mut row.reference, "input.reference", wording::REFERENCE, &mut faults);
        let found = faults.len();
        let path = "input.features.announcement";
        wording::put(&self.announcement, &mut row.announcement, path, wording::ANNOUNCEMENT, &mut faults);
        // One that was given and is at fault is not missing.
        if faults.len() == found && row.call_announce && row.announcement.is_none() {
            faults.push(Fault::at(path, FaultCode::AnnouncementMissing, "To announce calls, say what shall be announced."));
        }
        let named = row.name_folded.clone();
        row.settle();
        // One that can't be read is not compared: a new pool stands under a stopgap until then.
        if readable && row.name_folded != named && store::pool::is_name_taken(scope, write.db(), &row.name_folded, Some(row.id)).await? {
            faults.push(wording::taken(<Model as subject::Subject>::NOUN));
        }
        Ok(faults)
    }
}
