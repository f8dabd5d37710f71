//! Recording calls: what a telephone switch reports, given to the accounts whose numbers were called.
//!
//! A report may come late, again, out of order, from several switches and through several gateways. What it is about is the switch's name
//! and its own id of the call; which of several reports counts, the revision. Whose the call is, the instant at which it started.

use std::collections::{BTreeMap, HashSet};

use entity::call;
use entity::id::{AccountId, CallId};
use serde::{Deserialize, Serialize};

pub use super::call_ledger::Fate;
use super::call_ledger::{Ledger, Writing};
use super::deed::{Done, Stop, SwitchDeed};
use super::fault::{Fault, FaultCode};
use crate::operation::Operation;
use crate::policy::Permission;
use crate::rule::assignment::Tenure;
use crate::rule::call_report::{Report, ReportFault, ReportText};
use crate::rule::goal;
use crate::seal::data_keys::Owner;
use crate::store;
use crate::store::change::{NewChange, Recorded};
use crate::store::error::StoreError;
use crate::store::write::Write;
use crate::viewer::{AccountScope, Principal, SwitchScope};

/// How many reports one request may bring.
pub const REPORTS_MAX: usize = 500;

/// Reports of calls, as they came in.
#[derive(Clone, Serialize)]
pub struct Record {
    /// The reports.
    pub calls: Vec<ReportText>,
}

/// What became of them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Outcome {
    /// Of each, in the order in which they came.
    pub results: Vec<ReportResult>,
}

/// What became of one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReportResult {
    /// What the switch calls the call.
    pub source_call_id: String,
    /// What became of it.
    pub fate: Fate,
    /// Which call of an account it is about.
    pub call: Option<CallId>,
    /// All that is wrong with it.
    pub faults: Vec<ReportFault>,
}

impl SwitchDeed for Record {
    const PERMISSION: Permission = Permission::CallsRecord;
    const OPERATION: &'static str = "callsRecord";
    const PERSONAL: bool = true;
    type Outcome = Outcome;

    async fn perform(
        &self,
        op: &Operation,
        scope: SwitchScope,
        write: &Write,
    ) -> Result<Done<Outcome, Vec<(AccountScope, Vec<NewChange>)>>, Stop> {
        if let Some(fault) = self.amount_fault() {
            return Err(Stop::Refused(vec![fault]));
        }
        let Principal::Switch(switch) = &op.viewer.principal else { return Ok(Done { outcome: Outcome::default(), changes: Vec::new() }) };
        let read: Vec<_> = self.calls.iter().map(|text| text.read(op.now)).collect();
        // The calls in one order whatever the order of the request, and of each call the revisions as they were made.
        let mut good: Vec<(usize, &Report)> =
            read.iter().enumerate().filter_map(|(n, report)| report.as_ref().ok().map(|report| (n, report))).collect();
        good.sort_by_key(|(n, report)| (&report.source_call_id, report.revision, *n));

        let mut ledger = open(op, scope, write, switch, &good).await?;
        let mut fates = vec![None; read.len()];
        for (n, report) in &good {
            fates[*n] = Some(ledger.enter(report, &self.calls[*n])?);
        }
        let changes = store_all(scope, write, switch, ledger.close()).await?;
        let result = |((text, read), fate): ((&ReportText, Result<Report, Vec<ReportFault>>), Option<(Fate, Option<CallId>)>)| {
            let (fate, call) = fate.unwrap_or((Fate::Refused, None));
            ReportResult { source_call_id: text.source_call_id.clone(), fate, call, faults: read.err().unwrap_or_default() }
        };
        let results = self.calls.iter().zip(read).zip(fates).map(result).collect();
        Ok(Done { outcome: Outcome { results }, changes })
    }
}

impl Record {
    fn amount_fault(&self) -> Option<Fault> {
        match self.calls.len() {
            0 => Some(Fault::at("input.calls", FaultCode::CallsMissing, "A request reports at least one call.")),
            1..=REPORTS_MAX => None,
            n => {
                let message = format!("A request reports at most {REPORTS_MAX} calls, not {n}. Send several requests.");
                Some(Fault::at("input.calls", FaultCode::CallsTooMany, message))
            }
        }
    }
}

