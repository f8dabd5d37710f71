//! A destination: a real telephone number that calls are connected to.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, DestinationId};
use crate::value::destination_kind::DestinationKind;
use crate::value::phone_number::PhoneNumber;
use crate::value::search;

/// A real telephone number that calls are connected to.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "destination")]
pub struct Model {
    /// Who it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DestinationId,
    /// Whose it is.
    pub account_id: AccountId,
    /// Unique in the account among destinations that are not archived.
    pub number: PhoneNumber,
    /// What the account calls it.
    pub label: Option<String>,
    /// The digits, and the label as it is searched.
    pub search_text: String,
    /// What kind of number it is.
    pub kind: DestinationKind,
    /// ISO 3166 alpha-2, where the number belongs to one country.
    pub country: Option<String>,
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

impl Model {
    /// Puts in what depends on the number and the label. To be called when they are final.
    pub fn settle(&mut self) {
        self.kind = DestinationKind::of(&self.number);
        self.country = self.number.country();
        self.search_text = search::lines([self.number.digits()].into_iter().chain(self.label.as_deref()));
    }
}

impl ActiveModelBehavior for ActiveModel {}
