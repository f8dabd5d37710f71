//! A caller is erased from every call of an account, for good, and from no other account's.

use api::seal::data_keys::Owner;
use api::store;
use api::store::write::Write;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::stage::{ANN, BOB, Stage, bare, is_cleared, with};
use crate::support::database::Engine;

#[tokio::test]
async fn a_caller_goes_from_all_calls_and_the_calls_stay() {
    for engine in Engine::BOTH {
        let stage = Stage::set(engine).await;
        let withheld = json!({"withheld": true, "recordingUrl": null});
        let reports = [("a", ANN), ("b", ANN), ("c", BOB)].map(|(id, caller)| stage.report(id, caller));
        stage.send(&[&reports[..], &[with(stage.report("d", ANN), withheld)]].concat()).await;
        let before = stage.calls().await;

        // As people of the account's country write it.
        let erased = stage.erase("(07700) 900 123", None, false).await;

        assert_eq!(erased.good()["erasedCalls"], 2, "{engine:?}");
        let after = stage.calls().await;
        assert_eq!(after.iter().map(is_cleared).collect::<Vec<_>>(), [true, true, false, false]);
        assert_eq!(after.iter().map(bare).collect::<Vec<_>>(), before.iter().map(bare).collect::<Vec<_>>());
        assert_eq!(after[2..], before[2..]);
        assert_eq!(stage.audit().await, [("ann".to_owned(), "Erased".to_owned(), 2)]);
        let change = stage.house.last_change().await;
        assert_eq!((&change["kind"], &change["after"]), (&json!("CALLERS_ERASED"), &json!({"callsCount": 2})));
        assert!(!change.to_string().contains("7700900123"), "{change}");

        // Once more there is nothing, and no change; that it was asked for is kept.
        let changes = stage.house.changes(stage.house.books.account).await.len();
        assert_eq!(stage.erase(ANN, None, false).await.good()["erasedCalls"], 0);
        assert_eq!(stage.house.changes(stage.house.books.account).await.len(), changes);
        assert_eq!(stage.audit().await.len(), 2);
    }
}

#[tokio::test]
async fn what_was_erased_does_not_come_back() {
    for engine in Engine::BOTH {
        let stage = Stage::set(engine).await;
        stage.send(&[stage.report("a", ANN)]).await;
        stage.erase(ANN, None, false).await.good();

        // The same report once more, a later revision, and one that contradicts what is stored.
        assert_eq!(stage.send(&[stage.report("a", ANN)]).await, ["DUPLICATE"]);
        let longer = with(stage.report("a", ANN), json!({"revision": 2, "talkSeconds": 90}));
        assert_eq!(stage.send(std::slice::from_ref(&longer)).await, ["REPLACED"]);
        assert_eq!(stage.send(&[with(longer, json!({"talkSeconds": 91}))]).await, ["CONFLICT"]);

        let calls = stage.calls().await;
        assert!(is_cleared(&calls[0]) && calls[0].talk_seconds == 90, "{engine:?}: {calls:?}");
        assert!(stage.conflicts().await[0].report_sealed.is_none(), "{engine:?}");
        // A call that comes later is another.
        stage.send(&[stage.report("b", ANN)]).await;
        assert!(stage.calls().await[1].caller_sealed.is_some());
    }
}

#[tokio::test]
async fn reports_that_contradict_others_are_erased_as_well() {
    for engine in Engine::BOTH {
        let stage = Stage::set(engine).await;
        stage.send(&[stage.report("a", ANN), stage.report("b", BOB), stage.report("c", BOB)]).await;
        // About Ann's call; about Bob's, but naming Ann; and about Bob's alone.
        let contradictions = [
            stage.report("a", BOB),
            with(stage.report("b", ANN), json!({"talkSeconds": 1})),
            with(stage.report("c", BOB), json!({"talkSeconds": 1})),
        ];
        assert_eq!(stage.send(&contradictions).await, ["CONFLICT"; 3]);

        assert_eq!(stage.erase(ANN, None, false).await.good()["erasedCalls"], 1);

        let kept: Vec<_> = stage.conflicts().await.iter().map(|row| (row.source_call_id.clone(), row.report_sealed.is_some())).collect();
        assert_eq!(kept, [("a".into(), false), ("b".into(), false), ("c".into(), true)], "{engine:?}");
    }
}

