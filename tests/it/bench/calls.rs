//! Pages of calls in an account that has few and in one that has many: how long each takes at the beginning, in the middle and deep, and
//! that they take the same. `DIALGATE_ROWS` sets how many are many; 10,000,000 when it is left out.

use std::time::Instant;

use entity::id::Id;
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, Statement};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::database::Engine;
use crate::support::seed::{Household, Seeded, add_pool, seeded};

const FEW: usize = 10_000;
/// How often each page is asked.
const TIMES: usize = 31;
/// The shares of a list behind which a page begins.
const PLACES: [f64; 3] = [0.0, 0.5, 0.9];
/// How much longer a page may take among many than among few.
const RATIO: f64 = 1.3;
/// What is too short to be told from noise, in milliseconds.
const NOISE: f64 = 0.3;
/// How long a page of 50 may take at all, in milliseconds.
const MOST: f64 = if cfg!(debug_assertions) { 200.0 } else { 20.0 };

fn literal(engine: Engine, id: Uuid) -> String {
    match engine {
        Engine::Sqlite => format!("X'{}'", id.simple()),
        Engine::Postgres => format!("'{id}'::uuid"),
    }
}

async fn connect(house: &Seeded) -> DatabaseConnection {
    let mut options = ConnectOptions::new(&house.gateway.home.url);
    options.max_connections(1).sqlx_logging(false);
    sea_orm::Database::connect(options).await.unwrap()
}

async fn run(db: &DatabaseConnection, text: &str) {
    db.execute_unprepared(text).await.unwrap();
}

/// Names and texts of the indexes that only lists need: they are made when the rows are there.
async fn indexes(engine: Engine, db: &DatabaseConnection) -> Vec<(String, String)> {
    let text = match engine {
        Engine::Sqlite => "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'call' AND sql IS NOT NULL",
        Engine::Postgres => {
            "SELECT indexname::text AS name, indexdef::text AS sql FROM pg_indexes WHERE tablename = 'call' AND indexname LIKE '%idx'"
        }
    };
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), text)).await.unwrap();
    rows.iter().map(|row| (row.try_get("", "name").unwrap(), row.try_get("", "sql").unwrap())).collect()
}

/// An account with ten numbers, over which its calls are spread unevenly.
async fn furnish(house: &Seeded, of: &Household, words: &str) -> (Vec<String>, [String; 2]) {
    let other = add_pool(&house.gateway, of.account, "Other", of.destination).await.to_string();
    let mut numbers = Vec::new();
    for n in 0..10 {
        let (pool, channel) = (if n < 2 { other.clone() } else { of.pool.to_string() }, if n % 5 == 0 { of.search } else { of.print });
        let label = if n % 5 == 0 {
            json!({"advanced": {"publisher": "GOOGLE_ADS"}})
        } else {
            json!({"simple": {"description": format!("{words} {n}")}})
        };
        let input = json!({"numberTypeId": house.london.to_string(), "poolId": pool, "channelId": channel.to_string(),
            "destination": {"default": true}, "numbers": [label]});
        let reply = of.caller.ask_with(crate::support::seed::ORDER, json!({"input": input})).await;
        numbers.push(reply.good()["fixedNumbers"][0]["id"].as_str().unwrap().to_owned());
    }
    (numbers, [other, of.pool.to_string()])
}

