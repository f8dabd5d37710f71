//! A gateway at work: its background job, its lock, and the other commands beside it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command};
use std::time::Duration;

use api::clock::Clock;
use chrono::TimeDelta;
use serde_json::json;

use super::child::{dialgate, start};
use crate::mutation::calls_record::RECORD;
use crate::support::database::{Database, Engine};
use crate::support::gateway::DATA_KEY;
use crate::support::seed::seeded;

pub const SERVE: [&str; 10] = [
    "serve",
    "--listen=127.0.0.1:0",
    "--demo=false",
    "--jwt-issuer=i",
    "--jwt-audience=a",
    "--jwt-secret",
    "q7Vw2mZk9Lx4Tn8RbYc3Jd6HfGs1PaUe",
    "--data-key",
    DATA_KEY,
    "--log=warn",
];

/// A gateway that is ready, and its address.
pub fn serving(url: &str, words: &[&str]) -> (Child, String) {
    ready(start(url, words))
}

/// Waits until one that was started is ready.
pub fn ready(mut child: Child) -> (Child, String) {
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let health = lines.find_map(|line| Some(line.split_once("http://")?.1.strip_suffix("/health/ready")?.to_owned()));
    // The harness around it complains after a minute that it still runs, and ends it when nobody reads that.
    std::thread::spawn(move || lines.for_each(drop));
    (child, health.expect("it did not start"))
}

/// Ends a gateway as an operating system does.
pub fn end(mut child: Child) {
    assert!(Command::new("kill").arg(child.id().to_string()).status().unwrap().success());
    assert!(child.wait().unwrap().success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn held_numbers_return_while_it_serves() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 2).await;
        // The test's clock stands long ago, so that by the machine's own the hold is over.
        let id = house.ordered("Van").await;
        house.delete(json!({"id": id})).await.good();
        assert_eq!(house.free().await, 1);

        let (child, _) = serving(&house.gateway.home.url, &SERVE);
        for _ in 0..500 {
            if house.free().await == 2 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }

        assert_eq!(house.free().await, 2, "{engine:?}");
        end(child);
        assert_eq!(house.changes(house.books.account).await.last().map(String::as_str), Some("FIXED_NUMBER_RELEASED"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_that_were_nobody_s_find_their_account_while_it_serves() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        // By the clock of its switch it starts a minute from now, and by then the number is somebody's.
        let starts = house.gateway.clock.now() + TimeDelta::seconds(60);
        let call = json!({"sourceCallId": "a", "number": "+442079460000", "startedAt": starts, "outcome": "BUSY"});
        house.gateway.switch("s").ask_with(RECORD, json!({"calls": [call]})).await.good();
        house.later();
        house.ordered("Van").await;
        assert_eq!(house.amount("unmatched_call").await, 1);

        let (child, _) = serving(&house.gateway.home.url, &SERVE);
        for _ in 0..500 {
            if house.amount("unmatched_call").await == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }

        assert_eq!((house.amount("unmatched_call").await, house.amount("call").await), (0, 1), "{engine:?}");
        end(child);
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED", "CALLS_RECORDED"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_demo_that_is_served_is_not_made_new_and_other_commands_work_beside_it() {
    let home = Database::fresh(Engine::Sqlite).await;
    let (child, _) = serving(&home.url, &["serve", "--listen=127.0.0.1:0", "--demo", "--log=warn"]);

    let told = dialgate(&home.url, &["demo", "reset", "--yes"]).await.bad();
    assert!(told.starts_with("Another Dialgate is already serving "), "{told}");
    let words = ["account", "create", "--name=Acme", "--country=GB", "--currency=GBP", "--time-zone=UTC", "--package=standard"];
    assert!(dialgate(&home.url, &words).await.good().starts_with("account_"));
    assert!(dialgate(&home.url, &["number-type", "list"]).await.good().contains("020 London"));

    end(child);
}
