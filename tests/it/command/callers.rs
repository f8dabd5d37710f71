//! Erasing callers and reading who has seen them, at the command line.

use api::store;
use serde_json::json;

use super::child::dialgate;
use crate::privacy::stage::{ANN, BOB, Stage, is_cleared};
use crate::support::database::Engine;
use crate::support::gateway::DATA_KEY;

const KEY: [&str; 2] = ["--data-key", DATA_KEY];

#[tokio::test]
async fn one_caller_is_erased_and_who_did_it_is_told() {
    for engine in Engine::BOTH {
        let stage = Stage::set(engine).await;
        let url = &stage.house.gateway.home.url;
        stage.send(&[stage.report("a", ANN), stage.report("b", BOB), stage.report("c", ANN)]).await;
        let audit = ["callers", "audit", "--account", "Harbour Books"];
        assert_eq!(dialgate(url, &audit).await.good(), "Nobody has seen, looked for or erased a caller.\n");

        let words = [&["callers", "erase", "--account", "Harbour Books", "--number", "07700 900123"][..], &KEY].concat();
        assert_eq!(dialgate(url, &words).await.good(), "The caller of 2 calls is erased. The calls stay.\n", "{engine:?}");

        assert_eq!(stage.calls().await.iter().map(is_cleared).collect::<Vec<_>>(), [true, false, true]);
        let told = dialgate(url, &[&audit[..], &["--json"]].concat()).await.json();
        assert_eq!((&told[0]["kind"], &told[0]["callsCount"], &told[0]["subject"]), (&json!("ERASED"), &json!(2), &json!("operator")));
        let table = dialgate(url, &audit).await.good();
        assert!(table.starts_with("AT                    KIND    CALLS  WHO       REQUEST\n") && table.lines().count() == 2, "{table}");

        let wrong = [&["callers", "erase", "--account", "Harbour Books", "--number", "hunter2"][..], &KEY].concat();
        let told = dialgate(url, &wrong).await.bad();
        assert_eq!(told, "--number: This can't be read as a telephone number. Write it with its plus sign and country code.\n");
        let nobody = [&["callers", "erase", "--account", "Nobody", "--all"][..], &KEY].concat();
        assert!(dialgate(url, &nobody).await.bad().starts_with("No account has the name or the id \"Nobody\"."));
    }
}

#[tokio::test]
async fn an_account_s_callers_are_erased_with_their_key() {
    for engine in Engine::BOTH {
        let stage = Stage::set(engine).await;
        let (url, books) = (&stage.house.gateway.home.url, stage.house.books.account);
        let calls: Vec<_> = (0..400).map(|n| stage.report(&format!("{n:03}"), if n % 2 == 0 { ANN } else { BOB })).collect();
        stage.send(&calls).await;
        let before = stage.calls().await;
        let op = stage.house.gateway.operation(books);
        let scope = op.viewer.account_scope().unwrap();
        let key = store::data_key::find(&op, scope, op.database.reader()).await.unwrap().unwrap();

        let words = [&["callers", "erase", "--account", "Harbour Books", "--all", "--json"][..], &KEY].concat();
        assert_eq!(dialgate(url, &words).await.good(), "{\"erasedCalls\":400}\n", "{engine:?}");

        assert!(stage.calls().await.iter().all(is_cleared));
        assert!(store::data_key::find(&op, scope, op.database.reader()).await.unwrap().is_none());
        assert_eq!(stage.audit().await, [("operator".to_owned(), "Erased".to_owned(), 400)]);
        let change = stage.house.last_change().await;
        assert_eq!((&change["kind"], &change["after"]), (&json!("CALLERS_ERASED"), &json!({"callsCount": 400})));

        // The next call has another key, which opens nothing of before; and what was known is known.
        assert_eq!(stage.send(&[stage.report("000", ANN), stage.report("new", ANN)]).await, ["DUPLICATE", "RECORDED"]);
        let new = store::data_key::find(&op, scope, op.database.reader()).await.unwrap().unwrap();
        let sealed = before[0].caller_sealed.as_ref().unwrap();
        let id = entity::id::Id::uuid(before[0].id);
        assert_eq!(key.open(id, sealed).as_deref(), Ok(ANN));
        assert!(new.open(id, sealed).is_err());
    }
}
