//! A number type: what the user picks when ordering. Belongs to the operator.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::NumberTypeId;

/// What the user picks when ordering.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "number_type")]
pub struct Model {
    /// Who it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NumberTypeId,
    /// Such as "020 London"; unique.
    pub title: String,
    /// ISO 3166 alpha-2.
    pub country: String,
    /// The E.164 digits that its numbers begin with, with the plus.
    pub prefix: String,
    /// What its numbers are.
    pub kind: NumberKind,
    /// Days for which a deleted number is held before it returns to stock.
    pub hold_days: i32,
    /// When it was made.
    pub created_at: DateTimeUtc,
}

/// No relations: joins are spelled where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

/// What the numbers of a type are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(64))", rename_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum NumberKind {
    /// Of one town or region.
    Geographic,
    /// Free to the caller.
    Freephone,
    /// UK-wide, charged like a geographic number.
    UkWide,
    /// With a service charge to the caller.
    BusinessRate,
}

impl ActiveModelBehavior for ActiveModel {}
