//! What an order would say of a destination. Writes nothing.

use super::fault::Fault;
use super::routing;
use super::warning::Warning;
use crate::operation::Operation;
use crate::policy::{Forbidden, Permission};
use crate::rule::destination::Reading;
use crate::store::error::StoreError;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Not with this token.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Not now.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What was found.
#[derive(Debug)]
pub struct Checked {
    /// How the text was read.
    pub reading: Reading,
    /// All that is wrong.
    pub faults: Vec<Fault>,
    /// What is worth knowing.
    pub warnings: Vec<Warning>,
}

/// Reads a text as an order would.
pub async fn run(op: &Operation, text: &str) -> Result<Checked, Error> {
    let scope = op.require(Permission::DestinationCheck)?;
    let (reading, faults) = routing::check(scope, op.database.reader(), text, "number").await?;
    let warnings = if faults.is_empty() { reading.warnings.iter().copied().map(Warning::from).collect() } else { Vec::new() };
    Ok(Checked { reading, faults, warnings })
}
