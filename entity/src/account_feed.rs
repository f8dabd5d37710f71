//! The counter row of an account's change feed: dense, and in the order of commits.

use sea_orm::entity::prelude::*;

use crate::id::AccountId;

/// The counter of an account's changes.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account_feed")]
pub struct Model {
    /// Whose feed.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// Raised whenever history may have been rewritten, as by a restored backup.
    pub epoch: i64,
    /// Sequence of the last change; 0 before the first.
    pub head: i64,
    /// Sequence of the last change that was pruned; 0 when none was.
    pub floor: i64,
}

/// No relations: joins are spelled where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
