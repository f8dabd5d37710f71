use chrono::{DateTime, TimeDelta, Utc};
use entity::call::CallOutcome;

use super::super::stock_row::Odd;
use super::{COLUMNS, RawCall, Unread, read};

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000)
}

fn row(cells: &[(&str, &str)]) -> RawCall {
    let cell = |column: &str| cells.iter().rev().find(|(name, _)| *name == column).map(|(_, text)| (*text).to_owned());
    RawCall { line: 2, read: 0, cells: Ok(COLUMNS.map(|column| cell(column).filter(|text| !text.is_empty()))) }
}

const GOOD: [(&str, &str); 4] =
    [("sourceCallId", "a-1"), ("number", "+442079460018"), ("startedAt", "2024-10-03T10:30:00+01:00"), ("outcome", "no_answer")];

fn codes(changes: &[(&str, &str)]) -> Vec<String> {
    let faults = read(&row(&[&GOOD[..], changes].concat()), now()).err().unwrap_or_default();
    faults.into_iter().map(|fault| format!("{} {}", fault.code, fault.field).trim_end().to_owned()).collect()
}

#[test]
fn what_is_not_there_is_as_the_schema_has_it() {
    let read = read(&row(&GOOD), now()).unwrap_or_else(|faults| panic!("{faults:?}"));

    assert_eq!((read.revision, read.ring_seconds, read.talk_seconds, read.withheld), (0, 0, 0, false));
    assert_eq!((read.caller, read.destination, read.rating, read.recording_url), (None, None, None, None));
    assert_eq!((read.outcome, read.started_at.to_rfc3339()), (CallOutcome::NoAnswer, "2024-10-03T09:30:00+00:00".to_owned()));
}

#[test]
fn every_fault_of_a_row_is_told_at_once() {
    let none = [
        "sourceCallId",
        "revision",
        "number",
        "startedAt",
        "withheld",
        "destination",
        "outcome",
        "ringSeconds",
        "talkSeconds",
        "rating",
        "recordingUrl",
    ];
    let wrong = codes(&none.map(|name| (name, "x\u{7}")));
    assert_eq!(
        wrong,
        [
            "NOT_WHOLE revision",
            "STARTED_AT_NOT_RFC3339 startedAt",
            "NOT_TRUTH withheld",
            "OUTCOME_UNKNOWN outcome",
            "NOT_WHOLE ringSeconds",
            "NOT_WHOLE talkSeconds",
            "NOT_WHOLE rating",
            "SOURCE_CALL_ID_NOT_ALLOWED sourceCallId",
            "NUMBER_NOT_E164 number",
            "DESTINATION_NOT_E164 destination",
            "RECORDING_URL_NOT_ALLOWED recordingUrl",
        ]
    );
    let missing = codes(&none.map(|name| (name, "")));
    assert_eq!(
        missing,
        ["STARTED_AT_MISSING startedAt", "OUTCOME_MISSING outcome", "SOURCE_CALL_ID_MISSING sourceCallId", "NUMBER_NOT_E164 number"]
    );
    assert_eq!(codes(&[("startedAt", "2024-10-03 10:30")]), ["STARTED_AT_NOT_RFC3339 startedAt"]);
    assert_eq!(codes(&[("withheld", "TRUE"), ("revision", " 3 ")]), [""; 0]);
}

#[test]
fn no_sentence_repeats_what_a_cell_holds() {
    let said = "+447700900123";
    for column in COLUMNS {
        for fault in read(&row(&[&GOOD[..], &[(column, said)]].concat()), now()).err().unwrap_or_default() {
            assert!(!format!("{fault:?}").contains("7700900"), "{column}: {fault:?}");
        }
    }
}

#[test]
fn a_row_that_can_t_be_read_says_why() {
    for (unread, code) in [
        (Unread::Odd(Odd::NotText), "NOT_TEXT"),
        (Unread::Odd(Odd::Cells(3, 2)), "CELLS_ODD"),
        (Unread::NotJson(4), "NOT_JSON"),
        (Unread::NotObject, "NOT_OBJECT"),
        (Unread::NotPlain("caller"), "NOT_PLAIN"),
    ] {
        let faults = read(&RawCall { line: 2, read: 0, cells: Err(unread) }, now()).err().unwrap_or_default();
        assert_eq!(faults.into_iter().map(|fault| fault.code).collect::<Vec<_>>(), [code]);
    }
}
