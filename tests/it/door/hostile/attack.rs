//! One hostile request: what is sent as a body and what as an address.

use std::borrow::Cow;

use serde_json::{Value, json};

/// How it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Post,
    Get,
}

#[derive(Clone)]
enum Parts {
    /// A document, its variables as JSON text, and other members as JSON text.
    Question { document: Document, variables: Option<String>, rest: Vec<(&'static str, String)> },
    /// A body, and what is behind the question mark of an address.
    Raw { body: Vec<u8>, query: String },
}

/// A document; a deep one is written when it is needed, for all of them together are some hundred megabytes.
#[derive(Clone)]
pub enum Document {
    Text(String),
    Deep { before: &'static str, open: &'static str, middle: &'static str, close: &'static str, after: &'static str, levels: usize },
}

impl Document {
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => text.into(),
            Self::Deep { before, open, middle, close, after, levels } => {
                [*before, &open.repeat(*levels), middle, &close.repeat(*levels), after].concat().into()
            }
        }
    }
}

impl From<&str> for Document {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Document {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// One hostile request.
#[derive(Clone)]
pub struct Attack {
    /// Its kind, a slash and which of them it is.
    pub name: String,
    /// Whether nothing of it may be carried out.
    pub is_too_much: bool,
    parts: Parts,
}

impl Attack {
    /// A document that is to be refused.
    pub fn of(name: impl Into<String>, document: impl Into<Document>) -> Self {
        let parts = Parts::Question { document: document.into(), variables: None, rest: Vec::new() };
        Self { name: name.into(), is_too_much: true, parts }
    }

    /// A body and an address that are no proper request.
    pub fn raw(name: impl Into<String>, body: impl Into<Vec<u8>>, query: impl Into<String>) -> Self {
        Self { name: name.into(), is_too_much: true, parts: Parts::Raw { body: body.into(), query: query.into() } }
    }

    /// The same with variables, which are JSON if they are good.
    pub fn with(mut self, text: impl Into<String>) -> Self {
        if let Parts::Question { variables, .. } = &mut self.parts {
            *variables = Some(text.into());
        }
        self
    }

    /// The same with another member of the request, as JSON.
    pub fn and(mut self, name: &'static str, value: &Value) -> Self {
        if let Parts::Question { rest, .. } = &mut self.parts {
            rest.push((name, value.to_string()));
        }
        self
    }

    /// It may be carried out, or a part of it, if this is so: what matters then is what it costs.
    pub fn maybe(self, is_harmless: bool) -> Self {
        Self { is_too_much: !is_harmless, ..self }
    }

    /// Of which kind it is.
    pub fn kind(&self) -> String {
        self.name.split('/').next().unwrap().into()
    }

    /// The document, if it has one.
    pub fn document(&self) -> Option<Cow<'_, str>> {
        match &self.parts {
            Parts::Question { document, .. } => Some(document.text()),
            Parts::Raw { .. } => None,
        }
    }

    /// Whether it is as deep as it is long.
    pub fn is_deep(&self) -> bool {
        matches!(&self.parts, Parts::Question { document: Document::Deep { .. }, .. })
    }

    /// What is posted. Each time the document is another one by a blank, so that nobody knows it from before.
    pub fn body(&self, time: usize) -> Vec<u8> {
        match &self.parts {
            Parts::Question { document, variables, rest } => {
                let mut body = format!("{{\"query\":{}", json!(document.text() + " ".repeat(time).as_str()));
                let variables = variables.iter().map(|text| ("variables", text));
                for (name, value) in variables.chain(rest.iter().map(|(name, value)| (*name, value))) {
                    body += &format!(",\"{name}\":{value}");
                }
                (body + "}").into()
            }
            Parts::Raw { body, .. } => body.clone(),
        }
    }

    /// The address of a GET; none if it would be far too long.
    pub fn address(&self, time: usize) -> Option<String> {
        let query = match &self.parts {
            Parts::Question { document, variables, rest } => {
                let text = document.text();
                if text.len() + variables.as_ref().map_or(0, String::len) > 65_000 {
                    return None;
                }
                let mut query = format!("query={}{}", escaped(text.as_bytes()), "+".repeat(time));
                let variables = variables.iter().map(|text| ("variables", text.as_str()));
                for (name, value) in variables.chain(rest.iter().map(|(name, value)| (*name, value.trim_matches('"')))) {
                    query += &format!("&{name}={}", escaped(value.as_bytes()));
                }
                query
            }
            Parts::Raw { query, .. } => query.clone(),
        };
        Some(format!("/graphql?{query}"))
    }
}

/// Percent-encoded, all but letters and digits.
pub fn escaped(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| if byte.is_ascii_alphanumeric() { char::from(*byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
