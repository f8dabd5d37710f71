//! How fast one address may send.

use chrono::TimeDelta;

use super::served::{Server, gateway};

/// Status and fields of an answer to a request with so many lines in its head.
async fn told(server: &Server, lines: &str) -> String {
    let answer = server.ask(&format!("GET /health/live HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n")).await;
    let wanted = |line: &&str| ["HTTP/", "ratelimit", "retry-after", "{"].iter().any(|start| line.starts_with(start));
    answer.split("\r\n").filter(wanted).collect::<Vec<_>>().join("\n")
}

async fn status(server: &Server, forwarded: &str) -> String {
    told(server, &format!("X-Forwarded-For: {forwarded}\r\n")).await[9..12].to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_sends_too_fast_is_told_when_to_come_again() {
    let (gateway, server) = gateway("addressRequests=3,addressRequestsPerSecond=2", 0).await;

    insta::assert_snapshot!(told(&server, "").await, @r#"
    HTTP/1.1 200 OK
    ratelimit-policy: "address";q=3;w=2
    ratelimit: "address";r=2;t=1
    {"status":"live"}
    "#);
    told(&server, "").await;
    told(&server, "").await;
    insta::assert_snapshot!(told(&server, "").await, @r#"
    HTTP/1.1 429 Too Many Requests
    ratelimit-policy: "address";q=3;w=2
    ratelimit: "address";r=0;t=1
    retry-after: 1
    {"errors":[{"extensions":{"code":"RATE_LIMITED"},"message":"Too many requests come from this address. The header `Retry-After` says when to try again."}]}
    "#);

    gateway.clock.advance(TimeDelta::milliseconds(499));
    assert!(told(&server, "").await.starts_with("HTTP/1.1 429 "));
    gateway.clock.advance(TimeDelta::milliseconds(1));
    assert!(told(&server, "").await.starts_with("HTTP/1.1 200 "));
    assert!(told(&server, "").await.starts_with("HTTP/1.1 429 "));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_looked_at_before_the_token_and_whatever_the_path() {
    let (_gateway, server) = gateway("addressRequests=1", 0).await;
    let post = "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}";

    assert!(server.ask(post).await.starts_with("HTTP/1.1 401 "));
    assert!(server.ask(post).await.starts_with("HTTP/1.1 429 "));
    assert!(server.ask("GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n").await.starts_with("HTTP/1.1 429 "));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn by_itself_there_is_no_limit() {
    let (_gateway, server) = gateway("", 0).await;

    for _ in 0..100 {
        assert!(told(&server, "").await.starts_with("HTTP/1.1 200 OK\n{"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_proxies_nothing_is_believed() {
    let (_gateway, server) = gateway("addressRequests=1", 0).await;

    assert_eq!(status(&server, "203.0.113.1").await, "200");
    assert_eq!(status(&server, "203.0.113.2").await, "429");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_proxies_only_their_own_entries_are_believed() {
    let (_gateway, server) = gateway("addressRequests=1", 2).await;

    assert_eq!(status(&server, "203.0.113.1, 10.0.0.9").await, "200");
    // What stands further to the left, the client has made up.
    assert_eq!(status(&server, "6.6.6.6, 203.0.113.1, 10.0.0.9").await, "429");
    assert_eq!(status(&server, "203.0.113.2, 203.0.113.1, 10.0.0.8").await, "429");
    assert_eq!(status(&server, "203.0.113.1, 203.0.113.2, 10.0.0.9").await, "200", "another client is another address");
    // What came through fewer is of whoever sent it.
    assert_eq!(status(&server, "203.0.113.3").await, "200");
    assert_eq!(status(&server, "203.0.113.4").await, "429");
}
