//! What an account may change of itself: its name, and from the next month on its time zone. All else is the operator's.

use entity::account::Model;
use entity::value::name::Name;
use entity::value::time_zone::TimeZone;
use serde::{Deserialize, Serialize};

use super::deed::{Deed, Done, Stop};
use super::fault::{Fault, FaultCode};
use super::wording;
use crate::operation::Operation;
use crate::policy::Permission;
use crate::rule::month;
use crate::store;
use crate::store::change::NewChange;
use crate::store::error::StoreError;
use crate::store::write::Write;
use crate::viewer::AccountScope;

/// An edit, as it came in. What is left out stays.
#[derive(Clone, Debug, Serialize)]
pub struct Edit {
    /// The version that the caller has seen.
    pub expected_version: Option<i32>,
    /// Its new name.
    pub name: Option<String>,
    /// The zone in which its months shall begin and end, from the next one on.
    pub time_zone: Option<String>,
}

/// What was edited.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {}

impl Deed for Edit {
    const PERMISSION: Permission = Permission::AccountUpdate;
    const OPERATION: &'static str = "accountUpdate";
    type Outcome = Outcome;

    async fn perform(&self, op: &Operation, scope: AccountScope, write: &Write) -> Result<Done<Outcome>, Stop> {
        let before = store::account::lock_to_edit(scope, write.db()).await?;
        let before = before.ok_or_else(|| StoreError::Broken(format!("{} is not there", scope.account_id())))?;
        if self.expected_version.is_some_and(|version| version != before.version) {
            return Err(Stop::Refused(vec![Fault::version_conflict(before.version)]));
        }
        let mut after = before.clone();
        let mut faults = Vec::new();
        match self.name.as_deref().map(Name::parse) {
            Some(Ok(name)) => after.name = name.as_str().to_owned(),
            Some(Err(fault)) => faults.push(wording::explain(fault)),
            None => {}
        }
        match self.time_zone.as_deref().map(TimeZone::parse) {
            Some(Ok(zone)) => put(op, &mut after, &zone)?,
            Some(Err(fault)) => {
                let suggestion = fault.suggestion().map(|zone| zone.as_str().to_owned());
                faults.push(Fault { suggestion, ..Fault::at("input.timeZone", FaultCode::TimeZoneNotFound, fault.to_string()) });
            }
            None => {}
        }
        if !faults.is_empty() {
            return Err(Stop::Refused(faults));
        }
        let mut changes = Vec::new();
        if after != before {
            after.version += 1;
            store::account::update(write.db(), after.clone()).await?;
            changes.push(NewChange::account(&before, &after));
        }
        Ok(Done { outcome: Outcome {}, changes })
    }
}

/// Puts another zone in, for the next month: the one that runs is not cut. The zone that is in force already takes back what was to come.
fn put(op: &Operation, row: &mut Model, zone: &TimeZone) -> Result<(), StoreError> {
    let current = row.time_zone_at(op.now).to_owned();
    let to_come = row.next_time_zone.as_deref().filter(|_| row.next_time_zone_from.is_some_and(|from| from > op.now));
    // Nothing is new about the zone that comes next, nor about the one in force when none does.
    if to_come.unwrap_or(&current) == zone.as_str() {
        return Ok(());
    }
    row.time_zone = current;
    (row.next_time_zone, row.next_time_zone_from) = (None, None);
    if row.time_zone != zone.as_str() {
        let known = TimeZone::parse(&row.time_zone).map_err(|fault| StoreError::Broken(format!("{}: {fault}", row.id)))?;
        row.next_time_zone = Some(zone.as_str().to_owned());
        row.next_time_zone_from = Some(month::next_begin(&known, op.now));
    }
    Ok(())
}
