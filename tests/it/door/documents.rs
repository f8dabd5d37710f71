//! Documents that are known by the hash of their text; and a house that runs none but those that were chosen.

use std::collections::HashMap;

use api::config::limits::Limits;
use api::server::router::router;
use api::server::state::ServerState;
use serde_json::json;

use super::spoken::{encoded, get, post};
use crate::support::caller::Caller;
use crate::support::database::Engine;
use crate::support::seed::{Seeded, seeded};

const QUERY: &str = "query A($n: Int = 1) { pools(first: $n) { nodes { name } } }";
/// Of the query.
fn hash(text: &str) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn persisted(hash: &str) -> serde_json::Value {
    json!({"persistedQuery": {"version": 1, "sha256Hash": hash}})
}

#[tokio::test]
async fn a_document_is_asked_for_by_its_hash_once_it_was_sent_with_it() {
    let house = seeded(Engine::Sqlite, 1).await;
    let (ann, hash) = (&house.books.caller, hash(QUERY));
    let by_hash = json!({"extensions": persisted(&hash), "variables": {"n": 1}}).to_string();

    let missed = post(ann, &by_hash).await;
    assert_eq!(
        (missed.status.as_u16(), missed.body),
        (404, json!({"errors": [{"message": "PersistedQueryNotFound", "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"}}]}))
    );
    let wrong = post(ann, &json!({"query": "{ viewer { subject } }", "extensions": persisted(&hash)}).to_string()).await;
    assert_eq!((wrong.status.as_u16(), wrong.codes()), (400, vec!["BAD_USER_INPUT"]));
    assert_eq!(post(ann, &by_hash).await.status.as_u16(), 404, "a wrong hash teaches nothing");

    let first = post(ann, &json!({"query": QUERY, "extensions": persisted(&hash)}).to_string()).await;
    let again = post(ann, &by_hash).await;
    let got = get(ann, &format!("extensions={}&variables=%7B%7D", encoded(&persisted(&hash).to_string()))).await;
    let named = get(ann, &format!("documentId=sha256%3A{hash}")).await;
    let upper = get(ann, &format!("documentId={}", hash.to_uppercase())).await;
    for reply in [&first, &again, &got, &named, &upper] {
        assert_eq!(reply.data(), &json!({"pools": {"nodes": [{"name": "Main"}]}}));
    }
    for junk in [json!(""), json!("x"), json!("é".repeat(32)), json!("0".repeat(64)), json!("0".repeat(65))] {
        let status = post(ann, &json!({"documentId": junk}).to_string()).await.status.as_u16();
        assert_eq!(status, if junk == "" { 422 } else { 404 }, "{junk}");
    }
}

#[tokio::test]
async fn what_could_not_be_run_is_not_kept() {
    let house = seeded(Engine::Sqlite, 1).await;
    for text in ["{ nothing }", "{ viewer", "query($n: Int!) { pools(first: $n) { totalCount } }"] {
        let hash = hash(text);
        let reply = post(&house.books.caller, &json!({"query": text, "extensions": persisted(&hash)}).to_string()).await;
        assert!(reply.status.is_client_error(), "{}", reply.body);
        assert_eq!(post(&house.books.caller, &json!({"extensions": persisted(&hash)}).to_string()).await.status.as_u16(), 404, "{text}");
    }
}

#[tokio::test]
async fn documents_in_use_are_not_pushed_out_by_others() {
    let house = seeded(Engine::Sqlite, 1).await;
    let ann = &house.books.caller;
    let good: Vec<_> = (0..20).map(|n| format!("query Good{n} {{ viewer {{ subject }} }}")).collect();
    let known = async |text: &String| post(ann, &json!({"extensions": persisted(&hash(text))}).to_string()).await.status.as_u16() == 200;
    for text in &good {
        post(ann, &json!({"query": text, "extensions": persisted(&hash(text))}).to_string()).await.data();
        assert!(known(text).await && known(text).await, "{text}");
    }
    let text = |n: usize| format!("query Bad{n} {{ viewer {{ subject }} }} #{}", "x".repeat(900));
    // Three times as many bytes as there is room for, each text sent once; nobody asks for the good ones meanwhile.
    for n in 0..1_000 {
        post(ann, &json!({"query": text(n)}).to_string()).await.data();
    }
    for text in &good {
        assert!(known(text).await, "{text} is gone");
    }
    // Those that take the trouble to send each text twice, or with its hash, don't push out what is in use.
    for n in 1_000..1_400 {
        post(ann, &json!({"query": text(n)}).to_string()).await.data();
        post(ann, &json!({"query": text(n), "extensions": persisted(&hash(&text(n)))}).to_string()).await.data();
        if n % 50 == 0 {
            for text in &good {
                assert!(known(text).await, "{text} is gone after {n}");
            }
        }
    }
}