/// Reads all that is known about the calls, after whoever else is writing one of them.
pub(super) async fn open<'a>(
    op: &'a Operation,
    scope: SwitchScope,
    write: &Write,
    switch: &'a str,
    good: &[(usize, &Report)],
) -> Result<Ledger<'a>, StoreError> {
    let db = write.db();
    let mut ids: Vec<_> = good.iter().map(|(_, report)| report.source_call_id.clone()).collect();
    ids.dedup();
    let mut numbers: Vec<_> = good.iter().map(|(_, report)| report.number.clone()).collect();
    numbers.sort();
    numbers.dedup();
    let Some(earliest) = good.iter().map(|(_, report)| report.started_at).min() else {
        return Ok(Ledger::new(op, switch, Vec::new(), Default::default(), Default::default(), Default::default()));
    };
    store::call_report::take_turns(scope, db, switch, &ids).await?;
    let calls = store::call_report::known(scope, db, switch, &ids).await?;
    let unmatched = store::call_report::known_unmatched(scope, db, switch, &ids).await?;
    let tenures = store::call_report::tenures(scope, db, &numbers, earliest).await?;
    let accounts: HashSet<AccountId> =
        tenures.iter().map(|tenure: &Tenure| tenure.account_id).chain(calls.values().map(|row| row.account_id)).collect();
    let owners: Vec<_> = accounts.into_iter().map(Owner::Account).chain([Owner::Operator]).collect();
    let keys = store::data_key::find_or_make(op, db, &owners).await?;
    Ok(Ledger::new(op, switch, tenures, keys, calls, unmatched))
}

/// Marks calls with the goals in force that they meet, anew if they were judged before.
async fn judge(scope: SwitchScope, write: &Write, writing: &Writing) -> Result<(), StoreError> {
    let mut by_account = BTreeMap::<AccountId, Vec<&call::Model>>::new();
    for call in &writing.calls {
        by_account.entry(call.account_id).or_default().push(call);
    }
    let accounts: Vec<_> = by_account.keys().copied().collect();
    let goals = store::goal::in_force_of(scope, write.db(), &accounts).await?;
    let mut marks = Vec::new();
    for (account, calls) in by_account {
        let Some(goals) = goals.get(&account) else { continue };
        let replaced: Vec<_> = calls.iter().map(|call| call.id).filter(|id| writing.replaced.contains(id)).collect();
        let in_force: Vec<_> = goals.iter().map(|goal| goal.id).collect();
        store::call_goal::clear(scope.of(account), write.db(), &replaced, &in_force).await?;
        marks.extend(calls.into_iter().flat_map(|call| goal::marks(goals, call)));
    }
    store::call_goal::insert_many(write.db(), marks).await
}

/// Writes what the ledger says; the changes that go with it, one for each account whose calls are new or replaced.
pub(super) async fn store_all(
    scope: SwitchScope,
    write: &Write,
    switch: &str,
    writing: Writing,
) -> Result<Vec<(AccountScope, Vec<NewChange>)>, StoreError> {
    let mut recorded = BTreeMap::<AccountId, Recorded>::new();
    for call in &writing.calls {
        let of = recorded.entry(call.account_id).or_default();
        of.calls.insert(call.id);
        of.fixed_numbers.insert(call.fixed_number_id);
        of.pools.insert(call.pool_id);
        of.channels.insert(call.channel_id);
    }
    let db = write.db();
    store::call_report::write(db, &writing.calls).await?;
    judge(scope, write, &writing).await?;
    store::call_report::write_unmatched(db, writing.unmatched).await?;
    store::call_report::remove_unmatched(scope, db, switch, &writing.matched).await?;
    store::call_report::keep_conflicts(db, writing.conflicts).await?;
    Ok(recorded.iter().map(|(account, of)| (scope.of(*account), vec![NewChange::calls_recorded(*account, of)])).collect())
}
