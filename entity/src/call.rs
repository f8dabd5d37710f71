//! One inbound call to a fixed number, as the telephone switch tells it.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::{AccountId, CallId, ChannelId, FixedNumberId, FixedNumberLabelId, PoolId};
use crate::value::phone_number::PhoneNumber;

/// One inbound call.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call")]
pub struct Model {
    /// Whose it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// Who it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CallId,
    /// The switch that reported it, by the name in its token.
    pub switch: String,
    /// What that switch calls it; unique for each switch.
    pub source_call_id: String,
    /// Of the report that is stored; a later report has a higher one.
    pub revision: i32,
    /// The number that was called, in the hands that it was in.
    pub fixed_number_id: FixedNumberId,
    /// That number's pool.
    pub pool_id: PoolId,
    /// The channel that the number stood for then.
    pub channel_id: ChannelId,
    /// What the number was called then.
    pub label_id: FixedNumberLabelId,
    /// When it began to ring.
    pub started_at: DateTimeUtc,
    /// Whether the caller's number was withheld; then nothing of it is stored.
    pub withheld: bool,
    /// The caller's number, sealed with the account's key.
    pub caller_sealed: Option<Vec<u8>>,
    /// The caller's number, hashed with the account's key, to be found by.
    pub caller_hash: Option<Vec<u8>>,
    /// Where it rang.
    pub destination: Option<PhoneNumber>,
    /// How it ended.
    pub outcome: CallOutcome,
    /// How long it rang.
    pub ring_seconds: i32,
    /// How long people talked.
    pub talk_seconds: i32,
    /// See [`talk_class`].
    pub talk_class: i32,
    /// The rating that the switch reported, 1 to 5.
    pub reported_rating: Option<i32>,
    /// The rating that somebody gave since, which stands over the other.
    pub given_rating: Option<i32>,
    /// Where its recording is.
    pub recording_url: Option<String>,
    /// Whether the number had been deleted, and was held: then it connects to nobody and counts in no usage.
    pub after_delete: bool,
    /// When its first report came.
    pub recorded_at: DateTimeUtc,
    /// When its personal data was cleared; a later report brings none back.
    pub erased_at: Option<DateTimeUtc>,
}

/// No relations: joins are spelled where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CallOutcome {
    /// Somebody answered.
    Answered,
    /// The destination was busy.
    Busy,
    /// Nobody answered.
    NoAnswer,
    /// It could not be connected.
    Failed,
    /// The caller hung up before anybody answered.
    Abandoned,
}

impl Model {
    /// The rating that counts.
    pub fn rating(&self) -> Option<i32> {
        self.given_rating.or(self.reported_rating)
    }
}

/// From how many seconds on a talk time is in the classes 1, 2 and so on; the last has no end. Each is about twice the one before it,
/// and the times that people ask by are among them.
pub const TALK_CLASSES: [i32; 17] = [1, 2, 4, 8, 15, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400, 28_800, 57_600];

/// Which of [`TALK_CLASSES`] a talk time is in; 0 for none. Lists of calls with a least talk time read whole classes from an index, and
/// hold only the one class that the time itself is in against each call.
pub fn talk_class(talk_seconds: i32) -> i32 {
    i32::try_from(TALK_CLASSES.partition_point(|least| *least <= talk_seconds)).unwrap_or_default()
}

impl ActiveModelBehavior for ActiveModel {}

#[cfg(test)]
mod tests {
    use super::talk_class;

    #[test]
    fn a_class_begins_at_its_least_time() {
        let classes = [0, 1, 2, 3, 4, 7, 8, 59, 60, 64, 57_599, 57_600, 86_400, i32::MAX].map(talk_class);

        assert_eq!(classes, [0, 1, 2, 2, 3, 3, 4, 6, 7, 7, 16, 17, 17, 17]);
    }
}
