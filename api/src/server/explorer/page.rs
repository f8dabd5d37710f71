//! The page at `/`: from the bundle when there is one, else from a CDN; in a demo with a token in it.

use axum::Extension;
use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};
use entity::id::AccountId;

use super::asset::{Asset, BUNDLE};
use super::cdn::{HOST, SCRIPTS, STYLE};
use crate::server::answer;
use crate::server::door::Arrival;
use crate::server::state::ServerState;
use crate::viewer::{Principal, Scope, Viewer};

/// For how long a demo's token is good.
pub const DEMO_TTL: TimeDelta = TimeDelta::hours(12);

/// Who a demo's token stands for: somebody of the account who may do everything.
pub fn demo_viewer(account: AccountId, now: DateTime<Utc>) -> Viewer {
    Viewer { subject: "demo".into(), principal: Principal::Account(account), scopes: Scope::ALL.to_vec(), expires_at: now + DEMO_TTL }
}

/// A page, and what a browser may do on it.
#[derive(Clone, Debug)]
pub struct Page {
    /// The document.
    pub html: String,
    /// The Content-Security-Policy.
    pub policy: String,
}

/// Shows the page. Its token is fresh each time, so that a page loaded tomorrow works too.
pub async fn page(State(state): State<ServerState>, Extension(arrival): Extension<Arrival>) -> Response {
    let account = state.demo.and_then(|demo| demo.account);
    let token = account.map(|account| state.keys.mint(&demo_viewer(account, arrival.now), arrival.now, &*state.randomness)).transpose();
    let metas = match token {
        // No sign of either has a meaning in HTML.
        Ok(token) => account.zip(token).map(|(account, token)| meta("account", &account.to_string()) + &meta("token", &token)),
        Err(error) => {
            tracing::error!(id = arrival.request_id, error = error.to_string(), "no token for the explorer");
            return answer::internal(Some(&arrival.request_id));
        }
    };
    let Page { html, policy } = compose(BUNDLE, metas.as_deref().unwrap_or_default());
    ([(header::CONTENT_SECURITY_POLICY, policy.as_str()), (header::REFERRER_POLICY, "no-referrer")], Html(html)).into_response()
}

fn meta(name: &str, content: &str) -> String {
    format!("<meta name=\"dialgate-{name}\" content=\"{content}\">\n")
}

/// The page over these files, with these lines in its head.
pub fn compose(bundle: &[Asset], metas: &str) -> Page {
    let name = |start: &str, end: &str| bundle.iter().map(|asset| asset.name).find(|name| name.starts_with(start) && name.ends_with(end));
    match (name("main-", ".js"), name("main-", ".css")) {
        (Some(script), Some(style)) => bundled(script, style, name("licences-", ".txt").unwrap_or_default(), metas),
        _ => from_cdn(metas),
    }
}

fn bundled(script: &str, style: &str, licences: &str, metas: &str) -> Page {
    let head = format!(
        "{metas}<link rel=\"license\" href=\"/explorer/{licences}\">\n<link rel=\"stylesheet\" href=\"/explorer/{style}\">\n\
         <script type=\"module\" src=\"/explorer/{script}\"></script>\n"
    );
    Page { html: document(&head, include_str!("bundled.html")), policy: policy("", "", "worker-src 'self'; ") }
}

fn from_cdn(metas: &str) -> Page {
    let scripts: String = SCRIPTS.iter().map(|script| format!("<script defer {}></script>\n", script.pinned("src"))).collect();
    let head = format!(
        "{metas}<link rel=\"stylesheet\" {}>\n<link rel=\"stylesheet\" href=\"/explorer/style.css\">\n{scripts}\
         <script type=\"module\" src=\"/explorer/fallback.js\"></script>\n",
        STYLE.pinned("href")
    );
    let addresses: String = SCRIPTS.iter().map(|script| format!(" {}", script.address())).collect();
    Page {
        html: document(&head, &include_str!("cdn.html").replace("HOST", HOST)),
        policy: policy(&addresses, &format!(" {}", STYLE.address()), ""),
    }
}

fn document(head: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Dialgate explorer</title>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<link rel=\"icon\" href=\"{ICON}\">\n{head}</head>\n\
         <body>\n<div id=\"explorer\">\n{body}</div>\n</body>\n</html>\n"
    )
}

/// A ring, so that no browser asks for a file.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' r='5.5' \
                    fill='none' stroke='%23d60590' stroke-width='3'/%3E%3C/svg%3E";

/// Nothing but what is named. Styles are the one thing that may stand in the page: the editor places each line of text by a `style` of
/// its own and writes its colours into a `<style>`. Scripts may not, and no other page may frame this one, which can hold a token.
fn policy(scripts: &str, styles: &str, more: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self'{scripts}; style-src 'self' 'unsafe-inline'{styles}; img-src 'self' data:; font-src 'self' data:; \
         connect-src 'self'; {more}base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}
