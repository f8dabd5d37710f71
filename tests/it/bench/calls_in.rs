//! Calls a second, reported in batches of 500 as a switch does, beside the same rows inserted by hand in transactions of as many: calls,
//! the goals they meet, and the change.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use entity::id::Id;
use sea_orm::sqlx::postgres::PgPoolOptions;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sea_orm::sqlx::{self, Executor};
use serde_json::json;
use uuid::Uuid;

use super::{ROUNDS, median, rate, report};
use crate::support::database::Engine;
use crate::support::seed::{Seeded, seeded};

const BATCH: u64 = 500;
/// Numbers that are called.
const NUMBERS: u64 = 50;

const RECORD: &str = "mutation($calls: [CallInput!]!) {
    callsRecord(input: {calls: $calls}) { results { sourceCallId status refusals { code } } userErrors { code } } }";

/// What a row needs besides what differs.
#[derive(Clone)]
struct Known {
    account: Uuid,
    pool: Uuid,
    channel: Uuid,
    goal: Uuid,
    numbers: Vec<Uuid>,
    from: DateTime<Utc>,
}

macro_rules! by_hand {
    ($engine:ty, $connection:expr, $begin:expr, $known:expr, $n:expr) => {{
        let (at, known, first) = ($connection, $known, $n * BATCH);
        let id = |n: u64| Uuid::from_u128(u128::from(n) << 40 | 7);
        let started = |n: u64| known.from + TimeDelta::milliseconds(i64::try_from(n).unwrap());
        at.execute($begin).await.unwrap();
        let mut calls = sqlx::QueryBuilder::<$engine>::new(
            "INSERT INTO call (account_id, id, switch, source_call_id, revision, fixed_number_id, pool_id, channel_id, label_id, started_at,
            withheld, caller_sealed, caller_hash, destination, outcome, ring_seconds, talk_seconds, talk_class, after_delete, recorded_at) ",
        );
        calls.push_values(first..first + BATCH, |mut row, n| {
            let number = known.numbers[(n % NUMBERS) as usize];
            row.push_bind(known.account).push_bind(id(n)).push_bind("by hand").push_bind(format!("call {n}")).push_bind(0_i32);
            row.push_bind(number).push_bind(known.pool).push_bind(known.channel).push_bind(number).push_bind(started(n));
            row.push_bind(false).push_bind(vec![7_u8; 45]).push_bind(n.to_be_bytes().repeat(4)).push_bind("+441632960018");
            row.push_bind("ANSWERED").push_bind(7_i32).push_bind(61_i32).push_bind(6_i32).push_bind(false).push_bind(known.from);
        });
        calls.build().execute(&mut *at).await.unwrap();
        let mut goals = sqlx::QueryBuilder::<$engine>::new("INSERT INTO call_goal (account_id, call_id, goal_id, started_at) ");
        goals.push_values(first..first + BATCH, |mut row, n| {
            row.push_bind(known.account).push_bind(id(n)).push_bind(known.goal).push_bind(started(n));
        });
        goals.build().execute(&mut *at).await.unwrap();
        let head: i64 = sqlx::query_scalar("UPDATE account_feed SET head = head + 1 WHERE account_id = $1 RETURNING head")
            .bind(known.account)
            .fetch_one(&mut *at)
            .await
            .unwrap();
        let ids: Vec<_> = (first..first + BATCH).map(|n| format!("call_{}", id(n).simple())).collect();
        sqlx::query(
            "INSERT INTO change (account_id, seq, kind, subject_type, subject_id, occurred_at, actor, request_id, changed_fields, after,
                touched_pools, touched_channels, affected_count)
                VALUES ($1, $2, 'CALLS_RECORDED', 'ACCOUNT', $1, $3, 'by hand', 'req', '[]', $4, '[]', '[]', 50)",
        )
        .bind(known.account)
        .bind(head)
        .bind(known.from)
        .bind(json!({"calls": ids}))
        .execute(&mut *at)
        .await
        .unwrap();
        at.execute("COMMIT").await.unwrap();
    }};
}