#[tokio::test]
async fn another_account_s_calls_are_left_alone() {
    for engine in Engine::BOTH {
        let stage = Stage::set(engine).await;
        stage.send(&[stage.report("a", ANN)]).await;
        let before = stage.calls().await;
        let document = format!("mutation {{ callerErase(input: {{number: \"{ANN}\"}}) {{ erasedCalls userErrors {{ code }} }} }}");

        // Bayview Motors, which has no key yet, and then one of its own.
        assert_eq!(stage.house.motors.caller.ask(&document).await.good()["erasedCalls"], 0, "{engine:?}");
        let op = stage.house.gateway.operation(stage.house.motors.account);
        let write = Write::begin(&op).await.unwrap();
        store::data_key::find_or_make(&op, write.db(), &[Owner::Account(stage.house.motors.account)]).await.unwrap();
        write.commit_all(&op, Vec::new()).await.unwrap();
        assert_eq!(stage.house.motors.caller.ask(&document).await.good()["erasedCalls"], 0, "{engine:?}");
        assert_eq!(stage.calls().await, before);
        let others = stage.house.gateway.caller_with(stage.house.books.account, "calls:read callers:read numbers:write");
        assert_eq!(others.ask(&document).await.codes(), ["FORBIDDEN"]);
        assert_eq!(stage.calls().await, before);
    }
}

#[tokio::test]
async fn a_key_repeats_it_a_dry_run_undoes_it_and_neither_keeps_the_number() {
    for engine in Engine::BOTH {
        let stage = Stage::set(engine).await;
        stage.send(&[stage.report("a", ANN), stage.report("b", BOB)]).await;
        let before = stage.calls().await;

        let dry = stage.erase(ANN, Some("erase-ann-1"), true).await;
        assert_eq!((&dry.good()["erasedCalls"], &dry.good()["dryRun"]), (&json!(1), &json!(true)));
        assert_eq!((stage.calls().await, stage.audit().await.len()), (before, 0), "{engine:?}");

        assert_eq!(stage.erase(ANN, Some("erase-ann-1"), false).await.good()["erasedCalls"], 1);
        let again = stage.erase(ANN, Some("erase-ann-1"), false).await;
        assert_eq!((&again.good()["erasedCalls"], &again.good()["replayed"]), (&json!(1), &json!(true)));
        let other = stage.erase(BOB, Some("erase-ann-1"), false).await;
        assert_eq!(other.payload()["userErrors"][0]["code"], "IDEMPOTENCY_KEY_REUSED");
        assert_eq!(stage.audit().await.len(), 1, "what is repeated is not done");

        // Whoever tries all numbers against the stored hash finds none.
        let stored = stage.text("SELECT request_hash AS found FROM idempotency WHERE operation = 'callerErase'").await;
        let plain = |text: String| Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        assert_eq!(stored.len(), 64);
        for guess in [ANN.to_owned(), json!({"number": ANN}).to_string()] {
            assert_ne!(stored, plain(guess), "{engine:?}");
        }
    }
}

#[tokio::test]
async fn what_is_no_number_is_refused_and_not_repeated() {
    for engine in Engine::BOTH {
        let stage = Stage::set(engine).await;
        for text in ["", "hunter2", "900123", "+44", "\u{0}"] {
            let reply = stage.erase(text, None, false).await;
            let errors = &reply.payload()["userErrors"];
            assert_eq!((&errors[0]["code"], &errors[0]["field"]), (&json!("NUMBER_NOT_READABLE"), &json!(["input", "number"])), "{text:?}");
            assert!(!reply.raw().contains("hunter2"));
            assert_eq!(errors[1], Value::Null);
        }
        assert_eq!(stage.audit().await, []);
    }
}
