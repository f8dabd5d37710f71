//! `DestinationCheck`: what an order would say of a destination.

use async_graphql::{Enum, SimpleObject};

use crate::action::destination_check::Checked;
use crate::action::fault::FaultCode;
use crate::graphql::scalar::choice::DestinationKind;
use crate::graphql::scalar::phone_number::E164;
use crate::graphql::user_error::{Warning, warn};

/// What an order would say of a destination.
#[derive(SimpleObject)]
pub struct DestinationCheck {
    /// The number, when the text is one in E.164 form.
    number: Option<E164>,
    /// What kind of number it is, when the text is one in E.164 form.
    kind: Option<DestinationKind>,
    /// The number in E.164 form that was probably meant, when the text is not in that form and can be read as a valid number.
    suggestion: Option<E164>,
    /// What is worth knowing of a destination that would be accepted.
    warnings: Vec<Warning>,
    /// Why an order would refuse it; null when it would not.
    refusal: Option<DestinationRefusal>,
}

/// Why a destination is refused.
#[derive(SimpleObject)]
pub struct DestinationRefusal {
    /// The fact, for programs.
    code: DestinationRefusalCode,
    /// The same as a plain sentence in English, for people.
    message: String,
}

/// Why a destination is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum DestinationRefusalCode {
    /// The text is not a telephone number in E.164 form. See `suggestion`.
    #[graphql(name = "DESTINATION_NOT_E164")]
    DestinationNotE164,
    /// Calls can't be connected to this number: premium rate, personal, pager, or a tracking number of this system.
    DestinationNotAllowed,
}

impl From<Checked> for DestinationCheck {
    fn from(checked: Checked) -> Self {
        // A number that may not be called is the weightier of two facts: its right spelling would not help.
        let fault = checked.faults.iter().max_by_key(|fault| fault.code == FaultCode::DestinationNotAllowed);
        Self {
            refusal: fault.map(|fault| DestinationRefusal {
                code: match fault.code {
                    FaultCode::DestinationNotAllowed => DestinationRefusalCode::DestinationNotAllowed,
                    _ => DestinationRefusalCode::DestinationNotE164,
                },
                message: fault.message.clone(),
            }),
            number: checked.reading.number.map(E164),
            kind: checked.reading.kind.map(DestinationKind::from),
            suggestion: checked.reading.suggestion.map(E164),
            warnings: warn(&checked.warnings),
        }
    }
}
