//! `Call`: one inbound call, and `Caller`, who called.

use std::sync::Arc;

use async_graphql::{ID, SimpleObject};
use chrono::{DateTime, Utc};
use entity::call::Model;

use crate::graphql::scalar::choice::CallOutcome;
use crate::graphql::scalar::phone_number::E164;
use crate::graphql::scalar::url::Url;

/// One inbound call to a fixed number, as the telephone switch told it. Pool, channel and label are those that were valid when it rang:
/// renaming a number does not rewrite its earlier calls.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Call {
    #[graphql(skip)]
    pub(in crate::graphql) row: Arc<Model>,
    /// The call's id.
    pub(in crate::graphql) id: ID,
    /// When it began to ring.
    started_at: DateTime<Utc>,
    /// Who called, as far as it is known and the token may see it.
    caller: Caller,
    /// Where it rang. Null when it rang nowhere, or the switch did not say.
    destination: Option<E164>,
    /// How it ended.
    outcome: CallOutcome,
    /// How long it rang, in seconds.
    ring_seconds: i32,
    /// How long people talked, in seconds; 0 unless it was answered.
    talk_seconds: i32,
    /// How good it was, from 1 to 5: what somebody rated it since, or else what the switch reported. Null when nobody has rated it.
    rating: Option<i32>,
    /// Where its recording is. Null when it was not recorded, or the account's time for keeping recordings is over.
    recording_url: Option<Url>,
    /// Whether the number had been deleted when it rang. Then it connected to nobody, and counts in no usage.
    after_delete: bool,
    /// Of the switch's report that is shown. A later report of the same call has a higher one, and takes its place.
    revision: i32,
    /// When its first report came.
    recorded_at: DateTime<Utc>,
}

/// Who called, as far as it is known and the token may see it.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Caller {
    #[graphql(skip)]
    pub(in crate::graphql) row: Arc<Model>,
    /// Whether the caller withheld the number. Then nothing of it is stored.
    withheld: bool,
}

impl From<Arc<Model>> for Call {
    fn from(row: Arc<Model>) -> Self {
        Self {
            id: row.id.to_string().into(),
            started_at: row.started_at,
            caller: Caller { row: row.clone(), withheld: row.withheld },
            destination: row.destination.clone().map(E164),
            outcome: row.outcome.into(),
            ring_seconds: row.ring_seconds,
            talk_seconds: row.talk_seconds,
            rating: row.rating(),
            recording_url: row.recording_url.clone().map(Url),
            after_delete: row.after_delete,
            revision: row.revision,
            recorded_at: row.recorded_at,
            row,
        }
    }
}
