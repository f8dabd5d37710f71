//! `callerErase`: input, payload, codes, resolver.

use async_graphql::{Context, Enum, InputObject, Object, SimpleObject};

use super::answer::{self, Told};
use crate::action::caller_erase::Erase;
use crate::action::fault::FaultCode;
use crate::graphql::failure::Failure;
use crate::graphql::user_error::{ErrorCode, UserError, Warning};

/// Whom to erase.
#[derive(InputObject)]
pub struct CallerEraseInput {
    /// The caller's number, in any usual spelling of the account's country or with its country code.
    number: String,
}

/// What came of `callerErase`.
#[derive(SimpleObject)]
pub struct CallerErasePayload {
    /// Of how many calls the caller was erased, or would be; 0 when the number has never called, or was erased before.
    erased_calls: i32,
    /// All that is wrong with the input; empty when it was done, or would be.
    user_errors: Vec<UserError<CallerEraseErrorCode>>,
    /// What is worth knowing of a deed that was done all the same.
    warnings: Vec<Warning>,
    /// Whether an earlier request with the same `idempotencyKey` did this, so that nothing was done now.
    replayed: bool,
    /// Whether everything was undone.
    dry_run: bool,
}

/// Why `callerErase` refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum CallerEraseErrorCode {
    /// The text can't be read as a telephone number.
    NumberNotReadable,
    /// The key was used before, for another input.
    IdempotencyKeyReused,
}

impl ErrorCode for CallerEraseErrorCode {
    const ERROR: &'static str = "CallerEraseError";

    fn of(code: FaultCode) -> Option<Self> {
        Some(match code {
            FaultCode::NumberNotReadable => Self::NumberNotReadable,
            FaultCode::IdempotencyKeyReused => Self::IdempotencyKeyReused,
            _ => return None,
        })
    }
}

/// The verb.
#[derive(Default)]
pub struct CallerErase;

#[Object]
impl CallerErase {
    /// Erases a caller from all calls of the account: the number, what it is found by, and the recordings. The calls stay, without a caller, and
    /// no later report of them brings anything back. A call that comes afterwards is a new one, and has its caller. What was erased can't
    /// be had again. Needs the scope `callers:erase`; who erased how many is kept.
    async fn caller_erase(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom to erase.")] input: CallerEraseInput,
        #[graphql(
            desc = "8 to 255 characters of the client's choice. A retry with the same key and input does nothing twice, and answers `replayed: true`. Kept for at least 400 days. Refusals and dry runs store no key."
        )]
        idempotency_key: Option<String>,
        #[graphql(desc = "Do everything, then undo it: the answer tells what would happen.", default = false)] dry_run: bool,
    ) -> Result<CallerErasePayload, Failure> {
        let told: Told<_, CallerEraseErrorCode> = answer::tell(ctx, Erase { number: input.number }, idempotency_key, dry_run).await?;
        Ok(CallerErasePayload {
            erased_calls: told.outcome.as_ref().map_or(0, |outcome| i32::try_from(outcome.erased_calls).unwrap_or(i32::MAX)),
            warnings: Vec::new(),
            user_errors: told.user_errors,
            replayed: told.replayed,
            dry_run: told.dry_run,
        })
    }
}
