//! The reports of a flood: every call with its revisions, some of which contradict themselves, each sent one to five times in any order.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::oracle::Past;
use crate::support::dice::Dice;

/// The switches, which use the same ids for calls of their own.
pub const SWITCHES: [&str; 3] = ["switch-1", "switch-2", "switch-3"];
const OUTCOMES: [&str; 5] = ["ANSWERED", "BUSY", "NO_ANSWER", "FAILED", "ABANDONED"];

/// A call, before anything of it is reported.
#[derive(Clone, Copy)]
pub struct Call {
    pub n: u32,
    pub switch: usize,
    pub number: usize,
    /// In microseconds since the past began.
    started: i64,
    pub revisions: u8,
    /// The revision that is reported in two ways.
    pub contradicted: Option<u8>,
    /// Whether every report of it is wrong in itself.
    pub bad: bool,
}

/// One report: which call, which revision, and in which of two ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Report {
    pub call: u32,
    pub revision: u8,
    pub other: bool,
}

/// What a report says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    pub caller: Option<String>,
    pub withheld: bool,
    pub outcome: &'static str,
    pub ring_seconds: i32,
    pub talk_seconds: i32,
    pub rating: Option<i32>,
}

impl Call {
    pub fn of(n: u32, past: &Past) -> Self {
        let mut dice = Dice::of(u64::from(n) + 77_000_000);
        let span = (past.ended - past.begun + TimeDelta::days(20)).num_microseconds().unwrap();
        let share = i64::try_from(dice.below(1_000_000)).unwrap();
        let revisions = [1, 1, 1, 2, 3][dice.below(5)];
        Self {
            n,
            switch: dice.below(SWITCHES.len()),
            number: dice.below(past.numbers.len()),
            started: span / 1_000_000 * share - TimeDelta::days(10).num_microseconds().unwrap(),
            revisions,
            contradicted: (dice.below(40) == 0).then(|| u8::try_from(dice.below(usize::from(revisions))).unwrap()),
            bad: dice.below(100) == 0,
        }
    }

    pub fn id(self) -> String {
        format!("call {}", self.n)
    }

    pub fn started_at(self, past: &Past) -> DateTime<Utc> {
        past.begun + TimeDelta::microseconds(self.started)
    }

    /// Every report of it, once.
    pub fn reports(self) -> impl Iterator<Item = Report> {
        (0..self.revisions).flat_map(move |revision| {
            let both: &[bool] = if self.contradicted == Some(revision) { &[false, true] } else { &[false] };
            both.iter().map(move |other| Report { call: self.n, revision, other: *other })
        })
    }

    pub fn content(self, report: Report) -> Content {
        let mut dice = Dice::of(u64::from(report.call) << 8 | u64::from(report.revision));
        let outcome = OUTCOMES[[0, 0, 0, 1, 2, 3, 4][dice.below(7)]];
        let seconds = |dice: &mut Dice, most| i32::try_from(dice.below(most)).unwrap();
        // A second way of telling the same revision differs in this, and in this alone.
        let ring_seconds = 2 * seconds(&mut dice, 30) + i32::from(report.other);
        let talk_seconds = if outcome == "ANSWERED" { seconds(&mut dice, 200) } else { 0 };
        let withheld = dice.below(10) == 0;
        let caller = format!("+447700900{:03}", dice.below(1000));
        let rating = (dice.below(8) == 0).then(|| 1 + seconds(&mut dice, 5));
        Content { caller: (!withheld).then_some(caller), withheld, outcome, ring_seconds, talk_seconds, rating }
    }

    /// The report as a switch sends it.
    pub fn spelled(self, past: &Past, report: Report) -> Value {
        let content = self.content(report);
        let rating = if self.bad { Some(6) } else { content.rating };
        json!({"sourceCallId": self.id(), "revision": report.revision, "number": past.numbers[self.number],
            "startedAt": self.started_at(past), "caller": content.caller, "withheld": content.withheld, "outcome": content.outcome,
            "ringSeconds": content.ring_seconds, "talkSeconds": content.talk_seconds, "rating": rating})
    }
}

/// All reports of so many, as often as each is sent, in any order; and how many calls they are about.
pub fn shuffled(past: &Past, reports: usize, most_times: usize, seed: u64) -> (Vec<Report>, u32) {
    let mut dice = Dice::of(seed);
    let mut all = Vec::with_capacity(reports * most_times.div_ceil(2));
    let (mut made, mut calls) = (0, 0);
    while made < reports {
        for report in Call::of(calls, past).reports() {
            made += 1;
            all.extend(std::iter::repeat_n(report, 1 + dice.below(most_times)));
        }
        calls += 1;
    }
    for n in (1..all.len()).rev() {
        all.swap(n, dice.below(n + 1));
    }
    (all, calls)
}
