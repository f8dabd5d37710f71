//! Requests written by hand, sent through the router, and what of an answer matters here.

use axum::body::Body;
use axum::http::{Method, Request};

use crate::support::caller::{Caller, Reply};

/// A request with a token, with these headers and this body.
pub async fn send(caller: &Caller, method: Method, address: &str, headers: &[(&str, &str)], body: &str) -> Reply {
    let mut request = Request::builder().method(method).uri(address);
    if let Some(token) = &caller.token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    caller.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

/// A body sent as JSON.
pub async fn post(caller: &Caller, body: &str) -> Reply {
    send(caller, Method::POST, "/graphql", &[("content-type", "application/json"), ("accept", GRAPHQL)], body).await
}

/// A query component.
pub async fn get(caller: &Caller, query: &str) -> Reply {
    send(caller, Method::GET, &format!("/graphql?{query}"), &[("accept", GRAPHQL)], "").await
}

/// Percent-encodes a parameter.
pub fn encoded(text: &str) -> String {
    text.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Status, code and media type of an answer.
pub fn told(reply: &Reply) -> (u16, String, String) {
    let kind = reply.headers.get("content-type").map_or("", |value| value.to_str().unwrap());
    (reply.status.as_u16(), reply.codes().join(" "), kind.split(';').next().unwrap().to_owned())
}

pub const GRAPHQL: &str = "application/graphql-response+json";
pub const JSON: &str = "application/json";
