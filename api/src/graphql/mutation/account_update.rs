//! `accountUpdate`: input, payload, codes, resolver.

use async_graphql::{Context, Enum, InputObject, Object, SimpleObject};

use super::answer::{self, Told};
use crate::action::account_update::Edit;
use crate::action::fault::FaultCode;
use crate::graphql::failure::Failure;
use crate::graphql::object::account::Account;
use crate::graphql::user_error::{ErrorCode, UserError, Warning};

/// An edit of the caller's own account. What is left out stays as it is.
#[derive(InputObject)]
pub struct AccountUpdateInput {
    /// The version that you have seen; with it, an edit of what someone else changed meanwhile is refused.
    expected_version: Option<i32>,
    /// Its new name, 1 to 120 characters.
    name: Option<String>,
    /// The time zone (IANA name) in which its months shall begin and end, from the next month on. The zone that is in force takes back
    /// a change that is still to come.
    time_zone: Option<String>,
}

impl From<AccountUpdateInput> for Edit {
    fn from(input: AccountUpdateInput) -> Self {
        Self { expected_version: input.expected_version, name: input.name, time_zone: input.time_zone }
    }
}

/// What came of `accountUpdate`.
#[derive(SimpleObject)]
pub struct AccountUpdatePayload {
    /// The account as it is now. Null when the edit was refused, and in a dry run.
    account: Option<Account>,
    /// With `VERSION_CONFLICT`: the account as someone else has left it.
    current: Option<Account>,
    /// All that is wrong with the input; empty when it was done, or would be.
    user_errors: Vec<UserError<AccountUpdateErrorCode>>,
    /// What is worth knowing of a deed that was done all the same.
    warnings: Vec<Warning>,
    /// Whether an earlier request with the same `idempotencyKey` did this, so that nothing was done now.
    replayed: bool,
    /// Whether everything was undone.
    dry_run: bool,
}

/// Why `accountUpdate` refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum AccountUpdateErrorCode {
    /// The name is empty.
    NameMissing,
    /// The name has more than 120 characters.
    NameTooLong,
    /// The name holds control characters or unpaired direction marks.
    NameNotAllowed,
    /// There is no such time zone in the IANA database; see `suggestion`.
    TimeZoneNotFound,
    /// It was edited by someone else meanwhile; see `currentVersion`, and `current` in the payload.
    VersionConflict,
    /// The key was used before, for another input.
    IdempotencyKeyReused,
}

impl ErrorCode for AccountUpdateErrorCode {
    const ERROR: &'static str = "AccountUpdateError";

    fn of(code: FaultCode) -> Option<Self> {
        Some(match code {
            FaultCode::NameMissing => Self::NameMissing,
            FaultCode::NameTooLong => Self::NameTooLong,
            FaultCode::NameNotAllowed => Self::NameNotAllowed,
            FaultCode::TimeZoneNotFound => Self::TimeZoneNotFound,
            FaultCode::VersionConflict => Self::VersionConflict,
            FaultCode::IdempotencyKeyReused => Self::IdempotencyKeyReused,
            _ => return None,
        })
    }
}

/// The verb.
#[derive(Default)]
pub struct AccountUpdate;

#[Object]
impl AccountUpdate {
    /// Edits the caller's own account: its name, and its time zone from the next month on. Package, currency, prices and rules are the
    /// operator's. Needs the scope `account:write`.
    async fn account_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked for.")] input: AccountUpdateInput,
        #[graphql(
            desc = "8 to 255 characters of the client's choice. A retry with the same key and input does nothing twice, and answers `replayed: true`. Kept for at least 400 days. Refusals and dry runs store no key."
        )]
        idempotency_key: Option<String>,
        #[graphql(desc = "Do everything, then undo it: the answer tells what would happen.", default = false)] dry_run: bool,
    ) -> Result<AccountUpdatePayload, Failure> {
        let told: Told<_, AccountUpdateErrorCode> = answer::tell(ctx, Edit::from(input), idempotency_key, dry_run).await?;
        Ok(AccountUpdatePayload {
            account: answer::account(ctx, told.written().is_some()).await?,
            current: answer::account(ctx, answer::is_conflict(&told)).await?,
            warnings: Vec::new(),
            user_errors: told.user_errors,
            replayed: told.replayed,
            dry_run: told.dry_run,
        })
    }
}
