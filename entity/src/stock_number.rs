//! A stock number: one that the operator owns and can assign. Belongs to no account.

use sea_orm::entity::prelude::*;

use crate::id::{FixedNumberId, NumberTypeId, StockNumberId};
use crate::value::phone_number::PhoneNumber;

/// A number that the operator owns.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stock_number")]
pub struct Model {
    /// Who it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: StockNumberId,
    /// Unique.
    pub number: PhoneNumber,
    /// What it is ordered as.
    pub number_type_id: NumberTypeId,
    /// The step of 30 days in which its rest began, then chance: the lowest is given first.
    pub pick_key: i64,
    /// Who has it; none: free. Unique, which is one of the walls.
    pub fixed_number_id: Option<FixedNumberId>,
}

/// No relations: joins are spelled where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
