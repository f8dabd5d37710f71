//! One request to `/graphql`. Our own instead of the library's extractor, which runs mutations sent by GET and by web forms, and
//! reads bodies of any size.

use std::collections::BTreeMap;
use std::time::Duration;

use async_graphql::{ServerError, Value};
use axum::Extension;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use http_body_util::{BodyExt, Limited};
use serde::Serialize;

use super::answer;
use super::door::Arrival;
use super::guard::lexer;
use super::state::ServerState;
use super::token::bearer;
use crate::config::limits::Limits;
use crate::graphql::schema;
use crate::operation::Operation;

const BODY_LIMIT: usize = 256 * 1024;
/// How long a caller may take to send it.
const PATIENCE: Duration = Duration::from_secs(15);

/// Answers one request. Who has no token is told so before anything of the request is looked at.
pub async fn answer(State(state): State<ServerState>, Extension(arrival): Extension<Arrival>, request: Request) -> Response {
    let Some(viewer) = bearer(request.headers()).and_then(|token| state.keys.verify(token, arrival.now).ok()) else {
        return answer::unauthenticated();
    };
    let question = match read(request).await {
        Ok(question) => question,
        Err(refusal) => return *refusal,
    };
    let Arrival { now, request_id } = arrival.clone();
    let operation = Operation::new(viewer, now, state.database.clone(), request_id, state.randomness.clone());
    // On a task of its own: a caller who leaves must not cut a transaction in half.
    let task = tokio::spawn(async move { schema::execute(&state.schema, operation, question).await });
    match task.await {
        Ok(response) => told(&response, &arrival),
        Err(error) => {
            tracing::error!(id = arrival.request_id, error = error.to_string(), "a request did not end");
            answer::internal(Some(&arrival.request_id))
        }
    }
}

async fn read(request: Request) -> Result<async_graphql::Request, Box<Response>> {
    let refuse = |status, code, message| Box::new(answer::refusal(status, code, message));
    if !is_json(request.headers()) {
        let message = "The body must be JSON: send the header `Content-Type: application/json`.";
        return Err(refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, answer::BAD_USER_INPUT, message));
    }
    let too_large = || refuse(StatusCode::PAYLOAD_TOO_LARGE, answer::LIMIT_EXCEEDED, "The body is larger than 256 KiB.");
    if announced(request.headers()).is_some_and(|length| length > BODY_LIMIT) {
        return Err(too_large());
    }
    let body = match tokio::time::timeout(PATIENCE, collect(request.into_body())).await {
        Ok(Ok(body)) => body,
        Ok(Err(true)) => return Err(too_large()),
        Ok(Err(false)) => return Err(refuse(StatusCode::BAD_REQUEST, answer::BAD_USER_INPUT, "The body broke off.")),
        Err(_) => return Err(refuse(StatusCode::REQUEST_TIMEOUT, answer::LIMIT_EXCEEDED, "The body took too long to arrive.")),
    };
    let bad = |message| refuse(StatusCode::BAD_REQUEST, answer::BAD_USER_INPUT, message);
    // A list would be read as the fields in their order, so the brace is asked for first.
    let first = body.iter().find(|byte| !byte.is_ascii_whitespace());
    if first != Some(&b'{') {
        return Err(bad("The body must be one JSON object with a `query`; a list of them is not answered."));
    }
    let question: async_graphql::Request = serde_json::from_slice(&body).map_err(|_| {
        bad("The body must be one JSON object with a `query` (text) and, if you like, `variables` (object) and `operationName` (text).")
    })?;
    match question.query.as_str() {
        query if query.trim().is_empty() => Err(bad("The body has no `query`.")),
        query => match lexer::look(query, &Limits::default()) {
            Ok(()) => Ok(question),
            Err(much) => Err(refuse(StatusCode::BAD_REQUEST, answer::LIMIT_EXCEEDED, &much.message)),
        },
    }
}

/// The whole body; on failure, whether it was too large.
async fn collect(body: Body) -> Result<Vec<u8>, bool> {
    match Limited::new(body, BODY_LIMIT).collect().await {
        Ok(collected) => Ok(collected.to_bytes().into()),
        Err(error) => Err(error.is::<http_body_util::LengthLimitError>()),
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let plain = headers.get_all(header::CONTENT_ENCODING).iter().all(|coding| coding.as_bytes().eq_ignore_ascii_case(b"identity"));
    let mut types = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(kind), None) = (types.next(), types.next()) else { return false };
    let Ok(kind) = kind.to_str() else { return false };
    let mut parts = kind.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default();
    let charset = parts.filter_map(|part| part.split_once('=')).find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    let utf8 = charset.is_none_or(|(_, value)| value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8"));
    plain && utf8 && essence.eq_ignore_ascii_case("application/json")
}

fn announced(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// What is sent back. GraphQL's rule is that there is no `data` where nothing was executed; the library prints null.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [ServerError],
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    extensions: &'a BTreeMap<String, Value>,
}

fn told(response: &async_graphql::Response, arrival: &Arrival) -> Response {
    let errors = &response.errors;
    // An error of execution has a path.
    let executed = errors.is_empty() || response.data != Value::Null || errors.iter().any(|error| !error.path.is_empty());
    let told = Told { errors, data: executed.then_some(&response.data), extensions: &response.extensions };
    match serde_json::to_string(&told) {
        Ok(text) => answer::json(StatusCode::OK, text),
        Err(error) => {
            tracing::error!(id = arrival.request_id, error = error.to_string(), "an answer could not be written");
            answer::internal(Some(&arrival.request_id))
        }
    }
}
