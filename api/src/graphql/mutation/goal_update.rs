//! `goalUpdate`: input, payload, codes, resolver.

use async_graphql::{Context, Enum, ID, InputObject, MaybeUndefined, Object, SimpleObject};
use entity::id::{GoalId, Id};

use super::answer::{self, Told};
use super::input::maybe;
use crate::action::fault::FaultCode;
use crate::action::goal_conditions::GoalText;
use crate::action::goal_update::Edit;
use crate::graphql::failure::Failure;
use crate::graphql::object::goal::Goal;
use crate::graphql::user_error::{ErrorCode, UserError, Warning, warn};

/// An edit of a goal. What is left out stays as it is; a condition that is given as null is taken away.
#[derive(InputObject)]
pub struct GoalUpdateInput {
    /// Which goal.
    id: ID,
    /// The version that you have seen; with it, an edit of what someone else changed meanwhile is refused.
    expected_version: Option<i32>,
    /// Its new name: 1 to 120 characters, unique among the account's goals without regard to case.
    name: Option<String>,
    /// True: the call was answered. False: it was not. Null: it does not matter.
    answered: MaybeUndefined<bool>,
    /// The call was talked on for so many seconds or more, from 0 to 86400; null: it does not matter.
    least_talk_seconds: MaybeUndefined<i32>,
    /// The call was talked on for so many seconds or less, from 0 to 86400; null: it does not matter.
    most_talk_seconds: MaybeUndefined<i32>,
    /// The call was rated so or better, from 1 to 5; null: it does not matter.
    least_rating: MaybeUndefined<i32>,
    /// The call was rated so or worse, from 1 to 5; null: it does not matter.
    most_rating: MaybeUndefined<i32>,
    /// The call was to a number of this pool; null: it does not matter.
    pool_id: MaybeUndefined<ID>,
    /// The call was to a number that stood for this channel when it rang; null: it does not matter.
    channel_id: MaybeUndefined<ID>,
}

impl From<GoalUpdateInput> for Edit {
    fn from(input: GoalUpdateInput) -> Self {
        let text = GoalText {
            name: input.name,
            answered: maybe(input.answered),
            least_talk_seconds: maybe(input.least_talk_seconds),
            most_talk_seconds: maybe(input.most_talk_seconds),
            least_rating: maybe(input.least_rating),
            most_rating: maybe(input.most_rating),
            pool_id: maybe(input.pool_id).map(|id| id.map(|id| id.0)),
            channel_id: maybe(input.channel_id).map(|id| id.map(|id| id.0)),
        };
        Self { id: input.id.0, expected_version: input.expected_version, text }
    }
}

/// What came of `goalUpdate`.
#[derive(SimpleObject)]
pub struct GoalUpdatePayload {
    /// The goal as it is now. Null when the edit was refused, and in a dry run.
    goal: Option<Goal>,
    /// With `VERSION_CONFLICT`: the goal as someone else has left it.
    current: Option<Goal>,
    /// All that is wrong with the input; empty when it was done, or would be.
    user_errors: Vec<UserError<GoalUpdateErrorCode>>,
    /// What is worth knowing of a deed that was done all the same.
    warnings: Vec<Warning>,
    /// Whether an earlier request with the same `idempotencyKey` did this, so that nothing was done now.
    replayed: bool,
    /// Whether everything was undone.
    dry_run: bool,
}

/// Why `goalUpdate` refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum GoalUpdateErrorCode {
    /// There is no such goal in the account, or it is archived.
    GoalNotFound,
    /// The name is empty.
    NameMissing,
    /// The name has more than 120 characters.
    NameTooLong,
    /// The name holds control characters or unpaired direction marks.
    NameNotAllowed,
    /// Another one of the account has this name.
    NameTaken,
    /// A talk time is below 0 or above 86400 seconds.
    TalkSecondsOutOfRange,
    /// A rating is below 1 or above 5.
    RatingOutOfRange,
    /// The least talk time is above the most, or the least rating.
    LeastAboveMost,
    /// There is no such pool in the account, or it is archived.
    PoolNotFound,
    /// There is no such channel in the account, or it is archived.
    ChannelNotFound,
    /// There is no condition, so that every call would meet the goal.
    ConditionMissing,
    /// It was edited by someone else meanwhile; see `currentVersion`, and `current` in the payload.
    VersionConflict,
    /// The key was used before, for another input.
    IdempotencyKeyReused,
}

impl ErrorCode for GoalUpdateErrorCode {
    const ERROR: &'static str = "GoalUpdateError";

    fn of(code: FaultCode) -> Option<Self> {
        Some(match code {
            FaultCode::GoalNotFound => Self::GoalNotFound,
            FaultCode::NameMissing => Self::NameMissing,
            FaultCode::NameTooLong => Self::NameTooLong,
            FaultCode::NameNotAllowed => Self::NameNotAllowed,
            FaultCode::NameTaken => Self::NameTaken,
            FaultCode::TalkSecondsOutOfRange => Self::TalkSecondsOutOfRange,
            FaultCode::RatingOutOfRange => Self::RatingOutOfRange,
            FaultCode::LeastAboveMost => Self::LeastAboveMost,
            FaultCode::PoolNotFound => Self::PoolNotFound,
            FaultCode::ChannelNotFound => Self::ChannelNotFound,
            FaultCode::ConditionMissing => Self::ConditionMissing,
            FaultCode::VersionConflict => Self::VersionConflict,
            FaultCode::IdempotencyKeyReused => Self::IdempotencyKeyReused,
            _ => return None,
        })
    }
}

/// The verb.
#[derive(Default)]
pub struct GoalUpdate;

#[Object]
impl GoalUpdate {
    /// Edits a goal; what is left out stays. It judges calls by it from then on: one that was judged before keeps what it met until it
    /// is reported or rated again. Needs the scope `account:write`.
    async fn goal_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked for.")] input: GoalUpdateInput,
        #[graphql(
            desc = "8 to 255 characters of the client's choice. A retry with the same key and input does nothing twice, and answers `replayed: true`. Kept for at least 400 days. Refusals and dry runs store no key."
        )]
        idempotency_key: Option<String>,
        #[graphql(desc = "Do everything, then undo it: the answer tells what would happen.", default = false)] dry_run: bool,
    ) -> Result<GoalUpdatePayload, Failure> {
        let id = input.id.clone();
        let told: Told<_, GoalUpdateErrorCode> = answer::tell(ctx, Edit::from(input), idempotency_key, dry_run).await?;
        let conflict = answer::is_conflict(&told).then(|| GoalId::parse(&id)).flatten();
        Ok(GoalUpdatePayload {
            goal: answer::goal(ctx, told.written().map(|outcome| outcome.goal)).await?,
            current: answer::goal(ctx, conflict).await?,
            warnings: told.outcome.as_ref().map(|outcome| warn(&outcome.warnings)).unwrap_or_default(),
            user_errors: told.user_errors,
            replayed: told.replayed,
            dry_run: told.dry_run,
        })
    }
}
