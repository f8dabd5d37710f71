//! `destinationUpdate`: input, payload, codes, resolver.

use async_graphql::{Context, Enum, ID, InputObject, MaybeUndefined, Object, SimpleObject};
use entity::id::{DestinationId, Id};

use super::answer::{self, Told};
use super::input;
use crate::action::destination_update::Edit;
use crate::action::fault::FaultCode;
use crate::graphql::failure::Failure;
use crate::graphql::object::destination::Destination;
use crate::graphql::user_error::{ErrorCode, UserError, Warning, warn};

/// An edit of a destination. What is left out stays as it is.
#[derive(InputObject)]
pub struct DestinationUpdateInput {
    /// Which destination.
    id: ID,
    /// The version that you have seen; with it, an edit of what someone else changed meanwhile is refused.
    expected_version: Option<i32>,
    /// Its new telephone number, in E.164 form: all that ring at this destination ring there from the answer on.
    number: Option<String>,
    /// What people shall call it, at most 120 characters; null clears it.
    label: MaybeUndefined<String>,
}

impl From<DestinationUpdateInput> for Edit {
    fn from(input: DestinationUpdateInput) -> Self {
        Self { id: input.id.0, expected_version: input.expected_version, number: input.number, label: input::maybe(input.label) }
    }
}

/// What came of `destinationUpdate`.
#[derive(SimpleObject)]
pub struct DestinationUpdatePayload {
    /// The destination as it is now. Null when the edit was refused, and in a dry run.
    destination: Option<Destination>,
    /// How many pools ring elsewhere by default by this edit, or would.
    rerouted_pools: i64,
    /// How many active numbers ring elsewhere by this edit, or would: by their pool's default or by an override.
    rerouted_numbers: i64,
    /// With `VERSION_CONFLICT`: the destination as someone else has left it.
    current: Option<Destination>,
    /// All that is wrong with the input; empty when it was done, or would be.
    user_errors: Vec<UserError<DestinationUpdateErrorCode>>,
    /// What is worth knowing of a deed that was done all the same.
    warnings: Vec<Warning>,
    /// Whether an earlier request with the same `idempotencyKey` did this, so that nothing was done now.
    replayed: bool,
    /// Whether everything was undone.
    dry_run: bool,
}

/// Why `destinationUpdate` refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum DestinationUpdateErrorCode {
    /// There is no such destination in the account, or it is archived.
    DestinationNotFound,
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
    /// It was edited by someone else meanwhile; see `currentVersion`, and `current` in the payload.
    VersionConflict,
    /// The key was used before, for another input.
    IdempotencyKeyReused,
}

impl ErrorCode for DestinationUpdateErrorCode {
    const ERROR: &'static str = "DestinationUpdateError";

    fn of(code: FaultCode) -> Option<Self> {
        Some(match code {
            FaultCode::DestinationNotFound => Self::DestinationNotFound,
            FaultCode::DestinationNotE164 => Self::DestinationNotE164,
            FaultCode::DestinationNotAllowed => Self::DestinationNotAllowed,
            FaultCode::DestinationExists => Self::DestinationExists,
            FaultCode::LabelTooLong => Self::LabelTooLong,
            FaultCode::LabelNotAllowed => Self::LabelNotAllowed,
            FaultCode::VersionConflict => Self::VersionConflict,
            FaultCode::IdempotencyKeyReused => Self::IdempotencyKeyReused,
            _ => return None,
        })
    }
}

/// The verb.
#[derive(Default)]
pub struct DestinationUpdate;

#[Object]
impl DestinationUpdate {
    /// Edits a destination; what is left out stays. With another number, every pool and fixed number that rings at this destination
    /// rings there from the answer on; `reroutedPools` and `reroutedNumbers` say how many, also in a dry run. Needs the scope
    /// `numbers:write`.
    async fn destination_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked for.")] input: DestinationUpdateInput,
        #[graphql(
            desc = "8 to 255 characters of the client's choice. A retry with the same key and input does nothing twice, and answers `replayed: true`. Kept for at least 400 days. Refusals and dry runs store no key."
        )]
        idempotency_key: Option<String>,
        #[graphql(desc = "Do everything, then undo it: the answer tells what would happen.", default = false)] dry_run: bool,
    ) -> Result<DestinationUpdatePayload, Failure> {
        let id = input.id.clone();
        let told: Told<_, DestinationUpdateErrorCode> = answer::tell(ctx, Edit::from(input), idempotency_key, dry_run).await?;
        let conflict = answer::is_conflict(&told).then(|| DestinationId::parse(&id)).flatten();
        Ok(DestinationUpdatePayload {
            destination: answer::destination(ctx, told.written().map(|outcome| outcome.destination)).await?,
            rerouted_pools: told.outcome.as_ref().map_or(0, |outcome| outcome.rerouted_pools),
            rerouted_numbers: told.outcome.as_ref().map_or(0, |outcome| outcome.rerouted_numbers),
            current: answer::destination(ctx, conflict).await?,
            warnings: told.outcome.as_ref().map(|outcome| warn(&outcome.warnings)).unwrap_or_default(),
            user_errors: told.user_errors,
            replayed: told.replayed,
            dry_run: told.dry_run,
        })
    }
}
