//! Made calls: the same for the same seed, nothing by doing it twice, and only while the number was live.

use chrono::TimeDelta;
use entity::call;
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::json;

use super::child::dialgate;
use crate::support::database::Engine;
use crate::support::gateway::DATA_KEY;
use crate::support::seed::{Seeded, seeded};

async fn simulate(house: &Seeded, words: &[&str]) -> serde_json::Value {
    let all = [&["calls", "simulate", "--account=Harbour Books", "--json", "--data-key", DATA_KEY][..], words].concat();
    dialgate(&house.gateway.home.url, &all).await.json()
}

#[expect(clippy::disallowed_methods, reason = "the table itself is asked, past the store")]
async fn calls(house: &Seeded) -> Vec<call::Model> {
    let select = call::Entity::find().order_by_asc(call::Column::StartedAt).order_by_asc(call::Column::SourceCallId);
    select.all(house.gateway.database.reader()).await.unwrap()
}

const APRIL: [&str; 3] = ["--days=30", "--rate=20", "--end=2026-04-30"];

#[tokio::test]
async fn the_same_seed_makes_the_same_calls_once() {
    let mut made = Vec::new();
    for engine in Engine::BOTH {
        let house = seeded(engine, 3).await;
        let input = house.order(&["Spring issue", "Autumn issue", "Van"]);
        house.place(input).await.good();

        let told = simulate(&house, &APRIL).await;
        let recorded = told["recordedCount"].as_u64().unwrap();
        assert!((450..750).contains(&recorded), "{told}");
        assert_eq!(told, json!({"numberCount": 3, "recordedCount": recorded, "duplicateCount": 0, "conflictCount": 0}));
        let told = simulate(&house, &APRIL).await;
        assert_eq!(told, json!({"numberCount": 3, "recordedCount": 0, "duplicateCount": recorded, "conflictCount": 0}));
        // A longer time has the shorter one in it; another seed has nothing in common.
        let longer = simulate(&house, &["--days=40", "--rate=20", "--end=2026-04-30"]).await;
        assert!(longer["duplicateCount"] == recorded && longer["recordedCount"].as_u64() > Some(100), "{longer}");
        let rows = calls(&house).await;
        let other = simulate(&house, &["--days=2", "--rate=20", "--end=2026-04-30", "--seed=2"]).await;
        assert!(other["duplicateCount"] == 0 && other["recordedCount"].as_u64() > Some(10), "{other}");

        assert!(rows.iter().all(|row| row.account_id == house.books.account && row.switch == "simulate" && !row.after_delete));
        let shape = |row: &call::Model| (row.started_at, row.outcome, row.ring_seconds, row.talk_seconds, row.withheld);
        made.push(rows.iter().map(shape).collect::<Vec<_>>());
    }
    assert_eq!(made[0], made[1]);
}

#[tokio::test]
async fn nobody_calls_a_number_while_it_is_not_live() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        let id = house.ordered("Spring issue").await;
        house.gateway.clock.advance(TimeDelta::days(10));
        house.delete(json!({"id": id})).await.good();
        house.gateway.clock.advance(TimeDelta::days(20));
        house.restore(json!({"id": id})).await.good();
        let spans = house.spans(&id).await;
        assert_eq!(spans.len(), 2);

        let told = simulate(&house, &["--days=90", "--rate=10", "--end=2026-04-30"]).await;

        let rows = calls(&house).await;
        assert!(rows.len() > 200 && told["recordedCount"] == rows.len(), "{told}");
        for row in rows {
            let inside = spans.iter().any(|(from, to)| *from <= row.started_at && to.is_none_or(|to| row.started_at < to));
            assert!(inside && row.destination.unwrap().as_str() == crate::support::seed::BOOKS_RING, "{}", row.started_at);
        }
    }
}

#[tokio::test]
async fn who_names_no_account_hears_of_it() {
    let house = seeded(Engine::Sqlite, 1).await;
    let words = ["calls", "simulate", "--account=Acme", "--days=3", "--rate=3", "--data-key", DATA_KEY];
    let told = dialgate(&house.gateway.home.url, &words).await.bad();
    assert_eq!(told, "No account has the name or the id \"Acme\". There are: Bayview Motors, Harbour Books.\n");
    let words = ["calls", "simulate", "--account=Harbour Books", "--days=3", "--rate=3", "--data-key", DATA_KEY];
    let told = dialgate(&house.gateway.home.url, &words).await.good();
    assert_eq!(told, "The account has no numbers that anybody could call.\n");
    // Nothing is made of a day that is still to come.
    house.ordered("Spring issue").await;
    let told = simulate(&house, &["--days=1", "--rate=1000", "--end=2999-01-01"]).await;
    assert_eq!(told["numberCount"], 1, "{told}");
    let now = api::clock::Clock::now(&api::clock::SystemClock);
    assert!(calls(&house).await.iter().all(|row| row.started_at <= now && row.started_at > now - TimeDelta::days(2)));
}
