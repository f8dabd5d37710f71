//! The key that seals the callers of one owner, wrapped by the operator's own key, which is kept elsewhere.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, DataKeyId};

/// One owner's data key. Without it nobody opens what was sealed with it, so deleting the row erases that.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "data_key")]
pub struct Model {
    /// Which one. Another key of the same owner has another id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DataKeyId,
    /// Whose it is, at most one each; none: the operator's.
    pub account_id: Option<AccountId>,
    /// The key, sealed.
    pub wrapped: Vec<u8>,
    /// When it was made.
    pub created_at: DateTimeUtc,
}

/// No relations: joins are spelled where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
