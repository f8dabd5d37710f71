//! The examples that the page lays out as tabs: their documents, and their variables with marks where ids belong. They are files of
//! their own in `api/explorer/src/examples`, so that tests run each of them as it is shown.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use crate::server::answer;

/// One example.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The document, with comments for its reader.
    pub query: &'static str,
    /// The variables, in JSON.
    pub variables: &'static str,
}

/// Asks for what the marks stand for.
pub const IDS: &str = include_str!("../../../explorer/src/ids.graphql");

macro_rules! example {
    ($name:literal) => {
        Example {
            query: include_str!(concat!("../../../explorer/src/examples/", $name, ".graphql")),
            variables: include_str!(concat!("../../../explorer/src/examples/", $name, ".json")),
        }
    };
}

/// All, in the order of the tabs.
pub const EXAMPLES: &[Example] = &[
    example!("numbers"),
    example!("order_simple"),
    example!("order_advanced"),
    example!("refusal"),
    example!("reroute_pool"),
    example!("delete_and_restore"),
];

/// Answers with all of them, for the page.
pub async fn answer() -> Response {
    let examples: Vec<_> = EXAMPLES.iter().map(|one| json!({ "query": one.query, "variables": one.variables })).collect();
    answer::json(StatusCode::OK, json!({ "ids": IDS, "examples": examples }).to_string())
}