#[tokio::test]
async fn answers_are_the_same_whether_documents_are_kept_or_not() {
    let house = seeded(Engine::Sqlite, 1).await;
    let keeping = house.gateway.limited(house.books.account, Limits { account_cost: 0, ..Limits::default() });
    let forgetting = house.gateway.limited(house.books.account, Limits { account_cost: 0, document_cache_bytes: 0, ..Limits::default() });
    for body in [
        json!({"query": QUERY, "variables": {"n": 1}}),
        json!({"query": QUERY, "variables": {"n": 0}}),
        json!({"query": QUERY, "variables": {"n": "one"}}),
        json!({"query": QUERY, "operationName": "B"}),
        json!({"query": "query A { viewer { subject } } query B { pools { totalCount } }", "operationName": "B"}),
        json!({"query": "query A { viewer { subject } } query B { pools { totalCount } }", "operationName": "A"}),
        json!({"query": "query($s: Boolean = false) { viewer { subject @skip(if: $s) scopes } }", "variables": {"s": true}}),
        json!({"query": "query($s: Boolean = false) { viewer { subject @skip(if: $s) scopes } }"}),
        json!({"query": "{ viewer { subject } } fragment Unused on Pool { id }"}),
        json!({"query": "{ nothing }"}),
        json!({"query": "{ viewer {"}),
    ] {
        let body = body.to_string();
        let first = post(&forgetting, &body).await;
        for _ in 0..4 {
            for caller in [&keeping, &forgetting] {
                let reply = post(caller, &body).await;
                assert_eq!((reply.status, reply.raw()), (first.status, first.raw()), "{body}");
            }
        }
    }
}

/// A door to the same house that runs these documents only.
fn closed(house: &Seeded, chosen: &[(&str, &str)]) -> Caller {
    let chosen: HashMap<String, String> = chosen.iter().map(|(id, text)| ((*id).to_owned(), (*text).to_owned())).collect();
    let state: ServerState = house.gateway.state.clone().with_documents(&chosen).unwrap();
    Caller::new(router(state), house.books.caller.token.clone())
}

#[tokio::test]
async fn a_closed_house_runs_what_was_chosen_and_nothing_else() {
    let house = seeded(Engine::Sqlite, 1).await;
    let hash = hash(QUERY);
    for id in [hash.clone(), format!("sha256:{hash}"), "an id of its own".into()] {
        let caller = closed(&house, &[(&id, QUERY)]);
        for body in [
            json!({"query": QUERY}),
            json!({"documentId": id}),
            json!({"documentId": hash}),
            json!({"extensions": persisted(&hash)}),
            json!({"query": QUERY, "extensions": persisted(&hash)}),
        ] {
            assert_eq!(post(&caller, &body.to_string()).await.data(), &json!({"pools": {"nodes": [{"name": "Main"}]}}), "{id} {body}");
        }
        for body in [
            json!({"query": "{ viewer { subject } }"}),
            json!({"query": format!("{QUERY} ")}),
            json!({"query": "{ __typename }", "extensions": persisted(&hash)}),
            json!({"documentId": "another"}),
            json!({"query": "{"}),
        ] {
            let reply = post(&caller, &body.to_string()).await;
            assert_eq!((reply.status.as_u16(), reply.codes()), (403, vec!["FORBIDDEN"]), "{body}");
        }
    }
    let wrong =
        HashMap::from([("one".to_owned(), "{ viewer".to_owned()), ("two".into(), QUERY.into()), ("three".into(), "{ a { b ".into())]);
    let Err(faults) = house.gateway.state.clone().with_documents(&wrong) else { panic!("documents that can't be read are taken") };
    assert_eq!(faults.len(), 2, "{faults:?}");
}
