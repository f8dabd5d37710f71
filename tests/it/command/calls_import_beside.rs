//! An import of calls that is cut off, one beside a gateway that is at work, and two at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::calls_import::{CallsFile, stage};
use super::child::{dialgate, start, told};
use super::serve::{SERVE, end, serving};
use crate::support::database::Engine;
use crate::support::gateway::DATA_KEY;
use crate::support::seed::{Seeded, seeded};

const ROWS: i64 = 6_000;

/// A file of so many calls to one number, a minute apart.
fn file(rows: i64) -> CallsFile {
    let mut text = "sourceCallId,number,startedAt,outcome,talkSeconds,caller\n".to_owned();
    for n in 0..rows {
        let starts = crate::support::gateway::start() + chrono::TimeDelta::minutes(n + 1);
        text.push_str(&format!("call-{n},+442079460000,{},ANSWERED,{},+447700900{:03}\n", starts.to_rfc3339(), n % 300, n % 1_000));
    }
    CallsFile::of("csv", text)
}

fn words(file: &CallsFile) -> [&str; 5] {
    ["calls", "import", file.0.to_str().unwrap(), "--data-key", DATA_KEY]
}

/// All calls are there, each once, and the feed tells of each.
async fn whole(house: &Seeded, rows: i64) {
    assert_eq!(house.amount("call").await, rows);
    let told = match house.gateway.engine {
        Engine::Sqlite => "(SELECT DISTINCT j.value FROM change c, json_each(c.after, '$.calls') j WHERE c.kind = 'CALLS_RECORDED') AS q",
        Engine::Postgres => {
            "(SELECT DISTINCT j FROM change c, json_array_elements_text((c.after::json)->'calls') j WHERE c.kind = 'CALLS_RECORDED') AS q"
        }
    };
    assert_eq!(house.amount(told).await, rows);
    house.changes(house.books.account).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_that_is_killed_is_finished_by_repeating_it() {
    for engine in Engine::BOTH {
        let house = stage(engine).await;
        let (file, url) = (file(ROWS), house.gateway.home.url.clone());

        let mut child = start(&url, &words(&file));
        while house.amount("call").await < 1_000 {
            assert_eq!(child.try_wait().unwrap(), None, "it has ended");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        child.kill().unwrap();
        child.wait().unwrap();

        let some = house.amount("call").await;
        assert!((1_000..ROWS).contains(&some) && some % 500 == 0, "{engine:?}: {some} were recorded before it was killed");
        let said = dialgate(&url, &words(&file)).await.good().replace(',', "");
        assert!(said.starts_with(&format!("{} calls were recorded {some} were known already", ROWS - some)), "{engine:?}: {said}");
        whole(&house, ROWS).await;
        let began = Instant::now();
        assert_eq!(dialgate(&url, &words(&file)).await.good(), "0 calls were recorded, 6,000 were known already.\n");
        println!("{engine:?}: once more in {:?}", began.elapsed());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_imports_of_one_file_at_once_record_it_once() {
    for engine in Engine::BOTH {
        let house = stage(engine).await;
        let (file, url) = (file(ROWS), house.gateway.home.url.clone());

        let children = [start(&url, &words(&file)), start(&url, &words(&file))];
        let [one, other] = children.map(|child| tokio::task::spawn_blocking(move || told(child.wait_with_output().unwrap())));

        one.await.unwrap().good();
        other.await.unwrap().good();
        whole(&house, ROWS).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn orders_go_on_while_calls_are_imported_beside_a_gateway() {
    for engine in Engine::BOTH {
        let house = Arc::new(seeded(engine, 900).await);
        house.ordered("Spring issue").await;
        let (served, _) = serving(&house.gateway.home.url, &SERVE);
        let (file, over) = (file(ROWS), Arc::new(AtomicBool::new(false)));
        let (orderer, heard) = (house.clone(), over.clone());
        let ordering = tokio::spawn(async move {
            let (mut slowest, mut placed) = (Duration::ZERO, 0);
            while !heard.load(Ordering::SeqCst) && placed < 899 {
                let began = Instant::now();
                // Fails the test when it is told to try again.
                orderer.ordered(&format!("Van {placed}")).await;
                (slowest, placed) = (slowest.max(began.elapsed()), placed + 1);
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            (slowest, placed)
        });

        let done = dialgate(&house.gateway.home.url, &words(&file)).await;
        over.store(true, Ordering::SeqCst);

        let (slowest, placed) = ordering.await.unwrap();
        assert_eq!(done.good(), "6,000 calls were recorded, 0 were known already.\n", "{engine:?}");
        println!("{engine:?}: {placed} orders beside the import, the slowest in {slowest:?}");
        assert!(slowest < Duration::from_millis(1_900) && placed > 5, "{engine:?}: {placed} orders, the slowest in {slowest:?}");
        end(served);
        whole(&house, ROWS).await;
    }
}
