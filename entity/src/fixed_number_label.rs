//! What a fixed number was called, and which channel it stood for, from some instant on. Never edited: a call points to the one that was
//! valid when it rang.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, ChannelId, FixedNumberId, FixedNumberLabelId};
use crate::value::label::{Description, LabelMode, Publisher, Tag};

/// What a fixed number was called from some instant on.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fixed_number_label")]
pub struct Model {
    /// Whose it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// Who it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FixedNumberLabelId,
    /// Which number.
    pub fixed_number_id: FixedNumberId,
    /// The first instant; it ends where the number's next one begins.
    pub valid_from: DateTimeUtc,
    /// Its channel then.
    pub channel_id: ChannelId,
    /// Which of the label's columns count.
    pub mode: LabelMode,
    /// Simple mode.
    pub description: Option<Description>,
    /// Advanced mode.
    pub publisher: Option<Publisher>,
    /// Advanced mode.
    pub campaign: Option<Tag>,
    /// Advanced mode.
    pub keyword: Option<Tag>,
}

/// No relations: joins are spelled where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
