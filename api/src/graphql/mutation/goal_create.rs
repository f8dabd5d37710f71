//! `goalCreate`: input, payload, codes, resolver.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};

use super::answer::{self, Told};
use crate::action::fault::FaultCode;
use crate::action::goal_conditions::GoalText;
use crate::action::goal_create::NewGoal;
use crate::graphql::failure::Failure;
use crate::graphql::object::goal::Goal;
use crate::graphql::user_error::{ErrorCode, UserError, Warning, warn};

/// A new goal: a name and at least one condition. A condition that is left out does not matter.
#[derive(InputObject)]
pub struct GoalCreateInput {
    /// Its name: 1 to 120 characters, unique among the account's goals without regard to case.
    name: String,
    /// True: the call was answered. False: it was not.
    answered: Option<bool>,
    /// The call was talked on for so many seconds or more, from 0 to 86400.
    least_talk_seconds: Option<i32>,
    /// The call was talked on for so many seconds or less, from 0 to 86400.
    most_talk_seconds: Option<i32>,
    /// The call was rated so or better, from 1 to 5. A call without a rating does not meet it.
    least_rating: Option<i32>,
    /// The call was rated so or worse, from 1 to 5. A call without a rating does not meet it.
    most_rating: Option<i32>,
    /// The call was to a number of this pool.
    pool_id: Option<ID>,
    /// The call was to a number that stood for this channel when it rang.
    channel_id: Option<ID>,
}

impl From<GoalCreateInput> for NewGoal {
    fn from(input: GoalCreateInput) -> Self {
        let text = GoalText {
            name: Some(input.name),
            answered: Some(input.answered),
            least_talk_seconds: Some(input.least_talk_seconds),
            most_talk_seconds: Some(input.most_talk_seconds),
            least_rating: Some(input.least_rating),
            most_rating: Some(input.most_rating),
            pool_id: Some(input.pool_id.map(|id| id.0)),
            channel_id: Some(input.channel_id.map(|id| id.0)),
        };
        Self { text }
    }
}

/// What came of `goalCreate`.
#[derive(SimpleObject)]
pub struct GoalCreatePayload {
    /// The goal. Null when it was refused, and in a dry run.
    goal: Option<Goal>,
    /// All that is wrong with the input; empty when it was done, or would be.
    user_errors: Vec<UserError<GoalCreateErrorCode>>,
    /// What is worth knowing of a deed that was done all the same.
    warnings: Vec<Warning>,
    /// Whether an earlier request with the same `idempotencyKey` did this, so that nothing was done now.
    replayed: bool,
    /// Whether everything was undone.
    dry_run: bool,
}

/// Why `goalCreate` refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum GoalCreateErrorCode {
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
    /// The account has 100 goals already.
    GoalsTooMany,
    /// The key was used before, for another input.
    IdempotencyKeyReused,
}

impl ErrorCode for GoalCreateErrorCode {
    const ERROR: &'static str = "GoalCreateError";

    fn of(code: FaultCode) -> Option<Self> {
        Some(match code {
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
            FaultCode::GoalsTooMany => Self::GoalsTooMany,
            FaultCode::IdempotencyKeyReused => Self::IdempotencyKeyReused,
            _ => return None,
        })
    }
}

/// The verb.
#[derive(Default)]
pub struct GoalCreate;

#[Object]
impl GoalCreate {
    /// Makes a goal, which judges every call that is reported or rated from then on, and none of before. An account has at most 100.
    /// Needs the scope `account:write`.
    async fn goal_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked for.")] input: GoalCreateInput,
        #[graphql(
            desc = "8 to 255 characters of the client's choice. A retry with the same key and input does nothing twice, and answers `replayed: true`. Kept for at least 400 days. Refusals and dry runs store no key."
        )]
        idempotency_key: Option<String>,
        #[graphql(desc = "Do everything, then undo it: the answer tells what would happen.", default = false)] dry_run: bool,
    ) -> Result<GoalCreatePayload, Failure> {
        let told: Told<_, GoalCreateErrorCode> = answer::tell(ctx, NewGoal::from(input), idempotency_key, dry_run).await?;
        Ok(GoalCreatePayload {
            goal: answer::goal(ctx, told.written().map(|outcome| outcome.goal)).await?,
            warnings: told.outcome.as_ref().map(|outcome| warn(&outcome.warnings)).unwrap_or_default(),
            user_errors: told.user_errors,
            replayed: told.replayed,
            dry_run: told.dry_run,
        })
    }
}
