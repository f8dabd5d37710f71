//! What a person reads when the gateway has started: where it is, and how to try it.

use std::net::SocketAddr;

use chrono::{DateTime, Utc};

use crate::server::explorer::asset::BUNDLE;

/// What a demo adds.
pub struct Pass {
    /// The account's name.
    pub account: String,
    /// A token of it.
    pub token: String,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// The text of a start.
pub fn text(address: SocketAddr, database: &str, demo: bool, pass: Option<&Pass>) -> String {
    let kind = if demo { " (demo)" } else { "" };
    let source = if BUNDLE.is_empty() { "from a public CDN: needs internet; api/explorer/build builds it in" } else { "built in" };
    let mut text = format!(
        "\nDialgate is ready{kind}.\n\n  Explorer  http://{address}/  ({source})\n  GraphQL   http://{address}/graphql\n  Health    http://{address}/health/ready\n  Database  {database}\n"
    );
    match pass {
        Some(Pass { account, token, expires_at }) => {
            let until = expires_at.format("%Y-%m-%d %H:%M UTC");
            text.push_str(&format!("\nA token for {account}, every scope, good until {until}:\n\n{token}\n\n"));
            text.push_str(&format!("Try it:\n\n{}\n", curl(address, token)));
        }
        None if demo => text.push_str("\nThis database holds no demo account. For a token: dialgate token --account NAME --all-scopes\n"),
        None => {}
    }
    text.push_str("\nStop it with Ctrl-C.\n\n");
    text
}

fn curl(address: SocketAddr, token: &str) -> String {
    let body = r#"{"query":"{ account { name } fixedNumbers(first: 3) { nodes { id number } } }"}"#;
    format!("curl -s http://{address}/graphql -H 'Authorization: Bearer {token}' -H 'Content-Type: application/json' -d '{body}'")
}
