//! A tracking pool: a set of numbers with one default destination and one set of call features.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, DestinationId, PoolId};
use crate::value::name::Name;
use crate::value::search;

/// A tracking pool.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pool")]
pub struct Model {
    /// Who it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PoolId,
    /// Whose it is.
    pub account_id: AccountId,
    /// Unique in the account among pools that are not archived.
    pub name: Name,
    /// The name as it is compared.
    pub name_folded: String,
    /// What the account's own systems call it.
    pub reference: Option<String>,
    /// Name and reference as they are searched.
    pub search_text: String,
    /// Whether calls are recorded.
    pub call_recording: bool,
    /// Whether calls are rated.
    pub call_rating: bool,
    /// Whether the announcement is played.
    pub call_announce: bool,
    /// What is announced to the person who answers.
    pub announcement: Option<String>,
    /// Where calls to its numbers ring, unless a number has its own.
    pub default_destination_id: DestinationId,
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

/// What the switch does on calls to a pool's numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Features {
    /// Whether calls are recorded.
    pub call_recording: bool,
    /// Whether calls are rated.
    pub call_rating: bool,
    /// Whether the announcement is played.
    pub call_announce: bool,
    /// What is announced to the person who answers.
    pub announcement: Option<String>,
}

impl Model {
    /// What the switch does on calls to its numbers.
    pub fn features(&self) -> Features {
        Features {
            call_recording: self.call_recording,
            call_rating: self.call_rating,
            call_announce: self.call_announce,
            announcement: self.announcement.clone(),
        }
    }

    /// Puts in what depends on the other texts. To be called when they are final.
    pub fn settle(&mut self) {
        self.name_folded = self.name.folded();
        self.search_text = search::lines([self.name.as_str()].into_iter().chain(self.reference.as_deref()));
    }
}

impl ActiveModelBehavior for ActiveModel {}
