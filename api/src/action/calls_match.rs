//! Giving calls that were nobody's to the account that turns out to have had the number when they started: an order that was committed
//! after the call was reported, or that came late. Through the same ledger as a report, under the call's own id.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use entity::id::Id;
use entity::unmatched_call;
use entity::value::caller_number::CallerNumber;
use entity::value::phone_number::PhoneNumber;
use serde::{Deserialize, Serialize};

use super::call_ledger::Fate;
use super::calls_record::{self, REPORTS_MAX};
use super::deed::{self, Done, Stop, SwitchDeed, Terms};
use super::operator;
use crate::clock::Randomness;
use crate::database::Database;
use crate::operation::Operation;
use crate::policy::Permission;
use crate::rule::call_report::{Caller, Report};
use crate::store;
use crate::store::error::StoreError;
use crate::store::write::{Changes, Write};
use crate::viewer::{Principal, SwitchScope};

/// Calls of one switch that may have become somebody's.
#[derive(Clone, Serialize)]
struct Match {
    /// What the switch calls them.
    ids: Vec<String>,
}

/// What came of it.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Outcome {
    /// How many calls are somebody's now.
    matched: u64,
}

/// Looks through all calls that are nobody's, unless it is told to stop between two transactions. How many are somebody's now.
pub async fn run(
    database: &Database,
    now: DateTime<Utc>,
    randomness: &Arc<dyn Randomness>,
    actor: &str,
    stopping: impl Fn() -> bool,
) -> Result<u64, StoreError> {
    let (mut matched, mut after, mut trouble) = (0, None, None);
    let limit = u64::try_from(REPORTS_MAX).unwrap_or(u64::MAX);
    loop {
        let found = store::unmatched_call::matchable(database.reader(), after.as_ref(), limit).await?;
        let Some(last) = found.last().cloned() else { return trouble.map_or(Ok(matched), Err) };
        for some in found.chunk_by(|one, other| one.0 == other.0) {
            let Some((switch, _)) = some.first() else { continue };
            let op = operator::of_switch(database, now, randomness, actor, switch);
            let deed = Match { ids: some.iter().map(|(_, id)| id.clone()).collect() };
            match deed::run_for_switch(&op, Terms::default(), deed).await {
                Ok(answer) => matched += answer.outcome.map_or(0, |outcome| outcome.matched),
                // One switch's trouble must not keep the others' calls; it is told in the end.
                Err(deed::Error::Store(error)) => trouble = Some(error),
                Err(other) => trouble = Some(StoreError::Broken(other.to_string())),
            }
            if stopping() {
                return trouble.map_or(Ok(matched), Err);
            }
        }
        after = Some(last);
    }
}

impl SwitchDeed for Match {
    const PERMISSION: Permission = Permission::CallsRecord;
    const OPERATION: &'static str = "callsMatch";
    type Outcome = Outcome;

    async fn perform(&self, op: &Operation, scope: SwitchScope, write: &Write) -> Result<Done<Outcome, Changes>, Stop> {
        let Principal::Switch(switch) = &op.viewer.principal else { return Ok(Done { outcome: Outcome::default(), changes: Vec::new() }) };
        store::call_report::take_turns(scope, write.db(), switch, &self.ids).await?;
        // Those that another gateway has given away meanwhile are not among them any more.
        let rows = store::call_report::known_unmatched(scope, write.db(), switch, &self.ids).await?;
        let key = store::data_key::find_of_operator(op, write.db()).await?;
        let mut reports = rows
            .into_values()
            .map(|row| {
                let caller = row.caller_sealed.as_ref().map(|sealed| match &key {
                    Some(key) => key.open(row.id.uuid(), sealed).ok().and_then(|text| PhoneNumber::parse(&text).ok()),
                    None => None,
                });
                match caller {
                    Some(None) => Err(StoreError::Broken(format!("the caller of {} does not open", row.id))),
                    caller => Ok(report(row, caller.flatten())),
                }
            })
            .collect::<Result<Vec<_>, _>>()?;
        reports.sort_by(|one, other| one.source_call_id.cmp(&other.source_call_id));
        let good: Vec<_> = reports.iter().enumerate().collect();
        let mut ledger = calls_record::open(op, scope, write, switch, &good).await?;
        let mut matched = 0;
        for report in &reports {
            let (fate, _) = ledger.enter(report, &report.source_call_id)?;
            matched += u64::from(fate == Fate::Recorded);
        }
        let changes = calls_record::store_all(scope, write, switch, ledger.close()).await?;
        Ok(Done { outcome: Outcome { matched }, changes })
    }
}

/// The report that is stored in a row.
fn report(row: unmatched_call::Model, caller: Option<PhoneNumber>) -> Report {
    Report {
        source_call_id: row.source_call_id,
        revision: row.revision,
        number: row.number,
        started_at: row.started_at,
        caller: match caller {
            _ if row.withheld => Caller::Withheld,
            Some(number) => Caller::Told(CallerNumber::new(number)),
            None => Caller::Absent,
        },
        destination: row.destination,
        outcome: row.outcome,
        ring_seconds: row.ring_seconds,
        talk_seconds: row.talk_seconds,
        rating: row.reported_rating,
        recording_url: row.recording_url,
    }
}
