//! Our insides stay in: whoever asks learns a code and a name for the log, and the log the whole chain. Who leaves half-way breaks nothing.

use std::task::Poll;

use axum::http::StatusCode;
use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::support::database::Engine;
use crate::support::log;
use crate::support::seed::{ORDER, seeded};

#[tokio::test]
async fn a_failure_shows_the_caller_nothing_and_the_log_everything() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        house.gateway.database.writer().execute_unprepared("ALTER TABLE channel RENAME TO mislaid").await.unwrap();
        let order = json!({"input": house.order(&["Spring issue"])});

        for (document, variables) in [("{ channels { nodes { id } } }", json!({})), (ORDER, order)] {
            log::heard();
            // The whole test runs on this one thread.
            let reply = house.books.caller.ask_with(document, variables).await;

            let error = &reply.body["errors"][0];
            let id = reply.headers["x-request-id"].to_str().unwrap();
            assert_eq!((reply.status, reply.codes()), (StatusCode::OK, vec!["INTERNAL"]), "{}", reply.body);
            assert_eq!(error["message"], "Something went wrong on our side.");
            assert_eq!(error["extensions"], json!({"code": "INTERNAL", "requestId": id}));
            let told = reply.body.to_string().to_lowercase();
            for word in ["sql", "table", "relation", "mislaid", "select", "database", "sqlx", "/", "panicked", ".rs"] {
                assert!(!told.contains(word), "{word}: {told}");
            }

            let logged = log::heard();
            let cause = if engine == Engine::Sqlite { "no such table: channel" } else { "relation \"channel\" does not exist" };
            for part in ["ERROR", id, "the database failed: ", cause] {
                assert!(logged.replace("\\\"", "\"").contains(part), "{engine:?}: {part} is not in the log: {logged}");
            }
            assert_eq!(logged.matches("ERROR").count(), 1, "{logged}");
        }
        assert_eq!(house.changes(house.books.account).await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_failure_leaves_null_up_to_what_may_be_null() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        house.ordered("Spring issue").await;

        let reply = house.books.caller.ask("{ viewer { subject } pools { nodes { name fixedNumbers(first: 0) { totalCount } } } }").await;

        assert_eq!(reply.codes(), ["BAD_USER_INPUT"]);
        assert_eq!(reply.body["errors"][0]["path"], json!(["pools", "nodes", 0, "fixedNumbers"]));
        assert_eq!(reply.body["data"], json!({"viewer": {"subject": "ann"}, "pools": null}));
    }
}

#[tokio::test]
async fn who_leaves_half_way_and_asks_again_has_ordered_once() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 100).await;
        let mut orders = 0;
        for patience in 0..25 {
            let name = format!("Left after {patience}");
            let variables = json!({"input": house.order(&[&name]), "key": format!("a key for {patience}")});

            let mut call = Box::pin(house.books.caller.ask_with(ORDER, variables.clone()));
            for _ in 0..=patience {
                let done = std::future::poll_fn(|context| Poll::Ready(call.as_mut().poll(context).is_ready())).await;
                if done {
                    break;
                }
                tokio::task::yield_now().await;
            }
            drop(call);

            let again = house.books.caller.ask_with(ORDER, variables).await;
            assert_eq!(again.good()["fixedNumbers"][0]["description"], json!(name), "{engine:?}");
            orders += 1;
        }

        let seen = house.books.caller.ask("{ fixedNumbers { totalCount } numberTypes { nodes { availableCount } } }").await;
        assert_eq!(seen.data()["fixedNumbers"]["totalCount"], orders);
        assert_eq!(seen.data()["numberTypes"]["nodes"][0]["availableCount"], 100 - orders);
        assert_eq!(house.changes(house.books.account).await, vec!["FIXED_NUMBER_ORDERED"; usize::try_from(orders).unwrap()]);
    }
}
