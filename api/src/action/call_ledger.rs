//! What becomes of reports, one after the other: new calls, later revisions, repetitions, contradictions, and calls that are nobody's.
//! Works on what was read before, and leaves what is to be written.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use entity::call::talk_class;
use entity::call_conflict::{self, ConflictReason};
use entity::id::{AccountId, CallId, FixedNumberId, Id};
use entity::{call, unmatched_call};
use serde::{Deserialize, Serialize};

use crate::operation::Operation;
use crate::rule::assignment::{self, Assignment, Tenure};
use crate::rule::call_report::{Caller, Report};
use crate::rule::retention;
use crate::seal::caller_key::CallerKey;
use crate::seal::data_keys::Owner;
use crate::store::error::StoreError;

/// What became of a report. Stable: stored with keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Fate {
    /// The call is new, and is an account's.
    Recorded,
    /// It says what is known already, or what a later revision has replaced.
    Duplicate,
    /// It is a later revision of a call that is known.
    Replaced,
    /// It contradicts what is known, and is kept aside.
    Conflict,
    /// The number was nobody's.
    Unmatched,
    /// Something in it is wrong.
    Refused,
}

/// What is known of one call.
#[derive(Clone, Debug)]
enum Known {
    Nothing,
    Call(Box<call::Model>),
    Unmatched(Box<unmatched_call::Model>),
}

#[derive(Clone, Debug)]
struct Entry {
    known: Known,
    /// Whether it has to be written.
    changed: bool,
    /// Whether it stands among those that are nobody's.
    was_unmatched: bool,
    /// Whether it stands among an account's.
    was_called: bool,
}

/// All that is known of the calls that one request reports.
pub struct Ledger<'a> {
    op: &'a Operation,
    switch: &'a str,
    tenures: HashMap<String, Vec<Tenure>>,
    numbers: HashMap<FixedNumberId, String>,
    keys: HashMap<Owner, Arc<CallerKey>>,
    /// Since when each account keeps what is personal.
    kept_since: HashMap<AccountId, DateTime<Utc>>,
    entries: BTreeMap<String, Entry>,
    conflicts: Vec<call_conflict::Model>,
}

/// What has to be written.
#[derive(Debug, Default)]
pub struct Writing {
    /// Calls, new and replaced.
    pub calls: Vec<call::Model>,
    /// Those of them that are replaced.
    pub replaced: HashSet<CallId>,
    /// Calls that are nobody's.
    pub unmatched: Vec<unmatched_call::Model>,
    /// The switch's names of those that are somebody's now.
    pub matched: Vec<String>,
    /// Contradictions.
    pub conflicts: Vec<call_conflict::Model>,
}

impl<'a> Ledger<'a> {
    /// Opens it on what was read: in whose hands the numbers were, with whose keys callers are sealed, and the calls that are known.
    pub fn new(
        op: &'a Operation,
        switch: &'a str,
        tenures: Vec<Tenure>,
        keys: HashMap<Owner, Arc<CallerKey>>,
        calls: HashMap<String, call::Model>,
        unmatched: HashMap<String, unmatched_call::Model>,
    ) -> Self {
        let numbers = tenures.iter().map(|tenure| (tenure.fixed_number_id, tenure.number.as_str().to_owned())).collect();
        let kept_since = |tenure: &Tenure| (tenure.account_id, retention::kept_since(op.now, tenure.retention_months));
        let kept_since = tenures.iter().map(kept_since).collect();
        let mut by_number = HashMap::<_, Vec<_>>::new();
        for tenure in tenures {
            by_number.entry(tenure.number.as_str().to_owned()).or_default().push(tenure);
        }
        let calls = calls.into_iter().map(|(id, row)| (id, Known::Call(Box::new(row)), true));
        let unmatched = unmatched.into_iter().map(|(id, row)| (id, Known::Unmatched(Box::new(row)), false));
        let enter =
            |(id, known, was_called): (String, Known, bool)| (id, Entry { known, changed: false, was_unmatched: !was_called, was_called });
        let entries = calls.chain(unmatched).map(enter);
        Self { op, switch, tenures: by_number, numbers, keys, kept_since, entries: entries.collect(), conflicts: Vec::new() }
    }

