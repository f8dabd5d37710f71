//! What making and editing a goal have in common: its name, and the conditions that a call must meet.

use std::ops::RangeInclusive;

use entity::goal::Model;
use entity::id::{ChannelId, Id, PoolId};
use entity::value::name::Name;
use serde::Serialize;

use super::fault::{Fault, FaultCode};
use super::warning::Warning;
use super::{subject, wording};
use crate::rule::goal::{self, RATING_MAX, RATING_MIN, TALK_SECONDS_MAX};
use crate::store;
use crate::store::error::StoreError;
use crate::store::write::Write;
use crate::viewer::AccountScope;

/// A condition, as it came in: left out, taken away, or given. Left out and taken away are two inputs, which an idempotency key tells
/// apart.
pub type Given<T> = Option<Option<T>>;

/// Name and conditions, as they came in.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GoalText {
    /// Its name.
    pub name: Option<String>,
    /// Whether somebody must have answered, or nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered: Given<bool>,
    /// The least talk time in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least_talk_seconds: Given<i32>,
    /// The most talk time in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most_talk_seconds: Given<i32>,
    /// The least rating.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least_rating: Given<i32>,
    /// The most rating.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most_rating: Given<i32>,
    /// Id of the pool.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pool_id: Given<String>,
    /// Id of the channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_id: Given<String>,
}

/// Numbers of one kind, of which a goal has a least and a most.
struct Range {
    allowed: RangeInclusive<i32>,
    out_of_range: FaultCode,
    unit: &'static str,
    least: &'static str,
    most: &'static str,
}

const TALK: Range = Range {
    allowed: 0..=TALK_SECONDS_MAX,
    out_of_range: FaultCode::TalkSecondsOutOfRange,
    unit: "A talk time",
    least: "input.leastTalkSeconds",
    most: "input.mostTalkSeconds",
};
const RATING: Range = Range {
    allowed: RATING_MIN..=RATING_MAX,
    out_of_range: FaultCode::RatingOutOfRange,
    unit: "A rating",
    least: "input.leastRating",
    most: "input.mostRating",
};

impl GoalText {
    /// Puts all of it in, and says what of it is wrong.
    pub async fn put(&self, scope: AccountScope, write: &Write, row: &mut Model) -> Result<Vec<Fault>, StoreError> {
        let mut faults = self.named(scope, write, row).await?;
        let found = faults.len();
        row.answered = self.answered.unwrap_or(row.answered);
        TALK.put([self.least_talk_seconds, self.most_talk_seconds], [&mut row.least_talk_seconds, &mut row.most_talk_seconds], &mut faults);
        RATING.put([self.least_rating, self.most_rating], [&mut row.least_rating, &mut row.most_rating], &mut faults);
        if let Some(id) = &self.pool_id {
            row.pool_id = id.as_deref().and_then(PoolId::parse);
            faults.extend(if id.is_some() { no_pool(scope, write, row.pool_id).await? } else { None });
        }
        if let Some(id) = &self.channel_id {
            row.channel_id = id.as_deref().and_then(ChannelId::parse);
            faults.extend(if id.is_some() { no_channel(scope, write, row.channel_id).await? } else { None });
        }
        // One that was given and is at fault is not missing.
        if faults.len() == found && !goal::has_condition(row) {
            let message = "A goal needs a condition: without one, every call would meet it.";
            faults.push(Fault::at("input", FaultCode::ConditionMissing, message));
        }
        Ok(faults)
    }

    async fn named(&self, scope: AccountScope, write: &Write, row: &mut Model) -> Result<Vec<Fault>, StoreError> {
        match self.name.as_deref().map(Name::parse) {
            None => return Ok(Vec::new()),
            Some(Err(fault)) => return Ok(vec![wording::explain(fault)]),
            Some(Ok(name)) => row.name = name,
        }
        let known = row.name_folded.clone();
        row.settle();
        let taken = row.name_folded != known && store::goal::is_name_taken(scope, write.db(), &row.name_folded, Some(row.id)).await?;
        Ok(taken.then(|| wording::taken(<Model as subject::Subject>::NOUN)).into_iter().collect())
    }
}

impl Range {
    fn put(&self, given: [Given<i32>; 2], row: [&mut Option<i32>; 2], faults: &mut Vec<Fault>) {
        let ([given_least, given_most], [least, most]) = (given, row);
        let found = faults.len();
        for (given, to, path) in [(given_least, &mut *least, self.least), (given_most, &mut *most, self.most)] {
            let Some(value) = given else { continue };
            *to = value;
            if value.is_some_and(|value| !self.allowed.contains(&value)) {
                let message = format!("{} is between {} and {}.", self.unit, self.allowed.start(), self.allowed.end());
                faults.push(Fault::at(path, self.out_of_range, message));
            }
        }
        if let (Some(least), Some(most)) = (*least, *most)
            && least > most
            && faults.len() == found
        {
            let path = if given_most.is_some() { self.most } else { self.least };
            let message = format!("The least ({least}) is above the most ({most}), so that no call could meet this goal.");
            faults.push(Fault::at(path, FaultCode::LeastAboveMost, message));
        }
    }
}

/// Kept from being deleted until the goal is stored.
async fn no_pool(scope: AccountScope, write: &Write, id: Option<PoolId>) -> Result<Option<Fault>, StoreError> {
    let row = match id {
        Some(id) => store::pool::lock(scope, write.db(), id).await?,
        None => None,
    };
    Ok(row.is_none_or(|row| row.archived_at.is_some()).then(|| missing::<entity::pool::Model>("input.poolId")))
}

/// Likewise.
async fn no_channel(scope: AccountScope, write: &Write, id: Option<ChannelId>) -> Result<Option<Fault>, StoreError> {
    let row = match id {
        Some(id) => store::channel::lock(scope, write.db(), id).await?,
        None => None,
    };
    Ok(row.is_none_or(|row| row.archived_at.is_some()).then(|| missing::<entity::channel::Model>("input.channelId")))
}

fn missing<S: subject::Subject>(path: &str) -> Fault {
    Fault::at(path, S::NOT_FOUND, format!("There is no such {} in your account.", S::NOUN))
}

/// What is worth knowing of a goal that is sound.
pub fn warnings(row: &Model) -> Vec<Warning> {
    goal::is_never_met(row).then_some(Warning::GoalNeverMet).into_iter().collect()
}
