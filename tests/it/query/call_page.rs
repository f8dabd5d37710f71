//! Pages of calls: the order of time, cursors that survive what happens meanwhile, and late calls in their places.

use chrono::{DateTime, TimeDelta, Utc};
use entity::call;
use entity::id::{CallId, Id};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::gateway::start;
use crate::support::seed::{Seeded, seeded};

async fn read(house: &Seeded, arguments: &str) -> Value {
    let document =
        format!("{{ calls({arguments}) {{ nodes {{ id startedAt }} pageInfo {{ startCursor endCursor hasNextPage hasPreviousPage }} }} }}");
    house.books.caller.ask(&document).await.data()["calls"].clone()
}

fn ids(page: &Value) -> Vec<&str> {
    page["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap()).collect()
}

#[expect(clippy::disallowed_methods, reason = "the table itself is written, past the store")]
async fn gone(house: &Seeded, id: &str) {
    let which = call::Column::Id.eq(CallId::parse(id).unwrap());
    call::Entity::delete_many().filter(which).exec(house.gateway.database.writer()).await.unwrap();
}

/// Hours after the beginning of the test.
fn hours(n: i64) -> DateTime<Utc> {
    start() + TimeDelta::hours(n)
}

#[tokio::test]
async fn the_newest_come_first_and_equal_instants_go_by_id() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        let van = house.ordered("Van").await;
        let mut rows = Vec::new();
        // Reported in no order; the instants of some differ by a microsecond.
        for (n, micros) in [(3, 0), (1, 0), (2, 0), (1, 1), (1, 0), (2, 0), (1, 999_999), (3, 0)] {
            let at = hours(n) + TimeDelta::microseconds(micros);
            rows.push(house.rang(&van, at, |_| {}).await);
        }
        rows.sort_by_key(|row| std::cmp::Reverse((row.started_at, row.id)));
        let wanted: Vec<_> = rows.iter().map(|row| row.id.to_string()).collect();

        assert_eq!(ids(&read(&house, "first: 100").await), wanted);
        for size in 1..=wanted.len() {
            let (mut there, mut after) = (Vec::new(), String::new());
            loop {
                let page = read(&house, &format!("first: {size}{after}")).await;
                there.extend(ids(&page).into_iter().map(str::to_owned));
                after = format!(", after: {}", page["pageInfo"]["endCursor"]);
                if page["pageInfo"]["hasNextPage"] == false {
                    break;
                }
            }
            assert_eq!(there, wanted, "in pages of {size}");
        }
    }
}

#[tokio::test]
async fn a_cursor_stays_a_place_when_calls_come_and_go() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        let van = house.ordered("Van").await;
        for n in 0..6 {
            house.rang(&van, hours(n), |_| {}).await;
        }
        let whole = read(&house, "first: 6").await;
        let all = ids(&whole);
        let first = read(&house, "first: 3").await;
        let cursor = first["pageInfo"]["endCursor"].clone();

        // The call of the cursor goes, as erasure by hand would do; one comes late on either side; one rings now.
        gone(&house, all[2]).await;
        let late = house.rang(&van, hours(1) + TimeDelta::minutes(30), |_| {}).await.id.to_string();
        let later = house.rang(&van, hours(4) + TimeDelta::minutes(30), |_| {}).await.id.to_string();
        let newest = house.rang(&van, hours(9), |_| {}).await.id.to_string();

        let after = read(&house, &format!("first: 10, after: {cursor}")).await;
        let before = read(&house, &format!("last: 10, before: {cursor}")).await;
        assert_eq!(ids(&after), [all[3], &late, all[4], all[5]]);
        assert_eq!(ids(&before), [&newest, all[0], &later, all[1]]);
        // Between two cursors.
        let between = format!("first: 10, after: {}, before: {}", first["pageInfo"]["startCursor"], after["pageInfo"]["startCursor"]);
        assert_eq!(ids(&read(&house, &between).await), [&later, all[1]]);
        // In a period that ends on either side of the cursor.
        for (to, wanted) in [(hours(2), vec![&*late, all[4], all[5]]), (hours(8), vec![all[3], &late, all[4], all[5]])] {
            let page = read(&house, &format!("filter: {{period: {{to: \"{}\"}}}}, after: {cursor}", to.to_rfc3339())).await;
            assert_eq!(ids(&page), wanted, "{to}");
        }
        for (from, wanted) in [(hours(4), vec![&*newest, all[0], &later, all[1]]), (hours(5), vec![&newest, all[0]])] {
            let page = read(&house, &format!("last: 9, filter: {{period: {{from: \"{}\"}}}}, before: {cursor}", from.to_rfc3339())).await;
            assert_eq!(ids(&page), wanted, "{from}");
        }
    }
}

