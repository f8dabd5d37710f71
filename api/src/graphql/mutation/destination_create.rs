//! `destinationCreate`: input, payload, codes, resolver.

use async_graphql::{Context, Enum, InputObject, Object, SimpleObject};

use super::answer::{self, Told};
use crate::action::destination_create::NewDestination;
use crate::action::fault::FaultCode;
use crate::graphql::failure::Failure;
use crate::graphql::object::destination::Destination;
use crate::graphql::user_error::{ErrorCode, UserError, Warning, warn};

/// A new destination.
#[derive(InputObject)]
pub struct DestinationCreateInput {
    /// Its telephone number, in E.164 form.
    number: String,
    /// What people shall call it, at most 120 characters.
    label: Option<String>,
}

impl From<DestinationCreateInput> for NewDestination {
    fn from(input: DestinationCreateInput) -> Self {
        Self { number: input.number, label: input.label }
    }
}

/// What came of `destinationCreate`.
#[derive(SimpleObject)]
pub struct DestinationCreatePayload {
    /// The destination. Null when it was refused, and in a dry run.
    destination: Option<Destination>,
    /// All that is wrong with the input; empty when it was done, or would be.
    user_errors: Vec<UserError<DestinationCreateErrorCode>>,
    /// What is worth knowing of a deed that was done all the same.
    warnings: Vec<Warning>,
    /// Whether an earlier request with the same `idempotencyKey` did this, so that nothing was done now.
    replayed: bool,
    /// Whether everything was undone.
    dry_run: bool,
}

/// Why `destinationCreate` refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum DestinationCreateErrorCode {
    /// The destination is not a telephone number in E.164 form; see `suggestion`.
    #[graphql(name = "DESTINATION_NOT_E164")]
    DestinationNotE164,
    /// Calls can't be connected to this destination: premium rate, personal, pager, or a tracking number of this system.
    DestinationNotAllowed,
    /// Another destination of the account has this number.
    DestinationExists,
    /// The label has more than 120 characters.
    LabelTooLong,
    /// The label holds control characters or unpaired direction marks.
    LabelNotAllowed,
    /// The key was used before, for another input.
    IdempotencyKeyReused,
}

impl ErrorCode for DestinationCreateErrorCode {
    const ERROR: &'static str = "DestinationCreateError";

    fn of(code: FaultCode) -> Option<Self> {
        Some(match code {
            FaultCode::DestinationNotE164 => Self::DestinationNotE164,
            FaultCode::DestinationNotAllowed => Self::DestinationNotAllowed,
            FaultCode::DestinationExists => Self::DestinationExists,
            FaultCode::LabelTooLong => Self::LabelTooLong,
            FaultCode::LabelNotAllowed => Self::LabelNotAllowed,
            FaultCode::IdempotencyKeyReused => Self::IdempotencyKeyReused,
            _ => return None,
        })
    }
}

/// The verb.
#[derive(Default)]
pub struct DestinationCreate;

#[Object]
impl DestinationCreate {
    /// Makes a destination. Orders and pools find it by its number or id, and make it where it is not there. Needs the scope
    /// `numbers:write`.
    async fn destination_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked for.")] input: DestinationCreateInput,
        #[graphql(
            desc = "8 to 255 characters of the client's choice. A retry with the same key and input does nothing twice, and answers `replayed: true`. Kept for at least 400 days. Refusals and dry runs store no key."
        )]
        idempotency_key: Option<String>,
        #[graphql(desc = "Do everything, then undo it: the answer tells what would happen.", default = false)] dry_run: bool,
    ) -> Result<DestinationCreatePayload, Failure> {
        let told: Told<_, DestinationCreateErrorCode> = answer::tell(ctx, NewDestination::from(input), idempotency_key, dry_run).await?;
        Ok(DestinationCreatePayload {
            destination: answer::destination(ctx, told.written().map(|outcome| outcome.destination)).await?,
            warnings: told.outcome.as_ref().map(|outcome| warn(&outcome.warnings)).unwrap_or_default(),
            user_errors: told.user_errors,
            replayed: told.replayed,
            dry_run: told.dry_run,
        })
    }
}
