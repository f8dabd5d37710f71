//! The tenant: one customer installation. Every row but the stock belongs to one.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::AccountId;

/// One customer installation.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    /// Who it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AccountId,
    /// Its name, by which an operator may call it while no other has the same.
    pub name: String,
    /// ISO 3166 alpha-2; the region in which its telephone numbers are read.
    pub country: String,
    /// What it has subscribed to.
    pub package: Package,
    /// What it is charged in.
    pub currency: Currency,
    /// IANA name; its months begin at local midnight there.
    pub time_zone: String,
    /// The zone that comes next, if another was chosen.
    pub next_time_zone: Option<String>,
    /// When it comes: the beginning of a month in the zone before it.
    pub next_time_zone_from: Option<DateTimeUtc>,
    /// For how many months a caller is kept; set by the operator.
    pub caller_retention_months: i32,
    /// Raised by every edit.
    pub version: i32,
    /// When the operator made it.
    pub created_at: DateTimeUtc,
}

/// No relations: joins are spelled where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

/// What an account has subscribed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Package {
    /// Fair usage applies.
    Standard,
    /// Fair usage applies.
    Professional,
    /// Fair usage applies.
    Enterprise,
    /// Fair usage does not apply.
    Premium,
    /// An older contract with terms of its own.
    Legacy,
}

/// What an account is charged in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(3))", rename_all = "UPPERCASE")]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    /// Pounds sterling.
    Gbp,
    /// US dollars.
    Usd,
}

impl Model {
    /// The time zone that is in force at an instant.
    pub fn time_zone_at(&self, now: DateTimeUtc) -> &str {
        match (&self.next_time_zone, self.next_time_zone_from) {
            (Some(next), Some(from)) if from <= now => next,
            _ => &self.time_zone,
        }
    }
}

impl ActiveModelBehavior for ActiveModel {}
