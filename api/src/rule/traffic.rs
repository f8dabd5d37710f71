//! Made calls that look like real ones: busy on weekday mornings, quiet at night, some numbers never called, some callers calling again.
//!
//! Each call follows from the seed, the place of its number, its day and its turn in that day, and from nothing else. So a longer time or
//! a higher rate adds calls and changes none, and the same report made twice is the same report.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeDelta, TimeZone as _, Utc};
use entity::value::phone_number::PhoneNumber;
use entity::value::time_zone::TimeZone;

use super::call_report::ReportText;
use super::chance::Chance;

mod call;

/// A number that may be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The number.
    pub number: PhoneNumber,
    /// The spans in which it was live, each up to and without its end. Outside of them nobody calls.
    pub live: Vec<(DateTime<Utc>, Option<DateTime<Utc>>)>,
    /// Where it rings.
    pub destination: PhoneNumber,
    /// Whether its calls are rated.
    pub rated: bool,
}

/// How often a number is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// So many times in a thousand days, more or less.
    Daily(u64),
    /// Exactly so many times in each calendar month.
    Monthly(u64),
}

/// What is made.
#[derive(Clone, Debug)]
pub struct Traffic {
    /// What the ids of all calls begin with.
    pub prefix: String,
    /// What everything follows from.
    pub seed: u64,
    /// Where it is day and night.
    pub zone: TimeZone,
    /// The numbers, each with how often it is called. Their places are part of the ids.
    pub lines: Vec<(Line, Flow)>,
}

/// How busy the days of a week are, from Monday on, in thousandths.
const WEEK: [u64; 7] = [1_250, 1_200, 1_150, 1_150, 1_100, 750, 400];
/// How busy the hours of a day are.
const HOURS: [u64; 24] = [1, 1, 1, 1, 1, 2, 4, 12, 40, 80, 100, 95, 75, 80, 90, 90, 80, 60, 30, 18, 12, 8, 4, 2];
/// How much a day differs from what is usual, in thousandths.
const LUCK: (i32, i32) = (700, 1_300);
/// What a chance is drawn for, so that no two draw the same.
const AMOUNT: u64 = 1;
const DAY: u64 = 2;
const CALL: u64 = 3;
const SHARE: u64 = 4;

/// Shares a rate (calls a day) among numbers: of a hundred about fifteen are never called and twenty-five seldom.
pub fn share(seed: u64, rate: u64, lines: Vec<Line>) -> Vec<(Line, Flow)> {
    let weight = |place: usize| {
        let mut chance = Chance::of(&[seed, SHARE, number(place)]);
        match chance.below(100) {
            0..15 => 0,
            15..40 => 1 + chance.below(3),
            _ => 10 + chance.below(31),
        }
    };
    let mut weights: Vec<u64> = (0..lines.len()).map(weight).collect();
    if weights.iter().all(|weight| *weight == 0) {
        weights.iter_mut().take(1).for_each(|weight| *weight = 1);
    }
    let whole: u64 = weights.iter().sum();
    lines.into_iter().zip(weights).map(|(line, weight)| (line, Flow::Daily(rate * 1_000 * weight / whole))).collect()
}

impl Traffic {
    /// The calls of a day of the zone, in the order in which they start.
    pub fn day(&self, day: NaiveDate) -> Vec<ReportText> {
        let mut calls: Vec<_> =
            self.lines.iter().enumerate().flat_map(|(place, (line, flow))| self.of_line(place, line, *flow, day)).collect();
        calls.sort_by(|one: &ReportText, other| (one.started_at, &one.source_call_id).cmp(&(other.started_at, &other.source_call_id)));
        calls
    }

    fn of_line(&self, place: usize, line: &Line, flow: Flow, day: NaiveDate) -> Vec<ReportText> {
        let turns: Vec<u64> = match flow {
            Flow::Daily(rate) => (0..self.amount(place, rate, day)).collect(),
            Flow::Monthly(amount) => (0..amount).filter(|turn| self.day_of(place, *turn, day) == Some(day)).collect(),
        };
        turns.into_iter().filter_map(|turn| self.call(place, line, day, turn)).collect()
    }

    /// How often a number is called on a day. A higher rate never means fewer calls.
    fn amount(&self, place: usize, rate: u64, day: NaiveDate) -> u64 {
        let mut chance = Chance::of(&[self.seed, AMOUNT, number(place), ordinal(day)]);
        let luck = u64::try_from(chance.between(LUCK)).unwrap_or_default();
        (rate * weight(day) / 1_000 * luck / 1_000 + chance.below(1_000)) / 1_000
    }

    /// On which day of a month the call of a turn is.
    fn day_of(&self, place: usize, turn: u64, day: NaiveDate) -> Option<NaiveDate> {
        let first = day.with_day(1)?;
        let days = first.iter_days().take_while(|day| Some(*day) < first.checked_add_months(Months::new(1)));
        let mut chance = Chance::of(&[self.seed, DAY, number(place), ordinal(first), turn]);
        first.checked_add_days(Days::new(number(chance.place(days.map(weight)))))
    }

    fn call(&self, place: usize, line: &Line, day: NaiveDate, turn: u64) -> Option<ReportText> {
        let mut chance = Chance::of(&[self.seed, CALL, number(place), ordinal(day), turn]);
        let hour = chance.place(HOURS.into_iter());
        let second = i64::try_from(number(hour) * 3_600 + chance.below(3_600)).ok()?;
        let started_at = self.instant(day, TimeDelta::seconds(second))?;
        let is_live = |(from, to): &(DateTime<Utc>, Option<DateTime<Utc>>)| *from <= started_at && to.is_none_or(|to| started_at < to);
        if !line.live.iter().any(is_live) {
            return None;
        }
        let id = format!("{}-{}-{place}-{turn}", self.prefix, day.format("%Y%m%d"));
        Some(call::make(&mut chance, id, line, started_at, &[self.seed, number(place)]))
    }

    /// An instant of a day. Where clocks jump over it, an hour later.
    fn instant(&self, day: NaiveDate, time: TimeDelta) -> Option<DateTime<Utc>> {
        let local = day.and_hms_opt(0, 0, 0)? + time;
        let rules = self.zone.rules();
        let found = rules.from_local_datetime(&local).earliest();
        found.or_else(|| rules.from_local_datetime(&(local + TimeDelta::hours(1))).earliest()).map(|found| found.to_utc())
    }
}

fn weight(day: NaiveDate) -> u64 {
    usize::try_from(day.weekday().num_days_from_monday()).ok().and_then(|day| WEEK.get(day).copied()).unwrap_or_default()
}

fn ordinal(day: NaiveDate) -> u64 {
    u64::try_from(day.num_days_from_ce()).unwrap_or_default()
}

fn number(place: usize) -> u64 {
    u64::try_from(place).unwrap_or_default()
}

#[cfg(test)]
mod tests;
