//! Conditions each of which thousands of numbers meet, and together only a few: the few are found, in every order.

use entity::id::Id;
use sea_orm::{ConnectOptions, ConnectionTrait};
use serde_json::json;

use crate::support::database::Engine;
use crate::support::seed::{Seeded, seeded};

/// Of so many numbers half are ADVANCED and follow their pool, and half are SIMPLE and ring elsewhere; every 2,000th is and does both.
const ROWS: usize = 12_000;

async fn furnished(engine: Engine) -> Seeded {
    let house = seeded(engine, 10).await;
    let (hex, id, series) = match engine {
        Engine::Sqlite => {
            ("printf('%012x', n)", "unhex", format!("WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {ROWS})"))
        }
        Engine::Postgres => ("lpad(to_hex(n), 12, '0')", "uuid", format!("WITH s AS (SELECT generate_series(1, {ROWS}) AS n)")),
    };
    let [account, pool, channel, kind, destination] = [
        house.books.account.uuid(),
        house.books.pool.uuid(),
        house.books.print.uuid(),
        house.london.uuid(),
        house.books.destination.uuid(),
    ]
    .map(|one| format!("{id}('{}')", one.simple()));
    let mut options = ConnectOptions::new(&house.gateway.home.url);
    options.max_connections(1).sqlx_logging(false);
    let db = sea_orm::Database::connect(options).await.unwrap();
    for text in [
        format!("{series} INSERT INTO stock_number (id, number, number_type_id, pick_key, fixed_number_id)
            SELECT {id}('01900000000070028000' || {hex}), '+4433' || (10000000 + n), {kind}, n, {id}('01900000000070038000' || {hex}) FROM s"),
        format!("{series} INSERT INTO fixed_number (id, account_id, number, number_type_id, pool_id, channel_id, mode, description, description_folded,
                campaign, label_folded, search_text, destination_id, status, ordered_at, updated_at, version)
            SELECT {id}('01900000000070038000' || {hex}), {account}, '+4433' || (10000000 + n), {kind}, {pool}, {channel},
                CASE WHEN n % 2 = 1 OR n % 2000 = 0 THEN 'ADVANCED' ELSE 'SIMPLE' END,
                CASE WHEN n % 2 = 1 OR n % 2000 = 0 THEN NULL ELSE 'd' || n END, CASE WHEN n % 2 = 1 OR n % 2000 = 0 THEN NULL ELSE 'd' || n END,
                CASE WHEN n % 2 = 1 OR n % 2000 = 0 THEN 'c' || n END, 'l' || n, 'l' || n, CASE WHEN n % 2 = 0 THEN {destination} END,
                'ACTIVE', '2026-01-01 00:00:00+00:00', '2026-01-01 00:00:00+00:00', 1 FROM s"),
    ] {
        db.execute_unprepared(&text).await.unwrap();
    }
    db.close().await.unwrap();
    house
}

#[tokio::test]
async fn what_meets_two_common_conditions_is_found_in_every_order() {
    for engine in Engine::BOTH {
        let house = furnished(engine).await;
        for (order, wanted) in [
            ("{field: ORDERED_AT, direction: ASC}", ["c2000", "c4000", "c6000", "c8000", "c10000", "c12000"]),
            ("{field: NUMBER, direction: DESC}", ["c12000", "c10000", "c8000", "c6000", "c4000", "c2000"]),
            ("{field: LABEL, direction: ASC}", ["c10000", "c12000", "c2000", "c4000", "c6000", "c8000"]),
        ] {
            let document = format!(
                "query($f: FixedNumberFilter) {{ fixedNumbers(filter: $f, orderBy: {order}) {{ totalCount nodes {{ campaign }} }} }}"
            );
            let filter = json!({"f": {"mode": "ADVANCED", "usesDefaultDestination": false}});

            let reply = house.books.caller.ask_with(&document, filter).await;

            let page = &reply.data()["fixedNumbers"];
            let found: Vec<_> = page["nodes"].as_array().unwrap().iter().map(|node| node["campaign"].as_str().unwrap()).collect();
            assert_eq!((found, &page["totalCount"]), (wanted.to_vec(), &json!(wanted.len())), "{engine:?} {order}");
        }
    }
}
