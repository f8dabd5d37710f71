//! `CallFilter`: which calls a list holds.

use async_graphql::{Context, ID, InputObject};
use chrono::{DateTime, Utc};

use super::ask::Ask;
use super::failure::Failure;
use super::filter::{ids, sorted};
use super::scalar::choice::CallOutcome;
use crate::policy::Permission;
use crate::rule::moment;
use crate::store::call_filter::Filter;

/// Which calls a list holds. Conditions that are given are all met; what is left out lets all through.
#[derive(Debug, Default, InputObject)]
pub struct CallFilter {
    /// Begun in this period.
    period: Option<CallPeriod>,
    /// To numbers of one of these pools, at most 100.
    pools: Option<Vec<ID>>,
    /// To numbers that stood for one of these channels when they rang, at most 100.
    channels: Option<Vec<ID>>,
    /// To one of these fixed numbers, at most 100.
    fixed_numbers: Option<Vec<ID>>,
    /// Meeting one of these goals, at most 100, when they were judged last.
    goals: Option<Vec<ID>>,
    /// Ended in one of these ways.
    outcomes: Option<Vec<CallOutcome>>,
    /// Whether the caller withheld the number.
    withheld: Option<bool>,
    /// With so many seconds of talk or more. Calls that nobody answered have none.
    least_talk_seconds: Option<i32>,
    /// Whether the fixed number had been deleted when it rang. Such a call connected to nobody and counts in no usage.
    after_delete: Option<bool>,
    /// From this caller: a telephone number as a person may type it; without a country code it is read in the account's country. The
    /// whole number is compared, not a part of it. Needs the scope `callers:read`, and the account keeps a note of who asked.
    caller: Option<String>,
}

/// A span of time: from one instant on until just before another. Where a day begins depends on the time zone that the instants are given
/// in: `2026-06-01T00:00:00+01:00` is the first of June in London.
#[derive(Debug, InputObject)]
pub struct CallPeriod {
    /// At this instant or later; without it, from the first call on.
    from: Option<DateTime<Utc>>,
    /// Before this instant; without it, to the last call.
    to: Option<DateTime<Utc>>,
}

impl CallFilter {
    /// Turns what came in into what the store asks. An id that is none of ours matches nothing, as a missing one does.
    pub async fn read(ctx: &Context<'_>, filter: Option<Self>) -> Result<Filter, Failure> {
        let filter = filter.unwrap_or_default();
        if filter.caller.is_some() {
            ctx.require(Permission::Caller)?;
        }
        let (from, to) = filter.period.map_or((None, None), |period| (period.from, period.to));
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            return Err(Failure::BadUserInput("The period ends before it begins.".into()));
        }
        if filter.least_talk_seconds.is_some_and(|least| least < 0) {
            return Err(Failure::BadUserInput("leastTalkSeconds is 0 or more.".into()));
        }
        let outcomes = filter.outcomes.map(|all| sorted(all.into_iter().map(Into::into).collect()));
        Ok(Filter {
            from: from.map(moment::not_before),
            to: to.map(moment::not_before),
            pools: ids("pools", filter.pools)?,
            channels: ids("channels", filter.channels)?,
            fixed_numbers: ids("fixedNumbers", filter.fixed_numbers)?,
            goals: ids("goals", filter.goals)?,
            outcomes,
            withheld: filter.withheld,
            after_delete: filter.after_delete,
            least_talk_seconds: filter.least_talk_seconds,
            callers: match filter.caller {
                Some(text) => Some(ctx.reader().caller_hash.find(text).await?.map(|hash| (*hash).clone()).into_iter().collect()),
                None => None,
            },
        })
    }
}