/// Calls, one a second from the year 2025 on: three in five to the first two numbers, half of all answered, and one of a thousand rare in
/// each way that a filter can tell.
async fn fill(house: &Seeded, db: &DatabaseConnection, of: &Household, hash: &str, from: usize, rows: usize) {
    let engine = house.gateway.engine;
    let account = literal(engine, of.account.uuid());
    let (series, hex, start, bytes) = match engine {
        Engine::Sqlite => (
            format!("WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n < {})", rows - 1),
            format!("unhex('0190000000007001' || '8000' || printf('%012x', {from} + s.n))"),
            "strftime('%Y-%m-%dT%H:%M:%S', 1735689600 + s.n, 'unixepoch') || '+00:00'",
            format!("X'{hash}'"),
        ),
        Engine::Postgres => (
            format!("WITH s AS (SELECT n FROM generate_series(0::bigint, {}) n)", rows - 1),
            format!("('0190000000007001' || '8000' || lpad(to_hex({from} + s.n), 12, '0'))::uuid"),
            "timestamptz '2025-01-01 00:00:00+00' + s.n * interval '1 second'",
            format!("'\\x{hash}'::bytea"),
        ),
    };
    let truth = |condition: &str| if engine == Engine::Sqlite { format!("({condition})") } else { format!("(({condition})::boolean)") };
    // Scattered by several factors, so that no condition goes with another.
    let thrown = |factor: u64| format!("((s.n + 1) * {factor} % 4294967296 / 4294968)");
    let (dice, other, third) = (thrown(2_654_435_761), thrown(2_246_822_519), thrown(3_266_489_917));
    let (withheld, deleted) = (truth(&format!("{other} % 5 = 0")), truth(&format!("{other} = 7")));
    let talk = format!("CASE WHEN {dice} % 2 = 1 THEN CASE WHEN {dice} = 501 THEN 5000 ELSE {dice} % 200 END ELSE 0 END");
    let boundaries = entity::call::TALK_CLASSES.map(|least| format!("CASE WHEN t.talk >= {least} THEN 1 ELSE 0 END")).join(" + ");
    let text = format!(
        "{series}, f AS (SELECT id, pool_id, channel_id, row_number() OVER (ORDER BY id) - 1 AS at FROM fixed_number WHERE account_id = {account}),
        t AS (SELECT s.n, {hex} AS id, {start} AS started, {withheld} AS withheld, {deleted} AS deleted, {talk} AS talk, {dice} AS dice, {third} AS third FROM s)
        INSERT INTO call (account_id, id, switch, source_call_id, revision, fixed_number_id, pool_id, channel_id, label_id, started_at, withheld,
            caller_hash, outcome, ring_seconds, talk_seconds, talk_class, after_delete, recorded_at)
        SELECT {account}, t.id, 'bench', '{from}-' || t.n, 1, f.id, f.pool_id, f.channel_id, f.id, t.started, t.withheld,
            CASE WHEN t.dice = 333 AND NOT t.withheld THEN {bytes} END,
            CASE WHEN t.talk > 0 THEN 'ANSWERED' WHEN t.dice = 100 THEN 'FAILED' WHEN t.dice % 3 = 0 THEN 'BUSY' ELSE 'NO_ANSWER' END,
            5, t.talk, {boundaries}, t.deleted, t.started
        FROM t JOIN f ON f.at = CASE WHEN t.third % 10 < 6 THEN t.third % 2 ELSE t.third % 8 + 2 END"
    );
    run(db, &text).await;
}

/// Milliseconds of the middle one of many pages, and the page.
async fn time(of: &Household, variables: &Value) -> (f64, Value) {
    const ASK: &str = "query($f: CallFilter, $a: String) { calls(filter: $f, first: 50, after: $a) { nodes { id startedAt outcome } pageInfo { endCursor } } }";
    let (mut times, mut page) = (Vec::new(), Value::Null);
    for _ in 0..TIMES {
        let began = Instant::now();
        let reply = of.caller.ask_with(ASK, variables.clone()).await;
        times.push(began.elapsed().as_secs_f64() * 1000.0);
        page = reply.data()["calls"].clone();
    }
    (super::median(times), page)
}

/// A cursor behind a share of the account's calls: an instant, and the greatest of ids.
fn cursor(rows: usize, share: f64) -> Value {
    use base64::Engine as _;
    if share == 0.0 {
        return Value::Null;
    }
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "seconds of some months")]
    let back = (rows as f64 * (1.0 - share)) as i64;
    let mut bytes = vec![2];
    bytes.extend([0xFF; 16]);
    bytes.extend([&[5][..], b"calls", b"s", &[1, 2]].concat());
    bytes.extend(((1_735_689_600 + back) * 1_000_000).to_be_bytes());
    json!(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes))
}

