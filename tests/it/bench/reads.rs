//! Q1: 50 numbers from a cursor on, with pool, channel and the destination that rings. Q2: one number by its digits, with the same.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use entity::id::{FixedNumberId, Id};
use serde_json::{Value, json};

use super::data::{NUMBERS, full};
use super::{ROUNDS, answer, median, postgres, rate, report, sqlite};
use crate::support::database::Engine;
use crate::support::seed::Seeded;

const FIELDS: &str = "id number description status pool { name } channel { name } destination { number }";

/// A place in the list: its cursor, and the id that the cursor stands for.
type Place = (String, uuid::Uuid);

async fn places(house: &Seeded) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    let mut after: Option<String> = None;
    for _ in 0..20 {
        let document = "query($after: String) { fixedNumbers(first: 100, after: $after) { edges { cursor node { id } } } }";
        let reply = house.books.caller.ask_with(document, json!({"after": after})).await;
        for edge in reply.data()["fixedNumbers"]["edges"].as_array().unwrap() {
            let id = FixedNumberId::parse(edge["node"]["id"].as_str().unwrap()).unwrap();
            places.push((edge["cursor"].as_str().unwrap().to_owned(), id.uuid()));
        }
        after = places.last().map(|place| place.0.clone());
    }
    places
}

fn ask(house: &Seeded, document: &str, variables: Value) -> Request<Body> {
    let token = house.books.caller.token.as_deref().unwrap();
    Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .body(Body::from(json!({"query": document, "variables": variables}).to_string()))
        .unwrap()
}

fn plain(path: String) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

fn number(n: u64) -> String {
    format!("+44113{:07}", 2_000_000 + n.wrapping_mul(7_919) % u64::from(NUMBERS))
}

async fn beside(house: &Arc<Seeded>, limits: &Router, prefixes: &[(&str, &str)]) {
    let places = Arc::new(places(house).await);
    let list = Arc::new(format!("query($after: String) {{ fixedNumbers(first: 50, after: $after) {{ nodes {{ {FIELDS} }} }} }}"));
    let one = Arc::new(format!("query($number: String!) {{ fixedNumberByNumber(number: $number) {{ {FIELDS} }} }}"));

    // The same answers first.
    let (cursor, id) = &places[1000];
    let ours = answer(house.gateway.router.clone(), ask(house, &list, json!({"after": cursor}))).await;
    for (_, prefix) in prefixes {
        let theirs = answer(limits.clone(), plain(format!("{prefix}/list/{id}"))).await;
        let read = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).unwrap();
        assert_eq!(read(&ours), read(&theirs), "both give the same answer");
    }

    let engine = house.gateway.engine;
    for (what, is_list) in [("Q1", true), ("Q2", false)] {
        let mut rates: Vec<(Vec<f64>, Vec<f64>)> = prefixes.iter().map(|_| Default::default()).collect();
        for _ in 0..ROUNDS {
            for (n, (_, prefix)) in prefixes.iter().enumerate() {
                let (at, places, list, one) = (house.clone(), places.clone(), list.clone(), one.clone());
                rates[n].0.push(
                    rate(move |n| {
                        let place = &places[usize::try_from(n.wrapping_mul(31)).unwrap() % places.len()];
                        let request =
                            if is_list { ask(&at, &list, json!({"after": place.0})) } else { ask(&at, &one, json!({"number": number(n)})) };
                        let router = at.gateway.router.clone();
                        async move { drop(answer(router, request).await) }
                    })
                    .await,
                );
                let (places, limits, prefix) = (self::places(house).await, limits.clone(), (*prefix).to_owned());
                rates[n].1.push(
                    rate(move |n| {
                        let place = &places[usize::try_from(n.wrapping_mul(31)).unwrap() % places.len()];
                        let path = if is_list { format!("{prefix}/list/{}", place.1) } else { format!("{prefix}/one/{}", number(n)) };
                        let router = limits.clone();
                        async move { drop(answer(router, plain(path)).await) }
                    })
                    .await,
                );
            }
        }
        for ((ours, limit), (name, _)) in rates.into_iter().zip(prefixes) {
            report(&format!("{engine:?} {what} beside {name}"), median(ours), median(limit));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement, for a release build"]
async fn reads_beside_the_hand_written_query_on_sqlite() {
    let house = Arc::new(full(Engine::Sqlite).await);
    let file = house.gateway.home.url.trim_start_matches("sqlite://").split('?').next().unwrap().to_owned();
    let limits = sqlite::limits(file, house.books.account).await;
    beside(&house, &limits, &[("SQLx", "/sqlx"), ("rusqlite inline", "/inline")]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement, for a release build"]
async fn reads_beside_the_hand_written_query_on_postgresql() {
    let house = Arc::new(full(Engine::Postgres).await);
    let limits = postgres::limits(house.gateway.home.url.clone(), house.books.account).await;
    beside(&house, &limits, &[("tokio-postgres", "")]).await;
}
