//! Goals: whether a call meets one, and those that every account starts with.

use chrono::{DateTime, Utc};
use entity::call::{self, CallOutcome};
use entity::call_goal;
use entity::goal::{Model, StandardGoal};
use entity::id::{AccountId, ChannelId, GoalId, PoolId};
use entity::value::name::{Name, NameFault};

/// The longest talk time that a call may have, and a goal ask for: a day, in seconds.
pub const TALK_SECONDS_MAX: i32 = 86_400;
/// The worst rating.
pub const RATING_MIN: i32 = 1;
/// The best rating.
pub const RATING_MAX: i32 = 5;
/// How many goals an account may have in force: each call that is reported is held against all of them.
pub const GOALS_MAX: i64 = 100;

/// What goals judge of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Whether somebody answered.
    pub answered: bool,
    /// How long they talked.
    pub talk_seconds: i32,
    /// From 1 to 5; none while nobody has rated it.
    pub rating: Option<i32>,
    /// The channel that the number had when it rang.
    pub channel: ChannelId,
    /// The pool of the number.
    pub pool: PoolId,
}

/// Whether a call meets a goal: all conditions that the goal has. A call without a rating meets no condition on ratings. Whether the
/// goal is in force is not asked here.
pub fn meets(goal: &Model, call: &Judged) -> bool {
    goal.answered.is_none_or(|answered| answered == call.answered)
        && is_within(goal.least_talk_seconds, goal.most_talk_seconds, Some(call.talk_seconds))
        && is_within(goal.least_rating, goal.most_rating, call.rating)
        && goal.channel_id.is_none_or(|channel| channel == call.channel)
        && goal.pool_id.is_none_or(|pool| pool == call.pool)
}

/// The marks of the goals, all in force, that a call meets as it is now.
pub fn marks(goals: &[Model], call: &call::Model) -> Vec<call_goal::Model> {
    let judged = Judged {
        answered: call.outcome == CallOutcome::Answered,
        talk_seconds: call.talk_seconds,
        rating: call.rating(),
        channel: call.channel_id,
        pool: call.pool_id,
    };
    let mark =
        |goal: &Model| call_goal::Model { account_id: call.account_id, call_id: call.id, goal_id: goal.id, started_at: call.started_at };
    goals.iter().filter(|goal| meets(goal, &judged)).map(mark).collect()
}

fn is_within(least: Option<i32>, most: Option<i32>, value: Option<i32>) -> bool {
    match value {
        Some(value) => least.is_none_or(|least| least <= value) && most.is_none_or(|most| value <= most),
        None => least.is_none() && most.is_none(),
    }
}

/// Whether a goal has a condition at all; without one, every call would meet it.
pub fn has_condition(goal: &Model) -> bool {
    let numbers = [goal.least_talk_seconds, goal.most_talk_seconds, goal.least_rating, goal.most_rating];
    goal.answered.is_some() || goal.channel_id.is_some() || goal.pool_id.is_some() || numbers.iter().any(Option::is_some)
}

/// Whether its conditions exclude each other, so that no call ever meets it: nobody talks who was not answered.
pub fn is_never_met(goal: &Model) -> bool {
    goal.answered == Some(false) && goal.least_talk_seconds.is_some_and(|least| least > 0)
}

/// A goal that every account starts with.
pub struct Standard {
    which: StandardGoal,
    name: &'static str,
    answered: Option<bool>,
    least_talk_seconds: Option<i32>,
    most_talk_seconds: Option<i32>,
}

/// The goals that every account starts with. It may edit and delete them like any other.
pub const STANDARD: [Standard; 3] = [
    Standard {
        which: StandardGoal::Qualified,
        name: "Call qualified",
        answered: None,
        least_talk_seconds: Some(60),
        most_talk_seconds: None,
    },
    Standard {
        which: StandardGoal::Connected,
        name: "Call connected",
        answered: Some(true),
        least_talk_seconds: None,
        most_talk_seconds: Some(59),
    },
    Standard {
        which: StandardGoal::NotConnected,
        name: "Call not connected",
        answered: Some(false),
        least_talk_seconds: None,
        most_talk_seconds: None,
    },
];

impl Standard {
    /// The goal as an account has it at first.
    pub fn begun(&self, id: GoalId, account_id: AccountId, now: DateTime<Utc>) -> Result<Model, NameFault> {
        let mut goal = Model {
            standard: Some(self.which),
            answered: self.answered,
            least_talk_seconds: self.least_talk_seconds,
            most_talk_seconds: self.most_talk_seconds,
            ..blank(id, account_id, Name::parse(self.name)?, now)
        };
        goal.settle();
        Ok(goal)
    }
}

/// A goal that has no condition yet.
pub fn blank(id: GoalId, account_id: AccountId, name: Name, now: DateTime<Utc>) -> Model {
    Model {
        id,
        account_id,
        name,
        name_folded: String::new(),
        search_text: String::new(),
        standard: None,
        answered: None,
        least_talk_seconds: None,
        most_talk_seconds: None,
        least_rating: None,
        most_rating: None,
        channel_id: None,
        pool_id: None,
        version: 1,
        created_at: now,
        updated_at: now,
        archived_at: None,
    }
}

#[cfg(test)]
mod tests;
