//! The door: gives each request its instant and its name, lets no address send too fast, and in a demo lets only loopback's names in.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use chrono::{DateTime, Utc};

use super::answer::{self, Fault};
use super::state::ServerState;
use super::token::bearer;
use crate::operation::request_id;
use crate::viewer::Viewer;

/// When a request came in, and what it is called.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The one instant of everything that it does.
    pub now: DateTime<Utc>,
    /// Its name in the log and in the header `x-request-id`.
    pub request_id: String,
}

impl Arrival {
    /// Reads the clock.
    pub fn at(state: &ServerState) -> Self {
        let now = state.clock.now();
        Self { now, request_id: request_id(now, &*state.randomness) }
    }
}

/// Who asks; told before anything else of the request is looked at.
pub fn viewer(state: &ServerState, arrival: &Arrival, headers: &HeaderMap) -> Result<Viewer, Fault> {
    bearer(headers).and_then(|token| state.keys.verify(token, arrival.now).ok()).ok_or_else(answer::unauthenticated)
}

/// Names the request, and writes on every answer what all of them carry.
pub async fn stamp(State(state): State<ServerState>, mut request: Request, next: Next) -> Response {
    let arrival = Arrival::at(&state);
    let id = HeaderValue::try_from(&arrival.request_id);
    request.extensions_mut().insert(arrival);

    let mut response = next.run(request).await;

    let headers = response.headers_mut();
    if let Ok(id) = id {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
    // All but the files of the explorer's bundle, whose names change with them.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Data is not a page: whoever opens it as one gets nothing that runs, and nobody may put it into a frame. The explorer's page has its
    // own policy.
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    headers.entry(header::REFERRER_POLICY).or_insert(HeaderValue::from_static("no-referrer"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin"));
    response
}

/// Lets a request in if its address may send another one, and tells every answer what is left. Before anything else of it is looked at.
pub async fn admit(State(state): State<ServerState>, request: Request, next: Next) -> Response {
    let now = request.extensions().get::<Arrival>().map_or_else(|| state.clock.now(), |arrival| arrival.now);
    let Some(spent) = state.addresses.spend(request.extensions(), request.headers(), now) else {
        return next.run(request).await;
    };
    let mut response = if spent.allowed {
        next.run(request).await
    } else {
        let message = "Too many requests come from this address. The header `Retry-After` says when to try again.";
        answer::refusal(StatusCode::TOO_MANY_REQUESTS, answer::RATE_LIMITED, message)
    };
    for (name, value) in &state.addresses.headers(&spent) {
        // The account's own may be there already: the fields are lists.
        response.headers_mut().append(name, value.clone());
    }
    response
}

/// Refuses names that are not loopback's own. A page elsewhere can have its name resolved to 127.0.0.1 and would then be
/// of the same origin as we are, but it can't change the name that its browser sends.
pub async fn loopback_only(State(state): State<ServerState>, request: Request, next: Next) -> Response {
    if state.demo.is_none() || asks_for_loopback(&request) {
        return next.run(request).await;
    }
    answer::refusal(
        StatusCode::MISDIRECTED_REQUEST,
        answer::FORBIDDEN,
        "This is a demo: it answers to the host names localhost, 127.0.0.1 and [::1] only.",
    )
}

fn asks_for_loopback(request: &Request) -> bool {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
    let target = request.uri().authority().is_none_or(|authority| is_loopback(authority.as_str()));
    target && host.to_str().is_ok_and(is_loopback)
}

/// Whether it is one of loopback's names, with or without a port.
pub fn is_loopback(authority: &str) -> bool {
    let lower = authority.to_ascii_lowercase();
    ["localhost", "127.0.0.1", "[::1]"].into_iter().filter_map(|name| lower.strip_prefix(name)).any(|rest| match rest.strip_prefix(':') {
        Some(port) => !port.is_empty() && port.len() <= 5 && port.bytes().all(|b| b.is_ascii_digit()),
        None => rest.is_empty(),
    })
}

#[cfg(test)]
mod tests {
    use super::is_loopback;

    #[test]
    fn loopback_has_three_names() {
        for name in ["localhost", "LOCALHOST", "localhost:8080", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:8080"] {
            assert!(is_loopback(name), "{name}");
        }
    }

    #[test]
    fn no_other_name_is_loopback() {
        for name in [
            "",
            ":8080",
            "localhost.",
            "localhost:",
            "localhost:80a",
            "localhost:123456",
            "localhost.evil.test",
            "evil.test",
            "127.0.0.1.evil.test",
            "127.0.0.2",
            "127.1",
            "0.0.0.0",
            "::1",
            "[::1",
            "[::1].evil.test",
            "user@localhost",
            "localhost@evil.test",
            " localhost",
        ] {
            assert!(!is_loopback(name), "{name}");
        }
    }
}
