//! What becomes of reports, one after the other: new calls, later revisions, repetitions, contradictions, and calls that are nobody's.
//! Works on what was read before, and leaves what is to be written.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use entity::call_conflict::{self, ConflictReason};
use entity::id::{CallId, FixedNumberId};
use entity::{call, unmatched_call};
use serde::{Deserialize, Serialize};

use super::call_rows::CallRows;
use crate::operation::Operation;
use crate::rule::assignment::{self, Assignment, Tenure};
use crate::rule::call_report::Report;
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

/// Where a call stands in the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stored {
    Nowhere,
    AmongCalls,
    AmongUnmatched,
}

#[derive(Clone, Debug)]
struct Entry {
    known: Known,
    /// Whether it has to be written.
    changed: bool,
    /// Where it stands in the tables.
    stored: Stored,
    /// Whether it began at another instant than was known.
    moved: bool,
}

impl Entry {
    fn of(known: Known, stored: Stored) -> Self {
        Self { known, changed: false, stored, moved: false }
    }
}

/// All that is known of the calls that one request reports.
pub struct Ledger<'a> {
    op: &'a Operation,
    rows: CallRows<'a>,
    tenures: HashMap<String, Vec<Tenure>>,
    numbers: HashMap<FixedNumberId, String>,
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
    /// Those of them that began at another instant than was known.
    pub moved: HashSet<CallId>,
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
        let rows = CallRows::new(op, switch, &tenures, keys);
        let mut by_number = HashMap::<_, Vec<_>>::new();
        for tenure in tenures {
            by_number.entry(tenure.number.as_str().to_owned()).or_default().push(tenure);
        }
        let calls = calls.into_iter().map(|(id, row)| (id, Entry::of(Known::Call(Box::new(row)), Stored::AmongCalls)));
        let unmatched = unmatched.into_iter().map(|(id, row)| (id, Entry::of(Known::Unmatched(Box::new(row)), Stored::AmongUnmatched)));
        let entries = calls.chain(unmatched);
        Self { op, rows, tenures: by_number, numbers, entries: entries.collect(), conflicts: Vec::new() }
    }

    /// Enters a report: what becomes of it, and which call of an account it is about.
    pub fn enter(&mut self, report: &Report, text: &impl Serialize) -> Result<(Fate, Option<CallId>), StoreError> {
        let known = self.entries.remove(&report.source_call_id);
        let mut entry = known.unwrap_or_else(|| Entry::of(Known::Nothing, Stored::Nowhere));
        let fate = match &entry.known {
            Known::Nothing => self.settle(&mut entry, report, self.op.mint())?,
            Known::Call(row) => match report.revision.cmp(&row.revision) {
                std::cmp::Ordering::Less => Fate::Duplicate,
                std::cmp::Ordering::Equal if self.is_same_number(row, report) && self.rows.says_the_same(row, report)? => Fate::Duplicate,
                std::cmp::Ordering::Equal => self.contradict(&entry.known, report, text, ConflictReason::SameRevision)?,
                std::cmp::Ordering::Greater => self.replace(&mut entry, report, text)?,
            },
            Known::Unmatched(row) => match report.revision.cmp(&row.revision) {
                std::cmp::Ordering::Less => Fate::Unmatched,
                std::cmp::Ordering::Equal if !self.rows.says_the_same_of_nobody(row, report)? => {
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
                    if entry.stored == Stored::AmongUnmatched {
                        writing.matched.push(source);
                    }
                    if entry.changed {
                        if entry.stored == Stored::AmongCalls {
                            writing.replaced.insert(row.id);
                        }
                        if entry.moved {
                            writing.moved.insert(row.id);
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
            let row = self.rows.call(report, &assignment, id)?;
            (entry.known, entry.changed) = (Known::Call(Box::new(row)), true);
            return Ok(Fate::Recorded);
        }
        let is_news = !matches!(&entry.known, Known::Unmatched(row) if row.revision == report.revision);
        if is_news {
            let row = self.rows.nobodys(report, id)?;
            (entry.known, entry.changed) = (Known::Unmatched(Box::new(row)), true);
        }
        Ok(Fate::Unmatched)
    }

    /// Puts a later revision in the place of an earlier one, if it is still the same call of the same number in the same hands.
    fn replace(&mut self, entry: &mut Entry, report: &Report, text: &impl Serialize) -> Result<Fate, StoreError> {
        let Known::Call(before) = &entry.known else { return Ok(Fate::Duplicate) };
        if !self.is_same_number(before, report) {
            return self.contradict(&entry.known, report, text, ConflictReason::OtherNumber);
        }
        let Some(assignment) = self.assignment(report).filter(|found| found.fixed_number_id == before.fixed_number_id) else {
            return self.contradict(&entry.known, report, text, ConflictReason::OtherAssignment);
        };
        let new = self.rows.call(report, &assignment, before.id)?;
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
        entry.moved |= before.started_at != row.started_at;
        (entry.known, entry.changed) = (Known::Call(Box::new(row)), true);
        Ok(Fate::Replaced)
    }

    fn contradict(&mut self, known: &Known, report: &Report, text: &impl Serialize, reason: ConflictReason) -> Result<Fate, StoreError> {
        let keep = match known {
            Known::Call(row) => row.erased_at.is_none() && self.rows.is_kept(Some(row.account_id), row.started_at.min(report.started_at)),
            Known::Unmatched(_) | Known::Nothing => self.rows.is_kept(None, report.started_at),
        };
        self.conflicts.push(self.rows.contradiction(report, text, reason, keep)?);
        Ok(Fate::Conflict)
    }

    /// Whether a report is about the number that a call was to.
    fn is_same_number(&self, row: &call::Model, report: &Report) -> bool {
        self.numbers.get(&row.fixed_number_id).is_some_and(|number| number == report.number.as_str())
    }
}
