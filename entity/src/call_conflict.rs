//! A report that contradicts what is stored of the same call under the same revision. Kept for the operator, who can tell which is right.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::CallConflictId;

/// A report that contradicts an earlier one.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call_conflict")]
pub struct Model {
    /// Who it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CallConflictId,
    /// The switch that reported it.
    pub switch: String,
    /// What that switch calls the call.
    pub source_call_id: String,
    /// Of the report.
    pub revision: i32,
    /// In what it contradicts.
    pub reason: ConflictReason,
    /// The report, hashed with the operator's key: the same report is kept once.
    pub content_hash: Vec<u8>,
    /// The whole report as JSON, sealed with the operator's key. None when its personal data was cleared.
    pub report_sealed: Option<Vec<u8>>,
    /// When it came.
    pub recorded_at: DateTimeUtc,
}

/// No relations: joins are spelled where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

/// In what a report contradicts an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ConflictReason {
    /// The same revision says something else.
    SameRevision,
    /// A later revision says that another number was called.
    OtherNumber,
    /// A later revision moves the start to where the number was in other hands.
    OtherAssignment,
}

impl ActiveModelBehavior for ActiveModel {}
