//! A channel: the kind of marketing that a number stands for.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::{AccountId, ChannelId};
use crate::value::name::Name;
use crate::value::search;

/// A kind of marketing.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "channel")]
pub struct Model {
    /// Who it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ChannelId,
    /// Whose it is.
    pub account_id: AccountId,
    /// Unique in the account among channels that are not archived.
    pub name: Name,
    /// The name as it is compared.
    pub name_folded: String,
    /// The name as it is searched.
    pub search_text: String,
    /// What it stands for; paid search asks for a publisher.
    pub kind: ChannelKind,
    /// Raised by every edit, from 1.
    pub version: i32,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// When it was last edited.
    pub updated_at: DateTimeUtc,
    /// When it was deleted; archived rows still answer to their id.
    pub archived_at: Option<DateTimeUtc>,
}

/// No relations: joins are spelled where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

/// What a channel stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(64))", rename_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ChannelKind {
    /// Advertisements beside search results.
    PaidSearch,
    /// Unpaid search results.
    OrganicSearch,
    /// The address typed in.
    Direct,
    /// A link on another site.
    Referral,
    /// Banners.
    Display,
    /// Partners paid by result.
    Affiliate,
    /// Social networks.
    Social,
    /// Electronic mail.
    Email,
    /// Newspapers and magazines.
    Print,
    /// Radio and television.
    Broadcast,
    /// Posters and vans.
    Outdoor,
    /// Letters and leaflets.
    DirectMail,
    /// Anything else.
    Other,
}

impl Model {
    /// Puts in what depends on the other texts. To be called when they are final.
    pub fn settle(&mut self) {
        self.name_folded = self.name.folded();
        self.search_text = search::lines([self.name.as_str()]);
    }
}

impl ActiveModelBehavior for ActiveModel {}
