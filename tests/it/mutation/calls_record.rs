//! Reports of calls: whose they are, what becomes of one that comes again, late, or otherwise, and what a switch is told.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{call, call_conflict, unmatched_call};
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::{Value, json};

use crate::support::caller::{Caller, Reply};
use crate::support::database::Engine;
use crate::support::gateway::start;
use crate::support::seed::{Seeded, seeded};

pub const RECORD: &str = "mutation($calls: [CallInput!]!, $key: String, $dry: Boolean! = false) {
    callsRecord(input: {calls: $calls}, idempotencyKey: $key, dryRun: $dry) {
        results { sourceCallId status callId refusals { code message field } } userErrors { code message field } replayed dryRun } }";

/// A house in which Harbour Books has the number +442079460000, and a switch.
async fn stage(engine: Engine) -> (Seeded, Caller, String) {
    let house = seeded(engine, 2).await;
    let id = house.ordered("Spring issue").await;
    let switch = house.gateway.switch("switch-1");
    (house, switch, id)
}

fn at(seconds: i64) -> DateTime<Utc> {
    start() + TimeDelta::seconds(seconds)
}

/// A call that was answered, an hour after the test began.
fn report(id: &str) -> Value {
    json!({"sourceCallId": id, "number": "+442079460000", "startedAt": at(3_600), "caller": "+447700900123", "destination": "+441632960018",
        "outcome": "ANSWERED", "ringSeconds": 7, "talkSeconds": 61})
}

fn with(mut report: Value, changes: Value) -> Value {
    report.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    report
}

async fn send(switch: &Caller, calls: &[Value]) -> Reply {
    switch.ask_with(RECORD, json!({"calls": calls})).await
}

/// What became of each report.
fn statuses(reply: &Reply) -> Vec<&str> {
    reply.good()["results"].as_array().unwrap().iter().map(|result| result["status"].as_str().unwrap()).collect()
}

#[expect(clippy::disallowed_methods, reason = "the tables themselves are asked, past the store")]
async fn rows(house: &Seeded) -> (Vec<call::Model>, Vec<unmatched_call::Model>, Vec<call_conflict::Model>) {
    let db = house.gateway.database.reader();
    let calls = call::Entity::find().order_by_asc(call::Column::SourceCallId).all(db).await.unwrap();
    let unmatched = unmatched_call::Entity::find().order_by_asc(unmatched_call::Column::SourceCallId).all(db).await.unwrap();
    (calls, unmatched, call_conflict::Entity::find().all(db).await.unwrap())
}

/// An hour and more later, so that the reports are not of the future.
fn later(house: &Seeded) {
    house.gateway.clock.advance(TimeDelta::hours(2));
}

