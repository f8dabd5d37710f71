//! A fixed number: a stock number assigned to an account for offline use. What everything else is about.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::{AccountId, ChannelId, DestinationId, FixedNumberId, NumberTypeId, PoolId};
use crate::value::label::{Description, Label, LabelMode, Publisher, Tag};
use crate::value::phone_number::PhoneNumber;
use crate::value::search;

/// A stock number assigned to an account.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fixed_number")]
pub struct Model {
    /// Who it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FixedNumberId,
    /// Whose it is.
    pub account_id: AccountId,
    /// Unique among all that are not released, which is one of the walls.
    pub number: PhoneNumber,
    /// What it was ordered as.
    pub number_type_id: NumberTypeId,
    /// Its pool; never changes.
    pub pool_id: PoolId,
    /// Its channel.
    pub channel_id: ChannelId,
    /// Which of the label's columns count.
    pub mode: LabelMode,
    /// Simple mode: unique among the account's active numbers.
    pub description: Option<Description>,
    /// The description as it is compared.
    pub description_folded: Option<String>,
    /// Advanced mode.
    pub publisher: Option<Publisher>,
    /// Advanced mode.
    pub campaign: Option<Tag>,
    /// Advanced mode.
    pub keyword: Option<Tag>,
    /// The label as lists order it.
    pub label_folded: Option<String>,
    /// The digits, and the label as it is searched.
    pub search_text: String,
    /// None: the pool's default, also after the default moves.
    pub destination_id: Option<DestinationId>,
    /// Active, then held, then released.
    pub status: FixedNumberStatus,
    /// When it was ordered.
    pub ordered_at: DateTimeUtc,
    /// When it was last edited.
    pub updated_at: DateTimeUtc,
    /// When it was deleted.
    pub deleted_at: Option<DateTimeUtc>,
    /// Until when it can be restored.
    pub hold_until: Option<DateTimeUtc>,
    /// Raised by every edit, from 1.
    pub version: i32,
}

/// No relations: joins are spelled where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

/// Where a fixed number is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(64))", rename_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FixedNumberStatus {
    /// Calls ring through.
    Active,
    /// Deleted: calls connect to nobody, the account may restore it, nobody else can be given it.
    Held,
    /// Back in stock; can't be restored.
    Released,
}

impl Model {
    /// Puts a label into the columns it is stored in.
    pub fn set_label(&mut self, label: &Label) {
        self.label_folded = label.sort_key();
        self.search_text = search::lines([self.number.digits()].into_iter().chain(label.texts()));
        (self.description, self.description_folded) = (None, None);
        (self.publisher, self.campaign, self.keyword) = (None, None, None);
        match label {
            Label::Simple(description) => {
                self.mode = LabelMode::Simple;
                self.description = Some(description.clone());
                self.description_folded = Some(description.folded());
            }
            Label::Advanced { publisher, campaign, keyword } => {
                self.mode = LabelMode::Advanced;
                self.publisher = *publisher;
                self.campaign.clone_from(campaign);
                self.keyword.clone_from(keyword);
            }
        }
    }

    /// The label as one value. None only for a row that breaks the table's own rules.
    pub fn label(&self) -> Option<Label> {
        match self.mode {
            LabelMode::Simple => self.description.clone().map(Label::Simple),
            LabelMode::Advanced => {
                Some(Label::Advanced { publisher: self.publisher, campaign: self.campaign.clone(), keyword: self.keyword.clone() })
            }
        }
    }
}

impl ActiveModelBehavior for ActiveModel {}
