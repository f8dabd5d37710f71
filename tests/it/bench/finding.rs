//! Pages, filters and searches in an account of a million numbers beside a small one: how long each takes, and how the cost of a page
//! at the end compares with that of one at the beginning. `DIALGATE_ROWS` sets another number of rows.

use std::time::Instant;

use entity::id::{AccountId, Id};
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, Statement};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::database::Engine;
use crate::support::seed::{Household, Seeded, seeded};

/// How often each page is asked.
const TIMES: usize = 20;
/// The pages after which a list is looked at: the first, one in the middle, one near the end.
const PLACES: [f64; 3] = [0.0, 0.5, 0.999];

fn literal(engine: Engine, id: Uuid) -> String {
    match engine {
        Engine::Sqlite => format!("X'{}'", id.simple()),
        Engine::Postgres => format!("'{id}'::uuid"),
    }
}

async fn run(db: &DatabaseConnection, text: &str) {
    db.execute_unprepared(text).await.unwrap();
}

/// Names and texts of the indexes that only lists need: they are made when the rows are there.
async fn indexes(engine: Engine, db: &DatabaseConnection) -> Vec<(String, String)> {
    let text = match engine {
        Engine::Sqlite => "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND name LIKE 'fixed_number%idx'",
        Engine::Postgres => "SELECT indexname::text AS name, indexdef::text AS sql FROM pg_indexes WHERE indexname LIKE 'fixed_number%idx'",
    };
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), text)).await.unwrap();
    rows.iter().map(|row| (row.try_get("", "name").unwrap(), row.try_get("", "sql").unwrap())).collect()
}