#[tokio::test]
async fn the_period_is_half_open_at_local_midnight() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        let van = house.ordered("Van").await;
        // The first of June begins in London at 23:00 UTC.
        let midnight: DateTime<Utc> = "2026-06-01T00:00:00+01:00".parse().unwrap();
        let before = house.rang(&van, midnight - TimeDelta::milliseconds(1), |_| {}).await.id.to_string();
        let at = house.rang(&van, midnight, |_| {}).await.id.to_string();
        let month = |from: &str, to: &str| format!("filter: {{period: {{from: \"{from}\", to: \"{to}\"}}}}");

        let may = read(&house, &month("2026-05-01T00:00:00+01:00", "2026-06-01T00:00:00+01:00")).await;
        let june = read(&house, &month("2026-06-01T00:00:00+01:00", "2026-07-01T00:00:00+01:00")).await;
        // A bound finer than the rows, on either side of one.
        let finer = read(&house, &month("2026-05-31T22:59:59.9990001Z", "2026-05-31T23:00:00.000000001Z")).await;
        let farther = read(&house, &month("-0001-01-01T00:00:00Z", "+12026-01-01T00:00:00Z")).await;

        assert_eq!((ids(&may), ids(&june)), (vec![&*before], vec![&*at]));
        assert_eq!((ids(&finer), ids(&farther)), (vec![&*at], vec![&*at, &*before]));
    }
}

#[tokio::test]
async fn sizes_and_cursors_that_are_none_of_this_list_are_refused() {
    use base64::Engine as _;
    for engine in Engine::BOTH {
        let house = seeded(engine, 2).await;
        let van = house.ordered("Van").await;
        house.rang(&van, hours(1), |_| {}).await;
        let reply = house.books.caller.ask("{ fixedNumbers { pageInfo { endCursor } nodes { calls { pageInfo { endCursor } } } } }").await;
        let numbers = &reply.data()["fixedNumbers"];
        let [of_numbers, inside] = [&numbers["pageInfo"]["endCursor"], &numbers["nodes"][0]["calls"]["pageInfo"]["endCursor"]];
        let own = read(&house, "first: 1").await["pageInfo"]["endCursor"].as_str().unwrap().to_owned();
        let mut bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(&own).unwrap();
        let mut spelled = Vec::new();
        // Its instant cut short, and one beyond all years.
        spelled.push(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(&bytes[..bytes.len() - 1]));
        let end = bytes.len() - 8;
        bytes[end..].copy_from_slice(&i64::MAX.to_be_bytes());
        spelled.push(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(&bytes));
        bytes[end..].copy_from_slice(&(-1_i64).to_be_bytes());
        spelled.push(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(&bytes));

        let mut bad = vec![
            "first: 0".to_owned(),
            "last: 101".into(),
            "first: 1, last: 1".into(),
            format!("after: {of_numbers}"),
            format!("after: {inside}"),
        ];
        bad.extend(spelled.iter().map(|text| format!("before: \"{text}\"")));
        for arguments in bad {
            let reply = house.books.caller.ask(&format!("{{ calls({arguments}) {{ nodes {{ id }} }} viewer {{ subject }} }}")).await;
            assert_eq!(reply.codes(), ["BAD_USER_INPUT"], "{arguments}");
            assert_eq!(reply.body["data"], json!({"calls": null, "viewer": {"subject": "ann"}}), "{arguments}");
        }
    }
}
