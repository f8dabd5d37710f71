//! The explorer: a page in which a person tries queries. In a demo it brings a token along.

use async_graphql::http::GraphiQLSource;
use axum::Extension;
use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};
use entity::id::AccountId;

use super::answer;
use super::door::Arrival;
use super::state::ServerState;
use crate::viewer::{Principal, Scope, Viewer};

/// For how long a demo's token is good.
pub const DEMO_TTL: TimeDelta = TimeDelta::hours(12);

/// Who a demo's token stands for: somebody of the account who may do everything.
pub fn demo_viewer(account: AccountId, now: DateTime<Utc>) -> Viewer {
    Viewer { subject: "demo".into(), principal: Principal::Account(account), scopes: Scope::ALL.to_vec(), expires_at: now + DEMO_TTL }
}

/// Shows the page. Its token is fresh each time, so that a page loaded tomorrow works too.
pub async fn page(State(state): State<ServerState>, Extension(arrival): Extension<Arrival>) -> Response {
    let account = state.demo.and_then(|demo| demo.account);
    let token = account.map(|account| state.keys.mint(&demo_viewer(account, arrival.now), arrival.now, &*state.randomness)).transpose();
    let bearer = match token {
        Ok(token) => token.map(|token| format!("Bearer {token}")),
        Err(error) => {
            tracing::error!(id = arrival.request_id, error = error.to_string(), "no token for the explorer");
            return answer::internal(Some(&arrival.request_id));
        }
    };
    let source = GraphiQLSource::build().endpoint("/graphql").title("Dialgate");
    let html = match &bearer {
        Some(bearer) => source.header("Authorization", bearer).finish(),
        None => source.finish(),
    };
    // The page holds a token, so no other page may frame it.
    ([(header::CONTENT_SECURITY_POLICY, "frame-ancestors 'none'"), (header::REFERRER_POLICY, "no-referrer")], Html(html)).into_response()
}
