//! Answers that no resolver gave: GraphQL-shaped, without `data`.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::accept::Media;
use super::guard::too_much::TooMuch;

/// The code of what the caller's request is to blame for.
pub const BAD_USER_INPUT: &str = "BAD_USER_INPUT";
/// The code of what is not allowed.
pub const FORBIDDEN: &str = "FORBIDDEN";
/// The code of what is too much.
pub const LIMIT_EXCEEDED: &str = "LIMIT_EXCEEDED";
/// The code of a document that is asked for by its id and is not known here.
pub const NOT_PERSISTED: &str = "PERSISTED_QUERY_NOT_FOUND";
/// The code of what has come too fast.
pub const RATE_LIMITED: &str = "RATE_LIMITED";
/// The code of what may be tried again as it is.
pub const UNAVAILABLE: &str = "UNAVAILABLE";

/// Why a request is not carried out.
#[derive(Clone, Debug)]
pub struct Fault {
    status: StatusCode,
    message: String,
    extensions: Map<String, Value>,
    headers: Vec<(HeaderName, HeaderValue)>,
    /// Beside the errors.
    beside: Map<String, Value>,
}

impl Fault {
    /// A status, a code and a sentence.
    pub fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        let extensions = Map::from_iter([("code".to_owned(), code.into())]);
        Self { status, message: message.into(), extensions, headers: Vec::new(), beside: Map::new() }
    }

    /// Something more for programs, beside the code.
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.extensions.insert(name.into(), value.into());
        self
    }

    /// A header.
    pub fn under(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// An entry of the answer's own `extensions`.
    pub fn beside(mut self, name: &str, value: Value) -> Self {
        self.beside.insert(name.into(), value);
        self
    }
}

impl From<TooMuch> for Fault {
    fn from(too_much: TooMuch) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, LIMIT_EXCEEDED, too_much.message).with("limit", too_much.limit)
    }
}

impl From<Fault> for Response {
    fn from(fault: Fault) -> Self {
        let mut body = json!({ "errors": [{ "message": fault.message, "extensions": fault.extensions }] });
        if !fault.beside.is_empty() {
            body["extensions"] = fault.beside.into();
        }
        let mut response = told(fault.status, Media::GraphQl, body.to_string());
        response.headers_mut().extend(fault.headers);
        response
    }
}

/// An answer in one of GraphQL's media types.
pub fn told(status: StatusCode, media: Media, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, media.content_type());
    response
}

/// An answer in JSON.
pub fn json(status: StatusCode, body: impl Into<Body>) -> Response {
    told(status, Media::Json, body)
}

/// A refusal: a status, a code and a sentence.
pub fn refusal(status: StatusCode, code: &str, message: &str) -> Response {
    Fault::new(status, code, message).into()
}

/// The one answer to a missing and to every bad token: it tells nobody what was wrong with it.
pub fn unauthenticated() -> Fault {
    let message = "This needs a valid token: send it in the header `Authorization: Bearer TOKEN`.";
    let challenge = HeaderValue::from_static("Bearer realm=\"dialgate\"");
    Fault::new(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", message).under(header::WWW_AUTHENTICATE, challenge)
}

/// Something went wrong on our side: the answer says nothing but the name under which the log has it.
pub fn internal(request_id: Option<&str>) -> Response {
    fault_of_ours(request_id).into()
}

/// The same, before it is an answer.
pub fn fault_of_ours(request_id: Option<&str>) -> Fault {
    let fault = Fault::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", "Something went wrong on our side.");
    match request_id {
        Some(id) => fault.with("requestId", id),
        None => fault,
    }
}
