//! Who has seen, looked for or erased callers: one row a request, and nothing personal of a caller in it.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::{AccountId, CallerAccessId};

/// One request that touched callers in clear.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "caller_access")]
pub struct Model {
    /// Whose callers they are.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// Which entry.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CallerAccessId,
    /// The subject of the token that asked, or who else did.
    pub subject: String,
    /// What was done with them.
    pub kind: CallerAccessKind,
    /// How many calls' callers were seen or erased; of a search, how many calls it answered with.
    pub calls_count: i64,
    /// The request, as the log calls it.
    pub request_id: String,
    /// When.
    pub occurred_at: DateTimeUtc,
}

/// No relations: joins are spelled where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

/// What was done with callers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CallerAccessKind {
    /// Calls of one caller were looked for.
    Searched,
    /// Numbers were shown in full.
    Read,
    /// Numbers were removed.
    Erased,
}

impl ActiveModelBehavior for ActiveModel {}
