//! What can go wrong in the database, told apart by what to do next: try again at once, tell the caller to, or give up.

use sea_orm::sqlx;
use sea_orm::{DbErr, RuntimeErr};

/// A statement that did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database said no.
    #[error("the database failed")]
    Database(#[from] DbErr),
    /// Another write has taken what this one had picked. Nothing of this one remains.
    #[error("another write came first")]
    Contended,
    /// A row that breaks a rule of ours, or an outcome that can't be read.
    #[error("{0}")]
    Broken(String),
    /// The task that did the work has panicked.
    #[error("the task of a write ended early")]
    Lost(#[source] tokio::task::JoinError),
}

/// A unique constraint by its name. SQLite reports its columns instead, so both are said.
pub struct Constraint {
    name: &'static str,
    columns: &'static str,
}

/// No two active numbers of an account have the same description.
pub const FIXED_NUMBER_DESCRIPTION: Constraint =
    Constraint { name: "fixed_number_description_key", columns: "fixed_number.account_id, fixed_number.description_folded" };
/// No two numbers that are not released are the same.
pub const FIXED_NUMBER_NUMBER: Constraint = Constraint { name: "fixed_number_number_key", columns: "fixed_number.number" };
/// No two number types have the same title.
pub const NUMBER_TYPE_TITLE: Constraint = Constraint { name: "number_type_title_key", columns: "number_type.title" };
/// No two channels in use have the same name.
pub const CHANNEL_NAME: Constraint = Constraint { name: "channel_name_key", columns: "channel.account_id, channel.name_folded" };
/// No two goals in use have the same name.
pub const GOAL_NAME: Constraint = Constraint { name: "goal_name_key", columns: "goal.account_id, goal.name_folded" };
/// No two pools in use have the same name.
pub const POOL_NAME: Constraint = Constraint { name: "pool_name_key", columns: "pool.account_id, pool.name_folded" };

/// No two destinations in use of an account have the same number.
pub const DESTINATION_NUMBER: Constraint =
    Constraint { name: "destination_number_key", columns: "destination.account_id, destination.number" };

impl StoreError {
    /// All that went wrong, from the outside in: for the log, where the failure becomes an answer.
    pub fn chain(&self) -> String {
        let mut text = self.to_string();
        let mut source = std::error::Error::source(self);
        while let Some(cause) = source {
            text.push_str(": ");
            text.push_str(&cause.to_string());
            source = cause.source();
        }
        text
    }

    fn driver(&self) -> Option<&sqlx::Error> {
        match self {
            Self::Database(
                DbErr::Exec(RuntimeErr::SqlxError(error))
                | DbErr::Query(RuntimeErr::SqlxError(error))
                | DbErr::Conn(RuntimeErr::SqlxError(error)),
            ) => Some(error),
            _ => None,
        }
    }

    fn code(&self) -> Option<std::borrow::Cow<'_, str>> {
        self.driver()?.as_database_error()?.code()
    }

    /// Whether the whole transaction may be run again at once: the engine gave up on it, and nothing of it remains.
    ///
    /// Serialization failure and deadlock of PostgreSQL; a snapshot that SQLite could not turn into a write; a number that another
    /// order has taken between our look and our write.
    pub fn is_retryable(&self) -> bool {
        let code = self.code();
        matches!(code.as_deref(), Some("40001" | "40P01" | "517")) || matches!(self, Self::Contended) || self.violates(&FIXED_NUMBER_NUMBER)
    }

    /// Whether the caller may try again later: a deadline passed, or there was no connection.
    pub fn is_unavailable(&self) -> bool {
        if matches!(self, Self::Database(DbErr::ConnectionAcquire(_) | DbErr::Conn(_))) || self.is_retryable() {
            return true;
        }
        // Lock and statement deadlines, shutdown, too many connections of PostgreSQL; busy and locked of SQLite.
        let known = |code: &str| matches!(code, "55P03" | "57014" | "57P01" | "57P02" | "57P03" | "25P03" | "53300" | "5" | "6" | "261");
        self.code().as_deref().is_some_and(known)
            || matches!(self.driver(), Some(sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_)))
    }

    /// Whether it is this constraint that refused.
    pub fn violates(&self, constraint: &Constraint) -> bool {
        let Some(error) = self.driver().and_then(sqlx::Error::as_database_error) else { return false };
        match error.constraint() {
            Some(name) => name == constraint.name,
            None => error.message().ends_with(&format!("UNIQUE constraint failed: {}", constraint.columns)),
        }
    }
}