async fn ours(house: &Arc<Seeded>, round: usize, from: DateTime<Utc>) -> f64 {
    let switch = house.gateway.switch(&format!("switch-{round}"));
    rate(move |n| {
        let call = |n: u64| {
            json!({"sourceCallId": format!("call {n}"), "number": format!("+442079460{:03}", n % NUMBERS),
                "startedAt": from + TimeDelta::milliseconds(i64::try_from(n).unwrap()), "caller": format!("+447700900{:03}", n % 1000),
                "destination": "+441632960018", "outcome": "ANSWERED", "ringSeconds": 7, "talkSeconds": 61})
        };
        let calls: Vec<_> = (n * BATCH..(n + 1) * BATCH).map(call).collect();
        let switch = switch.clone();
        async move {
            let reply = switch.ask_with(RECORD, json!({"calls": calls})).await;
            assert!(reply.good()["results"].as_array().unwrap().iter().all(|result| result["status"] == "RECORDED"));
        }
    })
    .await
}

async fn run(engine: Engine) {
    let house = Arc::new(seeded(engine, u32::try_from(NUMBERS).unwrap()).await);
    let names: Vec<_> = (0..NUMBERS).map(|n| format!("Issue {n}")).collect();
    let reply = house.place(house.order(&names.iter().map(String::as_str).collect::<Vec<_>>())).await;
    let numbers = reply.good()["fixedNumbers"].as_array().unwrap().iter();
    let numbers = numbers.map(|number| entity::id::FixedNumberId::parse(number["id"].as_str().unwrap()).unwrap().uuid()).collect();
    let from = api::clock::Clock::now(&*house.gateway.clock);
    house.gateway.clock.advance(TimeDelta::days(60));
    let reply = house.books.caller.ask("{ goals { nodes { id } } }").await;
    let goal = entity::id::GoalId::parse(reply.data()["goals"]["nodes"][0]["id"].as_str().unwrap()).unwrap().uuid();
    let home = &house.books;
    let known = Known { account: home.account.uuid(), pool: home.pool.uuid(), channel: home.print.uuid(), goal, numbers, from };
    let mut rates = (Vec::new(), Vec::new());
    let count = BATCH as f64;
    for round in 0..ROUNDS {
        rates.0.push(ours(&house, round, from).await * count);
        let (known, offset) = (known.clone(), (round as u64 + 1) << 24);
        let by_hand = match engine {
            Engine::Sqlite => {
                let options: SqliteConnectOptions = house.gateway.home.url.parse().unwrap();
                let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options.foreign_keys(true)).await.unwrap();
                sqlx::query("PRAGMA synchronous = FULL").execute(&pool).await.unwrap();
                rate(move |n| {
                    let (pool, known) = (pool.clone(), known.clone());
                    async move {
                        let mut at = pool.acquire().await.unwrap();
                        by_hand!(sqlx::Sqlite, &mut *at, "BEGIN IMMEDIATE", known, n + offset);
                    }
                })
                .await
            }
            Engine::Postgres => {
                let pool = PgPoolOptions::new().max_connections(8).connect(&house.gateway.home.url).await.unwrap();
                rate(move |n| {
                    let (pool, known) = (pool.clone(), known.clone());
                    async move {
                        let mut at = pool.acquire().await.unwrap();
                        by_hand!(sqlx::Postgres, &mut *at, "BEGIN", known, n + offset);
                    }
                })
                .await
            }
        };
        rates.1.push(by_hand * count);
    }
    report(&format!("{engine:?} calls in batches of 500 beside by hand"), median(rates.0), median(rates.1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement, for a release build"]
async fn calls_beside_the_hand_written_insert_on_sqlite() {
    run(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement, for a release build"]
async fn calls_beside_the_hand_written_insert_on_postgresql() {
    run(Engine::Postgres).await;
}