    /// Enters a report: what becomes of it, and which call of an account it is about.
    pub fn enter(&mut self, report: &Report, text: &impl Serialize) -> Result<(Fate, Option<CallId>), StoreError> {
        let none = Entry { known: Known::Nothing, changed: false, was_unmatched: false, was_called: false };
        let mut entry = self.entries.remove(&report.source_call_id).unwrap_or(none);
        let fate = match &entry.known {
            Known::Nothing => self.settle(&mut entry, report, self.op.mint())?,
            Known::Call(row) => match report.revision.cmp(&row.revision) {
                std::cmp::Ordering::Less => Fate::Duplicate,
                std::cmp::Ordering::Equal if self.says_the_same(row, report)? => Fate::Duplicate,
                std::cmp::Ordering::Equal => self.contradict(&entry.known, report, text, ConflictReason::SameRevision)?,
                std::cmp::Ordering::Greater => self.replace(&mut entry, report, text)?,
            },
            Known::Unmatched(row) => match report.revision.cmp(&row.revision) {
                std::cmp::Ordering::Less => Fate::Unmatched,
                std::cmp::Ordering::Equal if !self.says_the_same_of_nobody(row, report)? => {
                    self.contradict(&entry.known, report, text, ConflictReason::SameRevision)?
                }
                // Also for the same report once more: the number may have been given away meanwhile, from before the call on.
                _ => {
                    let id = row.id;
                    self.settle(&mut entry, report, id)?
                }
            },
        };
        let id = if let Known::Call(row) = &entry.known { Some(row.id) } else { None };
        self.entries.insert(report.source_call_id.clone(), entry);
        Ok((fate, id))
    }

    /// What has to be written in the end.
    pub fn close(self) -> Writing {
        let mut writing = Writing { conflicts: self.conflicts, ..Writing::default() };
        for (source, entry) in self.entries {
            match entry.known {
                Known::Call(row) => {
                    if entry.was_unmatched {
                        writing.matched.push(source);
                    }
                    if entry.changed {
                        if entry.was_called {
                            writing.replaced.insert(row.id);
                        }
                        writing.calls.push(*row);
                    }
                }
                Known::Unmatched(row) if entry.changed => writing.unmatched.push(*row),
                Known::Unmatched(_) | Known::Nothing => {}
            }
        }
        writing
    }

    fn assignment(&self, report: &Report) -> Option<Assignment> {
        let tenures = self.tenures.get(report.number.as_str())?;
        assignment::of(tenures, &report.number, report.started_at)
    }

    /// Puts a call where it belongs for the first time, or leaves it among those that are nobody's.
    fn settle(&self, entry: &mut Entry, report: &Report, id: CallId) -> Result<Fate, StoreError> {
        if let Some(assignment) = self.assignment(report) {
            let row = self.call(report, &assignment, id)?;
            (entry.known, entry.changed) = (Known::Call(Box::new(row)), true);
            return Ok(Fate::Recorded);
        }
        let is_news = !matches!(&entry.known, Known::Unmatched(row) if row.revision == report.revision);
        if is_news {
            let row = self.nobodys(report, id)?;
            (entry.known, entry.changed) = (Known::Unmatched(Box::new(row)), true);
        }
        Ok(Fate::Unmatched)
    }

    /// Puts a later revision in the place of an earlier one, if it is still the same call of the same number in the same hands.
    fn replace(&mut self, entry: &mut Entry, report: &Report, text: &impl Serialize) -> Result<Fate, StoreError> {
        let Known::Call(before) = &entry.known else { return Ok(Fate::Duplicate) };
        if self.numbers.get(&before.fixed_number_id).is_none_or(|number| number != report.number.as_str()) {
            return self.contradict(&entry.known, report, text, ConflictReason::OtherNumber);
        }
        let Some(assignment) = self.assignment(report).filter(|found| found.fixed_number_id == before.fixed_number_id) else {
            return self.contradict(&entry.known, report, text, ConflictReason::OtherAssignment);
        };
        let new = self.call(report, &assignment, before.id)?;
        let erased_at = before.erased_at.or(new.erased_at);
        let erased = erased_at.is_some();
        let row = call::Model {
            given_rating: before.given_rating,
            recorded_at: before.recorded_at,
            erased_at,
            // What was erased does not come back.
            caller_sealed: new.caller_sealed.filter(|_| !erased),
            caller_hash: new.caller_hash.filter(|_| !erased),
            recording_url: new.recording_url.filter(|_| !erased),
            ..new
        };
        (entry.known, entry.changed) = (Known::Call(Box::new(row)), true);
        Ok(Fate::Replaced)
    }

