//! `GET /routes/{number}`: what the root field `route` answers, for a telephone switch that speaks plain HTTP and JSON.

use std::time::Duration;

use axum::Extension;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use entity::value::phone_number::PhoneNumber;
use serde::Serialize;

use super::answer::{self, BAD_USER_INPUT, FORBIDDEN, Fault, UNAVAILABLE};
use super::door::{self, Arrival};
use super::guard::turn;
use super::state::ServerState;
use crate::policy::{self, Permission};
use crate::rule::route::{Fate, Route};
use crate::store;
use crate::store::error::StoreError;

/// Answers one request. A number that is held or unknown has status 200 like any other: a switch must tell it from an address that is
/// wrong (404) and from a gateway that is down, where it goes on with what it knew.
pub async fn answer(
    State(state): State<ServerState>,
    Extension(arrival): Extension<Arrival>,
    number: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    match find(&state, &arrival, number.ok().map(|Path(text)| text), &headers).await {
        Ok(route) => told(&route, &headers),
        Err(fault) => fault.into(),
    }
}

async fn find(state: &ServerState, arrival: &Arrival, number: Option<String>, headers: &HeaderMap) -> Result<Route, Fault> {
    let viewer = door::viewer(state, arrival, headers)?;
    let scope = policy::check_switch(&viewer, Permission::Route)
        .map_err(|forbidden| Fault::new(StatusCode::FORBIDDEN, FORBIDDEN, forbidden.to_string()))?;
    let number = number.as_deref().map_or_else(|| Err("The number must be text in UTF-8.".into()), read);
    let number = number.map_err(|message| Fault::new(StatusCode::BAD_REQUEST, BAD_USER_INPUT, message))?;
    let _turn = state.turns.take().await.ok_or_else(turn::refusal)?;
    let patience = Duration::from_secs(state.limits.execution_seconds.into());
    match tokio::time::timeout(patience, store::route::find(scope, state.database.reader(), number)).await {
        Ok(Ok(route)) => Ok(route),
        Ok(Err(error)) => Err(failed(&error, &arrival.request_id)),
        Err(_) => {
            tracing::warn!(id = arrival.request_id, "a route took too long");
            Err(unavailable())
        }
    }
}

/// The plus is easily lost on the way into an address; nothing else is put right.
fn read(text: &str) -> Result<PhoneNumber, String> {
    let number = match text.strip_prefix('+') {
        Some(_) => PhoneNumber::parse(text),
        None => PhoneNumber::parse(&format!("+{text}")),
    };
    number.map_err(|fault| format!("The number {fault}; here the plus sign may be left out."))
}

/// The content of the root field `route`, under the same names.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Told<'a> {
    number: &'a str,
    status: &'a str,
    destination: Option<&'a str>,
    features: Option<Features<'a>>,
    fixed_number: Option<String>,
    revision: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Features<'a> {
    call_recording: bool,
    call_rating: bool,
    call_announce: bool,
    announcement: Option<&'a str>,
}

/// The answer, or only that it is still the one that the switch has. It is never compressed: then its tag is that of every byte of it.
fn told(route: &Route, headers: &HeaderMap) -> Response {
    let revision = route.revision();
    let (fixed_number, destination, features) = match &route.fate {
        Fate::Rings { id, destination, features } => (Some(id), Some(destination.as_str()), Some(features)),
        Fate::Held(id) => (Some(id), None, None),
        Fate::Unknown => (None, None, None),
    };
    let features = features.map(|of| Features {
        call_recording: of.call_recording,
        call_rating: of.call_rating,
        call_announce: of.call_announce,
        announcement: of.announcement.as_deref(),
    });
    let body = Told {
        number: route.number.as_str(),
        status: route.status().word(),
        destination,
        features,
        fixed_number: fixed_number.map(ToString::to_string),
        revision: &revision,
    };
    let tag = format!("\"{revision}\"");
    let mut response = match (is_known(&tag, headers), serde_json::to_string(&body)) {
        (true, _) => StatusCode::NOT_MODIFIED.into_response(),
        (false, Ok(text)) => answer::json(StatusCode::OK, text),
        (false, Err(_)) => return answer::internal(None),
    };
    // It may be kept, and must be asked for again before each use.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(tag) = HeaderValue::try_from(tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// Whether the switch has the answer with this tag (RFC 9110, 13.1.2): a mark of weakness, as a proxy may have put it, doesn't matter.
fn is_known(tag: &str, headers: &HeaderMap) -> bool {
    let named = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    named.flat_map(|value| value.split(',')).map(str::trim).any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}

/// Logged once, here, where it becomes an answer.
fn failed(error: &StoreError, request_id: &str) -> Fault {
    if error.is_unavailable() {
        tracing::warn!(id = request_id, error = error.chain(), "a route met a deadline");
        return unavailable();
    }
    tracing::error!(id = request_id, error = error.chain(), "a route could not be read");
    answer::fault_of_ours(Some(request_id))
}

fn unavailable() -> Fault {
    let fault = Fault::new(StatusCode::SERVICE_UNAVAILABLE, UNAVAILABLE, "The database is busy; please try again.");
    fault.under(header::RETRY_AFTER, HeaderValue::from_static("1"))
}
