//! Routes: what a switch is answered over GraphQL and over GET, beside the bare statement, in the same run.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, header};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};

use super::data::{NUMBERS, full};
use super::{ROUNDS, answer, median, rate, report};
use crate::support::caller::Caller;
use crate::support::database::Engine;

const ROUTE: &str = "query($number: E164!) { route(number: $number) { number status destination fixedNumber revision
    features { callRecording callRating callAnnounce announcement } } }";

/// The same, written by hand; asked through the same connections.
const BARE: &str = "SELECT f.id, f.status, p.call_recording, p.call_rating, p.call_announce, p.announcement, d.number FROM fixed_number f
    JOIN pool p ON p.account_id = f.account_id AND p.id = f.pool_id
    JOIN destination d ON d.account_id = f.account_id AND d.id = COALESCE(f.destination_id, p.default_destination_id)
    WHERE f.number = $1 AND f.status <> 'RELEASED'";

fn number(n: u64) -> String {
    format!("+44113{:07}", 2_000_000 + n.wrapping_mul(7_919) % u64::from(NUMBERS))
}

fn over_graphql(switch: &Caller, number: &str) -> Request<Body> {
    Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::AUTHORIZATION, switch.bearer())
        .body(Body::from(json!({"query": ROUTE, "variables": {"number": number}}).to_string()))
        .unwrap()
}

fn over_get(switch: &Caller, number: &str) -> Request<Body> {
    let request = Request::get(format!("/routes/{number}")).header(header::AUTHORIZATION, switch.bearer());
    request.body(Body::empty()).unwrap()
}

async fn routes(engine: Engine) {
    let house = Arc::new(full(engine).await);
    let switch = house.gateway.switch("switch-1");
    let statement = if engine == Engine::Sqlite { BARE.replace("$1", "?1") } else { BARE.to_owned() };

    // The same answers first.
    let read = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).unwrap();
    let asked = read(&answer(house.gateway.router.clone(), over_graphql(&switch, &number(1))).await);
    assert_eq!(asked["data"]["route"], read(&answer(house.gateway.router.clone(), over_get(&switch, &number(1))).await));
    assert_eq!(asked["data"]["route"]["status"], "ACTIVE");

    let mut rates: [Vec<f64>; 3] = Default::default();
    for _ in 0..ROUNDS {
        for (of, make) in [over_graphql as fn(&Caller, &str) -> Request<Body>, over_get].into_iter().enumerate() {
            let (router, switch) = (house.gateway.router.clone(), switch.clone());
            rates[of].push(
                rate(move |n| {
                    let (router, request) = (router.clone(), make(&switch, &number(n)));
                    async move { drop(answer(router, request).await) }
                })
                .await,
            );
        }
        let (database, statement) = (house.gateway.database.clone(), statement.clone());
        rates[2].push(
            rate(move |n| {
                let db = database.reader().clone();
                let asked = Statement::from_sql_and_values(db.get_database_backend(), &statement, [number(n).into()]);
                async move {
                    let row = db.query_one_raw(asked).await.unwrap().unwrap();
                    assert!(row.try_get::<String>("", "number").is_ok_and(|number| number.starts_with('+')));
                }
            })
            .await,
        );
    }
    let [graphql, get, bare] = rates.map(median);
    report(&format!("{engine:?}, a route over GraphQL beside the statement"), graphql, bare);
    report(&format!("{engine:?}, a route over GET beside the statement"), get, bare);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement, for a release build"]
async fn routes_on_sqlite() {
    routes(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement, for a release build"]
async fn routes_on_postgresql() {
    routes(Engine::Postgres).await;
}
