//! `Goal`: a rule that a call may meet.

use std::sync::Arc;

use async_graphql::{ID, SimpleObject};
use chrono::{DateTime, Utc};
use entity::goal::Model;

use crate::graphql::scalar::choice::StandardGoal;

/// A rule that a call may meet, such as "talked for a minute or more" (a "conversion"). A call meets it that meets all of its
/// conditions; a condition that is null does not matter. A call is judged when it is reported or rated, and each time that is done
/// again, by the goals as they are then: an edit never judges the calls of the past anew.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Goal {
    #[graphql(skip)]
    pub(in crate::graphql) row: Arc<Model>,
    /// The goal's id.
    pub(in crate::graphql) id: ID,
    /// The goal's name, unique among the account's goals that are not archived.
    name: String,
    /// Which of the goals of every account it began as; null for one that the account has made. It stays when the goal is edited, so a
    /// program finds the goal by it whatever it is called now.
    standard: Option<StandardGoal>,
    /// True: the call was answered. False: it was not.
    answered: Option<bool>,
    /// The call was talked on for so many seconds or more.
    least_talk_seconds: Option<i32>,
    /// The call was talked on for so many seconds or less.
    most_talk_seconds: Option<i32>,
    /// The call was rated so or better, from 1 to 5. A call without a rating does not meet it.
    least_rating: Option<i32>,
    /// The call was rated so or worse, from 1 to 5. A call without a rating does not meet it.
    most_rating: Option<i32>,
    /// Raised by 1 with every edit of the goal; give it as `expectedVersion` to edit only what you have seen.
    version: i32,
    /// When the goal was made.
    created_at: DateTime<Utc>,
    /// When the goal was last edited.
    updated_at: DateTime<Utc>,
    /// When the goal was deleted. It judges no more, but calls that met it still say so. Lists leave archived goals out; their id still
    /// finds them.
    archived_at: Option<DateTime<Utc>>,
}

impl From<Arc<Model>> for Goal {
    fn from(row: Arc<Model>) -> Self {
        Self {
            id: row.id.to_string().into(),
            name: row.name.as_str().to_owned(),
            standard: row.standard.map(Into::into),
            answered: row.answered,
            least_talk_seconds: row.least_talk_seconds,
            most_talk_seconds: row.most_talk_seconds,
            least_rating: row.least_rating,
            most_rating: row.most_rating,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            archived_at: row.archived_at,
            row,
        }
    }
}
