//! Why a document is refused before it is run.

/// A limit that was passed, and a plain sentence. Its code is `LIMIT_EXCEEDED`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooMuch {
    /// The limit's name, as [`Limit::name`](crate::config::limits::Limit) has it.
    pub limit: &'static str,
    /// What is too much, what is allowed, and where it is if there is one place.
    pub message: String,
}
