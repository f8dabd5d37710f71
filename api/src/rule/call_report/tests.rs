use chrono::{DateTime, TimeDelta, Utc};
use entity::call::CallOutcome;
use entity::value::caller_number::CallerNumber;
use entity::value::phone_number::PhoneNumber;

use super::Refusal::*;
use super::{Caller, Refusal, ReportText};

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000)
}

fn text() -> ReportText {
    ReportText {
        source_call_id: "a-1".into(),
        revision: 0,
        number: "+442079460018".into(),
        started_at: now(),
        caller: None,
        withheld: false,
        destination: None,
        outcome: CallOutcome::Answered,
        ring_seconds: 4,
        talk_seconds: 61,
        rating: None,
        recording_url: None,
    }
}

fn codes(text: &ReportText) -> Vec<Refusal> {
    let faults = text.read(now()).err().unwrap_or_default();
    faults.into_iter().map(|fault| fault.code).collect()
}

fn caller(words: &str) -> Caller {
    ReportText { caller: Some(words.into()), ..text() }.read(now()).unwrap().caller
}

#[test]
fn every_fault_of_a_report_is_told() {
    let wrong = ReportText {
        source_call_id: "\u{7}".repeat(256),
        revision: -1,
        number: "020 7946 0018".into(),
        started_at: now() + TimeDelta::minutes(6),
        destination: Some("reception".into()),
        outcome: CallOutcome::Busy,
        ring_seconds: -1,
        talk_seconds: 86_401,
        rating: Some(0),
        recording_url: Some("recordings/1".into()),
        ..text()
    };

    let all = [
        SourceCallIdTooLong,
        SourceCallIdNotAllowed,
        RevisionOutOfRange,
        NumberNotE164,
        StartedAtOutOfRange,
        DestinationNotE164,
        RingSecondsOutOfRange,
        TalkSecondsOutOfRange,
        RatingOutOfRange,
        RecordingUrlNotAllowed,
    ];
    assert_eq!(codes(&wrong), all);
}

#[test]
fn each_bound_is_as_it_is_told() {
    type Edit = fn(&mut ReportText);
    let good: [Edit; 8] = [
        |text| text.source_call_id = "x".repeat(255),
        |text| text.started_at += TimeDelta::minutes(5),
        |text| text.started_at = DateTime::UNIX_EPOCH,
        |text| text.ring_seconds = 3_600,
        |text| text.talk_seconds = 86_400,
        |text| text.rating = Some(5),
        |text| (text.outcome, text.talk_seconds) = (CallOutcome::Abandoned, 0),
        |text| text.recording_url = Some("https://recordings.example/1?sign=a%20b".into()),
    ];
    for edit in good {
        let mut text = text();
        edit(&mut text);
        assert_eq!(codes(&text), []);
    }
    let bad: [(Edit, Refusal); 9] = [
        (|text| text.source_call_id.clear(), SourceCallIdMissing),
        (|text| text.started_at += TimeDelta::microseconds(300_000_001), StartedAtOutOfRange),
        (|text| text.started_at = DateTime::UNIX_EPOCH - TimeDelta::microseconds(1), StartedAtOutOfRange),
        (|text| text.ring_seconds = 3_601, RingSecondsOutOfRange),
        (|text| text.rating = Some(6), RatingOutOfRange),
        (|text| text.outcome = CallOutcome::NoAnswer, TalkNotAnswered),
        (|text| text.recording_url = Some("javascript:alert(1)".into()), RecordingUrlNotAllowed),
        (|text| text.recording_url = Some("https://recordings.example/a b".into()), RecordingUrlNotAllowed),
        (|text| text.recording_url = Some(format!("https://recordings.example/{}", "a".repeat(2_048))), RecordingUrlNotAllowed),
    ];
    for (edit, code) in bad {
        let mut text = text();
        edit(&mut text);
        assert_eq!(codes(&text), [code]);
    }
}

#[test]
fn a_caller_is_a_number_or_withheld_or_absent() {
    let number = |text: &str| Caller::Told(CallerNumber::new(PhoneNumber::parse(text).unwrap()));

    assert_eq!(caller("+447700900123"), number("+447700900123"));
    assert_eq!(caller("0044 161 850 1234"), number("+441618501234"));
    assert_eq!(caller("0161 850 1234"), number("+441618501234"));
    for word in ["anonymous", "Anonymous", " PRIVATE ", "restricted", "withheld"] {
        assert_eq!(caller(word), Caller::Withheld, "{word}");
    }
    for word in ["", "unavailable", "reception", "sip:anna@example.org", "Anna <+447700900123>", "12"] {
        assert_eq!(caller(word), Caller::Absent, "{word}");
    }
    let sent = ReportText { caller: Some("+447700900123".into()), withheld: true, ..text() };
    assert_eq!(sent.read(now()).unwrap().caller, Caller::Withheld);
}
