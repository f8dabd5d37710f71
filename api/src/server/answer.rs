//! Answers that no resolver gave: GraphQL-shaped, without `data`.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::json;

/// The code of what the caller's request is to blame for.
pub const BAD_USER_INPUT: &str = "BAD_USER_INPUT";
/// The code of what is not allowed.
pub const FORBIDDEN: &str = "FORBIDDEN";
/// The code of what is too much.
pub const LIMIT_EXCEEDED: &str = "LIMIT_EXCEEDED";

/// The code of what has come too fast.
pub const RATE_LIMITED: &str = "RATE_LIMITED";
/// The code of what can be tried again as it is.
pub const UNAVAILABLE: &str = "UNAVAILABLE";

/// An answer in JSON.
pub fn json(status: StatusCode, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// A refusal: a status, a code and a sentence.
pub fn refusal(status: StatusCode, code: &str, message: &str) -> Response {
    json(status, json!({ "errors": [{ "message": message, "extensions": { "code": code } }] }).to_string())
}

/// The one answer to a missing and to every bad token: it tells nobody what was wrong with it.
pub fn unauthenticated() -> Response {
    let message = "This needs a valid token: send it in the header `Authorization: Bearer TOKEN`.";
    let mut response = refusal(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", message);
    response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"dialgate\""));
    response
}

/// Something went wrong on our side: the answer says nothing but the name under which the log has it.
pub fn internal(request_id: Option<&str>) -> Response {
    let mut extensions = json!({ "code": "INTERNAL" });
    if let Some(id) = request_id {
        extensions["requestId"] = id.into();
    }
    let error = json!({ "message": "Something went wrong on our side.", "extensions": extensions });
    json(StatusCode::INTERNAL_SERVER_ERROR, json!({ "errors": [error] }).to_string())
}