/// Fills an account: pools hold neighbouring numbers, channels every fortieth; a hundredth is of spring, three are needles.
async fn fill(house: &Seeded, db: &DatabaseConnection, of: &Household, from: usize, rows: usize) {
    let engine = house.gateway.engine;
    let (account, destination) = (literal(engine, of.account.uuid()), literal(engine, of.destination.uuid()));
    let london = literal(engine, house.london.uuid());
    let (hex, bytes, instant, series) = match engine {
        Engine::Sqlite => (
            "printf('%012x', n)",
            "unhex",
            "'2026-01-01T00:00:00+00:00'",
            format!("WITH RECURSIVE s(n) AS (SELECT {from} UNION ALL SELECT n + 1 FROM s WHERE n < {}) ", from + rows - 1),
        ),
        Engine::Postgres => (
            "lpad(to_hex(n), 12, '0')",
            "",
            "timestamptz '2026-01-01'",
            format!("WITH s AS (SELECT n FROM generate_series({from}::bigint, {}) n) ", from + rows - 1),
        ),
    };
    let cast = if engine == Engine::Postgres { "::uuid" } else { "" };
    let id = |kind: &str, n: &str| format!("{bytes}('01900000000070{kind}8000' || {n}){cast}");
    // A prime keeps the order of numbers away from that of ids.
    let number = format!("'+44' || (2000000000 + (n * 7919 + {from}) % {rows} + {from})");
    let label =
        "'advertisement ' || n || CASE WHEN n % 100 = 7 THEN ' spring' ELSE '' END || CASE WHEN n % 333331 = 5 THEN ' needle' ELSE '' END";
    let pools = (rows / 5000).max(2);
    for n in 0..pools {
        let pool = literal(engine, Uuid::from_u128(0x0190_0000_0000_7001_8000_0000_0000_0000 + (from / 5000 + n) as u128 * 16 + 1));
        run(db, &format!("INSERT INTO pool (id, account_id, name, name_folded, call_recording, call_rating, call_announce, default_destination_id, version, created_at, updated_at)
            VALUES ({pool}, {account}, 'P{n}', 'p{n}', false, false, false, {destination}, 1, {instant}, {instant})")).await;
    }
    let of_pool = match engine {
        Engine::Sqlite => {
            format!("unhex('01900000000070018000' || printf('%012x', ({} + (n - {from}) * {pools} / {rows}) * 16 + 1))", from / 5000)
        }
        Engine::Postgres => format!(
            "('01900000000070018000' || lpad(to_hex(({} + (n - {from})::bigint * {pools} / {rows}) * 16 + 1), 12, '0'))::uuid",
            from / 5000
        ),
    };
    run(db, &format!("{series} INSERT INTO stock_number (id, number, number_type_id, pick_key, fixed_number_id) SELECT {}, {number}, {london}, n, {} FROM s", id("02", hex), id("03", hex))).await;
    run(db, &format!("{series} INSERT INTO fixed_number (id, account_id, number, number_type_id, pool_id, channel_id, mode, description, description_folded,
            campaign, publisher, label_folded, search_text, destination_id, status, ordered_at, updated_at, version)
        SELECT {}, {account}, {number}, {london}, {of_pool}, CASE WHEN n % 40 = 0 THEN {} ELSE {} END,
            CASE WHEN n % 10 = 3 THEN 'ADVANCED' ELSE 'SIMPLE' END, CASE WHEN n % 10 = 3 THEN NULL ELSE {label} END, CASE WHEN n % 10 = 3 THEN NULL ELSE {label} END,
            CASE WHEN n % 10 = 3 AND n % 20 <> 3 THEN {label} END, CASE WHEN n % 10 = 3 THEN 'GOOGLE_ADS' END,
            CASE WHEN n % 20 = 3 THEN NULL ELSE {label} END, substr({number}, 2) || {} || {label},
            CASE WHEN n % 50 = 1 THEN {destination} END, 'ACTIVE', {instant}, {instant}, 1 FROM s",
        id("03", hex), literal(engine, of.print.uuid()), literal(engine, of.search.uuid()), if engine == Engine::Sqlite { "char(10)" } else { "chr(10)" })).await;
}

async fn load(house: &Seeded, rows: usize) {
    let mut options = ConnectOptions::new(&house.gateway.home.url);
    options.max_connections(1).sqlx_logging(false);
    let db = sea_orm::Database::connect(options).await.unwrap();
    let engine = house.gateway.engine;
    if engine == Engine::Sqlite {
        run(&db, "PRAGMA synchronous = OFF; PRAGMA cache_size = -500000; PRAGMA foreign_keys = OFF").await;
    }
    let indexes = indexes(engine, &db).await;
    for (name, _) in &indexes {
        run(&db, &format!("DROP INDEX {name}")).await;
    }
    run(&db, "BEGIN").await;
    fill(house, &db, &house.books, 1_000, rows).await;
    fill(house, &db, &house.motors, 20_000_000, 1_000).await;
    run(&db, "COMMIT").await;
    for (_, text) in &indexes {
        run(&db, text).await;
    }
    if engine == Engine::Postgres {
        run(&db, "VACUUM ANALYZE").await;
    }
    db.close().await.unwrap();
}

/// Milliseconds of one page at a place, the middle and the last but one of many.
async fn time(of: &Household, variables: &Value) -> (f64, f64, Value) {
    const ASK: &str =
        "query($f: FixedNumberFilter, $o: FixedNumberOrder, $a: String) { fixedNumbers(filter: $f, orderBy: $o, first: 50, after: $a) {
        nodes { id number description } pageInfo { endCursor } } }";
    let mut times = Vec::new();
    let mut page = Value::Null;
    for _ in 0..TIMES {
        let began = Instant::now();
        let reply = of.caller.ask_with(ASK, variables.clone()).await;
        times.push(began.elapsed().as_secs_f64() * 1000.0);
        page = reply.data()["fixedNumbers"].clone();
    }
    times.sort_by(f64::total_cmp);
    (times[TIMES / 2], times[TIMES - 1], page)
}

/// A cursor at a place of a list, made as the gateway makes them.
async fn cursor(house: &Seeded, of: AccountId, filter: &str, order: &str, place: f64) -> Value {
    use base64::Engine as _;
    if place == 0.0 {
        return Value::Null;
    }
    let engine = house.gateway.engine;
    let db = house.gateway.database.reader();
    let (mark, key) = match order {
        "NUMBER" => (b'n', "number"),
        "LABEL" => (b'l', "label_folded"),
        _ => (b'i', "id"),
    };
    let mine = format!("FROM fixed_number WHERE account_id = {} AND {filter} AND {key} IS NOT NULL", literal(engine, of.uuid()));
    let count =
        db.query_one_raw(Statement::from_string(db.get_database_backend(), format!("SELECT count(*) AS n {mine}"))).await.unwrap().unwrap();
    let skipped = (count.try_get::<i64>("", "n").unwrap() as f64 * place) as i64;
    let text = format!("SELECT id, number, label_folded {mine} ORDER BY {key}, id LIMIT 1 OFFSET {skipped}");
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), text)).await.unwrap().unwrap();
    let id: Uuid = row.try_get("", "id").unwrap();
    let mut bytes = vec![2];
    bytes.extend(id.as_bytes());
    bytes.push(12);
    bytes.extend(b"fixedNumbers");
    bytes.extend([mark, 0]);
    if order == "ORDERED_AT" {
        bytes.push(0);
    } else {
        bytes.push(1);
        bytes.extend(row.try_get::<String>("", key).unwrap().as_bytes());
    }
    json!(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes))
}

