//! What a caller should know of a deed that was done all the same.

use serde::{Deserialize, Serialize};

use crate::rule::destination;

/// Something worth knowing. Stored with outcomes, so the names are never taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Warning {
    /// Callers may pay more.
    BusinessRateDestination,
    /// Call charges are higher than to a geographic number.
    FreephoneDestination,
    /// Possible, but in no range that is known to be in use.
    NumberNotRecognised,
    /// The new channel has no publisher.
    PublisherCleared,
    /// Its conditions exclude each other.
    GoalNeverMet,
}

impl Warning {
    /// A plain sentence.
    pub fn message(self) -> &'static str {
        match self {
            Self::BusinessRateDestination => {
                "Calls to this destination are charged at a business rate. A geographic number keeps call charges down."
            }
            Self::FreephoneDestination => {
                "You pay for calls to a freephone destination at its rate. A geographic number keeps call charges down."
            }
            Self::NumberNotRecognised => {
                "This destination has the length of a telephone number, but lies in no range that is known to be in use. Please check it."
            }
            Self::PublisherCleared => "The publisher was removed, since the new channel is not paid search.",
            Self::GoalNeverMet => "No call can meet this goal: a call that isn't answered has no talk time.",
        }
    }
}

impl From<destination::Warning> for Warning {
    fn from(warning: destination::Warning) -> Self {
        match warning {
            destination::Warning::BusinessRateDestination => Self::BusinessRateDestination,
            destination::Warning::FreephoneDestination => Self::FreephoneDestination,
            destination::Warning::NumberNotRecognised => Self::NumberNotRecognised,
        }
    }
}
