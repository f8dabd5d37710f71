//! The other door: errors at top level, with a stable code. What is not the caller's fault says nothing but that.

use std::sync::Arc;

use async_graphql::{Error, ErrorExtensions};

use crate::policy::Forbidden;
use crate::store::error::StoreError;

/// Why a field has no value. Not an error type on purpose: it is an answer.
#[derive(Clone, Debug)]
pub enum Failure {
    /// A missing scope, or the wrong kind of token.
    Forbidden(Forbidden),
    /// An argument that no type could catch.
    BadUserInput(String),
    /// Ours; told apart by whether trying again may help.
    Store(Arc<StoreError>),
}

impl From<Forbidden> for Failure {
    fn from(forbidden: Forbidden) -> Self {
        Self::Forbidden(forbidden)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(Arc::new(error))
    }
}

impl From<Arc<StoreError>> for Failure {
    fn from(error: Arc<StoreError>) -> Self {
        Self::Store(error)
    }
}

/// The code of a failure of ours.
pub const INTERNAL: &str = "INTERNAL";
/// The code of everything that the caller's own text is to blame for.
pub const BAD_USER_INPUT: &str = "BAD_USER_INPUT";

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        let (code, message) = match failure {
            Failure::Forbidden(forbidden) => {
                let scope = match forbidden {
                    Forbidden::Scope(scope) | Forbidden::Switch(scope) => Some(scope.word()),
                    // No scope would help.
                    Forbidden::Account => None,
                };
                return Error::new(forbidden.to_string()).extend_with(|_, extensions| {
                    extensions.set("code", "FORBIDDEN");
                    if let Some(scope) = scope {
                        extensions.set("scope", scope);
                    }
                });
            }
            Failure::BadUserInput(message) => (BAD_USER_INPUT, message),
            Failure::Store(error) => {
                // Logged once, here, where it becomes an answer; the span carries the request's id.
                let chain = error.chain();
                if error.is_unavailable() {
                    tracing::warn!(error = chain, "a request met a deadline");
                    ("UNAVAILABLE", "The database is busy. Nothing was written; please try again.".to_owned())
                } else {
                    tracing::error!(error = chain, "a request failed");
                    (INTERNAL, "Something went wrong on our side.".to_owned())
                }
            }
        };
        Error::new(message).extend_with(|_, extensions| extensions.set("code", code))
    }
}
