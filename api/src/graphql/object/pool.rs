//! `Pool`: a set of numbers with one default destination.

use std::sync::Arc;

use async_graphql::{ID, SimpleObject};
use chrono::{DateTime, Utc};
use entity::pool::{Features, Model};

/// A tracking pool ("dial-in group"): a set of fixed numbers with one default destination and one set of call features.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Pool {
    #[graphql(skip)]
    pub(in crate::graphql) row: Arc<Model>,
    /// The pool's id.
    pub(in crate::graphql) id: ID,
    /// The pool's name, unique among the account's pools that are not archived.
    name: String,
    /// What the account's own systems call the pool.
    reference: Option<String>,
    /// What happens on calls to the pool's numbers.
    features: PoolFeatures,
    /// Raised by 1 with every edit of the pool; give it as `expectedVersion` to edit only what you have seen.
    version: i32,
    /// When the pool was made.
    created_at: DateTime<Utc>,
    /// When the pool was last edited.
    updated_at: DateTime<Utc>,
    /// When the pool was deleted. Lists leave archived pools out; their id still finds them.
    archived_at: Option<DateTime<Utc>>,
}

/// What the switch does on calls to a pool's numbers.
#[derive(SimpleObject)]
pub struct PoolFeatures {
    /// Whether calls are recorded.
    call_recording: bool,
    /// Whether the person who answers is asked to rate the call.
    call_rating: bool,
    /// Whether the announcement is played to the person who answers.
    call_announce: bool,
    /// What is announced.
    announcement: Option<String>,
}

impl From<Features> for PoolFeatures {
    fn from(features: Features) -> Self {
        let Features { call_recording, call_rating, call_announce, announcement } = features;
        Self { call_recording, call_rating, call_announce, announcement }
    }
}

impl From<Arc<Model>> for Pool {
    fn from(row: Arc<Model>) -> Self {
        Self {
            id: row.id.to_string().into(),
            name: row.name.as_str().to_owned(),
            reference: row.reference.clone(),
            features: row.features().into(),
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            archived_at: row.archived_at,
            row,
        }
    }
}
