//! A goal that a call has met, as it was judged last.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, CallId, GoalId};

/// A goal that a call has met.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call_goal")]
pub struct Model {
    /// Whose.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// Which call.
    #[sea_orm(primary_key, auto_increment = false)]
    pub call_id: CallId,
    /// Which goal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub goal_id: GoalId,
    /// When the call began to ring.
    pub started_at: DateTimeUtc,
}

/// No relations: joins are spelled where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
