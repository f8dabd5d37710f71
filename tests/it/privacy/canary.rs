//! A thousand callers that are known to the test go every way that there is, and are looked for wherever something is kept or told. They
//! are nowhere but where the scope `callers:read` shows them.

use api::seal::caller_key::CallerKey;
use api::seal::data_keys::{DataKeys, Owner};
use api::store;
use entity::id::Id;
use entity::value::phone_number::PhoneNumber;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};

use super::stage::{Stage, with};
use crate::support::caller::Caller;
use crate::support::database::Engine;
use crate::support::log;

/// What all of them have in common, as it is stored and as people write it; nothing else of the test has it.
const MARKS: [&str; 3] = ["7700900", "7700 900", "7700-900"];

fn canary(n: usize) -> String {
    format!("+447700900{n:03}")
}

#[track_caller]
fn assert_silent(what: &str, text: &str) {
    let folded = text.to_lowercase();
    for mark in MARKS {
        let hex: String = mark.bytes().map(|byte| format!("{byte:02x}")).collect();
        for form in [mark, &hex] {
            if let Some(at) = folded.find(form) {
                let (from, to) = (at.saturating_sub(60), (at + 40).min(folded.len()));
                panic!("{what} tells a caller: {}", String::from_utf8_lossy(&folded.as_bytes()[from..to]));
            }
        }
    }
}

/// Every value of every table, as text; bytes in hex.
async fn all_that_is_stored(stage: &Stage) -> Vec<(String, String)> {
    let db = stage.house.gateway.database.reader();
    let query = async |text: String| db.query_all_raw(Statement::from_string(db.get_database_backend(), text)).await.unwrap();
    let sqlite = stage.house.gateway.engine == Engine::Sqlite;
    let columns = if sqlite {
        "SELECT m.name AS t, i.name AS c FROM sqlite_master m, pragma_table_info(m.name) i WHERE m.type = 'table' AND m.name NOT LIKE 'fixed_number_search_%'"
    } else {
        "SELECT table_name::text AS t, column_name::text AS c FROM information_schema.columns WHERE table_schema = 'public'"
    };
    let mut all = Vec::new();
    for row in query(columns.into()).await {
        let (table, column): (String, String) = (row.try_get("", "t").unwrap(), row.try_get("", "c").unwrap());
        let value = if sqlite {
            format!("CASE typeof(\"{column}\") WHEN 'blob' THEN hex(\"{column}\") ELSE CAST(\"{column}\" AS text) END")
        } else {
            format!("\"{column}\"::text")
        };
        for row in query(format!("SELECT {value} AS found FROM \"{table}\" WHERE \"{column}\" IS NOT NULL")).await {
            all.push((format!("{table}.{column}"), row.try_get("", "found").unwrap()));
        }
    }
    all
}

