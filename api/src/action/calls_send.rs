//! Sending many reports as a switch does, through the deed that every switch uses, beside gateways that are at work: history from a file,
//! made traffic, and the calls of the demo.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::call_ledger::Fate;
use super::calls_record::{Record, ReportResult};
use super::deed::{self, Terms};
use super::operator;
use crate::clock::{Clock, Randomness};
use crate::database::Database;
use crate::rule::call_report::ReportText;
use crate::store::error::StoreError;
use crate::store::stock_import::keeps_writers_waiting;

/// For how long other writers of SQLite may be kept waiting, about, before they get their turn.
const HOLD: Duration = Duration::from_millis(300);
/// Longer than a waiting writer of SQLite sleeps between two looks.
const PAUSE: Duration = Duration::from_millis(110);
const ATTEMPTS: u32 = 5;

/// How many reports became what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Calls that are new.
    pub recorded: u64,
    /// Reports that say what was known already.
    pub duplicate: u64,
    /// Calls of which a later revision came.
    pub replaced: u64,
    /// Reports that contradict what is known.
    pub conflict: u64,
    /// Calls that are nobody's.
    pub unmatched: u64,
    /// Reports in which something is wrong.
    pub refused: u64,
}

impl Tally {
    fn add(&mut self, fate: Fate) {
        let amount = match fate {
            Fate::Recorded => &mut self.recorded,
            Fate::Duplicate => &mut self.duplicate,
            Fate::Replaced => &mut self.replaced,
            Fate::Conflict => &mut self.conflict,
            Fate::Unmatched => &mut self.unmatched,
            Fate::Refused => &mut self.refused,
        };
        *amount += 1;
    }
}

/// Sends reports one request after the other.
pub struct Sender {
    database: Database,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
    /// Who stands in the feeds.
    actor: &'static str,
    switch: String,
    /// For how long SQLite's other writers had no turn.
    held: Duration,
    tally: Tally,
}

impl Sender {
    /// One that sends in the name of a switch.
    pub fn new(database: &Database, clock: &Arc<dyn Clock>, randomness: &Arc<dyn Randomness>, actor: &'static str, switch: &str) -> Self {
        let (database, clock, randomness) = (database.clone(), clock.clone(), randomness.clone());
        Self { database, clock, randomness, actor, switch: switch.to_owned(), held: Duration::ZERO, tally: Tally::default() }
    }

    /// What became of all that was sent.
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// Sends at most as many reports as a request may bring: what became of each. It is one short transaction.
    pub async fn send(&mut self, calls: Vec<ReportText>) -> Result<Vec<ReportResult>, StoreError> {
        if calls.is_empty() {
            return Ok(Vec::new());
        }
        if self.held > HOLD {
            tokio::time::sleep(PAUSE).await;
            self.held = Duration::ZERO;
        }
        let began = Instant::now();
        let results = self.persistently(Record { calls }).await?;
        if keeps_writers_waiting(&self.database) {
            self.held += began.elapsed();
        }
        results.iter().for_each(|result| self.tally.add(result.fate));
        Ok(results)
    }

    /// A busy moment is no reason to give up.
    async fn persistently(&self, record: Record) -> Result<Vec<ReportResult>, StoreError> {
        let mut attempt = 1;
        loop {
            match self.once(record.clone()).await {
                Err(error) if error.is_unavailable() && attempt < ATTEMPTS => {
                    tokio::time::sleep(PAUSE * attempt).await;
                    attempt += 1;
                }
                result => return result,
            }
        }
    }

    async fn once(&self, record: Record) -> Result<Vec<ReportResult>, StoreError> {
        let op = operator::of_switch(&self.database, self.clock.now(), &self.randomness, self.actor, &self.switch);
        let answer = deed::run_for_switch(&op, Terms::default(), record).await.map_err(|error| match error {
            deed::Error::Store(error) => error,
            other => StoreError::Broken(other.to_string()),
        })?;
        let outcome = answer
            .outcome
            .map_err(|faults| StoreError::Broken(faults.into_iter().map(|fault| fault.message).collect::<Vec<_>>().join(" ")))?;
        Ok(outcome.results)
    }
}
