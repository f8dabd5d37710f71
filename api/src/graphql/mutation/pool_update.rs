//! `poolUpdate`: input, payload, codes, resolver.

use async_graphql::{Context, Enum, ID, InputObject, MaybeUndefined, Object, SimpleObject};
use entity::id::{Id, PoolId};

use super::answer::{self, Told};
use super::input::{self, PoolDestinationInput, PoolFeaturesInput};
use crate::action::fault::FaultCode;
use crate::action::pool_update::Edit;
use crate::graphql::failure::Failure;
use crate::graphql::object::pool::Pool;
use crate::graphql::user_error::{ErrorCode, UserError, Warning, warn};

/// An edit of a pool. What is left out stays as it is.
#[derive(InputObject)]
pub struct PoolUpdateInput {
    /// Which pool.
    id: ID,
    /// The version that you have seen; with it, an edit of what someone else changed meanwhile is refused.
    expected_version: Option<i32>,
    /// Its new name: 1 to 120 characters, unique among the account's pools without regard to case.
    name: Option<String>,
    /// What the account's own systems shall call it, at most 255 characters; null clears it.
    reference: MaybeUndefined<String>,
    /// Where calls to its numbers shall ring, unless a number has a destination of its own.
    default_destination: Option<PoolDestinationInput>,
    /// What shall happen on calls to its numbers.
    features: Option<PoolFeaturesInput>,
}

impl From<PoolUpdateInput> for Edit {
    fn from(input: PoolUpdateInput) -> Self {
        Self {
            id: input.id.0,
            expected_version: input.expected_version,
            text: input::pool_text(input.name, input::maybe(input.reference), input.features),
            default_destination: input.default_destination.map(Into::into),
        }
    }
}

/// What came of `poolUpdate`.
#[derive(SimpleObject)]
pub struct PoolUpdatePayload {
    /// The pool as it is now. Null when the edit was refused, and in a dry run.
    pool: Option<Pool>,
    /// How many active numbers ring elsewhere by this edit, or would.
    rerouted_numbers: i64,
    /// With `VERSION_CONFLICT`: the pool as someone else has left it.
    current: Option<Pool>,
    /// All that is wrong with the input; empty when it was done, or would be.
    user_errors: Vec<UserError<PoolUpdateErrorCode>>,
    /// What is worth knowing of a deed that was done all the same.
    warnings: Vec<Warning>,
    /// Whether an earlier request with the same `idempotencyKey` did this, so that nothing was done now.
    replayed: bool,
    /// Whether everything was undone.
    dry_run: bool,
}

/// Why `poolUpdate` refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum PoolUpdateErrorCode {
    /// There is no such pool in the account, or it is archived.
    PoolNotFound,
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
    /// It was edited by someone else meanwhile; see `currentVersion`, and `current` in the payload.
    VersionConflict,
    /// The key was used before, for another input.
    IdempotencyKeyReused,
}

impl ErrorCode for PoolUpdateErrorCode {
    const ERROR: &'static str = "PoolUpdateError";

    fn of(code: FaultCode) -> Option<Self> {
        Some(match code {
            FaultCode::PoolNotFound => Self::PoolNotFound,
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
            FaultCode::VersionConflict => Self::VersionConflict,
            FaultCode::IdempotencyKeyReused => Self::IdempotencyKeyReused,
            _ => return None,
        })
    }
}

/// The verb.
#[derive(Default)]
pub struct PoolUpdate;

#[Object]
impl PoolUpdate {
    /// Edits a pool; what is left out stays. With a new default destination every number that follows it rings there from the answer on;
    /// `reroutedNumbers` says how many, also in a dry run. Needs the scope `numbers:write`.
    async fn pool_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked for.")] input: PoolUpdateInput,
        #[graphql(
            desc = "8 to 255 characters of the client's choice. A retry with the same key and input does nothing twice, and answers `replayed: true`. Kept for at least 400 days. Refusals and dry runs store no key."
        )]
        idempotency_key: Option<String>,
        #[graphql(desc = "Do everything, then undo it: the answer tells what would happen.", default = false)] dry_run: bool,
    ) -> Result<PoolUpdatePayload, Failure> {
        let id = input.id.clone();
        let told: Told<_, PoolUpdateErrorCode> = answer::tell(ctx, Edit::from(input), idempotency_key, dry_run).await?;
        let conflict = answer::is_conflict(&told).then(|| PoolId::parse(&id)).flatten();
        Ok(PoolUpdatePayload {
            pool: answer::pool(ctx, told.written().map(|outcome| outcome.pool)).await?,
            rerouted_numbers: told.outcome.as_ref().map_or(0, |outcome| outcome.rerouted_numbers),
            current: answer::pool(ctx, conflict).await?,
            warnings: told.outcome.as_ref().map(|outcome| warn(&outcome.warnings)).unwrap_or_default(),
            user_errors: told.user_errors,
            replayed: told.replayed,
            dry_run: told.dry_run,
        })
    }
}
