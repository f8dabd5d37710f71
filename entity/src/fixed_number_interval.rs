//! One span of time in which a fixed number was live. A restore opens a new one.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, FixedNumberId, FixedNumberIntervalId};

/// One span of time in which a fixed number was live.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fixed_number_interval")]
pub struct Model {
    /// Who it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FixedNumberIntervalId,
    /// Whose it is.
    pub account_id: AccountId,
    /// Which number; at most one open span each.
    pub fixed_number_id: FixedNumberId,
    /// The first instant in it.
    pub live_from: DateTimeUtc,
    /// The first instant after it; none while it is live.
    pub live_to: Option<DateTimeUtc>,
}

/// No relations: joins are spelled where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
