//! Which pages may call: those of configured origins, in a demo loopback's. To others not one header says that we heard them.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::door::is_loopback;
use super::state::ServerState;

/// The headers that clients send: the two that we read, and what Apollo's write to have a browser ask first.
const SENT: &str = "authorization, content-type, apollo-require-preflight, graphql-require-preflight, x-apollo-operation-name, \
                    apollographql-client-name, apollographql-client-version";

/// Answers a browser's question, and marks the answers that a page may read. Nothing is refused here: who sends no origin is
/// no browser, and what a browser sends unasked lacks the token.
pub async fn share(State(state): State<ServerState>, request: Request, next: Next) -> Response {
    let origin = allowed(&state, request.headers());
    let asks = request.method() == Method::OPTIONS && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);

    let mut response = if asks { StatusCode::NO_CONTENT.into_response() } else { next.run(request).await };

    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = origin {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static("x-request-id, ratelimit-policy, ratelimit, retry-after"),
        );
        if asks {
            headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, HEAD, POST"));
            headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(SENT));
            headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
        }
    }
    response
}

fn allowed(state: &ServerState, headers: &HeaderMap) -> Option<HeaderValue> {
    let mut origins = headers.get_all(header::ORIGIN).iter();
    let (Some(value), None) = (origins.next(), origins.next()) else { return None };
    let origin = value.to_str().ok()?;
    let fits = match state.demo {
        Some(_) => origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://")).is_some_and(is_loopback),
        None => state.origins.iter().any(|known| known == origin),
    };
    fits.then(|| value.clone())
}
