//! What was carried out, as an answer: its status, its media type, and no more than may go out.

use std::io::{self, Write};

use async_graphql::{Response as Outcome, ServerError, Value};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::accept::Media;
use super::answer::{self, LIMIT_EXCEEDED};
use crate::config::limits::Limits;

/// Both data and errors: the number that GraphQL over HTTP has given it.
const PARTIAL_SUCCESS: u16 = 294;

/// What is sent. There is no `data` where nothing was executed.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [ServerError],
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
    extensions: &'a Extensions<'a>,
}

/// What stands beside data and errors.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Extensions<'a> {
    /// What the request cost.
    pub cost: &'a serde_json::Value,
    /// How many errors were left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errors_left_out: Option<usize>,
}

/// Tells what came of a request.
pub fn reply(mut outcome: Outcome, media: Media, cost: &serde_json::Value, limits: &Limits, request_id: &str) -> Response {
    let most = limits.errors as usize;
    let errors_left_out = outcome.errors.len().checked_sub(most).filter(|rest| *rest > 0);
    outcome.errors.truncate(most);
    outcome.errors.iter_mut().for_each(|error| cut(&mut error.message, limits.error_characters as usize));
    let executed = was_executed(&outcome);
    let partial = match media {
        Media::GraphQl => StatusCode::from_u16(PARTIAL_SUCCESS).unwrap_or(StatusCode::OK),
        Media::Json => StatusCode::OK,
    };
    let status = match (executed, outcome.errors.is_empty()) {
        (false, _) => StatusCode::UNPROCESSABLE_ENTITY,
        (true, false) => partial,
        (true, true) => StatusCode::OK,
    };
    let media = if executed { media } else { Media::GraphQl };
    let extensions = Extensions { cost, errors_left_out };
    let told = Told { errors: &outcome.errors, data: executed.then_some(&outcome.data), extensions: &extensions };

    let mut text = Bounded { text: Vec::with_capacity(1024), most: limits.response_bytes as usize };
    match serde_json::to_writer(&mut text, &told) {
        Ok(()) => answer::told(status, media, text.text),
        Err(error) if error.is_io() => {
            let message = format!(
                "The answer is larger than the {} bytes that are allowed. Ask for less at once. A mutation in it has been carried out.",
                limits.response_bytes
            );
            let body = serde_json::json!({
                "errors": [{ "message": message, "extensions": { "code": LIMIT_EXCEEDED, "limit": "responseBytes" } }],
                "data": null, "extensions": { "cost": cost },
            });
            answer::told(partial, media, body.to_string())
        }
        Err(error) => {
            tracing::error!(id = request_id, error = error.to_string(), "an answer could not be written");
            answer::internal(Some(request_id))
        }
    }
}

/// Whether a request got as far as being executed: then its errors have paths.
pub fn was_executed(outcome: &Outcome) -> bool {
    outcome.errors.is_empty() || outcome.errors.iter().any(|error| !error.path.is_empty())
}

fn cut(message: &mut String, most: usize) {
    if let Some((at, _)) = message.char_indices().nth(most) {
        message.truncate(at);
        message.push('…');
    }
}

/// Text that does not grow beyond a size.
struct Bounded {
    text: Vec<u8>,
    most: usize,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.text.len() + bytes.len() > self.most {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
