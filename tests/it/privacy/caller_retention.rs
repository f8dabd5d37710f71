//! Callers go when their time is over, and nothing else does.

use chrono::{Months, SecondsFormat, TimeDelta};
use serde_json::json;

use super::stage::{ANN, BOB, Stage, bare, is_cleared, with};
use crate::support::database::Engine;

fn at(instant: chrono::DateTime<chrono::Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// Thirteen months after an instant.
fn over(instant: chrono::DateTime<chrono::Utc>) -> TimeDelta {
    instant.checked_add_months(Months::new(13)).unwrap() - instant
}

#[tokio::test]
async fn a_caller_is_cleared_at_the_very_instant_and_the_call_stays() {
    for engine in Engine::BOTH {
        let stage = Stage::set(engine).await;
        let (clock, now) = (&stage.house.gateway.clock, stage.now());
        let late = now - TimeDelta::microseconds(1);
        let reports = [("a", now), ("b", late)].map(|(id, start)| with(stage.report(id, ANN), json!({"startedAt": at(start)})));
        let nobodys = with(stage.report("c", BOB), json!({"startedAt": at(late), "number": "+442079460001"}));
        let withheld = with(stage.report("d", ANN), json!({"startedAt": at(late), "withheld": true}));
        assert_eq!(stage.send(&[&reports[..], &[nobodys, withheld]].concat()).await, ["RECORDED", "RECORDED", "UNMATCHED", "RECORDED"]);
        assert_eq!(stage.send(&[with(reports[1].clone(), json!({"talkSeconds": 1}))]).await, ["CONFLICT"]);
        let (before, changes) = (stage.calls().await, stage.house.changes(stage.house.books.account).await);

        clock.advance(over(now) - TimeDelta::microseconds(1));
        let early = stage.clear_old().await;
        assert_eq!((early.callers, early.operators, early.failed), (0, 0, 0), "{engine:?}");
        assert_eq!(stage.calls().await, before);

        clock.advance(TimeDelta::microseconds(1));
        let done = stage.clear_old().await;
        // The caller of one; the call that was nobody's, and the report that contradicts the one that was cleared.
        assert_eq!((done.callers, done.operators, done.failed), (1, 2, 0), "{engine:?}");
        let after = stage.calls().await;
        assert_eq!(after.iter().map(is_cleared).collect::<Vec<_>>(), [false, true, true], "{engine:?}");
        assert_eq!(after.iter().map(bare).collect::<Vec<_>>(), before.iter().map(bare).collect::<Vec<_>>());
        let unmatched = &stage.unmatched().await[0];
        assert!(unmatched.caller_sealed.is_none() && unmatched.recording_url.is_none() && unmatched.talk_seconds == 61);
        assert!(stage.conflicts().await[0].report_sealed.is_none());
        assert_eq!(stage.house.changes(stage.house.books.account).await, changes, "time is nobody's deed");

        let again = stage.clear_old().await;
        assert_eq!((again.callers, again.operators), (0, 0));
    }
}

#[tokio::test]
async fn a_report_of_a_call_that_is_too_old_stores_no_caller() {
    for engine in Engine::BOTH {
        let stage = Stage::set(engine).await;
        let (start, clock) = (stage.now(), &stage.house.gateway.clock);
        let old = |id: &str| with(stage.report(id, ANN), json!({"startedAt": at(start)}));
        let nobodys = |id: &str| with(old(id), json!({"number": "+442079460001"}));
        stage.send(&[old("a")]).await;
        clock.advance(over(start) + TimeDelta::seconds(1));

        // One that was known and is not cleared yet, one that is new, and one that is nobody's.
        let longer = with(old("a"), json!({"revision": 2, "talkSeconds": 90}));
        assert_eq!(stage.send(&[longer, old("b"), nobodys("c")]).await, ["REPLACED", "RECORDED", "UNMATCHED"]);

        assert!(stage.calls().await.iter().all(is_cleared), "{engine:?}");
        let unmatched = &stage.unmatched().await[0];
        assert!(unmatched.caller_sealed.is_none() && unmatched.recording_url.is_none(), "{engine:?}");
        // What comes again is known again.
        assert_eq!(stage.send(&[old("b"), nobodys("c")]).await, ["DUPLICATE", "UNMATCHED"]);
        assert_eq!(
            stage.send(&[with(old("b"), json!({"talkSeconds": 1})), with(nobodys("c"), json!({"talkSeconds": 1}))]).await,
            ["CONFLICT"; 2]
        );
        assert!(stage.conflicts().await.iter().all(|row| row.report_sealed.is_none()), "{engine:?}");
        assert_eq!(stage.clear_old().await.callers, 0);
    }
}

#[tokio::test]
async fn each_account_has_its_own_time() {
    for engine in Engine::BOTH {
        let stage = Stage::set(engine).await;
        let start = stage.now();
        stage.send(&[with(stage.report("a", ANN), json!({"startedAt": at(start)}))]).await;
        let url = &stage.house.gateway.home.url;
        let told = crate::command::child::dialgate(url, &["account", "retention", "Harbour Books", "--months", "1"]).await.good();
        assert_eq!(
            told,
            "Harbour Books keeps callers for 1 calendar months. Older ones are cleared within the hour while a gateway runs.\n"
        );
        let change = stage.house.last_change().await;
        assert_eq!((&change["kind"], &change["after"]), (&json!("ACCOUNT_UPDATED"), &json!({"callerRetentionMonths": 1})));

        stage.house.gateway.clock.advance(TimeDelta::days(32));
        assert_eq!(stage.clear_old().await.callers, 1, "{engine:?}");

        for wrong in ["0", "121", "-1", "x", ""] {
            let words = ["account", "retention", "Harbour Books", &format!("--months={wrong}")];
            assert_eq!(crate::command::child::dialgate(url, &words).await.bad(), "--months: It must be a whole number from 1 to 120.\n");
        }
    }
}

#[tokio::test]
async fn several_gateways_clear_many_calls_once_while_reports_come() {
    for engine in Engine::BOTH {
        let stage = Stage::set(engine).await;
        let start = stage.now();
        let report = |n: usize| with(stage.report(&format!("{n:04}"), ANN), json!({"startedAt": at(start)}));
        for chunk in (0..1_000).collect::<Vec<_>>().chunks(500) {
            stage.send(&chunk.iter().map(|n| report(*n)).collect::<Vec<_>>()).await;
        }
        stage.house.gateway.clock.advance(over(start) + TimeDelta::seconds(1));
        let gateway = &stage.house.gateway;
        let runs: Vec<_> = (0..3)
            .map(|_| {
                let (database, now, randomness) = (gateway.database.clone(), stage.now(), gateway.randomness.clone());
                tokio::spawn(async move { api::action::caller_retention::run(&database, now, &randomness, || false).await })
            })
            .collect();
        let longer: Vec<_> = (0..500).map(|n| with(report(n), json!({"revision": 2, "talkSeconds": 90}))).collect();
        let statuses = stage.send(&longer).await;

        let mut cleared = 0;
        for run in runs {
            let outcome = run.await.unwrap().unwrap();
            assert_eq!(outcome.failed, 0);
            cleared += outcome.callers;
        }
        // Those that a report had in hand were cleared by it, or are by the next run.
        stage.clear_old().await;

        assert!(cleared <= 1_000 && statuses.iter().all(|status| status == "REPLACED"), "{engine:?}: {cleared}");
        let calls = stage.calls().await;
        assert!(calls.len() == 1_000 && calls.iter().all(is_cleared), "{engine:?}");
        assert_eq!(calls.iter().filter(|call| call.talk_seconds == 90).count(), 500);
    }
}
