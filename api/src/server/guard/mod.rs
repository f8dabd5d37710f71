//! What a request may be and cost: before its document is parsed, before it runs, and for the one who sent it. Each guard reads its
//! limits from [`Limits`](crate::config::limits::Limits) and has no other.

pub mod lexer;

/// Why a document is refused: which limit, and a plain sentence. Its code is `LIMIT_EXCEEDED`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooMuch {
    /// The limit's name, as [`Limit::name`](crate::config::limits::Limit) has it.
    pub limit: &'static str,
    /// What is too much, what is allowed, and where it is if there is one place.
    pub message: String,
}
