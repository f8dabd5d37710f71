//! Making calls for an account that look like real ones, so that people see the product alive. They are reported by a switch of their own.

use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, Utc};
use entity::account;
use entity::id::Id;
use entity::value::time_zone::TimeZone;

use super::calls_record::REPORTS_MAX;
use super::calls_send::{Sender, Tally};
use super::operator;
use crate::clock::{Clock, Randomness};
use crate::database::Database;
use crate::rule::call_report::ReportText;
use crate::rule::traffic::{self, Traffic};
use crate::store;
use crate::store::error::StoreError;

/// The switch that reports made calls.
pub const SWITCH: &str = "simulate";

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Simulation {
    /// Whose calls.
    pub account: account::Model,
    /// For how many days.
    pub days: u64,
    /// How many a day, about.
    pub rate: u64,
    /// What they follow from: the same seed makes the same calls.
    pub seed: u64,
    /// The last day. None: today, in the account's time zone.
    pub end: Option<NaiveDate>,
}

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// How many numbers the account has, and has had.
    pub numbers: usize,
    /// What became of the calls.
    pub tally: Tally,
}

/// Makes them. `progress` is told how many days are behind. No call is after now.
pub async fn run(
    database: &Database,
    clock: &Arc<dyn Clock>,
    randomness: &Arc<dyn Randomness>,
    simulation: &Simulation,
    progress: &mut (dyn FnMut(u64) + Send),
) -> Result<Outcome, StoreError> {
    let Simulation { account, days, rate, seed, end } = simulation;
    let now = clock.now();
    let op = operator::operation(database, now, randomness, operator::OPERATOR, account.id);
    let Some(scope) = op.viewer.account_scope() else { return Ok(Outcome::default()) };
    let lines = store::traffic::lines(scope, database.reader()).await?;
    let zone = zone(account, now)?;
    let today = now.with_timezone(&zone.rules()).date_naive();
    let last = end.unwrap_or(today).min(today);
    let numbers = lines.len();
    let lines = traffic::share(*seed, *rate, lines);
    let traffic = Traffic { prefix: format!("sim-{}-{seed}", account.id.uuid().simple()), seed: *seed, zone, lines };
    let mut sender = Sender::new(database, clock, randomness, operator::OPERATOR, SWITCH);
    let mut waiting = Vec::new();
    for day in 0..*days {
        let Some(date) = last.checked_sub_days(Days::new(days - 1 - day)) else { continue };
        waiting.extend(traffic.day(date).into_iter().filter(|call| call.started_at <= now));
        send(&mut sender, &mut waiting, REPORTS_MAX).await?;
        progress(day + 1);
    }
    send(&mut sender, &mut waiting, 1).await?;
    Ok(Outcome { numbers, tally: sender.tally() })
}

/// Sends full requests, until fewer calls than `least` wait.
pub(super) async fn send(sender: &mut Sender, waiting: &mut Vec<ReportText>, least: usize) -> Result<(), StoreError> {
    while waiting.len() >= least {
        let rest = waiting.split_off(waiting.len().min(REPORTS_MAX));
        sender.send(std::mem::replace(waiting, rest)).await?;
    }
    Ok(())
}

/// The time zone of an account that is in force.
pub(super) fn zone(account: &account::Model, now: DateTime<Utc>) -> Result<TimeZone, StoreError> {
    TimeZone::parse(account.time_zone_at(now)).map_err(|fault| StoreError::Broken(format!("{}: {fault}", account.id)))
}
