//! Erasing callers: one of them, at an account's or the operator's word, or all of an account's, at the operator's.
//!
//! The calls stay, so that every month can be counted again. That they were erased stays with them, so that a report that comes later, or
//! once more, brings nothing back.

use std::time::Duration;

use entity::caller_access::CallerAccessKind;
use entity::id::{CallConflictId, Id};
use entity::value::phone_number::PhoneNumber;
use serde::{Deserialize, Serialize};

use super::deed::{Deed, Done, Stop};
use super::fault::{Fault, FaultCode};
use crate::operation::Operation;
use crate::policy::Permission;
use crate::rule::call_report::{Caller, ReportText};
use crate::store;
use crate::store::change::NewChange;
use crate::store::error::StoreError;
use crate::store::write::Write;
use crate::viewer::AccountScope;

/// How many calls are cleared in one transaction, where all are to be.
const BATCH: u64 = 300;
/// How many contradicting reports are opened at once.
const CONFLICTS: u64 = 500;
const ATTEMPTS: u32 = 4;

/// A caller to erase, as it came in.
#[derive(Clone, Serialize)]
pub struct Erase {
    /// The number, as it was written.
    pub number: String,
}

/// What was erased.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Of how many calls.
    pub erased_calls: i64,
}

impl Deed for Erase {
    const PERMISSION: Permission = Permission::CallerErase;
    const OPERATION: &'static str = "callerErase";
    const PERSONAL: bool = true;
    type Outcome = Outcome;

    async fn perform(&self, op: &Operation, scope: AccountScope, write: &Write) -> Result<Done<Outcome>, Stop> {
        let account = store::account::find(scope, write.db()).await?;
        let account = account.ok_or_else(|| StoreError::Broken(format!("{} is not there", scope.account_id())))?;
        let Some(number) = PhoneNumber::spelled(&self.number, &account.country) else {
            // It says nothing of the text, which may be personal all the same.
            let message = "This can't be read as a telephone number. Write it with its plus sign and country code, such as +442079460018.";
            return Err(Stop::Refused(vec![Fault::at("input.number", FaultCode::NumberNotReadable, message)]));
        };
        let (erased_calls, changes) = one(op, scope, write, &number).await?;
        Ok(Done { outcome: Outcome { erased_calls }, changes })
    }
}

/// Erases one caller. For the operator.
pub async fn run(op: &Operation, scope: AccountScope, number: &PhoneNumber) -> Result<i64, StoreError> {
    let mut attempt = 1;
    loop {
        match run_once(op, scope, number).await {
            Err(error) if again(&error, &mut attempt).await => {}
            done => return done,
        }
    }
}

async fn run_once(op: &Operation, scope: AccountScope, number: &PhoneNumber) -> Result<i64, StoreError> {
    let write = Write::begin(op).await?;
    let (erased, changes) = one(op, scope, &write, number).await?;
    write.commit(op, scope, changes).await?;
    Ok(erased)
}

/// Erases all callers of an account, and the key that they were sealed with. For the operator.
///
/// Most calls are cleared before, in small transactions, so that reports go on. The last one deletes the key, behind whatever is being
/// sealed with it, and clears what had come until then: nothing is left that nobody can open.
pub async fn run_all(op: &Operation, scope: AccountScope) -> Result<i64, StoreError> {
    let mut erased = 0;
    loop {
        let write = Write::begin(op).await?;
        let some = store::caller::clear_some(scope, write.db(), op.now, None, BATCH).await?;
        write.commit_all(op, Vec::new()).await?;
        erased += some.callers;
        if some.marked < BATCH {
            break;
        }
    }
    let mut attempt = 1;
    loop {
        match rest(op, scope, erased).await {
            Err(error) if again(&error, &mut attempt).await => {}
            done => return done,
        }
    }
}

async fn rest(op: &Operation, scope: AccountScope, before: u64) -> Result<i64, StoreError> {
    let write = Write::begin(op).await?;
    let db = write.db();
    store::data_key::delete(scope, db).await?;
    let erased = before + store::caller::clear_rest(scope, db, op.now).await?;
    store::caller::clear_conflicts(scope, db).await?;
    let erased = i64::try_from(erased).unwrap_or(i64::MAX);
    store::caller_access::insert(op, scope, db, CallerAccessKind::Erased, erased).await?;
    write.commit(op, scope, vec![NewChange::callers_erased(scope.account_id(), erased)]).await?;
    Ok(erased)
}

async fn one(op: &Operation, scope: AccountScope, write: &Write, number: &PhoneNumber) -> Result<(i64, Vec<NewChange>), StoreError> {
    let db = write.db();
    let erased = match store::data_key::find(op, scope, db).await? {
        Some(key) => store::caller::clear_of(scope, db, op.now, key.search_hash(number)).await?,
        None => 0,
    };
    store::caller::clear_conflicts(scope, db).await?;
    contradicting(op, scope, write, number).await?;
    let erased = i64::try_from(erased).unwrap_or(i64::MAX);
    store::caller_access::insert(op, scope, db, CallerAccessKind::Erased, erased).await?;
    let changes = if erased > 0 { vec![NewChange::callers_erased(scope.account_id(), erased)] } else { Vec::new() };
    Ok((erased, changes))
}

/// Reports that contradict what is stored of a call may name a caller whom the call itself does not.
async fn contradicting(op: &Operation, scope: AccountScope, write: &Write, number: &PhoneNumber) -> Result<(), StoreError> {
    let mut after: Option<CallConflictId> = None;
    loop {
        let rows = store::caller::conflicts(scope, write.db(), after, CONFLICTS).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = Some(last.id);
        let Some(key) = store::data_key::find_of_operator(op, write.db()).await? else { return Ok(()) };
        let names = |row: &&entity::call_conflict::Model| {
            let text = row.report_sealed.as_deref().and_then(|sealed| key.open(row.id.uuid(), sealed).ok());
            let report = text.and_then(|text| serde_json::from_str::<ReportText>(&text).ok());
            matches!(report.and_then(|report| report.read(op.now).ok()).map(|report| report.caller), Some(Caller::Told(caller)) if caller.reveal() == number)
        };
        let ids = rows.iter().filter(names).map(|row| row.id).collect();
        store::caller::clear_conflicts_by_id(write.db(), ids).await?;
    }
}

/// Whether to do again what lost a race for rows: nothing of it remains.
async fn again(error: &StoreError, attempt: &mut u32) -> bool {
    if !error.is_retryable() || *attempt == ATTEMPTS {
        return false;
    }
    tokio::time::sleep(Duration::from_millis(20 * u64::from(*attempt))).await;
    *attempt += 1;
    true
}
