//! An import beside a gateway that is at work, and one that is killed half-way.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use sea_orm::ConnectionTrait;

use super::child::{dialgate, start, told};
use super::stock_import::Csv;
use crate::support::database::Engine;
use crate::support::seed::{number_type, seeded};

const ROWS: i64 = 40_000;

/// A file of so many numbers.
fn file(rows: i64) -> Csv {
    let rows: String = (0..rows).map(|n| format!("+44207{n:07}\n")).collect();
    Csv::of(format!("number\n{rows}"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn orders_go_on_while_stock_is_imported() {
    for engine in Engine::BOTH {
        let house = Arc::new(seeded(engine, 900).await);
        number_type(&house.gateway, "UK", "+44207", 0).await;
        // In one transaction so many would keep SQLite's other writers waiting for longer than they do.
        let rows = if engine == Engine::Sqlite { 120_000 } else { ROWS };
        let (file, over) = (file(rows), Arc::new(AtomicBool::new(false)));
        let (orderer, heard) = (house.clone(), over.clone());
        let ordering = tokio::spawn(async move {
            let (mut slowest, mut placed) = (Duration::ZERO, 0);
            while !heard.load(Ordering::SeqCst) && placed < 900 {
                let began = Instant::now();
                // Fails the test when it is told to try again.
                orderer.ordered(&format!("Van {placed}")).await;
                (slowest, placed) = (slowest.max(began.elapsed()), placed + 1);
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            (slowest, placed)
        });

        let done = dialgate(&house.gateway.home.url, &["stock", "import", file.0.to_str().unwrap(), "--type=UK"]).await;
        over.store(true, Ordering::SeqCst);

        let (slowest, placed) = ordering.await.unwrap();
        assert!(done.good().ends_with(" numbers came to stock, 0 were there already.\n"), "{engine:?}");
        println!("{engine:?}: {placed} orders beside the import, the slowest in {slowest:?}");
        assert!(slowest < Duration::from_millis(1_900) && placed > 10, "{engine:?}: {placed} orders, the slowest in {slowest:?}");
        assert_eq!(house.amount("stock_number").await, rows + 900);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_that_is_killed_on_sqlite_is_finished_by_repeating_it() {
    let house = seeded(Engine::Sqlite, 0).await;
    let (file, url) = (file(ROWS), house.gateway.home.url.clone());
    let words = ["stock", "import", file.0.to_str().unwrap(), "--type=020 London"];

    let mut child = start(&url, &words);
    while house.free().await == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    child.kill().unwrap();
    child.wait().unwrap();

    let some = house.free().await;
    assert!(some > 0 && some < ROWS, "{some} were published before it was killed");
    let told = dialgate(&url, &words).await.good();
    println!("killed behind {some}; then: {}", told.trim());
    assert_eq!(house.free().await, ROWS);
    let said = |text: &str| text.replace(',', "").parse::<i64>().unwrap();
    let counts: Vec<i64> = told.split(' ').filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).map(said).collect();
    assert_eq!(counts, [ROWS - some, some]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_that_is_killed_on_postgresql_leaves_nothing() {
    let house = seeded(Engine::Postgres, 0).await;
    let (file, url) = (file(ROWS), house.gateway.home.url.clone());
    let words = ["stock", "import", file.0.to_str().unwrap(), "--type=020 London"];
    let mut options = sea_orm::ConnectOptions::new(&url);
    options.max_connections(1);
    let db = sea_orm::Database::connect(options).await.unwrap();
    // Somebody is about to make a destination, so the import waits with all its rows inserted.
    db.execute_unprepared("BEGIN").await.unwrap();
    db.execute_unprepared("LOCK TABLE destination IN ROW EXCLUSIVE MODE").await.unwrap();

    let mut child = start(&url, &words);
    while house.amount("pg_locks WHERE mode = 'ShareLock' AND relation = 'destination'::regclass AND NOT granted").await == 0 {
        assert_eq!(child.try_wait().unwrap(), None, "it has ended");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    child.kill().unwrap();
    child.wait().unwrap();
    db.execute_unprepared("COMMIT").await.unwrap();
    db.close().await.unwrap();

    assert_eq!(house.free().await, 0);
    assert_eq!(dialgate(&url, &words).await.good(), "40,000 numbers came to stock, 0 were there already.\n");
    assert_eq!(house.free().await, ROWS);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_imports_of_one_file_at_once_bring_it_once() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let (file, url) = (file(ROWS), house.gateway.home.url.clone());
        let words = ["stock", "import", file.0.to_str().unwrap(), "--type=020 London"];

        let children = [start(&url, &words), start(&url, &words)];
        let [one, other] = children.map(|child| tokio::task::spawn_blocking(move || told(child.wait_with_output().unwrap())));

        let said = [one.await.unwrap().good(), other.await.unwrap().good()];
        assert_eq!(house.free().await, ROWS, "{engine:?}: {said:?}");
    }
}
