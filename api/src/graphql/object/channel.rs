//! `Channel`: the kind of marketing that a number stands for.

use std::sync::Arc;

use async_graphql::{ID, SimpleObject};
use chrono::{DateTime, Utc};
use entity::channel::Model;

use crate::graphql::scalar::choice::ChannelKind;

/// The kind of marketing that a fixed number stands for, such as "Magazine" or "Paid search".
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Channel {
    #[graphql(skip)]
    pub(in crate::graphql) row: Arc<Model>,
    /// The channel's id.
    pub(in crate::graphql) id: ID,
    /// The channel's name, unique among the account's channels that are not archived.
    name: String,
    /// What it stands for; it decides what a label in Advanced mode needs.
    kind: ChannelKind,
    /// Raised by 1 with every edit of the channel.
    version: i32,
    /// When the channel was made.
    created_at: DateTime<Utc>,
    /// When the channel was last edited.
    updated_at: DateTime<Utc>,
    /// When the channel was deleted. Lists leave archived channels out; their id still finds them.
    archived_at: Option<DateTime<Utc>>,
}

impl From<Arc<Model>> for Channel {
    fn from(row: Arc<Model>) -> Self {
        Self {
            id: row.id.to_string().into(),
            name: row.name.as_str().to_owned(),
            kind: row.kind.into(),
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            archived_at: row.archived_at,
            row,
        }
    }
}
