//! `goalDelete`: input, payload, codes, resolver.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use entity::id::{GoalId, Id};

use super::answer::{self, Told};
use crate::action::fault::FaultCode;
use crate::action::goal_delete::Delete;
use crate::graphql::failure::Failure;
use crate::graphql::object::goal::Goal;
use crate::graphql::user_error::{ErrorCode, UserError, Warning};

/// A deletion of a goal.
#[derive(InputObject)]
pub struct GoalDeleteInput {
    /// Which goal.
    id: ID,
    /// The version that you have seen; with it, a deletion of what someone else changed meanwhile is refused.
    expected_version: Option<i32>,
}

impl From<GoalDeleteInput> for Delete {
    fn from(input: GoalDeleteInput) -> Self {
        Self { id: input.id.0, expected_version: input.expected_version }
    }
}

/// What came of `goalDelete`.
#[derive(SimpleObject)]
pub struct GoalDeletePayload {
    /// The goal, archived. Null when the deletion was refused, and in a dry run.
    goal: Option<Goal>,
    /// With `VERSION_CONFLICT`: the goal as someone else has left it.
    current: Option<Goal>,
    /// All that is wrong with the input; empty when it was done, or would be.
    user_errors: Vec<UserError<GoalDeleteErrorCode>>,
    /// What is worth knowing of a deed that was done all the same.
    warnings: Vec<Warning>,
    /// Whether an earlier request with the same `idempotencyKey` did this, so that nothing was done now.
    replayed: bool,
    /// Whether everything was undone.
    dry_run: bool,
}

/// Why `goalDelete` refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum GoalDeleteErrorCode {
    /// There is no such goal in the account, or it is archived.
    GoalNotFound,
    /// It was deleted before.
    AlreadyDeleted,
    /// It was edited by someone else meanwhile; see `currentVersion`, and `current` in the payload.
    VersionConflict,
    /// The key was used before, for another input.
    IdempotencyKeyReused,
}

impl ErrorCode for GoalDeleteErrorCode {
    const ERROR: &'static str = "GoalDeleteError";

    fn of(code: FaultCode) -> Option<Self> {
        Some(match code {
            FaultCode::GoalNotFound => Self::GoalNotFound,
            FaultCode::AlreadyDeleted => Self::AlreadyDeleted,
            FaultCode::VersionConflict => Self::VersionConflict,
            FaultCode::IdempotencyKeyReused => Self::IdempotencyKeyReused,
            _ => return None,
        })
    }
}

/// The verb.
#[derive(Default)]
pub struct GoalDelete;

#[Object]
impl GoalDelete {
    /// Deletes a goal, a standard one like any other. It is archived and judges no more: lists leave it out, its id still finds it, and
    /// calls that met it still say so. Needs the scope `account:write`.
    async fn goal_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked for.")] input: GoalDeleteInput,
        #[graphql(
            desc = "8 to 255 characters of the client's choice. A retry with the same key and input does nothing twice, and answers `replayed: true`. Kept for at least 400 days. Refusals and dry runs store no key."
        )]
        idempotency_key: Option<String>,
        #[graphql(desc = "Do everything, then undo it: the answer tells what would happen.", default = false)] dry_run: bool,
    ) -> Result<GoalDeletePayload, Failure> {
        let id = input.id.clone();
        let told: Told<_, GoalDeleteErrorCode> = answer::tell(ctx, Delete::from(input), idempotency_key, dry_run).await?;
        let conflict = answer::is_conflict(&told).then(|| GoalId::parse(&id)).flatten();
        Ok(GoalDeletePayload {
            goal: answer::goal(ctx, told.written().map(|outcome| outcome.goal)).await?,
            current: answer::goal(ctx, conflict).await?,
            warnings: Vec::new(),
            user_errors: told.user_errors,
            replayed: told.replayed,
            dry_run: told.dry_run,
        })
    }
}