#[tokio::test]
async fn a_call_is_recorded_once_and_a_later_revision_takes_its_place() {
    for engine in Engine::BOTH {
        let (house, switch, number) = stage(engine).await;
        later(&house);

        let first = send(&switch, &[report("a")]).await;
        assert_eq!(statuses(&first), ["RECORDED"]);
        assert_eq!(statuses(&send(&switch, &[report("a"), report("a")]).await), ["DUPLICATE", "DUPLICATE"]);
        let longer = with(report("a"), json!({"revision": 3, "talkSeconds": 90, "rating": 4}));
        let replaced = send(&switch, &[longer.clone()]).await;
        assert_eq!(statuses(&replaced), ["REPLACED"]);
        assert_eq!(replaced.good()["results"][0]["callId"], first.good()["results"][0]["callId"]);
        // One that comes late, and the last one again.
        let late = with(report("a"), json!({"revision": 2, "talkSeconds": 70}));
        assert_eq!(statuses(&send(&switch, &[late, longer]).await), ["DUPLICATE", "DUPLICATE"]);

        let (calls, unmatched, conflicts) = rows(&house).await;
        assert_eq!((calls.len(), unmatched.len(), conflicts.len()), (1, 0, 0));
        let call = &calls[0];
        assert_eq!((call.revision, call.talk_seconds, call.reported_rating, call.after_delete), (3, 90, Some(4), false));
        assert_eq!((call.fixed_number_id.to_string(), call.account_id), (number, house.books.account));
        assert_eq!((call.pool_id, call.channel_id, call.started_at), (house.books.pool, house.books.print, at(3_600)));
        let changes = house.changes(house.books.account).await;
        assert_eq!(changes, ["FIXED_NUMBER_ORDERED", "CALLS_RECORDED", "CALLS_RECORDED"], "none for what was known");
        let change = house.last_change().await;
        assert_eq!(change["after"], json!({"calls": [call.id], "fixedNumbers": [call.fixed_number_id]}));
        assert_eq!((&change["affected"], &change["version"]), (&json!(1), &Value::Null));
        assert_eq!(house.changes(house.motors.account).await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_request_may_hold_the_same_call_in_any_order() {
    for engine in Engine::BOTH {
        let (house, switch, _) = stage(engine).await;
        later(&house);
        let revision = |n: i32| with(report("a"), json!({"revision": n, "talkSeconds": n}));

        let reply = send(&switch, &[revision(2), revision(0), revision(2), report("b"), revision(1)]).await;

        assert_eq!(statuses(&reply), ["REPLACED", "RECORDED", "DUPLICATE", "RECORDED", "REPLACED"]);
        let (calls, ..) = rows(&house).await;
        assert_eq!(calls.iter().map(|call| (call.revision, call.talk_seconds)).collect::<Vec<_>>(), [(2, 2), (0, 61)]);
    }
}

#[tokio::test]
async fn a_contradiction_is_kept_once_and_changes_nothing() {
    for engine in Engine::BOTH {
        let (house, switch, _) = stage(engine).await;
        later(&house);
        send(&switch, &[report("a")]).await.good();
        let before = house.changes(house.books.account).await;
        let contradictions = [
            json!({"talkSeconds": 62}),
            json!({"startedAt": at(3_601)}),
            json!({"caller": "+447700900124"}),
            json!({"withheld": true}),
            json!({"outcome": "BUSY", "talkSeconds": 0}),
            json!({"destination": null}),
            json!({"rating": 1}),
            json!({"recordingUrl": "https://recordings.example/1"}),
            json!({"number": "+442079460001"}),
            json!({"revision": 1, "number": "+442079460001"}),
            // Before the number was ordered.
            json!({"revision": 1, "startedAt": at(-3_600)}),
        ];
        for contradiction in &contradictions {
            for _ in 0..2 {
                let reply = send(&switch, &[with(report("a"), contradiction.clone())]).await;
                assert_eq!(statuses(&reply), ["CONFLICT"], "{contradiction}");
            }
        }

        let (calls, _, conflicts) = rows(&house).await;
        assert_eq!((calls.len(), calls[0].talk_seconds, calls[0].revision), (1, 61, 0));
        assert_eq!(conflicts.len(), contradictions.len());
        assert_eq!(house.changes(house.books.account).await, before);
    }
}

#[tokio::test]
async fn a_call_belongs_to_whom_the_number_was_assigned_when_it_started() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        let switch = house.gateway.switch("switch-1");
        let hour = TimeDelta::hours(1);
        let clock = &house.gateway.clock;
        let mut instants = Vec::new();
        let mut pass = |time| {
            clock.advance(time);
            instants.push(api::clock::Clock::now(&**clock));
            clock.advance(hour);
        };
        pass(hour);
        let books = house.ordered("Spring issue").await;
        pass(hour);
        house.delete(json!({"id": books})).await.good();
        pass(hour);
        house.restore(json!({"id": books, "label": {"simple": {"description": "Autumn issue"}}})).await.good();
        pass(hour);
        house.delete(json!({"id": books})).await.good();
        pass(hour);
        // The hold is over, and the job has not come yet; then it has, and somebody else has the number.
        pass(TimeDelta::days(91));
        house.release(&books).await;
        let input = json!({"numberTypeId": house.london.to_string(), "poolId": house.motors.pool.to_string(),
            "channelId": house.motors.print.to_string(), "destination": {"default": true}, "numbers": [{"simple": {"description": "Spring issue"}}]});
        house.motors.caller.ask_with(crate::support::seed::ORDER, json!({"input": input})).await.good();
        pass(hour);

        // All reported now, in the wrong order.
        let reports: Vec<_> =
            instants.iter().enumerate().rev().map(|(n, at)| with(report(&n.to_string()), json!({"startedAt": at}))).collect();
        let reply = send(&switch, &reports).await;

        let told: Vec<_> = statuses(&reply).into_iter().rev().collect();
        assert_eq!(told, ["UNMATCHED", "RECORDED", "RECORDED", "RECORDED", "RECORDED", "UNMATCHED", "RECORDED"]);
        let (calls, unmatched, _) = rows(&house).await;
        let name = |call: &call::Model| if call.account_id == house.books.account { "books" } else { "motors" };
        let found: Vec<_> = calls.iter().map(|call| (call.source_call_id.as_str(), name(call), call.after_delete)).collect();
        let right = [("1", "books", false), ("2", "books", true), ("3", "books", false), ("4", "books", true), ("6", "motors", false)];
        assert_eq!(found, right);
        assert_ne!(calls[1].label_id, calls[2].label_id, "a restored number has a new label");
        assert_eq!(calls[0].label_id, calls[1].label_id);
        assert_eq!(unmatched.iter().map(|call| call.source_call_id.as_str()).collect::<Vec<_>>(), ["0", "5"]);
    }
}

#[tokio::test]
async fn what_was_nobodys_is_kept_and_replaced_like_any_other() {
    for engine in Engine::BOTH {
        let (house, switch, _) = stage(engine).await;
        later(&house);
        let strange = |changes| with(with(report("x"), json!({"number": "+442079469999"})), changes);

        let reply = send(&switch, &[strange(json!({})), strange(json!({})), strange(json!({"revision": 1, "talkSeconds": 5}))]).await;
        assert_eq!(statuses(&reply), ["UNMATCHED"; 3]);
        assert_eq!(reply.good()["results"][0]["callId"], Value::Null);
        let reply = send(&switch, &[strange(json!({"revision": 1, "talkSeconds": 6})), strange(json!({}))]).await;
        assert_eq!(statuses(&reply), ["CONFLICT", "UNMATCHED"]);

        let (calls, unmatched, conflicts) = rows(&house).await;
        assert_eq!((calls.len(), unmatched.len(), conflicts.len()), (0, 1, 1));
        assert_eq!((unmatched[0].revision, unmatched[0].talk_seconds), (1, 5));
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED"]);
    }
}

#[tokio::test]
async fn one_bad_report_does_not_hold_up_the_others() {
    for engine in Engine::BOTH {
        let (house, switch, _) = stage(engine).await;
        later(&house);
        let bad = with(report(""), json!({"number": "020 7946 0000", "talkSeconds": -1, "startedAt": at(86_400)}));

        let reply = send(&switch, &[bad, report("b")]).await;

        assert_eq!(statuses(&reply), ["REFUSED", "RECORDED"]);
        let refusals = reply.good()["results"][0]["refusals"].as_array().unwrap();
        let line = |refusal: &Value| format!("{} at {}: {}", refusal["code"], refusal["field"], refusal["message"]).replace('"', "");
        let told = refusals.iter().map(line).collect::<Vec<_>>().join("\n");
        insta::allow_duplicates! { insta::assert_snapshot!(told, @r"
        SOURCE_CALL_ID_MISSING at [input,calls,0,sourceCallId]: The switch's own id of the call is missing.
        NUMBER_NOT_E164 at [input,calls,0,number]: The number that was called must be a plus sign, the country code and 7 to 15 digits in all, with nothing else, for example +442071234567.
        STARTED_AT_OUT_OF_RANGE at [input,calls,0,startedAt]: The call starts more than 5 minutes in the future.
        TALK_SECONDS_OUT_OF_RANGE at [input,calls,0,talkSeconds]: People talk for 0 to 86400 seconds.
        "); }
        assert_eq!(rows(&house).await.0.len(), 1);
    }
}

#[tokio::test]
async fn a_withheld_caller_leaves_nothing() {
    for engine in Engine::BOTH {
        let (house, switch, _) = stage(engine).await;
        later(&house);
        let calls = [
            with(report("a"), json!({"withheld": true})),
            with(report("b"), json!({"caller": "anonymous"})),
            with(report("c"), json!({"caller": "reception"})),
            with(report("d"), json!({"caller": null})),
            report("e"),
        ];

        assert_eq!(statuses(&send(&switch, &calls).await), ["RECORDED"; 5]);

        let (calls, ..) = rows(&house).await;
        let kept: Vec<_> = calls.iter().map(|call| (call.withheld, call.caller_sealed.is_some(), call.caller_hash.is_some())).collect();
        let nothing = [(true, false, false), (true, false, false), (false, false, false), (false, false, false)];
        assert_eq!(kept, [&nothing[..], &[(false, true, true)]].concat());
        // A later revision withholds what an earlier one told.
        let reply = send(&switch, &[with(report("e"), json!({"revision": 1, "withheld": true}))]).await;
        assert_eq!(statuses(&reply), ["REPLACED"]);
        let (calls, ..) = rows(&house).await;
        assert_eq!((calls[4].withheld, &calls[4].caller_sealed, &calls[4].caller_hash), (true, &None, &None));
    }
}

#[tokio::test]
async fn two_switches_may_use_the_same_ids() {
    for engine in Engine::BOTH {
        let (house, switch, _) = stage(engine).await;
        later(&house);
        let other = house.gateway.switch("switch-2");

        assert_eq!(statuses(&send(&switch, &[report("a")]).await), ["RECORDED"]);
        assert_eq!(statuses(&send(&other, &[with(report("a"), json!({"talkSeconds": 3}))]).await), ["RECORDED"]);

        assert_eq!(rows(&house).await.0.len(), 2);
    }
}

#[tokio::test]
async fn a_key_answers_again_and_a_dry_run_leaves_nothing() {
    for engine in Engine::BOTH {
        let (house, switch, _) = stage(engine).await;
        later(&house);

        let dry = switch.ask_with(RECORD, json!({"calls": [report("a")], "dry": true, "key": "a key of 8"})).await;
        assert_eq!((statuses(&dry), &dry.good()["results"][0]["callId"]), (vec!["RECORDED"], &Value::Null));
        assert_eq!(rows(&house).await, (Vec::new(), Vec::new(), Vec::new()));

        let keyed = |calls: Value| switch.ask_with(RECORD, json!({"calls": calls, "key": "a key of 8"}));
        let first = keyed(json!([report("a")])).await;
        let again = keyed(json!([report("a")])).await;
        assert_eq!((&first.good()["replayed"], &again.good()["replayed"]), (&json!(false), &json!(true)));
        assert_eq!(first.good()["results"], again.good()["results"]);
        let other = keyed(json!([report("b")])).await;
        assert!(other.user_errors().starts_with("IDEMPOTENCY_KEY_REUSED at idempotencyKey"));
    }
}

#[tokio::test]
async fn a_request_reports_at_least_one_and_at_most_500() {
    let (house, switch, _) = stage(Engine::Sqlite).await;
    later(&house);

    let none = send(&switch, &[]).await;
    insta::assert_snapshot!(none.user_errors(), @"CALLS_MISSING at input.calls: A request reports at least one call.");
    let all: Vec<_> = (0..500).map(|n| report(&n.to_string())).collect();
    assert_eq!(statuses(&send(&switch, &all).await), vec!["RECORDED"; 500]);
    let more = send(&switch, &[&all[..], &[report("500")]].concat()).await;
    insta::assert_snapshot!(more.user_errors(), @"CALLS_TOO_MANY at input.calls: A request reports at most 500 calls, not 501. Send several requests.");
}

#[tokio::test]
async fn an_account_cannot_report() {
    for engine in Engine::BOTH {
        let (house, _, _) = stage(engine).await;
        later(&house);

        let reply = send(&house.books.caller, &[report("a")]).await;

        assert_eq!(reply.codes(), ["FORBIDDEN"]);
        assert_eq!(rows(&house).await.0, []);
    }
}
