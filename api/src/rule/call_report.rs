//! What a telephone switch says of a call, read: every fault of it at once. Knows no row.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use entity::call::CallOutcome;
use entity::value::caller_number::CallerNumber;
use entity::value::phone_number::PhoneNumber;
use serde::{Deserialize, Serialize};
use url::Url;

use super::goal::{RATING_MAX, RATING_MIN, TALK_SECONDS_MAX};

/// How long a switch's own name of a call may be, in characters.
pub const SOURCE_CALL_ID_MAX: usize = 255;
/// How long a call may ring, in seconds: an hour.
pub const RING_SECONDS_MAX: i32 = 3_600;
/// How long the address of a recording may be, in bytes.
pub const RECORDING_URL_MAX: usize = 2_048;
/// How far ahead of ours a switch's clock may be, in minutes.
pub const AHEAD_MINUTES: i64 = 5;

/// What a switch says of a call, as it came in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportText {
    /// What the switch calls the call.
    pub source_call_id: String,
    /// A later report of the same call has a higher one.
    pub revision: i32,
    /// The number that was called.
    pub number: String,
    /// When it began to ring.
    pub started_at: DateTime<Utc>,
    /// What the network sent as the caller's number.
    pub caller: Option<String>,
    /// Whether the caller's number is withheld.
    pub withheld: bool,
    /// Where it rang.
    pub destination: Option<String>,
    /// How it ended.
    pub outcome: CallOutcome,
    /// How long it rang.
    pub ring_seconds: i32,
    /// How long people talked.
    pub talk_seconds: i32,
    /// How good it was.
    pub rating: Option<i32>,
    /// Where its recording is.
    pub recording_url: Option<String>,
}

/// Who called, as far as it may be known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caller {
    /// The network told a number.
    Told(CallerNumber),
    /// The network told none, or something that is no telephone number.
    Absent,
    /// The caller withholds it: nothing of it may be kept.
    Withheld,
}

/// What a switch says of a call, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What the switch calls the call.
    pub source_call_id: String,
    /// A later report of the same call has a higher one.
    pub revision: i32,
    /// The number that was called.
    pub number: PhoneNumber,
    /// When it began to ring, to the microsecond.
    pub started_at: DateTime<Utc>,
    /// Who called.
    pub caller: Caller,
    /// Where it rang.
    pub destination: Option<PhoneNumber>,
    /// How it ended.
    pub outcome: CallOutcome,
    /// How long it rang.
    pub ring_seconds: i32,
    /// How long people talked.
    pub talk_seconds: i32,
    /// How good it was.
    pub rating: Option<i32>,
    /// Where its recording is.
    pub recording_url: Option<String>,
}

/// Why a report is refused. Stable: stored with keys, and spelled as it is in the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "each is the fact that its name states; the schema describes them for callers")]
pub enum Refusal {
    SourceCallIdMissing,
    SourceCallIdTooLong,
    SourceCallIdNotAllowed,
    RevisionOutOfRange,
    NumberNotE164,
    StartedAtOutOfRange,
    DestinationNotE164,
    RingSecondsOutOfRange,
    TalkSecondsOutOfRange,
    TalkNotAnswered,
    RatingOutOfRange,
    RecordingUrlNotAllowed,
}

/// One thing that is wrong with a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportFault {
    /// The fact.
    pub code: Refusal,
    /// The field at fault, as the schema spells it.
    pub field: String,
    /// A plain sentence that stands alone.
    pub message: String,
}

/// What networks send in the place of a number that its owner withholds.
const WITHHELD: [&str; 4] = ["anonymous", "private", "restricted", "withheld"];

