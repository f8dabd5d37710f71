//! `Destination`: a real telephone number that calls are connected to.

use std::sync::Arc;

use async_graphql::{ID, SimpleObject};
use chrono::{DateTime, Utc};
use entity::destination::Model;

use crate::graphql::scalar::choice::DestinationKind;
use crate::graphql::scalar::phone_number::E164;

/// A real telephone number that calls are connected to. Pools have one by default; a fixed number may override it.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Destination {
    #[graphql(skip)]
    pub(in crate::graphql) row: Arc<Model>,
    /// The destination's id.
    pub(in crate::graphql) id: ID,
    /// The number that rings, unique among the account's destinations that are not archived.
    number: E164,
    /// What the account calls it.
    label: Option<String>,
    /// What kind of number it is.
    kind: DestinationKind,
    /// The number's country (ISO 3166 alpha-2); null for numbers of no single country.
    country: Option<String>,
    /// Raised by 1 with every edit of the destination.
    version: i32,
    /// When the destination was made.
    created_at: DateTime<Utc>,
    /// When the destination was last edited.
    updated_at: DateTime<Utc>,
    /// When the destination was deleted. Lists leave archived destinations out; their id still finds them.
    archived_at: Option<DateTime<Utc>>,
}

impl From<Arc<Model>> for Destination {
    fn from(row: Arc<Model>) -> Self {
        Self {
            id: row.id.to_string().into(),
            number: E164(row.number.clone()),
            label: row.label.clone(),
            kind: row.kind.into(),
            country: row.country.clone(),
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            archived_at: row.archived_at,
            row,
        }
    }
}
