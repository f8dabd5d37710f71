//! Calls that were nobody's are given to whom the number was assigned when they started, and to nobody else.

use std::sync::Arc;

use api::action::calls_match;
use api::clock::Clock;
use chrono::TimeDelta;
use entity::{call, unmatched_call};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, Statement};
use serde_json::{Value, json};

use crate::mutation::calls_record::RECORD;
use crate::support::database::Engine;
use crate::support::seed::{Seeded, seeded};

async fn run(house: &Seeded) -> u64 {
    let gateway = &house.gateway;
    calls_match::run(&gateway.database, gateway.clock.now(), &gateway.randomness, "dialgate", || false).await.unwrap()
}

/// Reports a call to the number that is going to be ordered; it rings so many seconds from now, by the clock of the switch.
async fn report(house: &Seeded, switch: &str, id: &str, seconds: i64, changes: Value) {
    let starts = house.gateway.clock.now() + TimeDelta::seconds(seconds);
    let mut call = json!({"sourceCallId": id, "number": "+442079460000", "startedAt": starts, "caller": "+447700900123",
        "destination": "+441632960018", "outcome": "ANSWERED", "ringSeconds": 7, "talkSeconds": 61, "rating": 4});
    call.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    let reply = house.gateway.switch(switch).ask_with(RECORD, json!({"calls": [call]})).await;
    reply.good();
}

#[expect(clippy::disallowed_methods, reason = "the tables themselves are asked, past the store")]
async fn rows(house: &Seeded) -> (Vec<call::Model>, Vec<unmatched_call::Model>) {
    let db = house.gateway.database.reader();
    let calls = call::Entity::find().order_by_asc(call::Column::SourceCallId).all(db).await.unwrap();
    (calls, unmatched_call::Entity::find().order_by_asc(unmatched_call::Column::SourceCallId).all(db).await.unwrap())
}

/// A switch whose clock is three minutes ahead reports calls; a minute later the number is ordered, and has it by those calls' start.
async fn stage(engine: Engine) -> Seeded {
    let house = seeded(engine, 1).await;
    report(&house, "fast", "a", 180, json!({})).await;
    report(&house, "fast", "b", 180, json!({"withheld": true, "recordingUrl": "https://recordings.example/b"})).await;
    report(&house, "other", "c", 181, json!({"caller": null})).await;
    // Before the order, and to a number that nobody has.
    report(&house, "fast", "d", 59, json!({})).await;
    report(&house, "fast", "e", 180, json!({"number": "+442079469999"})).await;
    house.gateway.clock.advance(TimeDelta::seconds(60));
    house
}

#[tokio::test]
async fn a_call_is_given_to_whom_the_number_was_assigned_when_it_started() {
    for engine in Engine::BOTH {
        let house = stage(engine).await;
        assert_eq!(run(&house).await, 0, "the number is nobody's yet");
        let before = rows(&house).await.1;
        assert_eq!(before.len(), 5);
        let number = house.ordered("Spring issue").await;
        house.gateway.clock.advance(TimeDelta::seconds(600));

        assert_eq!((run(&house).await, run(&house).await), (3, 0));

        let (calls, left) = rows(&house).await;
        assert_eq!(left.iter().map(|row| row.source_call_id.as_str()).collect::<Vec<_>>(), ["d", "e"]);
        assert_eq!(calls.iter().map(|row| row.id).collect::<Vec<_>>(), [before[0].id, before[1].id, before[2].id], "they keep their ids");
        let told = calls.iter().map(|row| (row.switch.as_str(), row.withheld, row.caller_hash.is_some(), row.caller_sealed.is_some()));
        assert_eq!(told.collect::<Vec<_>>(), [("fast", false, true, true), ("fast", true, false, false), ("other", false, false, false)]);
        assert!(calls.iter().all(|row| row.fixed_number_id.to_string() == number && row.account_id == house.books.account));
        assert!(calls.iter().all(|row| (row.talk_seconds, row.reported_rating, row.revision) == (61, Some(4), 0)));
        assert_eq!(calls[1].recording_url.as_deref(), Some("https://recordings.example/b"));
        let changes = house.changes(house.books.account).await;
        assert_eq!(changes, ["FIXED_NUMBER_ORDERED", "CALLS_RECORDED", "CALLS_RECORDED"], "one for each switch");
        assert_eq!(actors(&house).await, ["dialgate", "dialgate"]);

        // The caller is sealed as any other of the account is: the same report again is known, and finds the same hash.
        report(&house, "fast", "f", 0, json!({})).await;
        let (calls, _) = rows(&house).await;
        assert_eq!(calls.iter().find(|row| row.source_call_id == "f").unwrap().caller_hash, calls[0].caller_hash);
    }
}

async fn actors(house: &Seeded) -> Vec<String> {
    let db = house.gateway.database.reader();
    let text = "SELECT actor FROM change WHERE kind = 'CALLS_RECORDED'";
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), text)).await.unwrap();
    rows.iter().map(|row| row.try_get("", "actor").unwrap()).collect()
}

#[tokio::test]
async fn a_later_owner_gets_none_of_an_earlier_one_s_gap() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        let first = house.ordered("Spring issue").await;
        house.delete(json!({"id": first})).await.good();
        house.gateway.clock.advance(TimeDelta::days(91));
        // The hold is over: nobody's.
        report(&house, "s", "gap", -60, json!({})).await;
        house.release(&first).await;
        house.gateway.clock.advance(TimeDelta::seconds(5));
        house.ordered("Spring issue").await;

        assert_eq!((run(&house).await, rows(&house).await.1.len()), (0, 1), "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn gateways_that_match_at_once_give_each_call_once() {
    for engine in Engine::BOTH {
        let house = Arc::new(stage(engine).await);
        let starts = house.gateway.clock.now() + TimeDelta::seconds(200);
        for some in (0..1_200).collect::<Vec<_>>().chunks(400) {
            let call =
                |n: &i32| json!({"sourceCallId": format!("many-{n}"), "number": "+442079460000", "startedAt": starts, "outcome": "BUSY"});
            let calls: Vec<_> = some.iter().map(call).collect();
            house.gateway.switch("fast").ask_with(RECORD, json!({"calls": calls})).await.good();
        }
        house.ordered("Spring issue").await;
        house.gateway.clock.advance(TimeDelta::seconds(600));

        let runs: Vec<_> = (0..3).map(|_| house.clone()).map(|house| tokio::spawn(async move { run(&house).await })).collect();
        let mut sum = 0;
        for run in runs {
            sum += run.await.unwrap();
        }

        let (calls, left) = rows(&house).await;
        assert_eq!((sum, calls.len(), left.len()), (1_203, 1_203, 2), "{engine:?}");
    }
}

#[tokio::test]
async fn looking_through_them_reads_an_index() {
    let house = stage(Engine::Sqlite).await;
    let (_, statements) = house.gateway.counting(run(&house)).await;
    assert_eq!(statements.len(), 1, "when there is nothing to give, one statement is all: {statements:?}");

    let db = house.gateway.database.reader();
    let text = format!("EXPLAIN QUERY PLAN {}", statements[0]);
    let statement = Statement::from_sql_and_values(db.get_database_backend(), text, ["".into(), "".into()]);
    let plan: Vec<String> = db.query_all_raw(statement).await.unwrap().iter().map(|row| row.try_get("", "detail").unwrap()).collect();
    let plan = plan.join("\n");
    assert!(plan.contains("fixed_number_number_idx") && !plan.contains("SCAN f") && !plan.contains("TEMP B-TREE"), "{plan}");
}
