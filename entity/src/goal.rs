//! A goal: a rule that a call may meet, such as "talked for a minute or more".

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::{AccountId, ChannelId, GoalId, PoolId};
use crate::value::name::Name;
use crate::value::search;

/// A goal. A call meets it that meets all of its conditions; one that is left out does not matter, and at least one is there.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "goal")]
pub struct Model {
    /// Who it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GoalId,
    /// Whose it is.
    pub account_id: AccountId,
    /// Unique in the account among goals that are not archived.
    pub name: Name,
    /// The name as it is compared.
    pub name_folded: String,
    /// The name as it is searched.
    pub search_text: String,
    /// Which of the goals of every account it began as. Stays, whatever is edited.
    pub standard: Option<StandardGoal>,
    /// Whether somebody must have answered, or nobody.
    pub answered: Option<bool>,
    /// The least talk time in seconds.
    pub least_talk_seconds: Option<i32>,
    /// The most talk time in seconds.
    pub most_talk_seconds: Option<i32>,
    /// The least rating, from 1 to 5.
    pub least_rating: Option<i32>,
    /// The most rating, from 1 to 5.
    pub most_rating: Option<i32>,
    /// The channel that the number had when it rang.
    pub channel_id: Option<ChannelId>,
    /// The pool of the number.
    pub pool_id: Option<PoolId>,
    /// Raised by every edit, from 1.
    pub version: i32,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// When it was last edited.
    pub updated_at: DateTimeUtc,
    /// When it was deleted; archived rows still answer to their id.
    pub archived_at: Option<DateTimeUtc>,
}

/// No relations: joins are spelled where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

/// The goals that every account starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum StandardGoal {
    /// Talked for a minute or more.
    Qualified,
    /// Answered, and talked for less than a minute.
    Connected,
    /// Not answered.
    NotConnected,
}

impl Model {
    /// Puts in what depends on the other texts. To be called when they are final.
    pub fn settle(&mut self) {
        self.name_folded = self.name.folded();
        self.search_text = search::lines([self.name.as_str()]);
    }
}

impl ActiveModelBehavior for ActiveModel {}
