//! Inputs that several verbs share.

use async_graphql::{ID, InputObject, MaybeUndefined, OneofObject};

use crate::action::pool_text::PoolText;
use crate::action::routing::DestinationText;
use crate::graphql::scalar::choice::Publisher;
use crate::rule::label::LabelText;

/// A label: what reports show for the number. Exactly one of the two kinds.
#[derive(OneofObject)]
pub enum NumberLabelInput {
    /// Simple mode: a unique description.
    Simple(SimpleLabelInput),
    /// Advanced mode: publisher, campaign and keyword.
    Advanced(AdvancedLabelInput),
}

/// A label in Simple mode.
#[derive(InputObject)]
pub struct SimpleLabelInput {
    /// What reports shall show: 1 to 120 characters, unique among the account's active numbers without regard to case. Blanks around
    /// it are taken off.
    description: String,
}

/// A label in Advanced mode. On a paid-search channel a publisher is required; on any other it is refused, and a campaign is required.
#[derive(InputObject)]
pub struct AdvancedLabelInput {
    /// The network on which the advertisement runs; only for paid-search channels.
    publisher: Option<Publisher>,
    /// The campaign, 1 to 255 characters, kept byte for byte.
    campaign: Option<String>,
    /// The keyword, 1 to 255 characters, kept byte for byte.
    keyword: Option<String>,
}

/// Where calls shall ring. Exactly one of the three.
#[derive(OneofObject)]
pub enum DestinationInput {
    /// Must be true: follow the pool's default destination, also after that changes. This is what we advise.
    Default(bool),
    /// A telephone number in E.164 form. The account's destination with this number is used, or made.
    Number(String),
    /// The id of a destination of the account.
    Id(ID),
}

/// Where calls to a pool shall ring. Exactly one of the two.
#[derive(OneofObject)]
pub enum PoolDestinationInput {
    /// A telephone number in E.164 form. The account's destination with this number is used, or made.
    Number(String),
    /// The id of a destination of the account.
    Id(ID),
}

/// What the switch shall do on calls to a pool's numbers. What is left out stays as it is.
#[derive(Default, InputObject)]
pub struct PoolFeaturesInput {
    /// Whether calls shall be recorded.
    call_recording: Option<bool>,
    /// Whether the person who answers shall be asked to rate the call.
    call_rating: Option<bool>,
    /// Whether the announcement shall be played to the person who answers.
    call_announce: Option<bool>,
    /// What shall be announced, at most 500 characters; null clears it.
    announcement: MaybeUndefined<String>,
}

/// The texts and features of a pool.
pub fn pool_text(name: Option<String>, reference: Option<Option<String>>, features: Option<PoolFeaturesInput>) -> PoolText {
    let features = features.unwrap_or_default();
    PoolText {
        name,
        reference,
        call_recording: features.call_recording,
        call_rating: features.call_rating,
        call_announce: features.call_announce,
        announcement: maybe(features.announcement),
    }
}

/// Left out, cleared, or given.
pub fn maybe<T>(given: MaybeUndefined<T>) -> Option<Option<T>> {
    match given {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(value) => Some(Some(value)),
    }
}

impl From<NumberLabelInput> for LabelText {
    fn from(input: NumberLabelInput) -> Self {
        match input {
            NumberLabelInput::Simple(label) => Self::Simple { description: label.description },
            NumberLabelInput::Advanced(label) => {
                Self::Advanced { publisher: label.publisher.map(Into::into), campaign: label.campaign, keyword: label.keyword }
            }
        }
    }
}

impl From<DestinationInput> for DestinationText {
    fn from(input: DestinationInput) -> Self {
        match input {
            DestinationInput::Default(yes) => Self::Default(yes),
            DestinationInput::Number(text) => Self::Number(text),
            DestinationInput::Id(id) => Self::Id(id.0),
        }
    }
}

impl From<PoolDestinationInput> for DestinationText {
    fn from(input: PoolDestinationInput) -> Self {
        match input {
            PoolDestinationInput::Number(text) => Self::Number(text),
            PoolDestinationInput::Id(id) => Self::Id(id.0),
        }
    }
}
