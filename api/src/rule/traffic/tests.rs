use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use entity::call::CallOutcome;
use entity::value::phone_number::PhoneNumber;
use entity::value::time_zone::TimeZone;

use super::{Flow, Line, Traffic, share};
use crate::rule::call_report::ReportText;

fn phone(text: &str) -> PhoneNumber {
    PhoneNumber::parse(text).unwrap()
}

fn line(number: &str) -> Line {
    Line { number: phone(number), live: vec![(DateTime::UNIX_EPOCH, None)], destination: phone("+441632960018"), rated: true }
}

fn traffic(zone: &str, lines: Vec<(Line, Flow)>) -> Traffic {
    Traffic { prefix: "t".into(), seed: 7, zone: TimeZone::parse(zone).unwrap(), lines }
}

fn days(traffic: &Traffic, from: &str, days: usize) -> Vec<ReportText> {
    let from: NaiveDate = from.parse().unwrap();
    from.iter_days().take(days).flat_map(|day| traffic.day(day)).collect()
}

#[test]
fn the_same_seed_makes_the_same_calls_and_another_makes_others() {
    let made = traffic("Europe/London", vec![(line("+442079460000"), Flow::Daily(20_000)), (line("+442079460001"), Flow::Monthly(9))]);
    let calls = days(&made, "2026-03-01", 60);

    assert!(calls == days(&made, "2026-03-01", 60));
    // A part of the time makes a part of the calls.
    let part = days(&made, "2026-03-20", 20);
    assert!(part.iter().all(|call| calls.contains(call)) && part.len() > 300);
    let ids: BTreeSet<_> = calls.iter().map(|call| &call.source_call_id).collect();
    assert_eq!(ids.len(), calls.len());
    let other = days(&Traffic { seed: 8, ..made.clone() }, "2026-03-01", 60);
    assert!(other.iter().filter(|call| calls.contains(call)).count() == 0);
    // What a release has made, later ones make again; else the same command would contradict what it did before.
    let first = &calls[0];
    assert_eq!(
        (first.source_call_id.as_str(), first.started_at.to_rfc3339().as_str(), first.caller.as_deref(), first.talk_seconds),
        ("t-20260301-0-1", "2026-03-01T07:12:39+00:00", Some("+447700900888"), 338)
    );
}

#[test]
fn a_higher_rate_adds_calls_and_changes_none() {
    let made = |rate| days(&traffic("Europe/London", share(7, rate, vec![line("+442079460000"), line("+442079460001")])), "2026-03-01", 30);
    let (few, many) = (made(5), made(50));

    assert!(few.iter().all(|call| many.contains(call)));
    assert!((100..220).contains(&few.len()) && (1_200..1_800).contains(&many.len()), "{} and {}", few.len(), many.len());
}

#[test]
fn a_month_holds_exactly_as_many_as_it_should() {
    let zone = "America/Los_Angeles";
    let amounts = [0, 6, 9, 10, 25];
    let lines = (0..).zip(amounts).map(|(n, amount)| (line(&format!("+1925555010{n}")), Flow::Monthly(amount))).collect();
    let calls = days(&traffic(zone, lines), "2026-01-01", 365);

    let mut counts = BTreeMap::<(String, u32), u64>::new();
    let rules = TimeZone::parse(zone).unwrap().rules();
    for call in &calls {
        *counts.entry((call.number.clone(), call.started_at.with_timezone(&rules).month())).or_default() += 1;
    }
    for (n, amount) in (0..).zip(amounts) {
        let found: Vec<u64> = (1..=12).map(|month| counts.get(&(format!("+1925555010{n}"), month)).copied().unwrap_or_default()).collect();
        assert_eq!(found, [amount; 12]);
    }
}

#[test]
fn nobody_calls_a_number_that_is_not_live() {
    let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    let live = vec![(at("2026-03-05T12:00:00Z"), Some(at("2026-03-08T09:00:00Z"))), (at("2026-03-20T00:00:00Z"), None)];
    let made = traffic("Europe/London", vec![(Line { live: live.clone(), ..line("+442079460000") }, Flow::Daily(60_000))]);
    let calls = days(&made, "2026-03-01", 31);

    assert!(calls.len() > 300);
    for call in calls {
        let inside = live.iter().any(|(from, to)| *from <= call.started_at && to.is_none_or(|to| call.started_at < to));
        assert!(inside, "{}", call.started_at);
    }
}

#[test]
fn calls_look_like_real_ones() {
    let lines = (0..40).map(|n| line(&format!("+4420794600{n:02}"))).collect();
    let made = traffic("Europe/London", share(3, 200, lines));
    let calls = days(&made, "2026-03-02", 84);
    let of = |what: &dyn Fn(&&ReportText) -> bool| calls.iter().filter(what).count() * 100 / calls.len();

    assert!((15_000..18_500).contains(&calls.len()), "{}", calls.len());
    assert!((68..=72).contains(&of(&|call| call.outcome == CallOutcome::Answered)));
    assert!((9..=11).contains(&of(&|call| call.withheld)) && calls.iter().all(|call| call.withheld == call.caller.is_none()));
    let local = |call: &ReportText| call.started_at.with_timezone(&made.zone.rules());
    assert!(of(&|call| (8..18).contains(&local(call).hour())) > 80 && of(&|call| local(call).weekday().number_from_monday() == 7) < 8);
    let quiet = made.lines.iter().filter(|(line, _)| !calls.iter().any(|call| call.number == line.number.as_str())).count();
    assert!((1..=12).contains(&quiet), "{quiet} numbers are never called");
    let callers: BTreeSet<_> = calls.iter().filter_map(|call| call.caller.as_ref()).collect();
    assert!(callers.len() > 900 && callers.iter().all(|caller| caller.starts_with("+447700900")));
    let rated = of(&|call| call.rating.is_some());
    assert!((15..=25).contains(&rated), "{rated}");
    for call in &calls {
        call.read(call.started_at).unwrap_or_else(|faults| panic!("{faults:?}"));
    }
}

#[test]
fn american_numbers_are_called_by_americans_and_pools_without_ratings_have_none() {
    let line = Line { rated: false, ..line("+19255550100") };
    let calls = days(&traffic("America/Los_Angeles", vec![(line, Flow::Daily(30_000))]), "2026-03-02", 28);

    assert!(calls.len() > 500 && calls.iter().all(|call| call.rating.is_none()));
    let callers: Vec<_> = calls.iter().filter_map(|call| call.caller.as_deref()).collect();
    assert!(callers.iter().all(|caller| caller.len() == 12 && caller.starts_with("+1") && caller[5..].starts_with("55501")));
    let different: BTreeSet<_> = callers.iter().collect();
    assert!(different.len() < callers.len() * 4 / 5, "some call again");
}

#[test]
fn an_hour_that_clocks_leave_out_has_an_instant_all_the_same() {
    // On 29 March 2026 the hour from 1 to 2 is missing in London.
    let made = traffic("Europe/London", vec![(line("+442079460000"), Flow::Daily(3_000_000))]);
    let calls = days(&made, "2026-03-29", 1);

    assert!(calls.len() > 500);
    assert!(calls.iter().all(|call| call.started_at.with_timezone(&made.zone.rules()).date_naive().to_string() == "2026-03-29"));
}
