//! Held numbers whose time has come return to stock: once, with a change, and never while their account may still restore them.

use std::sync::Arc;

use api::action::hold_release::{self, Outcome};
use api::clock::Clock;
use chrono::TimeDelta;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::gateway::Gateway;
use crate::support::seed::{ORDER, Seeded, seeded};

async fn run(gateway: &Gateway) -> Outcome {
    hold_release::run(&gateway.database, gateway.clock.now(), &gateway.randomness, || false).await.unwrap()
}

fn released(released: u64) -> Outcome {
    Outcome { released, failed: 0 }
}

async fn texts(gateway: &Gateway, column: &str, from: &str) -> Vec<String> {
    let db = gateway.database.reader();
    let text = format!("SELECT {column} AS found FROM {from}");
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), text)).await.unwrap();
    rows.iter().map(|row| row.try_get("", "found").unwrap()).collect()
}

/// Orders so many numbers and deletes them; their ids.
async fn held(house: &Seeded, amount: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for chunk in (0..amount).collect::<Vec<_>>().chunks(50) {
        let names: Vec<_> = chunk.iter().map(|n| format!("Van {n}")).collect();
        let reply = house.place(house.order(&names.iter().map(String::as_str).collect::<Vec<_>>())).await;
        ids.extend(reply.good()["fixedNumbers"].as_array().unwrap().iter().map(|number| number["id"].as_str().unwrap().to_owned()));
    }
    for id in &ids {
        house.delete(json!({"id": id})).await.good();
    }
    ids
}

#[tokio::test]
async fn a_number_returns_at_the_very_instant_and_not_before() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 3).await;
        let id = &held(&house, 1).await[0];
        let gateway = &house.gateway;

        gateway.clock.advance(TimeDelta::days(90) - TimeDelta::microseconds(1));
        assert_eq!((run(gateway).await, house.free().await), (released(0), 2));

        gateway.clock.advance(TimeDelta::microseconds(1));
        assert_eq!(house.restore(json!({"id": id})).await.user_errors().split(' ').next(), Some("HOLD_OVER"), "before the job came");
        assert_eq!((run(gateway).await, house.free().await), (released(1), 3));
        assert_eq!(run(gateway).await, released(0), "again does nothing");

        assert_eq!(house.restore(json!({"id": id})).await.user_errors().split(' ').next(), Some("HOLD_OVER"), "after it");
        let seen = house.books.caller.ask_with("query($id: ID!) { fixedNumber(id: $id) { status version } }", json!({"id": id})).await;
        assert_eq!(seen.data()["fixedNumber"], json!({"status": "RELEASED", "version": 3}));
        let feed = house.changes(house.books.account).await;
        assert_eq!(feed, ["FIXED_NUMBER_ORDERED", "FIXED_NUMBER_DELETED", "FIXED_NUMBER_RELEASED"]);
        let change = "change WHERE kind = 'FIXED_NUMBER_RELEASED'";
        assert_eq!(texts(gateway, "actor", change).await, ["dialgate"]);
        let told: Vec<Value> =
            texts(gateway, "CAST(after AS text)", change).await.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
        assert_eq!(told, [json!({"status": "RELEASED"})], "only what changed");
    }
}

#[tokio::test]
async fn a_restored_number_stays() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        let id = &held(&house, 1).await[0];
        house.gateway.clock.advance(TimeDelta::days(90) - TimeDelta::microseconds(1));
        house.restore(json!({"id": id})).await.good();

        house.gateway.clock.advance(TimeDelta::days(400));

        assert_eq!((run(&house.gateway).await, house.free().await), (released(0), 0));
    }
}