async fn measure(engine: Engine) {
    let rows = std::env::var("DIALGATE_ROWS").ok().and_then(|text| text.parse().ok()).unwrap_or(10_000_000);
    let house = seeded(engine, 30).await;
    let sizes = [(&house.motors, "Few", FEW, 0), (&house.books, "Many", rows, 100_000_000)];
    let db = connect(&house).await;
    let began = Instant::now();
    if engine == Engine::Sqlite {
        run(&db, "PRAGMA synchronous = OFF; PRAGMA cache_size = -500000; PRAGMA foreign_keys = OFF").await;
    }
    let indexes = indexes(engine, &db).await;
    for (name, _) in &indexes {
        run(&db, &format!("DROP INDEX {name}")).await;
    }
    let mut furniture = Vec::new();
    for (of, words, rows, from) in sizes {
        let (numbers, pools) = furnish(&house, of, words).await;
        let number = entity::value::phone_number::PhoneNumber::parse("+447700900123").unwrap();
        let hash: String = house.caller_key(of.account).await.search_hash(&number).iter().map(|byte| format!("{byte:02x}")).collect();
        fill(&house, &db, of, &hash, from, rows).await;
        furniture.push((of, rows, numbers, pools));
    }
    for (_, text) in &indexes {
        run(&db, text).await;
    }
    if engine == Engine::Postgres {
        run(&db, "VACUUM ANALYZE").await;
    }
    db.close().await.unwrap();
    println!("{engine:?}: {FEW} and {rows} rows loaded in {:.0} s", began.elapsed().as_secs_f64());

    type Filter = Box<dyn Fn(&Household, &[String], &[String; 2]) -> Value>;
    let singles: Vec<(&str, Filter)> = vec![
        ("none", Box::new(|_, _, _| json!({}))),
        ("period", Box::new(|_, _, _| json!({"period": {"from": "2025-01-01T00:00:00Z", "to": "2027-01-01T00:00:00Z"}}))),
        ("pool", Box::new(|_, _, pools| json!({"pools": [pools[0]]}))),
        ("both pools", Box::new(|_, _, pools| json!({"pools": pools}))),
        ("channel", Box::new(|of, _, _| json!({"channels": [of.search.to_string()]}))),
        ("number", Box::new(|_, numbers, _| json!({"fixedNumbers": [numbers[0]]}))),
        ("ten numbers", Box::new(|_, numbers, _| json!({"fixedNumbers": numbers}))),
        ("answered", Box::new(|_, _, _| json!({"outcomes": ["ANSWERED"]}))),
        ("failed", Box::new(|_, _, _| json!({"outcomes": ["FAILED"]}))),
        ("withheld", Box::new(|_, _, _| json!({"withheld": true}))),
        ("not withheld", Box::new(|_, _, _| json!({"withheld": false}))),
        ("after delete", Box::new(|_, _, _| json!({"afterDelete": true}))),
        ("talk of 1 s", Box::new(|_, _, _| json!({"leastTalkSeconds": 1}))),
        ("talk of 70 s", Box::new(|_, _, _| json!({"leastTalkSeconds": 70}))),
        ("talk of 1 h", Box::new(|_, _, _| json!({"leastTalkSeconds": 3_600}))),
        ("talk of 5 h", Box::new(|_, _, _| json!({"leastTalkSeconds": 18_000}))),
        ("caller", Box::new(|_, _, _| json!({"caller": "+447700900123"}))),
        ("pool, withheld", Box::new(|_, _, pools| json!({"pools": [pools[1]], "withheld": true}))),
        ("channel, failed", Box::new(|of, _, _| json!({"channels": [of.print.to_string()], "outcomes": ["FAILED"]}))),
        ("talk, number", Box::new(|_, numbers, _| json!({"leastTalkSeconds": 60, "fixedNumbers": [numbers[1]]}))),
    ];
    let mut slow = Vec::new();
    for (name, filter) in &singles {
        let mut line = Vec::new();
        for share in PLACES {
            let mut times = Vec::new();
            for (of, rows, numbers, pools) in &furniture {
                let (median, page) = time(of, &json!({"f": filter(of, numbers, pools), "a": cursor(*rows, share)})).await;
                times.push((median, page["nodes"].as_array().unwrap().len()));
            }
            let [(few, of_few), (many, of_many)] = times[..] else { unreachable!() };
            let ratio = (many / few).min(1.0 + (many - few) / NOISE);
            line.push(format!("{few:.2} ms ({of_few}) {many:.2} ms ({of_many}): {:.2}", many / few));
            // A page that is not full among few has less to read, and says nothing. Several conditions have to find each other's calls.
            let alone = !name.contains(',');
            if (alone && of_few == of_many && ratio > RATIO && many - few > NOISE) || many > MOST {
                slow.push(format!("{name} behind {share}: {few:.2} ms, {many:.2} ms"));
            }
        }
        println!("{engine:?} {name:<16} {}", line.join("   "));
    }
    let ask = "{ fixedNumbers { nodes { lastCallAt testCall(since: \"2025-01-01T01:00:00Z\") { id } calls(first: 5) { nodes { id } } } } }";
    for (of, rows, ..) in &furniture {
        let mut times = Vec::new();
        for _ in 0..TIMES {
            let began = Instant::now();
            of.caller.ask(ask).await.data();
            times.push(began.elapsed().as_secs_f64() * 1000.0);
        }
        println!("{engine:?} ten numbers with their last, first and newest calls among {rows}: {:.2} ms", super::median(times));
    }
    assert_eq!(slow, Vec::<String>::new(), "{engine:?}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement"]
async fn calls_on_sqlite() {
    measure(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement"]
async fn calls_on_postgres() {
    measure(Engine::Postgres).await;
}
