//! `callRate`: input, payload, codes, resolver.

use async_graphql::{Context, Enum, ID, InputObject, MaybeUndefined, Object, SimpleObject};

use super::answer::{self, Told};
use super::input::maybe;
use crate::action::call_rate::Rate;
use crate::action::fault::FaultCode;
use crate::graphql::failure::Failure;
use crate::graphql::object::call::Call;
use crate::graphql::user_error::{ErrorCode, UserError, Warning};

/// A rating of a call.
#[derive(InputObject)]
pub struct CallRateInput {
    /// Which call.
    id: ID,
    /// How good it was, from 1 to 5. Null takes the rating away, so that what the switch reported counts again; left out, it is refused.
    rating: MaybeUndefined<i32>,
}

impl From<CallRateInput> for Rate {
    fn from(input: CallRateInput) -> Self {
        Self { id: input.id.0, rating: maybe(input.rating) }
    }
}

/// What came of `callRate`.
#[derive(SimpleObject)]
pub struct CallRatePayload {
    /// The call. Null when it was refused, and in a dry run.
    call: Option<Call>,
    /// All that is wrong with the input; empty when it was done, or would be.
    user_errors: Vec<UserError<CallRateErrorCode>>,
    /// What is worth knowing of a deed that was done all the same.
    warnings: Vec<Warning>,
    /// Whether an earlier request with the same `idempotencyKey` did this, so that nothing was done now.
    replayed: bool,
    /// Whether everything was undone.
    dry_run: bool,
}

/// Why `callRate` refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum CallRateErrorCode {
    /// There is no such call in the account.
    CallNotFound,
    /// The rating is left out.
    RatingMissing,
    /// The rating is below 1 or above 5.
    RatingOutOfRange,
    /// The key was used before, for another input.
    IdempotencyKeyReused,
}

impl ErrorCode for CallRateErrorCode {
    const ERROR: &'static str = "CallRateError";

    fn of(code: FaultCode) -> Option<Self> {
        Some(match code {
            FaultCode::CallNotFound => Self::CallNotFound,
            FaultCode::RatingMissing => Self::RatingMissing,
            FaultCode::RatingOutOfRange => Self::RatingOutOfRange,
            FaultCode::IdempotencyKeyReused => Self::IdempotencyKeyReused,
            _ => return None,
        })
    }
}

/// The verb.
#[derive(Default)]
pub struct CallRate;

#[Object]
impl CallRate {
    /// Rates a call. The rating stands over what the switch reported, also in later reports, and over a rating that was given before; the
    /// call's goals are judged anew. The same rating again changes nothing. Needs the scope `calls:rate`.
    async fn call_rate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked for.")] input: CallRateInput,
        #[graphql(
            desc = "8 to 255 characters of the client's choice. A retry with the same key and input does nothing twice, and answers `replayed: true`. Kept for at least 400 days. Refusals and dry runs store no key."
        )]
        idempotency_key: Option<String>,
        #[graphql(desc = "Do everything, then undo it: the answer tells what would happen.", default = false)] dry_run: bool,
    ) -> Result<CallRatePayload, Failure> {
        let told: Told<_, CallRateErrorCode> = answer::tell(ctx, Rate::from(input), idempotency_key, dry_run).await?;
        Ok(CallRatePayload {
            call: answer::call(ctx, told.written().map(|outcome| outcome.call)).await?,
            warnings: Vec::new(),
            user_errors: told.user_errors,
            replayed: told.replayed,
            dry_run: told.dry_run,
        })
    }
}
