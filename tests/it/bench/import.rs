//! A million stock rows: the import, with all it checks, beside the database's own bulk load of the same rows into the same table.

use std::fs;
use std::process::Child;
use std::time::{Duration, Instant};

use entity::id::Id;
use rusqlite::Connection;
use uuid::Uuid;

use crate::command::child::{start, told};
use crate::command::stock_import::Csv;
use crate::support::database::Engine;
use crate::support::seed::seeded;

const ROWS: u32 = 1_000_000;

fn number(n: u32) -> String {
    format!("+44207{n:07}")
}

/// Ids in their order and keys in none, as the import makes them.
fn columns(n: u32) -> (Uuid, i64) {
    let id = uuid::Builder::from_unix_timestamp_millis(
        1_772_443_800_000 + u64::from(n / 4096),
        &u128::from(n).to_be_bytes()[6..].try_into().unwrap(),
    );
    (id.into_uuid(), i64::from(n.wrapping_mul(0x9E37_79B1)) << 16)
}

/// Waits for a process, and tells the most memory it ever had, in MiB.
fn peak(child: &mut Child) -> u64 {
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
        most = line.split_whitespace().nth(1).and_then(|kib| kib.parse().ok()).unwrap_or(most);
        std::thread::sleep(Duration::from_millis(20));
    }
    most / 1024
}

async fn ours(engine: Engine, file: &Csv) -> f64 {
    let house = seeded(engine, 0).await;
    let words = ["stock", "import", file.0.to_str().unwrap(), "--type=020 London"];
    let began = Instant::now();
    let mut child = start(&house.gateway.home.url, &words);
    let memory = peak(&mut child);
    let took = began.elapsed().as_secs_f64();
    assert_eq!(told(child.wait_with_output().unwrap()).good(), "1,000,000 numbers came to stock, 0 were there already.\n");
    assert_eq!(house.free().await, i64::from(ROWS));
    println!("{engine:?}: the import took {took:.1} s and {memory} MiB");

    let began = Instant::now();
    let again = told(start(&house.gateway.home.url, &words).wait_with_output().unwrap()).good();
    assert_eq!(again, "0 numbers came to stock, 1,000,000 were there already.\n");
    println!("{engine:?}: the same again took {:.1} s", began.elapsed().as_secs_f64());
    took
}

async fn copy() -> f64 {
    let house = seeded(Engine::Postgres, 0).await;
    let (client, connection) = tokio_postgres::connect(&house.gateway.home.url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    let number_type = house.london.uuid();
    let began = Instant::now();
    let sink = client.copy_in("COPY stock_number (id, number, number_type_id, pick_key) FROM STDIN").await.unwrap();
    let mut sink = std::pin::pin!(sink);
    for chunk in 0..ROWS / 10_000 {
        let rows = (chunk * 10_000..(chunk + 1) * 10_000).map(|n| {
            let (id, key) = columns(n);
            format!("{id}\t{}\t{number_type}\t{key}\n", number(n))
        });
        futures_util::SinkExt::send(&mut sink, axum::body::Bytes::from(rows.collect::<String>())).await.unwrap();
    }
    assert_eq!(sink.finish().await.unwrap(), u64::from(ROWS));
    began.elapsed().as_secs_f64()
}

async fn prepared() -> f64 {
    let house = seeded(Engine::Sqlite, 0).await;
    let path = house.gateway.home.url.trim_start_matches("sqlite://").split('?').next().unwrap().to_owned();
    let number_type = house.london.uuid();
    let began = Instant::now();
    let mut db = Connection::open(path).unwrap();
    db.execute_batch("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -98304").unwrap();
    let write = db.transaction().unwrap();
    {
        let mut insert = write.prepare("INSERT INTO stock_number (id, number, number_type_id, pick_key) VALUES (?1, ?2, ?3, ?4)").unwrap();
        for n in 0..ROWS {
            let (id, key) = columns(n);
            insert.execute((id.as_bytes().as_slice(), number(n), number_type.as_bytes().as_slice(), key)).unwrap();
        }
    }
    write.commit().unwrap();
    began.elapsed().as_secs_f64()
}

async fn run(engine: Engine) {
    let rows: String = (0..ROWS).map(|n| number(n) + "\n").collect();
    let file = Csv::of(format!("number\n{rows}"));
    drop(rows);
    let limit = if engine == Engine::Sqlite { prepared().await } else { copy().await };
    println!("{engine:?}: the bulk load took {limit:.1} s");
    let took = ours(engine, &file).await;
    super::report(&format!("{engine:?} stock rows beside the bulk load"), f64::from(ROWS) / took, f64::from(ROWS) / limit);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement, for a release build"]
async fn a_million_rows_beside_the_bulk_load_of_sqlite() {
    run(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement, for a release build"]
async fn a_million_rows_beside_the_bulk_load_of_postgresql() {
    run(Engine::Postgres).await;
}
