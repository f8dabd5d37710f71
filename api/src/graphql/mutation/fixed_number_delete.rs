//! `fixedNumberDelete`: input, payload, codes, resolver.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::id::{FixedNumberId, Id};

use crate::action::fault::FaultCode;
use crate::action::fixed_number_delete::Delete;
use crate::graphql::failure::Failure;
use crate::graphql::object::fixed_number::FixedNumber;
use crate::graphql::user_error::{ErrorCode, UserError, Warning, warn};

use super::answer::{self, Told};

/// A deletion of a fixed number.
#[derive(InputObject)]
pub struct FixedNumberDeleteInput {
    /// Which number.
    id: ID,
    /// The version that you have seen; with it, a deletion of what someone else changed meanwhile is refused.
    expected_version: Option<i32>,
}

/// What came of `fixedNumberDelete`.
#[derive(SimpleObject)]
pub struct FixedNumberDeletePayload {
    /// The number as it is now. Null when the deletion was refused, and in a dry run.
    fixed_number: Option<FixedNumber>,
    /// Until when the number can be restored, or could be; null when the deletion was refused.
    hold_until: Option<DateTime<Utc>>,
    /// With `VERSION_CONFLICT`: the number as someone else has left it.
    current: Option<FixedNumber>,
    /// All that is wrong with the input; empty when it was done, or would be.
    user_errors: Vec<UserError<FixedNumberDeleteErrorCode>>,
    /// What is worth knowing of a deed that was done all the same.
    warnings: Vec<Warning>,
    /// Whether an earlier request with the same `idempotencyKey` did this, so that nothing was done now.
    replayed: bool,
    /// Whether everything was undone.
    dry_run: bool,
}

/// Why `fixedNumberDelete` refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum FixedNumberDeleteErrorCode {
    /// There is no such fixed number in the account.
    FixedNumberNotFound,
    /// It was edited by someone else meanwhile; see `currentVersion`, and `current` in the payload.
    VersionConflict,
    /// The number was deleted before.
    AlreadyDeleted,
    /// The key was used before, for another input.
    IdempotencyKeyReused,
}

impl ErrorCode for FixedNumberDeleteErrorCode {
    const ERROR: &'static str = "FixedNumberDeleteError";

    fn of(code: FaultCode) -> Option<Self> {
        Some(match code {
            FaultCode::FixedNumberNotFound => Self::FixedNumberNotFound,
            FaultCode::VersionConflict => Self::VersionConflict,
            FaultCode::AlreadyDeleted => Self::AlreadyDeleted,
            FaultCode::IdempotencyKeyReused => Self::IdempotencyKeyReused,
            _ => return None,
        })
    }
}

/// The verb.
#[derive(Default)]
pub struct FixedNumberDelete;

#[Object]
impl FixedNumberDelete {
    /// Deletes a fixed number: from the answer on, calls to it connect to nobody. It is held for its type's `holdDays`, in which it can be restored and nobody else is given it. Needs the scope `numbers:write`.
    async fn fixed_number_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked for.")] input: FixedNumberDeleteInput,
        #[graphql(
            desc = "8 to 255 characters of the client's choice. A retry with the same key and input does nothing twice, and answers `replayed: true`. Kept for at least 400 days. Refusals and dry runs store no key."
        )]
        idempotency_key: Option<String>,
        #[graphql(desc = "Do everything, then undo it: the answer tells what would happen.", default = false)] dry_run: bool,
    ) -> Result<FixedNumberDeletePayload, Failure> {
        let id = input.id.clone();
        let told: Told<_, FixedNumberDeleteErrorCode> =
            answer::tell(ctx, Delete { id: input.id.0, expected_version: input.expected_version }, idempotency_key, dry_run).await?;
        let conflict = answer::is_conflict(&told).then(|| FixedNumberId::parse(&id)).flatten();
        Ok(FixedNumberDeletePayload {
            fixed_number: answer::fixed_number(ctx, told.written().map(|outcome| outcome.fixed_number)).await?,
            hold_until: told.outcome.as_ref().map(|outcome| outcome.hold_until),
            current: answer::fixed_number(ctx, conflict).await?,
            warnings: warn(&[]),
            user_errors: told.user_errors,
            replayed: told.replayed,
            dry_run: told.dry_run,
        })
    }
}
