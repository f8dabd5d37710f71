//! The rows that reports become, with what is personal in them sealed; and whether a report says what a row says.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use entity::call::{CallOutcome, talk_class};
use entity::call_conflict::{self, ConflictReason};
use entity::id::{AccountId, CallConflictId, CallId, Id};
use entity::value::phone_number::PhoneNumber;
use entity::{call, unmatched_call};
use serde::Serialize;

use crate::operation::Operation;
use crate::rule::assignment::{Assignment, Tenure};
use crate::rule::call_report::{Caller, Report};
use crate::rule::retention;
use crate::seal::caller_key::CallerKey;
use crate::seal::data_keys::Owner;
use crate::store::error::StoreError;

/// What rows are made with.
pub struct CallRows<'a> {
    op: &'a Operation,
    switch: &'a str,
    keys: HashMap<Owner, Arc<CallerKey>>,
    /// Since when each account keeps what is personal.
    kept_since: HashMap<AccountId, DateTime<Utc>>,
}

/// What is not personal of a call, as a report tells it and as a row has it.
type Plain<'a> = (DateTime<Utc>, bool, Option<&'a PhoneNumber>, CallOutcome, i32, i32, Option<i32>);

fn plain(report: &Report) -> Plain<'_> {
    let withheld = report.caller == Caller::Withheld;
    let (destination, outcome) = (report.destination.as_ref(), report.outcome);
    (report.started_at, withheld, destination, outcome, report.ring_seconds, report.talk_seconds, report.rating)
}

/// The number of who called, if it was told.
fn told(report: &Report) -> Option<&PhoneNumber> {
    if let Caller::Told(caller) = &report.caller { Some(caller.reveal()) } else { None }
}

impl<'a> CallRows<'a> {
    /// With the keys that callers are sealed with, and the accounts whose numbers are called.
    pub fn new(op: &'a Operation, switch: &'a str, tenures: &[Tenure], keys: HashMap<Owner, Arc<CallerKey>>) -> Self {
        let kept_since = |tenure: &Tenure| (tenure.account_id, retention::kept_since(op.now, tenure.retention_months));
        Self { op, switch, keys, kept_since: tenures.iter().map(kept_since).collect() }
    }

    /// A call of an account.
    pub fn call(&self, report: &Report, assignment: &Assignment, id: CallId) -> Result<call::Model, StoreError> {
        let key = self.key(Owner::Account(assignment.account_id))?;
        let keep = self.is_kept(Some(assignment.account_id), report.started_at);
        let caller = told(report).filter(|_| keep);
        Ok(call::Model {
            account_id: assignment.account_id,
            id,
            switch: self.switch.to_owned(),
            source_call_id: report.source_call_id.clone(),
            revision: report.revision,
            fixed_number_id: assignment.fixed_number_id,
            pool_id: assignment.pool_id,
            channel_id: assignment.channel_id,
            label_id: assignment.label_id,
            started_at: report.started_at,
            withheld: report.caller == Caller::Withheld,
            caller_sealed: caller.map(|number| key.seal(id.uuid(), number.as_str())),
            caller_hash: caller.map(|number| key.search_hash(number)),
            destination: report.destination.clone(),
            outcome: report.outcome,
            ring_seconds: report.ring_seconds,
            talk_seconds: report.talk_seconds,
            talk_class: talk_class(report.talk_seconds),
            reported_rating: report.rating,
            given_rating: None,
            recording_url: report.recording_url.clone().filter(|_| keep),
            after_delete: assignment.after_delete,
            recorded_at: self.op.now,
            erased_at: (!keep).then_some(self.op.now),
        })
    }

    /// A call that is nobody's.
    pub fn nobodys(&self, report: &Report, id: CallId) -> Result<unmatched_call::Model, StoreError> {
        let key = self.key(Owner::Operator)?;
        let keep = self.is_kept(None, report.started_at);
        let caller = told(report).filter(|_| keep);
        Ok(unmatched_call::Model {
            switch: self.switch.to_owned(),
            source_call_id: report.source_call_id.clone(),
            revision: report.revision,
            id,
            number: report.number.clone(),
            started_at: report.started_at,
            withheld: report.caller == Caller::Withheld,
            caller_sealed: caller.map(|number| key.seal(id.uuid(), number.as_str())),
            destination: report.destination.clone(),
            outcome: report.outcome,
            ring_seconds: report.ring_seconds,
            talk_seconds: report.talk_seconds,
            reported_rating: report.rating,
            recording_url: report.recording_url.clone().filter(|_| keep),
            recorded_at: self.op.now,
        })
    }

    /// A report that contradicts what is known: whole, if what is personal of the call is kept yet.
    pub fn contradiction(
        &self,
        report: &Report,
        text: &impl Serialize,
        reason: ConflictReason,
        keep: bool,
    ) -> Result<call_conflict::Model, StoreError> {
        let text = serde_json::to_string(text).map_err(|error| StoreError::Broken(format!("a report: {error}")))?;
        let (id, key) = (self.op.mint::<CallConflictId>(), self.key(Owner::Operator)?);
        Ok(call_conflict::Model {
            id,
            switch: self.switch.to_owned(),
            source_call_id: report.source_call_id.clone(),
            revision: report.revision,
            reason,
            content_hash: key.digest(text.as_bytes()),
            report_sealed: keep.then(|| key.seal(id.uuid(), &text)),
            recorded_at: self.op.now,
        })
    }

    /// Whether what is personal of a call that started at an instant is kept yet. Of what is too old none is stored any more.
    pub fn is_kept(&self, account: Option<AccountId>, started_at: DateTime<Utc>) -> bool {
        let since = account.and_then(|account| self.kept_since.get(&account).copied());
        started_at >= since.unwrap_or_else(|| retention::kept_since(self.op.now, retention::MONTHS))
    }

    /// Whether a report says what is stored of a call to the same number. Of personal data that was erased nobody can tell any more.
    pub fn says_the_same(&self, row: &call::Model, report: &Report) -> Result<bool, StoreError> {
        let key = self.key(Owner::Account(row.account_id))?;
        let (destination, outcome) = (row.destination.as_ref(), row.outcome);
        let stored = (row.started_at, row.withheld, destination, outcome, row.ring_seconds, row.talk_seconds, row.reported_rating);
        let caller = told(report).map(|number| key.search_hash(number));
        Ok(stored == plain(report) && (row.erased_at.is_some() || (row.caller_hash == caller && row.recording_url == report.recording_url)))
    }

    /// The same of a call that is nobody's.
    pub fn says_the_same_of_nobody(&self, row: &unmatched_call::Model, report: &Report) -> Result<bool, StoreError> {
        let key = self.key(Owner::Operator)?;
        let (destination, outcome) = (row.destination.as_ref(), row.outcome);
        let stored = (row.started_at, row.withheld, destination, outcome, row.ring_seconds, row.talk_seconds, row.reported_rating);
        let caller = row.caller_sealed.as_ref().map(|sealed| key.open(row.id.uuid(), sealed)).transpose();
        let caller = caller.map_err(|_| StoreError::Broken(format!("the caller of {} does not open", row.id)))?;
        let is_same_caller = caller.as_deref() == told(report).map(PhoneNumber::as_str);
        Ok(row.number == report.number
            && stored == plain(report)
            && (!self.is_kept(None, row.started_at) || (is_same_caller && row.recording_url == report.recording_url)))
    }

    fn key(&self, owner: Owner) -> Result<&CallerKey, StoreError> {
        self.keys.get(&owner).map(|key| &**key).ok_or_else(|| StoreError::Broken(format!("the data key of {owner} was not read")))
    }
}