#[tokio::test]
async fn a_returned_number_is_given_after_the_unused_and_in_the_order_of_its_rest() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 3).await;
        let gateway = &house.gateway;
        let first = held(&house, 1).await.remove(0);
        gateway.clock.advance(TimeDelta::days(60));
        let second = house.ordered("Poster").await;
        house.delete(json!({"id": second})).await.good();
        gateway.clock.advance(TimeDelta::days(90));
        // The unused one is the last of its own.
        let last = format!("UPDATE stock_number SET pick_key = {} WHERE fixed_number_id IS NULL", (1_i64 << 48) - 1);
        gateway.database.writer().execute_unprepared(&last).await.unwrap();
        assert_eq!(run(gateway).await, released(2));

        let input = json!({"numberTypeId": house.london.to_string(), "poolId": house.motors.pool.to_string(), "channelId": house.motors.print.to_string(),
            "destination": {"default": true}, "numbers": [{"simple": {"description": "Radio"}}]});
        let mut given = Vec::new();
        for n in 0..3 {
            let mut input = input.clone();
            input["numbers"][0]["simple"]["description"] = json!(format!("Radio {n}"));
            let reply = house.motors.caller.ask_with(ORDER, json!({"input": input})).await;
            given.push(reply.good()["fixedNumbers"][0]["number"].as_str().unwrap().to_owned());
        }

        assert_eq!(given, ["+442079460002", "+442079460000", "+442079460001"], "{first} and {second} had rested");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn gateways_that_return_at_once_share_the_work() {
    for engine in Engine::BOTH {
        let house = Arc::new(seeded(engine, 330).await);
        let ids = held(&house, 330).await;
        house.gateway.clock.advance(TimeDelta::days(90));

        let runs: Vec<_> = (0..4).map(|_| house.clone()).map(|house| tokio::spawn(async move { run(&house.gateway).await })).collect();
        let mut sum = Outcome::default();
        for run in runs {
            let one = run.await.unwrap();
            (sum.released, sum.failed) = (sum.released + one.released, sum.failed + one.failed);
        }

        // One that finds all rows of a batch locked leaves them to the others.
        assert_eq!((sum, house.free().await), (released(330), 330));
        assert_eq!(texts(&house.gateway, "CAST(count(*) AS text)", "change WHERE kind = 'FIXED_NUMBER_RELEASED'").await, ["330"]);
        assert_eq!(house.changes(house.books.account).await.len(), 3 * ids.len());
    }
}

/// The clocks of two gateways differ: one restores what the other returns. Each number ends up as one of the two, whole.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restore_and_a_return_at_once_leave_one_of_the_two() {
    use api::action::deed::{self, Terms};
    use api::action::fixed_number_restore::Restore;
    for engine in Engine::BOTH {
        let house = Arc::new(seeded(engine, 200).await);
        let ids = held(&house, 200).await;
        let late = house.gateway.clock.now() + TimeDelta::days(90);
        let early = late - TimeDelta::milliseconds(5);

        let restores = tokio::spawn({
            let house = house.clone();
            async move {
                let mut op = house.gateway.operation(house.books.account);
                op.now = early;
                let mut restored = 0;
                for id in ids.into_iter().rev() {
                    let answer = deed::run(&op, Terms::default(), Restore { id, label: None }).await.unwrap();
                    restored += i64::from(answer.outcome.is_ok());
                }
                restored
            }
        });
        let returned = hold_release::run(&house.gateway.database, late, &house.gateway.randomness, || false).await.unwrap();
        let restored = restores.await.unwrap();
        let rest = hold_release::run(&house.gateway.database, late, &house.gateway.randomness, || false).await.unwrap();

        let returned = i64::try_from(returned.released + rest.released).unwrap();
        assert_eq!((returned + restored, house.free().await), (200, returned), "{engine:?}");
        let owned = "stock_number s JOIN fixed_number f ON f.id = s.fixed_number_id AND f.status = 'ACTIVE'";
        assert_eq!(house.amount(owned).await, restored, "{engine:?}");
        println!("{engine:?}: {restored} restored, {returned} returned");
    }
}

#[tokio::test]
async fn one_account_s_trouble_does_not_keep_another_s_numbers() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 4).await;
        let gateway = &house.gateway;
        held(&house, 2).await;
        let input = json!({"numberTypeId": house.london.to_string(), "poolId": house.motors.pool.to_string(), "channelId": house.motors.print.to_string(),
            "destination": {"default": true}, "numbers": [{"simple": {"description": "Radio"}}]});
        let reply = house.motors.caller.ask_with(ORDER, json!({"input": input})).await;
        let id = reply.good()["fixedNumbers"][0]["id"].clone();
        let delete = "mutation($id: ID!) { fixedNumberDelete(input: {id: $id}) { holdUntil userErrors { code } } }";
        house.motors.caller.ask_with(delete, json!({"id": id})).await.good();
        gateway.clock.advance(TimeDelta::days(91));

        // The stock has lost a number of the first account, which no rule of ours allows.
        let broken = "UPDATE stock_number SET fixed_number_id = NULL WHERE number = '+442079460000'";
        gateway.database.writer().execute_unprepared(broken).await.unwrap();

        assert_eq!(run(gateway).await, Outcome { released: 1, failed: 1 }, "{engine:?}");
        assert_eq!(house.amount("fixed_number WHERE status = 'HELD'").await, 2, "all or nothing in an account's batch");
    }
}

#[tokio::test]
async fn a_stop_is_heard_between_two_transactions() {
    let house = seeded(Engine::Sqlite, 250).await;
    held(&house, 250).await;
    let late = house.gateway.clock.now() + TimeDelta::days(90);

    let done = hold_release::run(&house.gateway.database, late, &house.gateway.randomness, || true).await.unwrap();

    assert_eq!((done, house.free().await), (released(100), 100));
}