impl ReportText {
    /// Reads a report that came at an instant.
    pub fn read(&self, now: DateTime<Utc>) -> Result<Report, Vec<ReportFault>> {
        let mut faults = Vec::new();
        let mut wrong = |code, field: &str, message: String| faults.push(ReportFault { code, field: field.into(), message });
        self.read_source(&mut wrong);
        let number = PhoneNumber::parse(&self.number).map_err(|fault| {
            wrong(Refusal::NumberNotE164, "number", format!("The number that was called {fault}."));
        });
        let started_at = self.started_at.trunc_subsecs(6);
        if started_at > now + TimeDelta::minutes(AHEAD_MINUTES) {
            let message = format!("The call starts more than {AHEAD_MINUTES} minutes in the future.");
            wrong(Refusal::StartedAtOutOfRange, "startedAt", message);
        } else if started_at < DateTime::UNIX_EPOCH {
            wrong(Refusal::StartedAtOutOfRange, "startedAt", "The call starts before the year 1970.".into());
        }
        let destination = self.destination.as_deref().map(PhoneNumber::parse).transpose().map_err(|fault| {
            wrong(Refusal::DestinationNotE164, "destination", format!("The destination {fault}."));
        });
        self.read_seconds(&mut wrong);
        if self.rating.is_some_and(|rating| !(RATING_MIN..=RATING_MAX).contains(&rating)) {
            wrong(Refusal::RatingOutOfRange, "rating", format!("A rating is between {RATING_MIN} and {RATING_MAX}."));
        }
        if self.recording_url.as_deref().is_some_and(|text| !is_address(text)) {
            let message = format!("The recording's address must be a whole http or https one of at most {RECORDING_URL_MAX} bytes.");
            wrong(Refusal::RecordingUrlNotAllowed, "recordingUrl", message);
        }
        match (number, destination) {
            (Ok(number), Ok(destination)) if faults.is_empty() => Ok(Report {
                source_call_id: self.source_call_id.clone(),
                revision: self.revision,
                caller: caller(self.caller.as_deref(), self.withheld, &number),
                number,
                started_at,
                destination,
                outcome: self.outcome,
                ring_seconds: self.ring_seconds,
                talk_seconds: self.talk_seconds,
                rating: self.rating,
                recording_url: self.recording_url.clone(),
            }),
            _ => Err(faults),
        }
    }

    fn read_source(&self, wrong: &mut impl FnMut(Refusal, &str, String)) {
        let id = &self.source_call_id;
        if id.is_empty() {
            wrong(Refusal::SourceCallIdMissing, "sourceCallId", "The switch's own id of the call is missing.".into());
        }
        if id.chars().count() > SOURCE_CALL_ID_MAX {
            let message = format!("The switch's own id of a call has at most {SOURCE_CALL_ID_MAX} characters.");
            wrong(Refusal::SourceCallIdTooLong, "sourceCallId", message);
        }
        if id.chars().any(char::is_control) {
            let message = "The switch's own id of a call can't hold control characters.";
            wrong(Refusal::SourceCallIdNotAllowed, "sourceCallId", message.into());
        }
        if self.revision < 0 {
            wrong(Refusal::RevisionOutOfRange, "revision", "A revision is 0 or more.".into());
        }
    }

    fn read_seconds(&self, wrong: &mut impl FnMut(Refusal, &str, String)) {
        if !(0..=RING_SECONDS_MAX).contains(&self.ring_seconds) {
            let message = format!("A call rings for 0 to {RING_SECONDS_MAX} seconds.");
            wrong(Refusal::RingSecondsOutOfRange, "ringSeconds", message);
        }
        if !(0..=TALK_SECONDS_MAX).contains(&self.talk_seconds) {
            let message = format!("People talk for 0 to {TALK_SECONDS_MAX} seconds.");
            wrong(Refusal::TalkSecondsOutOfRange, "talkSeconds", message);
        } else if self.talk_seconds > 0 && self.outcome != CallOutcome::Answered {
            wrong(Refusal::TalkNotAnswered, "talkSeconds", "Nobody can have talked in a call that was not answered.".into());
        }
    }
}

/// Who called. A text that is no telephone number is as good as none; one that says that the number is withheld, is withheld. What a
/// network writes without its country code is read in the country of the number that was called.
fn caller(text: Option<&str>, withheld: bool, called: &PhoneNumber) -> Caller {
    let text = text.map(str::trim).unwrap_or_default();
    if withheld || WITHHELD.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return Caller::Withheld;
    }
    let spelled = || PhoneNumber::suggest(text, &called.country().unwrap_or_default());
    PhoneNumber::parse(text).ok().or_else(spelled).map_or(Caller::Absent, |number| Caller::Told(CallerNumber::new(number)))
}

fn is_address(text: &str) -> bool {
    let plain = text.len() <= RECORDING_URL_MAX && text.bytes().all(|byte| byte.is_ascii_graphic());
    plain && Url::parse(text).is_ok_and(|url| ["http", "https"].contains(&url.scheme()) && url.has_host())
}

#[cfg(test)]
mod tests;
