//! What one made call is like: how it ended, how long it rang and people talked, and who called.

use chrono::{DateTime, Utc};
use entity::call::CallOutcome;

use super::Line;
use crate::rule::call_report::ReportText;
use crate::rule::chance::Chance;

/// How calls end, in hundredths.
const OUTCOMES: [(u64, CallOutcome); 5] = [
    (70, CallOutcome::Answered),
    (14, CallOutcome::NoAnswer),
    (7, CallOutcome::Busy),
    (7, CallOutcome::Abandoned),
    (2, CallOutcome::Failed),
];
/// How long people talk: most for a minute or two, some for long.
const TALKS: [(u64, (i32, i32)); 4] = [(25, (4, 45)), (40, (46, 150)), (25, (151, 420)), (10, (421, 1_500))];
/// How good a call was, when somebody says so.
const RATINGS: [(u64, i32); 5] = [(4, 1), (6, 2), (20, 3), (40, 4), (30, 5)];
/// How many in a hundred answered calls are rated where calls are.
const RATED: u64 = 30;
/// How many in a hundred callers withhold their number.
const WITHHELD: u64 = 10;
/// How many in a hundred callers are among those who call a number again and again, and how many those are.
const REGULAR: u64 = 35;
const REGULARS: u64 = 8;
/// What the regular callers of a number are drawn by.
const CALLER: u64 = 5;
/// Areas whose numbers 555-0100 to 555-0199 nobody has; none of which the demo's own numbers are of.
const AREAS: [u64; 12] = [213, 310, 312, 404, 503, 510, 617, 650, 702, 713, 786, 917];

/// Makes a call. What is the number's own, and not the call's, follows from `of_line`.
pub fn make(chance: &mut Chance, source_call_id: String, line: &Line, started_at: DateTime<Utc>, of_line: &[u64]) -> ReportText {
    let outcome = chance.pick(&OUTCOMES).unwrap_or(CallOutcome::Failed);
    let ring_seconds = chance.between(rings(outcome));
    let talks = chance.pick(&TALKS).unwrap_or_default();
    let talk_seconds = chance.between(talks);
    let talk_seconds = if outcome == CallOutcome::Answered { talk_seconds } else { 0 };
    let rating = chance.pick(&RATINGS).filter(|_| chance.below(100) < RATED && line.rated && talk_seconds > 0);
    let withheld = chance.below(100) < WITHHELD;
    let caller = caller(chance, line, of_line);
    ReportText {
        source_call_id,
        revision: 0,
        number: line.number.to_string(),
        started_at,
        caller: (!withheld).then_some(caller),
        withheld,
        destination: Some(line.destination.to_string()),
        outcome,
        ring_seconds,
        talk_seconds,
        rating,
        recording_url: None,
    }
}

/// How long a call may ring by its end.
fn rings(outcome: CallOutcome) -> (i32, i32) {
    match outcome {
        CallOutcome::Answered => (2, 22),
        CallOutcome::NoAnswer => (25, 45),
        CallOutcome::Busy => (0, 1),
        CallOutcome::Abandoned => (3, 30),
        CallOutcome::Failed => (0, 0),
    }
}

/// Somebody from the ranges that the regulators keep for fiction, in the country of the number.
fn caller(chance: &mut Chance, line: &Line, of_line: &[u64]) -> String {
    let who =
        if chance.below(100) < REGULAR { Chance::of(&[of_line, &[CALLER, chance.below(REGULARS)]].concat()).draw() } else { chance.draw() };
    let mut chance = Chance::of(&[who]);
    if line.number.as_str().starts_with("+1") {
        let area = AREAS[chance.place(AREAS.into_iter().map(|_| 1))];
        format!("+1{area}555{:04}", 100 + chance.below(100))
    } else {
        format!("+447700900{:03}", chance.below(1_000))
    }
}
