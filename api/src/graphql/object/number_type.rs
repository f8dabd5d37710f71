//! `NumberType`: what the user picks when ordering.

use std::sync::Arc;

use async_graphql::{ID, SimpleObject};
use entity::number_type::Model;

use crate::graphql::scalar::choice::NumberKind;

/// What is picked when ordering, such as "020 London". Number types are the operator's, and the same for all accounts.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct NumberType {
    #[graphql(skip)]
    pub(in crate::graphql) row: Arc<Model>,
    /// The number type's id.
    pub(in crate::graphql) id: ID,
    /// What people call it.
    title: String,
    /// The country (ISO 3166 alpha-2) of its numbers.
    country: String,
    /// What its numbers begin with, in E.164 form.
    prefix: String,
    /// What its numbers are.
    kind: NumberKind,
    /// For how many days a deleted number of this type is held before it returns to stock.
    hold_days: i32,
}

impl From<Arc<Model>> for NumberType {
    fn from(row: Arc<Model>) -> Self {
        Self {
            id: row.id.to_string().into(),
            title: row.title.clone(),
            country: row.country.clone(),
            prefix: row.prefix.clone(),
            kind: row.kind.into(),
            hold_days: row.hold_days,
            row,
        }
    }
}
