//! One request to `/graphql`, by the specification GraphQL over HTTP. Our own instead of the library's extractor, which knows neither its
//! statuses nor its limits.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::parser::types::OperationType;
use axum::Extension;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};

use super::accept::{Media, negotiate};
use super::answer::{self, BAD_USER_INPUT, Fault, UNAVAILABLE};
use super::charge::Purse;
use super::door::{self, Arrival};
use super::guard::documents::Checked;
use super::guard::turn::{self, Turn};
use super::lookup;
use super::question::{self, Question};
use super::reply::{reply, was_executed};
use super::state::ServerState;
use crate::graphql::schema;
use crate::operation::Operation;
use crate::viewer::{Principal, Viewer};

/// The methods of `/graphql`.
pub const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, POST, OPTIONS");

/// Answers one request. Who has no token is told so before anything of the request is looked at.
pub async fn answer(State(state): State<ServerState>, Extension(arrival): Extension<Arrival>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let (viewer, media) = match let_in(&state, &arrival, &parts) {
        Ok(known) => known,
        Err(fault) => {
            question::drain(body, &state.limits).await;
            return fault.into();
        }
    };
    let mut purse = Purse::of(&state, &viewer, &arrival);
    let answered = carry_out(state, arrival, viewer, media, &parts, body, &mut purse).await;
    let mut response = answered.unwrap_or_else(Response::from);
    response.headers_mut().extend(purse.headers());
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept"));
    response
}

/// Who asks, and what they can read; told before anything of the body is read.
fn let_in(state: &ServerState, arrival: &Arrival, parts: &Parts) -> Result<(Viewer, Media), Fault> {
    let viewer = door::viewer(state, arrival, &parts.headers)?;
    let media = negotiate(&parts.headers).ok_or_else(|| {
        let message = "An answer is application/graphql-response+json or application/json, and the header Accept takes neither.";
        Fault::new(StatusCode::NOT_ACCEPTABLE, BAD_USER_INPUT, message)
    })?;
    if parts.method == Method::POST && !question::is_json(&parts.headers) {
        let message = "The body must be JSON in UTF-8, uncompressed: send the header `Content-Type: application/json`.";
        return Err(Fault::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, BAD_USER_INPUT, message));
    }
    Ok((viewer, media))
}

async fn carry_out(
    state: ServerState,
    arrival: Arrival,
    viewer: Viewer,
    media: Media,
    parts: &Parts,
    body: Body,
    purse: &mut Purse,
) -> Result<Response, Fault> {
    let safe = parts.method != Method::POST;
    let query = parts.uri.query().unwrap_or_default();
    let question = match safe {
        true => question::from_address(query)?,
        false => question::from_body(&parts.headers, body, allowance(&viewer, &state), &state.limits).await?,
    };
    purse.enter()?;
    let checked = lookup::find(&state, &question)?;
    let operation = schema::operation(&checked.document, question.operation_name.as_deref());
    if safe && operation.is_some_and(|operation| operation.ty != OperationType::Query) {
        let message = "GET is for queries only; send a mutation with POST.";
        let fault = Fault::new(StatusCode::METHOD_NOT_ALLOWED, BAD_USER_INPUT, message);
        return Err(fault.under(header::ALLOW, HeaderValue::from_static("POST")));
    }
    if let Some(missing) = operation.and_then(|operation| schema::missing_variable(operation, &question.variables)) {
        let message = format!("The variable ${missing} must have a value that is not null.");
        return Err(Fault::new(StatusCode::UNPROCESSABLE_ENTITY, BAD_USER_INPUT, message));
    }
    purse.price(&state, &checked, operation, &question)?;
    if form_urlencoded::parse(query.as_bytes()).any(|(name, value)| name == "cost" && value == "only") {
        // Neither data nor errors: no answer of GraphQL, and so never told as one.
        return Ok(answer::json(StatusCode::OK, json!({ "extensions": { "cost": purse.told() } }).to_string()));
    }
    purse.settle()?;
    let turn = state.turns.take().await.ok_or_else(turn::refusal)?;
    Ok(run(state, arrival, viewer, checked, question, media, purse.told(), turn).await)
}

/// How large a body may be. Who may only read needs no more than a document.
fn allowance(viewer: &Viewer, state: &ServerState) -> u32 {
    match viewer.principal {
        Principal::Switch(_) => state.limits.body_bytes_switch,
        Principal::Account(_) if viewer.scopes.iter().any(|scope| scope.word().ends_with(":write")) => state.limits.body_bytes_write,
        Principal::Account(_) => state.limits.body_bytes,
    }
}

async fn run(
    state: ServerState,
    arrival: Arrival,
    viewer: Viewer,
    checked: Arc<Checked>,
    question: Question,
    media: Media,
    cost: Value,
    turn: Turn,
) -> Response {
    let Arrival { now, request_id } = arrival;
    let operation = Operation::new(viewer, now, state.database.clone(), request_id.clone(), state.randomness.clone());
    let limits = state.limits.clone();
    let patience = Duration::from_secs(limits.execution_seconds.into());
    // On a task of its own: neither a caller who leaves nor the deadline must cut a transaction in half.
    let mut task = tokio::spawn(async move {
        let mut request = async_graphql::Request::new("").variables(question.variables);
        request.operation_name = question.operation_name;
        let outcome = schema::execute(&state.schema, operation, &checked.document, request).await;
        drop(turn);
        if was_executed(&outcome) {
            state.documents.ran(&checked);
        }
        outcome
    });
    match tokio::time::timeout(patience, &mut task).await {
        Ok(Ok(outcome)) => reply(outcome, media, &cost, &limits, &request_id),
        Ok(Err(error)) => {
            tracing::error!(id = request_id, error = error.to_string(), "a request did not end");
            answer::internal(Some(&request_id))
        }
        Err(_) => {
            tracing::warn!(id = request_id, "a request took too long");
            let message =
                "The request took too long. A mutation in it may still be carried out: repeat it with its idempotencyKey to learn.";
            let fault = Fault::new(StatusCode::SERVICE_UNAVAILABLE, UNAVAILABLE, message);
            fault.under(header::RETRY_AFTER, HeaderValue::from_static("1")).beside("cost", cost).into()
        }
    }
}
