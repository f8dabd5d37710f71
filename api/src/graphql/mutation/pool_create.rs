//! `poolCreate`: input, payload, codes, resolver.

use async_graphql::{Context, Enum, InputObject, Object, SimpleObject};

use super::answer::{self, Told};
use super::input::{self, PoolDestinationInput, PoolFeaturesInput};
use crate::action::fault::FaultCode;
use crate::action::pool_create::NewPool;
use crate::graphql::failure::Failure;
use crate::graphql::object::pool::Pool;
use crate::graphql::user_error::{ErrorCode, UserError, Warning, warn};

/// A new pool.
#[derive(InputObject)]
pub struct PoolCreateInput {
    /// Its name: 1 to 120 characters, unique among the account's pools without regard to case.
    name: String,
    /// What the account's own systems shall call it, at most 255 characters.
    reference: Option<String>,
    /// Where calls to its numbers shall ring, unless a number has a destination of its own.
    default_destination: PoolDestinationInput,
    /// What shall happen on calls to its numbers; nothing of it when it is left out.
    features: Option<PoolFeaturesInput>,
}

impl From<PoolCreateInput> for NewPool {
    fn from(input: PoolCreateInput) -> Self {
        let text = input::pool_text(Some(input.name), Some(input.reference), input.features);
        Self { text, default_destination: input.default_destination.into() }
    }
}

/// What came of `poolCreate`.
#[derive(SimpleObject)]
pub struct PoolCreatePayload {
    /// The pool. Null when it was refused, and in a dry run.
    pool: Option<Pool>,
    /// All that is wrong with the input; empty when it was done, or would be.
    user_errors: Vec<UserError<PoolCreateErrorCode>>,
    /// What is worth knowing of a deed that was done all the same.
    warnings: Vec<Warning>,
    /// Whether an earlier request with the same `idempotencyKey` did this, so that nothing was done now.
    replayed: bool,
    /// Whether everything was undone.
    dry_run: bool,
}

/// Why `poolCreate` refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum PoolCreateErrorCode {
    /// There is no such destination in the account, or it is archived.
    DestinationNotFound,
    /// The destination is not a telephone number in E.164 form; see `suggestion`.
    #[graphql(name = "DESTINATION_NOT_E164")]
    DestinationNotE164,
    /// Calls can't be connected to this destination: premium rate, personal, pager, or a tracking number of this system.
    DestinationNotAllowed,
    /// The name is empty.
    NameMissing,
    /// The name has more than 120 characters.
    NameTooLong,
    /// The name holds control characters or unpaired direction marks.
    NameNotAllowed,
    /// Another one of the account has this name.
    NameTaken,
    /// The reference has more than 255 characters.
    ReferenceTooLong,
    /// The reference holds control characters or unpaired direction marks.
    ReferenceNotAllowed,
    /// Calls can't be announced without an announcement.
    AnnouncementMissing,
    /// The announcement has more than 500 characters.
    AnnouncementTooLong,
    /// The announcement holds control characters or unpaired direction marks.
    AnnouncementNotAllowed,
    /// The key was used before, for another input.
    IdempotencyKeyReused,
}

impl ErrorCode for PoolCreateErrorCode {
    const ERROR: &'static str = "PoolCreateError";

    fn of(code: FaultCode) -> Option<Self> {
        Some(match code {
            FaultCode::DestinationNotFound => Self::DestinationNotFound,
            FaultCode::DestinationNotE164 => Self::DestinationNotE164,
            FaultCode::DestinationNotAllowed => Self::DestinationNotAllowed,
            FaultCode::NameMissing => Self::NameMissing,
            FaultCode::NameTooLong => Self::NameTooLong,
            FaultCode::NameNotAllowed => Self::NameNotAllowed,
            FaultCode::NameTaken => Self::NameTaken,
            FaultCode::ReferenceTooLong => Self::ReferenceTooLong,
            FaultCode::ReferenceNotAllowed => Self::ReferenceNotAllowed,
            FaultCode::AnnouncementMissing => Self::AnnouncementMissing,
            FaultCode::AnnouncementTooLong => Self::AnnouncementTooLong,
            FaultCode::AnnouncementNotAllowed => Self::AnnouncementNotAllowed,
            FaultCode::IdempotencyKeyReused => Self::IdempotencyKeyReused,
            _ => return None,
        })
    }
}

/// The verb.
#[derive(Default)]
pub struct PoolCreate;

#[Object]
impl PoolCreate {
    /// Makes a pool. Its default destination is found by its number or id, or made. Needs the scope `numbers:write`.
    async fn pool_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked for.")] input: PoolCreateInput,
        #[graphql(
            desc = "8 to 255 characters of the client's choice. A retry with the same key and input does nothing twice, and answers `replayed: true`. Kept for at least 400 days. Refusals and dry runs store no key."
        )]
        idempotency_key: Option<String>,
        #[graphql(desc = "Do everything, then undo it: the answer tells what would happen.", default = false)] dry_run: bool,
    ) -> Result<PoolCreatePayload, Failure> {
        let told: Told<_, PoolCreateErrorCode> = answer::tell(ctx, NewPool::from(input), idempotency_key, dry_run).await?;
        Ok(PoolCreatePayload {
            pool: answer::pool(ctx, told.written().map(|outcome| outcome.pool)).await?,
            warnings: told.outcome.as_ref().map(|outcome| warn(&outcome.warnings)).unwrap_or_default(),
            user_errors: told.user_errors,
            replayed: told.replayed,
            dry_run: told.dry_run,
        })
    }
}
