//! From a question to the document that it asks to be run.

use std::sync::Arc;

use axum::http::StatusCode;

use super::answer::{BAD_USER_INPUT, FORBIDDEN, Fault, NOT_PERSISTED};
use super::guard::documents::{Checked, Refusal, digits, hash};
use super::question::Question;
use super::state::ServerState;

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        let status = match refusal {
            Refusal::TooMuch(too_much) => return too_much.into(),
            Refusal::Unreadable(_) => StatusCode::BAD_REQUEST,
            Refusal::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Refusal::NotChosen => return Self::new(StatusCode::FORBIDDEN, FORBIDDEN, refusal.sentence()),
        };
        Self::new(status, BAD_USER_INPUT, refusal.sentence())
    }
}

/// The document, read and checked; or why it is not run.
pub fn find(state: &ServerState, question: &Question) -> Result<Arc<Checked>, Fault> {
    let checked = known(state, question)?;
    if checked.introspects && !state.language.introspection {
        return Err(Fault::new(StatusCode::FORBIDDEN, FORBIDDEN, "The schema can't be asked for here."));
    }
    Ok(checked)
}

fn known(state: &ServerState, question: &Question) -> Result<Arc<Checked>, Fault> {
    let documents = &state.documents;
    match (&question.text, &question.id) {
        (Some(text), None) => documents.by_text(&state.schema, &state.limits, text).map_err(Fault::from),
        (Some(text), Some(id)) => {
            let id = id.strip_prefix("sha256:").unwrap_or(id);
            if !documents.is_closed() && digits(id) != Some(hash(text)) {
                let message = "The hash that came with the document is not the SHA-256 of its text, in hexadecimal digits.";
                return Err(Fault::new(StatusCode::BAD_REQUEST, BAD_USER_INPUT, message));
            }
            documents.by_text(&state.schema, &state.limits, text).map_err(Fault::from)
        }
        (None, Some(id)) => documents.by_id(id).ok_or_else(|| {
            if documents.is_closed() {
                return Refusal::NotChosen.into();
            }
            // The words are Apollo's: its clients send the text when they read them.
            Fault::new(StatusCode::NOT_FOUND, NOT_PERSISTED, "PersistedQueryNotFound")
        }),
        (None, None) => Err(Fault::new(StatusCode::UNPROCESSABLE_ENTITY, BAD_USER_INPUT, "The request has no `query`.")),
    }
}
