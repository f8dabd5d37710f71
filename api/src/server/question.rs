//! What a request asks, read from a body or from an address, by the specification GraphQL over HTTP.

use std::time::Duration;

use async_graphql::Variables;
use axum::body::Body;
use axum::http::{HeaderMap, StatusCode, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::error::Category;
use tokio::time::timeout;

use super::answer::{BAD_USER_INPUT, Fault, LIMIT_EXCEEDED};
use crate::config::limits::Limits;

/// What a request asks.
#[derive(Debug, Default)]
pub struct Question {
    /// The text of a document.
    pub text: Option<String>,
    /// The id of one that is known here; with a text, the hash that it is to be known by from now on.
    pub id: Option<String>,
    /// Which of its operations.
    pub operation_name: Option<String>,
    /// Its variables.
    pub variables: Variables,
}

/// The parameters as JSON has them. Others are not looked at.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parameters {
    query: Option<String>,
    document_id: Option<String>,
    operation_name: Option<String>,
    variables: Option<Variables>,
    extensions: Option<Extensions>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Extensions {
    persisted_query: Option<PersistedQuery>,
}

/// Apollo's way to name a document by the hash of its text.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PersistedQuery {
    version: u8,
    sha256_hash: String,
}

impl Parameters {
    fn question(self) -> Result<Question, Fault> {
        let persisted = self.extensions.and_then(|extensions| extensions.persisted_query);
        if persisted.as_ref().is_some_and(|one| one.version != 1) {
            return Err(malformed("extensions.persistedQuery.version must be 1."));
        }
        let id = persisted.map(|one| one.sha256_hash).or(self.document_id).filter(|id| !id.is_empty());
        let text = self.query.filter(|text| !text.is_empty());
        if text.is_none() && id.is_none() {
            return Err(malformed("The request has no `query`: the text of a GraphQL document."));
        }
        let operation_name = self.operation_name.filter(|name| !name.is_empty());
        Ok(Question { text, id, operation_name, variables: self.variables.unwrap_or_default() })
    }
}

fn malformed(message: impl Into<String>) -> Fault {
    Fault::new(StatusCode::UNPROCESSABLE_ENTITY, BAD_USER_INPUT, message)
}

/// Reads the query component of an address.
pub fn from_address(query: &str) -> Result<Question, Fault> {
    let mut parameters = Parameters { query: None, document_id: None, operation_name: None, variables: None, extensions: None };
    let mut seen = Vec::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let known = ["query", "documentId", "operationName", "variables", "extensions"].into_iter().find(|known| *known == name);
        let Some(known) = known.filter(|_| !value.is_empty()) else { continue };
        if seen.contains(&known) {
            return Err(malformed(format!("The parameter {known} is there twice.")));
        }
        seen.push(known);
        // What is not UTF-8 has been replaced by this sign.
        if value.contains('\u{FFFD}') && !query.to_ascii_uppercase().contains("%EF%BF%BD") {
            return Err(Fault::new(StatusCode::BAD_REQUEST, BAD_USER_INPUT, format!("The parameter {known} is not in UTF-8.")));
        }
        match known {
            "query" => parameters.query = Some(value.into_owned()),
            "documentId" => parameters.document_id = Some(value.into_owned()),
            "operationName" => parameters.operation_name = Some(value.into_owned()),
            "variables" => parameters.variables = json(value.as_bytes(), "The parameter variables")?,
            _ => parameters.extensions = json(value.as_bytes(), "The parameter extensions")?,
        }
    }
    parameters.question()
}

/// Reads a body.
pub async fn from_body(headers: &HeaderMap, body: Body, allowed: u32, limits: &Limits) -> Result<Question, Fault> {
    let too_large = || {
        let message = format!("The body is larger than the {allowed} bytes that this token may send.");
        Fault::new(StatusCode::PAYLOAD_TOO_LARGE, LIMIT_EXCEEDED, message)
    };
    if announced(headers).is_some_and(|length| length > u64::from(allowed)) {
        return Err(too_large());
    }
    let patience = Duration::from_secs(limits.body_seconds.into());
    let body = match timeout(patience, Limited::new(body, allowed as usize).collect()).await {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(error)) if error.is::<LengthLimitError>() => return Err(too_large()),
        Ok(Err(_)) => return Err(Fault::new(StatusCode::BAD_REQUEST, BAD_USER_INPUT, "The body broke off.")),
        Err(_) => return Err(Fault::new(StatusCode::REQUEST_TIMEOUT, LIMIT_EXCEEDED, "The body took too long to arrive.")),
    };
    let object = body.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{');
    if !object {
        // A list would be read as the parameters in their order.
        let _: IgnoredAny = json(&body, "The body")?;
        return Err(malformed("The body must be one JSON object with a `query`; a list of them is not answered."));
    }
    json::<Parameters>(&body, "The body")?.question()
}

/// Reads what a caller is still sending before it is told that it was for nothing: who meets a closed connection while sending never reads
/// the answer. No more than a body of the smallest kind, and no longer than any.
pub async fn drain(body: Body, limits: &Limits) {
    let patience = Duration::from_secs(limits.body_seconds.into());
    let _ = timeout(patience, Limited::new(body, limits.body_bytes as usize).collect()).await;
}

/// Reads JSON; tells apart what is none and what is of another shape.
fn json<T: DeserializeOwned>(text: &[u8], what: &str) -> Result<T, Fault> {
    serde_json::from_slice(text).map_err(|error| match error.classify() {
        Category::Data => malformed(format!(
            "{what} must be JSON of this shape: `query`, `documentId` and `operationName` are texts, `variables` and `extensions` are objects, \
             each at most once."
        )),
        _ => {
            let at = format!("line {}, column {}", error.line(), error.column());
            Fault::new(StatusCode::BAD_REQUEST, BAD_USER_INPUT, format!("{what} can't be read as JSON, from {at} on."))
        }
    })
}

/// Whether a body says that it is JSON, in UTF-8 and uncompressed.
pub fn is_json(headers: &HeaderMap) -> bool {
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

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
