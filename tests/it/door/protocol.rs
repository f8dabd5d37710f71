//! GraphQL over HTTP to the letter: methods, media types, statuses, and where there is `data`.

use axum::http::Method;
use serde_json::json;

use super::spoken::{GRAPHQL, JSON, encoded, get, post, send, told};
use crate::support::database::Engine;
use crate::support::seed::seeded;

#[tokio::test]
async fn a_body_is_answered_by_what_is_wrong_with_it() {
    let house = seeded(Engine::Sqlite, 1).await;
    let ann = &house.books.caller;
    for (body, status, executed) in [
        (r#"{"query": "{ viewer { subject } }"}"#, 200, true),
        (r#" {"query": "{ viewer { subject } }", "variables": null, "operationName": null, "extensions": null, "more": 1}"#, 200, true),
        (r#"{"query": "{ viewer { subject } }", "operationName": "", "variables": {}, "extensions": {}}"#, 200, true),
        (r#"{"query": "query A { viewer { subject } } query B { viewer { scopes } }", "operationName": "B"}"#, 200, true),
        // No JSON.
        ("NONSENSE", 400, false),
        (r#"{"query":"#, 400, false),
        ("", 400, false),
        (r#"{"query": "{ viewer { subject } }"} {}"#, 400, false),
        ("{\"query\": \"\\ud800\"}", 400, false),
        // JSON, but no request.
        ("[]", 422, false),
        (r#"[{"query": "{ viewer { subject } }"}]"#, 422, false),
        (r#""{ viewer { subject } }""#, 422, false),
        (r#"{"qeury": "{ __typename }"}"#, 422, false),
        (r#"{"query": null}"#, 422, false),
        (r#"{"query": 7}"#, 422, false),
        (r#"{"query": "{ viewer { subject } }", "query": "{ limits { name } }"}"#, 422, false),
        (r#"{"query": "query Q ($i:Int!) { q(i: $i) }", "variables": [7]}"#, 422, false),
        (r#"{"query": "{ viewer { subject } }", "variables": "{}"}"#, 422, false),
        (r#"{"query": "{ viewer { subject } }", "operationName": ["A"]}"#, 422, false),
        (r#"{"query": "{ viewer { subject } }", "extensions": 3}"#, 422, false),
        (r#"{"query": "{ viewer { subject } }", "extensions": {"persistedQuery": {"version": 2, "sha256Hash": "00"}}}"#, 422, false),
        // A request, but no document.
        (r#"{"query": "{"}"#, 400, false),
        (r#"{"query": "  "}"#, 400, false),
        (r#"{"query": "query { viewer { subject }"}"#, 400, false),
        // A document that can't be run.
        (r#"{"query": "{ nothing }"}"#, 422, false),
        (r#"{"query": "{ viewer }"}"#, 422, false),
        (r#"{"query": "query A { viewer { subject } } query B { viewer { scopes } }"}"#, 422, false),
        (r#"{"query": "query A { viewer { subject } }", "operationName": "C"}"#, 422, false),
        (r#"{"query": "{ viewer { ...A } } fragment A on Viewer { ...B } fragment B on Viewer { ...A }"}"#, 422, false),
        // Variables that don't fit.
        (r#"{"query": "query($n: Int!) { pools(first: $n) { totalCount } }"}"#, 422, false),
        (r#"{"query": "query($n: Int!) { pools(first: $n) { totalCount } }", "variables": {"n": null}}"#, 422, false),
        (r#"{"query": "query($n: Int) { pools(first: $n) { totalCount } }", "variables": {"n": "one"}}"#, 422, false),
        // Executed, though not everything could be had.
        (r#"{"query": "query($n: Int) { viewer { subject } pools(first: $n) { totalCount } }", "variables": {"n": 0}}"#, 294, true),
        (r#"{"query": "{ pools(first: 101) { totalCount } }"}"#, 294, true),
    ] {
        let reply = post(ann, body).await;

        let (found, _, kind) = told(&reply);
        assert_eq!((found, kind.as_str()), (status, GRAPHQL), "{body}: {}", reply.body);
        assert_eq!(reply.body.get("data").is_some(), executed, "{body}: {}", reply.body);
        assert_eq!(reply.body.get("errors").is_none(), status == 200, "{body}: {}", reply.body);
        assert!(reply.codes().iter().all(|code| *code == "BAD_USER_INPUT" || *code == "LIMIT_EXCEEDED"), "{body}: {}", reply.body);
    }
}

#[tokio::test]
async fn the_media_type_is_the_one_that_was_asked_for() {
    let house = seeded(Engine::Sqlite, 1).await;
    let ann = &house.books.caller;
    let (good, partial, bad) =
        (r#"{"query": "{ viewer { subject } }"}"#, r#"{"query": "{ pools(first: 0) { totalCount } }"}"#, r#"{"query": "{ nothing }"}"#);
    for (accept, media, some) in [(None, JSON, 200), (Some("*/*"), JSON, 200), (Some(JSON), JSON, 200), (Some(GRAPHQL), GRAPHQL, 294)] {
        let headers: Vec<_> = [("content-type", JSON)].into_iter().chain(accept.map(|accept| ("accept", accept))).collect();
        for (body, status, media) in [(good, 200, media), (partial, some, media), (bad, 422, GRAPHQL)] {
            let reply = send(ann, Method::POST, "/graphql", &headers, body).await;
            assert_eq!((reply.status.as_u16(), told(&reply).2.as_str()), (status, media), "{accept:?} {body}");
            assert!(reply.headers["content-type"].to_str().unwrap().ends_with("; charset=utf-8"));
        }
    }
    let reply = send(ann, Method::POST, "/graphql", &[("content-type", JSON), ("accept", "text/html")], good).await;
    assert_eq!((reply.status.as_u16(), reply.codes()), (406, vec!["BAD_USER_INPUT"]));
}

#[tokio::test]
async fn a_query_is_asked_by_get_as_well() {
    let house = seeded(Engine::Sqlite, 1).await;
    let ann = &house.books.caller;
    let query = encoded("query A($n: Int!) { pools(first: $n) { nodes { name } } } query B { viewer { subject } }");
    let variables = encoded(r#"{"n": 1}"#);

    let reply = get(ann, &format!("query={query}&operationName=A&variables={variables}&extensions=&other=1")).await;
    assert_eq!(reply.data(), &json!({"pools": {"nodes": [{"name": "Main"}]}}));
    let reply = get(ann, &format!("query={query}&operationName=B&variables=&extensions=%7B%7D")).await;
    assert_eq!(reply.data(), &json!({"viewer": {"subject": "ann"}}));

    for (address, status) in [
        ("", 422),
        ("query=", 422),
        ("query=%7B", 400),
        ("query=%7B__typename%7D&query=%7B__typename%7D", 422),
        ("query=%7B__typename%7D&variables=%5B1%5D", 422),
        ("query=%7B__typename%7D&variables=%7B", 400),
        ("query=%7B__typename%7D&operationName=null", 422),
        ("query=%7B__typename%FF%7D", 400),
    ] {
        assert_eq!(get(ann, address).await.status.as_u16(), status, "{address}");
    }
    let head = send(ann, Method::HEAD, "/graphql?query=%7B__typename%7D", &[("accept", GRAPHQL)], "").await;
    assert_eq!((told(&head), head.body), ((200, String::new(), GRAPHQL.into()), json!("")));
}

#[tokio::test]
async fn nothing_is_changed_by_what_a_foreign_page_can_send() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        let ann = &house.books.caller;
        let mutation = r#"mutation { poolDelete(input: {id: \"x\"}) { deletedId } poolCreate(input: {name: \"New\", defaultDestination: {number: \"+441632960777\"}}) { userErrors { code } } }"#;
        let plain = mutation.replace('\\', "");
        let json = format!(r#"{{"query": "{mutation}"}}"#);
        let address = format!("/graphql?query={}", encoded(&plain));
        for method in [Method::GET, Method::HEAD] {
            let reply = send(ann, method, &address, &[], "").await;
            assert_eq!((reply.status.as_u16(), reply.headers["allow"].to_str().unwrap()), (405, "POST"));
        }
        for kind in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/graphql",
            "application/json; charset=latin1",
        ] {
            let reply = send(ann, Method::POST, "/graphql", &[("content-type", kind)], &json).await;
            assert_eq!((reply.status.as_u16(), reply.codes()), (415, vec!["BAD_USER_INPUT"]), "{kind}");
        }
        let coded = [("content-type", JSON), ("content-encoding", "gzip")];
        for headers in [&[][..], &coded, &[("content-type", JSON), ("content-type", "text/plain")]] {
            assert_eq!(send(ann, Method::POST, "/graphql", headers, &json).await.status.as_u16(), 415, "{headers:?}");
        }
        let form = format!("query={}", encoded(&plain));
        let reply = send(ann, Method::POST, &address, &[("content-type", "application/x-www-form-urlencoded")], &form).await;
        assert_eq!(reply.status.as_u16(), 415);
        assert_eq!(house.changes(house.books.account).await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn other_methods_are_told_which_there_are() {
    let house = seeded(Engine::Sqlite, 1).await;
    for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::TRACE] {
        let reply = send(&house.books.caller, method, "/graphql", &[], "").await;
        assert_eq!((reply.status.as_u16(), reply.headers["allow"].to_str().unwrap()), (405, "GET, HEAD, POST, OPTIONS"));
    }
    let reply = send(&house.books.caller, Method::OPTIONS, "/graphql", &[], "").await;
    assert_eq!((reply.status.as_u16(), reply.headers["allow"].to_str().unwrap()), (204, "GET, HEAD, POST, OPTIONS"));
}

#[tokio::test]
async fn every_answer_says_how_a_browser_may_use_it() {
    let house = seeded(Engine::Sqlite, 1).await;
    let reply = post(&house.books.caller, r#"{"query": "{ __schema { types { name description } } }"}"#).await;

    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
        ("referrer-policy", "no-referrer"),
        ("x-frame-options", "DENY"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(reply.headers[name], value, "{name}");
    }
    let headers = [("content-type", JSON), ("accept-encoding", "br, gzip")];
    let body = r#"{"query": "{ __schema { types { name description } } }"}"#;
    let reply = send(&house.books.caller, Method::POST, "/graphql", &headers, body).await;
    assert_eq!(reply.headers["content-encoding"], "gzip");
    assert!(reply.headers.get_all("vary").iter().any(|value| value == "accept-encoding"));
}

#[tokio::test]
async fn fields_stand_in_the_order_in_which_they_were_asked_for() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 3).await;
        house.ordered("One").await;
        let document = "{ a: pools { totalCount nodes { name id ...P } } viewer { subject account { name } scopes } }
            fragment P on Pool { defaultDestination { number id } name version fixedNumbers { nodes { channel { id name } number pool { name } id } totalCount } }";
        let reply = post(&house.books.caller, &json!({"query": document}).to_string()).await;

        reply.data();
        let text = reply.raw();
        let mut at = 0;
        for key in [
            "a",
            "totalCount",
            "nodes",
            "name",
            "id",
            "defaultDestination",
            "number",
            "id",
            "version",
            "fixedNumbers",
            "nodes",
            "channel",
            "id",
            "name",
            "number",
            "pool",
            "name",
            "id",
            "totalCount",
            "viewer",
            "subject",
            "account",
            "name",
            "scopes",
        ] {
            let found = text[at..].find(&format!("\"{key}\":")).unwrap_or_else(|| panic!("{key} behind {at} in {text}"));
            at += found + 1;
        }
    }
}
