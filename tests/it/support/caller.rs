//! Somebody who calls the gateway over HTTP, and the replies they get.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

/// Somebody with a token, or without.
#[derive(Clone)]
pub struct Caller {
    router: Router,
    pub token: Option<String>,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
    /// The body as it came.
    text: String,
}

impl Caller {
    pub fn new(router: Router, token: Option<String>) -> Self {
        Self { router, token }
    }

    /// Asks a document without variables.
    pub async fn ask(&self, query: &str) -> Reply {
        self.ask_with(query, json!({})).await
    }

    /// Asks a document with variables.
    pub async fn ask_with(&self, query: &str, variables: Value) -> Reply {
        let body = json!({"query": query, "variables": variables}).to_string();
        let mut request = Request::post("/graphql").header(header::CONTENT_TYPE, "application/json");
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// What the header `Authorization` says; for somebody with a token.
    pub fn bearer(&self) -> String {
        format!("Bearer {}", self.token.as_deref().unwrap())
    }

    /// Sends any request.
    pub async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let body = serde_json::from_slice(&bytes).unwrap_or_else(|_| Value::String(text.clone()));
        Reply { status: parts.status, headers: parts.headers, body, text }
    }
}

impl Reply {
    /// The body as it came, whose objects have an order.
    pub fn raw(&self) -> &str {
        &self.text
    }

    /// The data of an answer without errors.
    #[track_caller]
    pub fn data(&self) -> &Value {
        assert!(self.body.get("errors").is_none(), "{:#}", self.body);
        &self.body["data"]
    }

    /// The only root field's payload of a deed that was done.
    #[track_caller]
    pub fn good(&self) -> &Value {
        let payload = self.payload();
        assert_eq!(payload["userErrors"], json!([]), "{:#}", self.body);
        payload
    }

    /// The only root field's payload.
    #[track_caller]
    pub fn payload(&self) -> &Value {
        self.data().as_object().unwrap().values().next().unwrap()
    }

    /// What was wrong with an input, a line each: `CODE at path: message`, and what was suggested.
    #[track_caller]
    pub fn user_errors(&self) -> String {
        let errors = self.payload()["userErrors"].as_array().unwrap();
        let line = |error: &Value| {
            let path: Vec<_> = error["field"].as_array().unwrap().iter().map(|part| part.as_str().unwrap()).collect();
            let suggestion = error["suggestion"].as_str().map(|text| format!(" [{text}]")).unwrap_or_default();
            format!("{} at {}: {}{suggestion}", error["code"].as_str().unwrap(), path.join("."), error["message"].as_str().unwrap())
        };
        errors.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// The codes of the errors at top level.
    pub fn codes(&self) -> Vec<&str> {
        let errors = self.body["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
        errors.iter().map(|error| error["extensions"]["code"].as_str().unwrap_or("(none)")).collect()
    }
}
