//! `poolDelete`: input, payload, codes, resolver.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use entity::id::{Id, PoolId};

use super::answer::{self, Told};
use crate::action::fault::FaultCode;
use crate::action::pool_delete::Delete;
use crate::graphql::failure::Failure;
use crate::graphql::object::pool::Pool;
use crate::graphql::user_error::{ErrorCode, UserError, Warning};

/// A deletion of a pool.
#[derive(InputObject)]
pub struct PoolDeleteInput {
    /// Which pool.
    id: ID,
    /// The version that you have seen; with it, a deletion of what someone else changed meanwhile is refused.
    expected_version: Option<i32>,
}

impl From<PoolDeleteInput> for Delete {
    fn from(input: PoolDeleteInput) -> Self {
        Self { id: input.id.0, expected_version: input.expected_version }
    }
}

/// What came of `poolDelete`.
#[derive(SimpleObject)]
pub struct PoolDeletePayload {
    /// The pool, archived. Null when the deletion was refused, and in a dry run.
    pool: Option<Pool>,
    /// With `VERSION_CONFLICT`: the pool as someone else has left it.
    current: Option<Pool>,
    /// All that is wrong with the input; empty when it was done, or would be.
    user_errors: Vec<UserError<PoolDeleteErrorCode>>,
    /// What is worth knowing of a deed that was done all the same.
    warnings: Vec<Warning>,
    /// Whether an earlier request with the same `idempotencyKey` did this, so that nothing was done now.
    replayed: bool,
    /// Whether everything was undone.
    dry_run: bool,
}

/// Why `poolDelete` refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum PoolDeleteErrorCode {
    /// There is no such pool in the account, or it is archived.
    PoolNotFound,
    /// It is in use; the message says by what, and `usedByCount` by how many.
    InUse,
    /// It was deleted before.
    AlreadyDeleted,
    /// It was edited by someone else meanwhile; see `currentVersion`, and `current` in the payload.
    VersionConflict,
    /// The key was used before, for another input.
    IdempotencyKeyReused,
}

impl ErrorCode for PoolDeleteErrorCode {
    const ERROR: &'static str = "PoolDeleteError";

    fn of(code: FaultCode) -> Option<Self> {
        Some(match code {
            FaultCode::PoolNotFound => Self::PoolNotFound,
            FaultCode::InUse => Self::InUse,
            FaultCode::AlreadyDeleted => Self::AlreadyDeleted,
            FaultCode::VersionConflict => Self::VersionConflict,
            FaultCode::IdempotencyKeyReused => Self::IdempotencyKeyReused,
            _ => return None,
        })
    }
}

/// The verb.
#[derive(Default)]
pub struct PoolDelete;

#[Object]
impl PoolDelete {
    /// Deletes a pool that nothing uses: no active or held number. It is archived: lists leave it out, and its id still finds it.
    /// Needs the scope `numbers:write`.
    async fn pool_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked for.")] input: PoolDeleteInput,
        #[graphql(
            desc = "8 to 255 characters of the client's choice. A retry with the same key and input does nothing twice, and answers `replayed: true`. Kept for at least 400 days. Refusals and dry runs store no key."
        )]
        idempotency_key: Option<String>,
        #[graphql(desc = "Do everything, then undo it: the answer tells what would happen.", default = false)] dry_run: bool,
    ) -> Result<PoolDeletePayload, Failure> {
        let id = input.id.clone();
        let told: Told<_, PoolDeleteErrorCode> = answer::tell(ctx, Delete::from(input), idempotency_key, dry_run).await?;
        let conflict = answer::is_conflict(&told).then(|| PoolId::parse(&id)).flatten();
        Ok(PoolDeletePayload {
            pool: answer::pool(ctx, told.written().map(|outcome| outcome.pool)).await?,
            current: answer::pool(ctx, conflict).await?,
            warnings: Vec::new(),
            user_errors: told.user_errors,
            replayed: told.replayed,
            dry_run: told.dry_run,
        })
    }
}
