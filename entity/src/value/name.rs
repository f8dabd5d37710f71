//! The name of a pool or a channel: one to 120 characters, kept as typed but for blanks around it.

use sea_orm::DeriveValueType;

use super::folded::{folded, is_deceptive, is_invisible};

/// The most characters (Unicode scalar values) in a name.
pub const NAME_MAX: usize = 120;

/// A name that a person reads. Two names are the same when they are equal after folding.
#[derive(Clone, Debug, PartialEq, Eq, Hash, DeriveValueType)]
pub struct Name(String);

/// What is wrong with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameFault {
    /// Nothing that can be seen.
    #[error("A name is needed.")]
    Missing,
    /// More than [`NAME_MAX`] characters.
    #[error("A name has at most 120 characters.")]
    TooLong,
    /// Control characters, or direction marks that are not closed.
    #[error("A name can't hold control characters or unpaired direction marks.")]
    NotAllowed,
}

impl Name {
    /// Reads a name, taking off blanks around it.
    pub fn parse(text: &str) -> Result<Self, NameFault> {
        let text = text.trim();
        match () {
            () if is_deceptive(text) => Err(NameFault::NotAllowed),
            () if is_invisible(text) => Err(NameFault::Missing),
            () if text.chars().count() > NAME_MAX => Err(NameFault::TooLong),
            () => Ok(Self(text.to_owned())),
        }
    }

    /// The text as typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which names are compared.
    pub fn folded(&self) -> String {
        folded(&self.0)
    }
}