async fn measure(engine: Engine) {
    let rows = std::env::var("DIALGATE_ROWS").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000_000);
    let house = seeded(engine, 10).await;
    let began = Instant::now();
    load(&house, rows).await;
    println!("{engine:?}: {rows} rows loaded in {:.0} s", began.elapsed().as_secs_f64());
    let pool = Uuid::from_u128(0x0190_0000_0000_7001_8000_0000_0000_0000 + (rows as u128 / 5000 / 2) * 16 + 1);
    let of_pool = format!("pool_{}", pool.simple());
    let print = house.books.print;
    let singles = [
        ("none", json!({}), "1 = 1".to_owned()),
        ("pool", json!({"pools": [of_pool]}), format!("pool_id = {}", literal(engine, pool))),
        ("channel", json!({"channels": [print.to_string()]}), format!("channel_id = {}", literal(engine, print.uuid()))),
        ("type", json!({"numberTypes": [house.london.to_string()]}), "1 = 1".into()),
        ("own", json!({"usesDefaultDestination": false}), "destination_id IS NOT NULL".into()),
        ("default", json!({"usesDefaultDestination": true}), "destination_id IS NULL".into()),
        ("mode", json!({"mode": "ADVANCED"}), "mode = 'ADVANCED'".into()),
        ("publisher", json!({"publisher": "GOOGLE_ADS"}), "publisher = 'GOOGLE_ADS'".into()),
        ("destination", json!({"destinations": [house.books.destination.to_string()]}), "1 = 1".into()),
    ];
    for (name, filter, sql) in &singles {
        for order in ["ORDERED_AT", "NUMBER", "LABEL"] {
            let mut line = Vec::new();
            for place in PLACES {
                let after = cursor(&house, house.books.account, sql, order, place).await;
                let (median, _, page) =
                    time(&house.books, &json!({"f": filter, "o": {"field": order, "direction": "ASC"}, "a": after})).await;
                line.push(format!("{median:.1} ms ({})", page["nodes"].as_array().unwrap().len()));
            }
            println!("{engine:?} {name:<12} {order:<11} {}", line.join("  "));
        }
    }
    let combined = [
        ("pool and mode", json!({"pools": [of_pool], "mode": "ADVANCED"})),
        ("mode and own", json!({"mode": "ADVANCED", "usesDefaultDestination": false})),
        ("own, channel", json!({"usesDefaultDestination": false, "channels": [print.to_string()]})),
        ("type and mode", json!({"numberTypes": [house.london.to_string()], "mode": "SIMPLE"})),
        ("search rare", json!({"search": "needle"})),
        ("search 1 %", json!({"search": "spring"})),
        ("search common", json!({"search": "advert"})),
        ("search absent", json!({"search": "nowhere"})),
        ("search number", json!({"search": "020 0012 34"})),
        ("rare and pool", json!({"search": "needle", "pools": [of_pool]})),
        ("common and mode", json!({"search": "advert", "mode": "ADVANCED"})),
        ("two words", json!({"search": "spring advert"})),
    ];
    for (name, filter) in &combined {
        for (whose, household) in [("large", &house.books), ("small", &house.motors)] {
            let mut line = Vec::new();
            for order in ["ORDERED_AT", "NUMBER", "LABEL"] {
                let (median, worst, page) = time(household, &json!({"f": filter, "o": {"field": order, "direction": "DESC"}})).await;
                line.push(format!("{median:.1} / {worst:.1} ms ({})", page["nodes"].as_array().unwrap().len()));
            }
            println!("{engine:?} {name:<15} {whose}  {}", line.join("  "));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement"]
async fn finding_on_sqlite() {
    measure(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement"]
async fn finding_on_postgres() {
    measure(Engine::Postgres).await;
}
