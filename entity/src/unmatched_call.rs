//! A call to a number that was nobody's when it rang. It belongs to the operator, until a number turns out to have been somebody's then.

use sea_orm::entity::prelude::*;

use crate::call::CallOutcome;
use crate::id::CallId;
use crate::value::phone_number::PhoneNumber;

/// A call to a number that was nobody's.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unmatched_call")]
pub struct Model {
    /// The switch that reported it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub switch: String,
    /// What that switch calls it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub source_call_id: String,
    /// Of the report that is stored.
    pub revision: i32,
    /// Who it is, and will be as a call of an account.
    pub id: CallId,
    /// The number that was called.
    pub number: PhoneNumber,
    /// When it began to ring.
    pub started_at: DateTimeUtc,
    /// Whether the caller's number was withheld.
    pub withheld: bool,
    /// The caller's number, sealed with the operator's key.
    pub caller_sealed: Option<Vec<u8>>,
    /// Where it rang.
    pub destination: Option<PhoneNumber>,
    /// How it ended.
    pub outcome: CallOutcome,
    /// How long it rang.
    pub ring_seconds: i32,
    /// How long people talked.
    pub talk_seconds: i32,
    /// The rating that the switch reported.
    pub reported_rating: Option<i32>,
    /// Where its recording is.
    pub recording_url: Option<String>,
    /// When its first report came.
    pub recorded_at: DateTimeUtc,
}

/// No relations: joins are spelled where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
