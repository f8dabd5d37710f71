//! `FixedNumber`: a telephone number for one offline advertisement.

use std::sync::Arc;

use async_graphql::{ID, SimpleObject};
use chrono::{DateTime, Utc};

use crate::graphql::scalar::choice::{FixedNumberStatus, LabelMode, Publisher};
use crate::graphql::scalar::phone_number::E164;
use crate::store::fixed_number::Row;

/// A telephone number for one offline advertisement. Calls to it ring through to a destination, and tell which advertisement
/// earned them.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct FixedNumber {
    #[graphql(skip)]
    pub(in crate::graphql) found: Arc<Row>,
    /// The fixed number's id.
    pub(in crate::graphql) id: ID,
    /// The number to print, in E.164 form.
    number: E164,
    /// What kind of label it has.
    mode: LabelMode,
    /// In Simple mode: what reports show for it, unique among the account's active numbers (compared without regard to case).
    description: Option<String>,
    /// In Advanced mode, on a paid-search channel: the network.
    publisher: Option<Publisher>,
    /// In Advanced mode: the campaign, byte for byte as it was given.
    campaign: Option<String>,
    /// In Advanced mode: the keyword, byte for byte as it was given.
    keyword: Option<String>,
    /// Whether it follows its pool's default destination, also after that changes.
    uses_default_destination: bool,
    /// Where it is in its life.
    status: FixedNumberStatus,
    /// When it was ordered.
    ordered_at: DateTime<Utc>,
    /// When it was last edited, deleted or restored.
    updated_at: DateTime<Utc>,
    /// When it was deleted.
    deleted_at: Option<DateTime<Utc>>,
    /// Until when it can be restored, if it was deleted.
    hold_until: Option<DateTime<Utc>>,
    /// Raised by 1 with every edit, deletion and restoration; give it as `expectedVersion` to edit only what you have seen.
    version: i32,
}

impl From<Arc<Row>> for FixedNumber {
    fn from(found: Arc<Row>) -> Self {
        let row = &found.row;
        Self {
            id: row.id.to_string().into(),
            number: E164(row.number.clone()),
            mode: row.mode.into(),
            description: row.description.as_ref().map(|text| text.as_str().to_owned()),
            publisher: row.publisher.map(Publisher::from),
            campaign: row.campaign.as_ref().map(|text| text.as_str().to_owned()),
            keyword: row.keyword.as_ref().map(|text| text.as_str().to_owned()),
            uses_default_destination: row.destination_id.is_none(),
            status: row.status.into(),
            ordered_at: row.ordered_at,
            updated_at: row.updated_at,
            deleted_at: row.deleted_at,
            hold_until: row.hold_until,
            version: row.version,
            found,
        }
    }
}
