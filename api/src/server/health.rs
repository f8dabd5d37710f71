//! Whether the process lives, and whether it can serve. For the machine that runs it; needs no token.

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use sea_orm::DbErr;

use super::answer;
use super::state::ServerState;

/// Longer than this is no answer to a probe.
const PATIENCE: Duration = Duration::from_secs(2);

/// Alive: this never touches the database, whose troubles a restart would not heal.
pub async fn live() -> Response {
    answer::json(StatusCode::OK, r#"{"status":"live"}"#)
}

/// Ready: the database answers, and its tables are the ones that this program knows.
pub async fn ready(State(state): State<ServerState>) -> Response {
    let fault = match tokio::time::timeout(PATIENCE, is_current(&state)).await {
        Ok(Ok(true)) => return answer::json(StatusCode::OK, r#"{"status":"ready"}"#),
        Ok(Ok(false)) => "the database is not migrated to what this program knows".to_owned(),
        Ok(Err(error)) => error.to_string(),
        Err(_) => "the database does not answer in time".to_owned(),
    };
    tracing::warn!(error = fault, "not ready");
    answer::json(StatusCode::SERVICE_UNAVAILABLE, r#"{"status":"unavailable"}"#)
}

async fn is_current(state: &ServerState) -> Result<bool, DbErr> {
    state.database.reader().ping().await?;
    migration::is_current(state.database.reader()).await
}