/// Sends canaries in everything that takes a text, and gathers every answer but the one that is meant to tell them.
async fn go_every_way(stage: &Stage) -> Vec<String> {
    let mut answers = Vec::new();
    let call = |n: usize| with(stage.report(&format!("call-{n}"), &canary(n)), json!({"recordingUrl": null}));
    let document = "mutation($calls: [CallInput!]!, $key: String) { callsRecord(input: {calls: $calls}, idempotencyKey: $key) {
        results { sourceCallId status callId refusals { code message field } } userErrors { code message field } replayed } }";
    let mut tell = async |calls: Value, key: Option<&str>| {
        let reply = stage.switch.ask_with(document, json!({"calls": calls, "key": key})).await;
        answers.push(reply.raw().to_owned());
        reply.body["data"]["callsRecord"]["results"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|one| one["status"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    // All of them, in every spelling that a network sends; some to a number that is nobody's.
    for hundred in 0..10 {
        let spelled = |n: usize| match n % 8 {
            5 => format!("07700 900{n:03}"),
            6 => format!("0044 7700-900{n:03}"),
            7 => format!("tel:+44-7700-900{n:03}"),
            _ => canary(n),
        };
        let calls: Vec<_> = (hundred * 100..hundred * 100 + 100)
            .map(|n| {
                let number = if n % 10 == 0 { "+442079460001" } else { "+442079460000" };
                with(call(n), json!({"caller": spelled(n), "number": number, "withheld": n % 10 == 1}))
            })
            .collect();
        let statuses = tell(json!(calls), Some(&format!("hundred-{hundred}"))).await;
        assert_eq!(statuses.iter().filter(|status| *status == "RECORDED").count(), 90);
        tell(json!(calls), Some(&format!("hundred-{hundred}"))).await;
        tell(json!(calls), None).await;
    }
    // A later revision, contradictions, one that is refused, and a key that is used for something else.
    assert_eq!(tell(json!([with(call(2), json!({"revision": 2}))]), None).await, ["REPLACED"]);
    assert_eq!(
        tell(
            json!([with(call(3), json!({"caller": canary(4)})), with(call(10), json!({"talkSeconds": 1, "number": "+442079460001"}))]),
            None
        )
        .await,
        ["CONFLICT"; 2]
    );
    assert_eq!(tell(json!([with(call(5), json!({"rating": 9, "revision": -1}))]), None).await, ["REFUSED"]);
    tell(json!([call(6)]), Some("hundred-1")).await;
    // A caller where none belongs: a whole request of nothing, wrong types, a text that is no document.
    tell(json!([{"caller": canary(7)}]), None).await;
    tell(json!([with(call(7), json!({"talkSeconds": canary(7)}))]), None).await;
    tell(json!(canary(7)), None).await;
    for text in [
        format!("{{ {} }}", canary(8)),
        format!("{{ viewer {{ subject(a: \"{}\") }} }}", canary(8)),
        format!("{{ nothing(caller: \"{}\") }}", canary(8)),
    ] {
        answers.push(stage.switch.ask(&text).await.raw().to_owned());
        answers.push(stage.house.books.caller.ask(&text).await.raw().to_owned());
    }
    // Erased, in vain and for good, and without the scope.
    for (number, key, dry) in [
        (canary(11), None, true),
        (canary(12), Some("erase-one"), false),
        (canary(12), Some("erase-one"), false),
        (canary(13), Some("erase-one"), false),
        (format!("{} x", canary(14)), None, false),
    ] {
        answers.push(stage.erase(&number, key, dry).await.raw().to_owned());
    }
    let reader = stage.house.gateway.caller_with(stage.house.books.account, "numbers:read calls:read");
    answers.push(
        reader.ask(&format!("mutation {{ callerErase(input: {{number: \"{}\"}}) {{ erasedCalls }} }}", canary(15))).await.raw().to_owned(),
    );
    answers.extend(read_every_way(stage, &reader).await);
    answers
}

/// Reads and looks for callers, with the scope and without; every answer but the one that is meant to tell them, which is seen to.
async fn read_every_way(stage: &Stage, reader: &Caller) -> Vec<String> {
    let page = "{ calls(first: 100) { nodes { id startedAt outcome recordingUrl description caller { withheld number masked } goals { name } } } }";
    let search = |spelled: &str| {
        format!("{{ calls(first: 5, filter: {{caller: \"{spelled}\"}}) {{ totalCount nodes {{ caller {{ masked }} }} }} }}")
    };
    let told = stage.house.books.caller.ask(page).await;
    assert!(told.raw().contains(MARKS[0]) && told.body.get("errors").is_none(), "who may see callers sees them");
    let mut answers = vec![reader.ask(page).await.raw().to_owned()];
    for spelled in [canary(20), "07700 900020".to_owned(), format!("{} x", canary(20))] {
        for caller in [reader, &stage.house.books.caller] {
            answers.push(caller.ask(&search(&spelled)).await.raw().to_owned());
        }
    }
    answers.push(stage.switch.ask(page).await.raw().to_owned());
    answers
}

#[tokio::test]
async fn callers_are_nowhere_in_clear() {
    for engine in Engine::BOTH {
        log::heard();
        let stage = Stage::set(engine).await;

        let answers = go_every_way(&stage).await;
        stage.clear_old().await;

        let calls = stage.calls().await;
        assert_eq!((calls.len(), stage.unmatched().await.len(), stage.conflicts().await.len()), (900, 100, 2), "{engine:?}");
        // All but the withheld, the erased one, and those whose spelling is only surely a number where it is one that can be dialled.
        let sealed = (0..1_000).filter(|n| n % 10 > 1 && n % 8 < 5).count() - 1;
        assert_eq!(calls.iter().filter(|call| call.caller_sealed.is_some()).count(), sealed, "{engine:?}");
        for answer in &answers {
            assert_silent("an answer", answer);
        }
        let logged = log::heard();
        assert_silent("the log", &logged);
        let stored = all_that_is_stored(&stage).await;
        for (place, value) in &stored {
            assert_silent(place, value);
        }
        // The looking itself finds what is there: the number that was called, and what was sealed.
        assert!(stored.iter().any(|(place, value)| place == "fixed_number.number" && value == "+442079460000"));
        assert_eq!(stored.iter().filter(|(place, _)| place == "call.caller_sealed").count(), sealed);
        assert!(
            stored.iter().any(|(place, _)| place == "idempotency.outcome")
                && stored.iter().any(|(place, _)| place == "caller_access.subject")
        );
        if engine == Engine::Sqlite {
            // Every byte of the files, pages that are free again included.
            let path = stage.house.gateway.home.url.trim_start_matches("sqlite://").split('?').next().unwrap().to_owned();
            for file in [path.clone(), format!("{path}-wal")] {
                let bytes = std::fs::read(&file).unwrap();
                assert!(bytes.len() > 100_000, "{file}");
                assert_silent(&file, &String::from_utf8_lossy(&bytes));
            }
        }
    }
}

#[tokio::test]
async fn a_copy_of_the_database_is_silent_without_the_key() {
    for engine in Engine::BOTH {
        let stage = Stage::set(engine).await;
        stage.send(&[stage.report("a", &canary(1))]).await;
        let call = &stage.calls().await[0];
        let (sealed, hash) = (call.caller_sealed.as_ref().unwrap(), call.caller_hash.as_ref().unwrap());
        let op = stage.house.gateway.operation(stage.house.books.account);
        let scope = op.viewer.account_scope().unwrap();
        let key = store::data_key::find(&op, scope, op.database.reader()).await.unwrap().unwrap();

        // With the key it opens, and in its place alone.
        assert_eq!(key.open(call.id.uuid(), sealed).as_deref(), Ok(&*canary(1)));
        assert!(key.open(uuid::Uuid::from_u128(7), sealed).is_err());
        let number = |n| PhoneNumber::parse(&canary(n)).unwrap();
        assert_eq!(&key.search_hash(&number(1)), hash);

        // Whoever has the rows and makes keys of their own tries all numbers in vain.
        let theirs = DataKeys::read(&DataKeys::draw()).unwrap();
        let (their_key, _): (CallerKey, _) = theirs.make(Owner::Account(stage.house.books.account)).unwrap();
        assert!(their_key.open(call.id.uuid(), sealed).is_err());
        assert!((0..1_000).all(|n| their_key.search_hash(&number(n)) != *hash && plain_hash(&canary(n)) != *hash));
        let database = op.database.clone().with_data_keys(theirs);
        let op = api::operation::Operation::new(op.viewer.clone(), op.now, database, op.request_id.clone(), op.randomness.clone());
        assert!(store::data_key::find(&op, scope, op.database.reader()).await.is_err(), "{engine:?}");
    }
}

fn plain_hash(text: &str) -> Vec<u8> {
    use sha2::{Digest, Sha256};
    Sha256::digest(text).to_vec()
}
