//! Reading one row of a file of calls: the report that it is, or all that is wrong with it. No sentence repeats what a cell holds, for it
//! may be a caller's number.

use chrono::{DateTime, Utc};
use entity::call::CallOutcome;

use super::call_report::{Refusal, ReportFault, ReportText};
use super::stock_row::Odd;

/// The columns of a file, or the keys of its objects: the fields of `CallInput` in the schema.
pub const COLUMNS: [&str; 12] = [
    "sourceCallId",
    "revision",
    "number",
    "startedAt",
    "caller",
    "withheld",
    "destination",
    "outcome",
    "ringSeconds",
    "talkSeconds",
    "rating",
    "recordingUrl",
];
/// Those that must be there.
pub const NEEDED: [&str; 4] = ["sourceCallId", "number", "startedAt", "outcome"];

const OUTCOMES: [(&str, CallOutcome); 5] = [
    ("ANSWERED", CallOutcome::Answered),
    ("BUSY", CallOutcome::Busy),
    ("NO_ANSWER", CallOutcome::NoAnswer),
    ("FAILED", CallOutcome::Failed),
    ("ABANDONED", CallOutcome::Abandoned),
];

/// The cells of a row in the order of [`COLUMNS`]; none where there is nothing in one.
pub type Cells = [Option<String>; COLUMNS.len()];

/// One row as it stands in the file.
#[derive(Clone)]
pub struct RawCall {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// How much of the file is read with it, in bytes.
    pub read: u64,
    /// What is in it, or why that can't be told.
    pub cells: Result<Cells, Unread>,
}

/// Why the cells of a row can't be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// A row of a table.
    Odd(Odd),
    /// It is no JSON, from a column on.
    NotJson(usize),
    /// It is JSON and no object.
    NotObject,
    /// A key of it holds a list or an object.
    NotPlain(&'static str),
}

/// One thing that is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFault {
    /// The fact, in a word for scripts.
    pub code: String,
    /// The column at fault; empty when it is the whole row.
    pub field: String,
    /// A plain sentence that stands alone.
    pub message: String,
}

impl LineFault {
    fn of(code: &str, field: &str, message: impl Into<String>) -> Self {
        Self { code: code.into(), field: field.into(), message: message.into() }
    }
}

impl From<ReportFault> for LineFault {
    fn from(fault: ReportFault) -> Self {
        Self { code: word(fault.code), field: fault.field, message: fault.message }
    }
}

/// The word of a refusal, as the schema spells it.
fn word(code: Refusal) -> String {
    serde_json::to_value(code).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Reads a row at an instant.
pub fn read(row: &RawCall, now: DateTime<Utc>) -> Result<ReportText, Vec<LineFault>> {
    let cells = row.cells.as_ref().map_err(|unread| vec![told(*unread)])?;
    let mut reading = Reading { cells, faults: Vec::new() };
    let text = reading.report();
    let Reading { mut faults, .. } = reading;
    // What could not be read stands there as if it were fine, so that all else is still held against every rule.
    faults.extend(text.read(now).err().into_iter().flatten().map(LineFault::from));
    if faults.is_empty() { Ok(text) } else { Err(faults) }
}

fn told(unread: Unread) -> LineFault {
    match unread {
        Unread::Odd(Odd::NotText) => LineFault::of("NOT_TEXT", "", "The row is not UTF-8 text."),
        Unread::Odd(Odd::Cells(here, wanted)) => {
            LineFault::of("CELLS_ODD", "", format!("The row has {here} cells, where the header has {wanted}."))
        }
        Unread::NotJson(column) => LineFault::of("NOT_JSON", "", format!("The line is no JSON from its column {column} on.")),
        Unread::NotObject => LineFault::of("NOT_OBJECT", "", "The line is no JSON object."),
        Unread::NotPlain(field) => LineFault::of("NOT_PLAIN", field, "The value must be a text, a number or a truth."),
    }
}

struct Reading<'a> {
    cells: &'a Cells,
    faults: Vec<LineFault>,
}

impl Reading<'_> {
    fn report(&mut self) -> ReportText {
        ReportText {
            source_call_id: self.text("sourceCallId").unwrap_or_default().to_owned(),
            revision: self.whole("revision").unwrap_or_default(),
            number: self.text("number").unwrap_or_default().to_owned(),
            started_at: self.started_at(),
            caller: self.text("caller").map(str::to_owned),
            withheld: self.truth("withheld"),
            destination: self.text("destination").map(str::to_owned),
            outcome: self.outcome(),
            ring_seconds: self.whole("ringSeconds").unwrap_or_default(),
            talk_seconds: self.whole("talkSeconds").unwrap_or_default(),
            rating: self.whole("rating"),
            recording_url: self.text("recordingUrl").map(str::to_owned),
        }
    }

    fn text(&self, field: &str) -> Option<&str> {
        let place = COLUMNS.iter().position(|column| *column == field)?;
        self.cells.get(place)?.as_deref()
    }

    fn wrong(&mut self, code: &str, field: &str, message: &str) {
        self.faults.push(LineFault::of(code, field, message));
    }

    fn whole(&mut self, field: &str) -> Option<i32> {
        let read = self.text(field)?.trim().parse().ok();
        if read.is_none() {
            self.wrong("NOT_WHOLE", field, "The value must be a whole number.");
        }
        read
    }

    fn truth(&mut self, field: &str) -> bool {
        let text = self.text(field).unwrap_or("false").trim();
        let (yes, no) = (text.eq_ignore_ascii_case("true"), text.eq_ignore_ascii_case("false"));
        if !yes && !no {
            self.wrong("NOT_TRUTH", field, "The value must be true or false.");
        }
        yes
    }

    fn started_at(&mut self) -> DateTime<Utc> {
        let read = self.text("startedAt").map(|text| DateTime::parse_from_rfc3339(text.trim()).map(|instant| instant.to_utc()));
        match read {
            Some(Ok(instant)) => return instant,
            Some(Err(_)) => self.wrong(
                "STARTED_AT_NOT_RFC3339",
                "startedAt",
                "The start must be an instant with its offset (RFC 3339), such as 2026-03-02T09:30:00Z.",
            ),
            None => self.wrong("STARTED_AT_MISSING", "startedAt", "The start is missing."),
        }
        DateTime::UNIX_EPOCH
    }

    fn outcome(&mut self) -> CallOutcome {
        let text = self.text("outcome").map(str::trim);
        let known = text.and_then(|text| OUTCOMES.iter().find(|(word, _)| word.eq_ignore_ascii_case(text)));
        if let Some((_, outcome)) = known {
            return *outcome;
        }
        let words: Vec<_> = OUTCOMES.iter().map(|(word, _)| *word).collect();
        let (code, verb) = if text.is_some() { ("OUTCOME_UNKNOWN", "must be") } else { ("OUTCOME_MISSING", "is missing; it is") };
        self.wrong(code, "outcome", &format!("The outcome {verb} one of {}.", words.join(", ")));
        CallOutcome::Answered
    }
}

#[cfg(test)]
mod tests;
