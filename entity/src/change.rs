//! One entry of an account's durable change feed, written in the transaction that it tells of.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::AccountId;

/// One entry of the change feed.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "change")]
pub struct Model {
    /// Whose feed.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// Dense from 1, in the order of commits.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// What happened.
    pub kind: ChangeKind,
    /// What it happened to.
    pub subject_type: SubjectType,
    /// Which one.
    pub subject_id: Uuid,
    /// The version that the change made; dense for each subject.
    pub subject_version: Option<i32>,
    /// When.
    pub occurred_at: DateTimeUtc,
    /// The subject of the token that did it.
    pub actor: String,
    /// The request that did it.
    pub request_id: String,
    /// Names of the fields that changed, as the API spells them.
    pub changed_fields: Json,
    /// Those fields before; none when it was made.
    pub before: Option<Json>,
    /// Those fields after.
    pub after: Option<Json>,
    /// Ids of the pools it concerns, before or after.
    pub touched_pools: Json,
    /// Ids of the channels it concerns, before or after.
    pub touched_channels: Json,
    /// How many fixed numbers it concerns.
    pub affected_count: i32,
}

/// No relations: joins are spelled where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(64))", rename_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ChangeKind {
    /// An account changed its name or its time zone.
    AccountUpdated,
    /// Callers were erased, one or all of them.
    CallersErased,
    /// A switch reported calls, new ones or later revisions.
    CallsRecorded,
    /// A channel was made.
    ChannelCreated,
    /// A channel was edited.
    ChannelUpdated,
    /// A channel was deleted, which archives it.
    ChannelDeleted,
    /// A destination was made, by itself or by an order.
    DestinationCreated,
    /// A destination was edited; another number re-routes all that ring there.
    DestinationUpdated,
    /// A destination was deleted, which archives it.
    DestinationDeleted,
    /// A number was ordered.
    FixedNumberOrdered,
    /// A number's channel, label or destination was edited.
    FixedNumberUpdated,
    /// A number was deleted and is held.
    FixedNumberDeleted,
    /// A held number was restored.
    FixedNumberRestored,
    /// The hold of a number was over, and it returned to stock.
    FixedNumberReleased,
    /// A goal was made.
    GoalCreated,
    /// A goal was edited; it judges calls by it from then on.
    GoalUpdated,
    /// A goal was deleted, which archives it.
    GoalDeleted,
    /// A pool was made.
    PoolCreated,
    /// A pool was edited; a new default destination re-routes its numbers.
    PoolUpdated,
    /// A pool was deleted, which archives it.
    PoolDeleted,
}

/// What a change happened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(64))", rename_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SubjectType {
    /// The account itself.
    Account,
    /// A pool.
    Pool,
    /// A channel.
    Channel,
    /// A destination.
    Destination,
    /// A fixed number.
    FixedNumber,
    /// A goal.
    Goal,
}

impl ActiveModelBehavior for ActiveModel {}
