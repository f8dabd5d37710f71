//! The calls of the demo: three months of them at its first start, and at each later one those that are missing up to the present. They
//! are reported by a switch of their own, and are the same for everyone who starts it on the same day.

use std::sync::Arc;

use chrono::{Days, TimeDelta};
use entity::account;
use entity::id::Id;

use super::calls_record::REPORTS_MAX;
use super::calls_send::{Sender, Tally};
use super::calls_simulate;
use super::demo_load::ACTOR;
use super::demo_plan::{ACCOUNTS, AccountPlan};
use super::operator;
use crate::clock::{Clock, Randomness};
use crate::database::Database;
use crate::rule::traffic::{Flow, Traffic};
use crate::store;
use crate::store::error::StoreError;

/// The switch that reports them.
pub const SWITCH: &str = "demo";
/// What they follow from.
const SEED: u64 = 20_260_302;
/// How far back they go at most: three months, so that last month is a whole one.
const DAYS: i64 = 92;

/// Adds what is missing to the accounts that the demo has made. What became of it.
pub async fn run(database: &Database, clock: &Arc<dyn Clock>, randomness: &Arc<dyn Randomness>) -> Result<Tally, StoreError> {
    let mut sender = Sender::new(database, clock, randomness, ACTOR, SWITCH);
    let accounts = store::demo::made_by(database.reader(), ACTOR).await?;
    for (place, (account, plan)) in accounts.into_iter().zip(ACCOUNTS).enumerate() {
        top_up(database, clock, randomness, &mut sender, (place, plan, &account)).await?;
    }
    Ok(sender.tally())
}

async fn top_up(
    database: &Database,
    clock: &Arc<dyn Clock>,
    randomness: &Arc<dyn Randomness>,
    sender: &mut Sender,
    (place, plan, account): (usize, &AccountPlan, &account::Model),
) -> Result<(), StoreError> {
    let now = clock.now();
    let op = operator::operation(database, now, randomness, ACTOR, account.id);
    let Some(scope) = op.viewer.account_scope() else { return Ok(()) };
    let zone = calls_simulate::zone(account, now)?;
    // Numbers that people order themselves are called by nobody but themselves.
    let flows = plan.calls.iter().copied().chain(std::iter::repeat(Flow::Daily(0)));
    let lines = store::traffic::lines(scope, database.reader()).await?.into_iter().zip(flows).collect();
    let seed = SEED + u64::try_from(place).unwrap_or_default();
    // The id is one for all accounts of a switch, so it says which account it is of.
    let traffic = Traffic { prefix: format!("demo-{}", account.id.uuid().simple()), seed, zone: zone.clone(), lines };
    let last = store::traffic::last_start(scope, database.reader(), SWITCH).await?;
    let earliest = now - TimeDelta::days(DAYS);
    let after = last.map_or(earliest, |last| last.max(earliest));
    let local = |instant: chrono::DateTime<chrono::Utc>| instant.with_timezone(&zone.rules()).date_naive();
    let (mut day, today, mut waiting) = (local(after), local(now), Vec::new());
    while day <= today {
        // A first day is a whole one.
        waiting
            .extend(traffic.day(day).into_iter().filter(|call| call.started_at <= now && last.is_none_or(|last| last < call.started_at)));
        calls_simulate::send(sender, &mut waiting, REPORTS_MAX).await?;
        let Some(next) = day.checked_add_days(Days::new(1)) else { break };
        day = next;
    }
    calls_simulate::send(sender, &mut waiting, 1).await
}
