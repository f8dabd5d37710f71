//! Which path leads where, and through which doors.

use std::any::Any;

use axum::Router;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{Predicate, SizeAbove};

use super::explorer::{asset, example, page};
use super::state::ServerState;
use super::{answer, cors, door, graphql, health, route};

/// The whole gateway, as a service: HTTP in, JSON out.
pub fn router(state: ServerState) -> Router {
    // Only /graphql is shared with other origins: the explorer's page holds a token.
    let graphql = get(graphql::answer).post(graphql::answer).options(options).fallback(not_graphql);
    let graphql = graphql.layer(compression()).layer(from_fn_with_state(state.clone(), cors::share));
    Router::new()
        .route("/graphql", graphql)
        .route("/", get(page::page).fallback(only_get))
        .route("/explorer/examples.json", get(example::answer).fallback(only_get))
        .route("/explorer/{name}", get(asset::answer).fallback(only_get))
        .route("/routes/{number}", get(route::answer).fallback(only_get))
        .route("/health/live", get(health::live).fallback(only_get))
        .route("/health/ready", get(health::ready).fallback(only_get))
        .fallback(nothing_here)
        .layer(from_fn_with_state(state.clone(), door::loopback_only))
        .layer(from_fn_with_state(state.clone(), door::admit))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(state.clone(), door::stamp))
        .with_state(state)
}

/// Answers that are worth it go out compressed. They hold no secret beside what a stranger could have put there, which is what would make
/// the length of a compressed answer tell something.
fn compression() -> CompressionLayer<impl Predicate> {
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(SizeAbove::new(1024))
}

async fn options() -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().insert(header::ALLOW, graphql::METHODS);
    response
}

async fn not_graphql() -> Response {
    wrong_method(graphql::METHODS, "Send queries with GET or POST, and mutations with POST.")
}

async fn only_get() -> Response {
    wrong_method(HeaderValue::from_static("GET, HEAD"), "Only GET is answered here.")
}

fn wrong_method(allow: HeaderValue, message: &str) -> Response {
    let mut response = answer::refusal(StatusCode::METHOD_NOT_ALLOWED, answer::BAD_USER_INPUT, message);
    response.headers_mut().insert(header::ALLOW, allow);
    response
}

async fn nothing_here() -> Response {
    answer::refusal(StatusCode::NOT_FOUND, answer::BAD_USER_INPUT, "There is nothing at this address. Queries go to /graphql.")
}

fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned()).or_else(|| panic.downcast_ref::<String>().cloned());
    tracing::error!(panic = text.unwrap_or_default(), "a request panicked");
    // The header `x-request-id` has the name.
    answer::internal(None)
}