    fn contradict(&mut self, known: &Known, report: &Report, text: &impl Serialize, reason: ConflictReason) -> Result<Fate, StoreError> {
        let keep = self.is_kept_of(known, report);
        let text = serde_json::to_string(text).map_err(|error| StoreError::Broken(format!("a report: {error}")))?;
        let (id, key) = (self.op.mint::<entity::id::CallConflictId>(), self.key(Owner::Operator)?);
        self.conflicts.push(call_conflict::Model {
            id,
            switch: self.switch.to_owned(),
            source_call_id: report.source_call_id.clone(),
            revision: report.revision,
            reason,
            content_hash: key.digest(text.as_bytes()),
            report_sealed: keep.then(|| key.seal(id.uuid(), &text)),
            recorded_at: self.op.now,
        });
        Ok(Fate::Conflict)
    }

    /// Whether what is personal of a call that started at an instant is kept yet. Of what is too old none is stored any more.
    fn is_kept(&self, account: Option<AccountId>, started_at: DateTime<Utc>) -> bool {
        let since = account.and_then(|account| self.kept_since.get(&account).copied());
        started_at >= since.unwrap_or_else(|| retention::kept_since(self.op.now, retention::MONTHS))
    }

    /// Whether a report that contradicts a call may be kept whole.
    fn is_kept_of(&self, known: &Known, report: &Report) -> bool {
        match known {
            Known::Call(row) => row.erased_at.is_none() && self.is_kept(Some(row.account_id), row.started_at.min(report.started_at)),
            Known::Unmatched(_) | Known::Nothing => self.is_kept(None, report.started_at),
        }
    }

    fn key(&self, owner: Owner) -> Result<&CallerKey, StoreError> {
        self.keys.get(&owner).map(|key| &**key).ok_or_else(|| StoreError::Broken(format!("the data key of {owner} was not read")))
    }

    fn key_of(&self, account: AccountId) -> Result<&CallerKey, StoreError> {
        self.key(Owner::Account(account))
    }

    fn call(&self, report: &Report, assignment: &Assignment, id: CallId) -> Result<call::Model, StoreError> {
        let key = self.key_of(assignment.account_id)?;
        let keep = self.is_kept(Some(assignment.account_id), report.started_at);
        let caller = if let Caller::Told(caller) = &report.caller { Some(caller.reveal()).filter(|_| keep) } else { None };
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

    fn nobodys(&self, report: &Report, id: CallId) -> Result<unmatched_call::Model, StoreError> {
        let key = self.key(Owner::Operator)?;
        let keep = self.is_kept(None, report.started_at);
        let caller = if let Caller::Told(caller) = &report.caller { Some(caller.reveal()).filter(|_| keep) } else { None };
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

    /// Whether a report of the stored revision says what is stored. Of personal data that was erased nobody can tell any more.
    fn says_the_same(&self, row: &call::Model, report: &Report) -> Result<bool, StoreError> {
        let key = self.key_of(row.account_id)?;
        let caller = if let Caller::Told(caller) = &report.caller { Some(key.search_hash(caller.reveal())) } else { None };
        let erased = row.erased_at.is_some();
        Ok(self.numbers.get(&row.fixed_number_id).is_some_and(|number| number == report.number.as_str())
            && row.started_at == report.started_at
            && row.withheld == (report.caller == Caller::Withheld)
            && row.destination == report.destination
            && row.outcome == report.outcome
            && (row.ring_seconds, row.talk_seconds, row.reported_rating) == (report.ring_seconds, report.talk_seconds, report.rating)
            && (erased || row.caller_hash == caller)
            && (erased || row.recording_url == report.recording_url))
    }

    fn says_the_same_of_nobody(&self, row: &unmatched_call::Model, report: &Report) -> Result<bool, StoreError> {
        let told = if let Caller::Told(caller) = &report.caller { Some(caller.reveal().as_str().to_owned()) } else { None };
        let key = self.key(Owner::Operator)?;
        let keep = self.is_kept(None, row.started_at);
        let open = |sealed: &Vec<u8>| key.open(row.id.uuid(), sealed);
        let known = row.caller_sealed.as_ref().map(open).transpose();
        let known = known.map_err(|_| StoreError::Broken(format!("the caller of {} does not open", row.id)))?;
        Ok(row.number == report.number
            && row.started_at == report.started_at
            && row.withheld == (report.caller == Caller::Withheld)
            && row.destination == report.destination
            && row.outcome == report.outcome
            && (row.ring_seconds, row.talk_seconds, row.reported_rating) == (report.ring_seconds, report.talk_seconds, report.rating)
            && (!keep || (row.recording_url == report.recording_url && known == told)))
    }
}
