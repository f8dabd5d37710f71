//! One request's own facts: who asks, at which instant, on which database. Made once at the door, handed down by reference.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

use chrono::{DateTime, Utc};
use entity::id::Id;
use uuid::Uuid;

use crate::clock::Randomness;
use crate::database::Database;
use crate::policy::{self, Forbidden, Permission};
use crate::viewer::{AccountScope, SwitchScope, Viewer};

/// How many ids one operation makes before their count begins anew; those are in the order in which they were made.
pub const IDS_OF_AN_INSTANT: u16 = 1 << 14;

/// One request's own facts. All rows that it writes carry the same instant.
#[derive(Clone)]
pub struct Operation {
    /// Who asks.
    pub viewer: Viewer,
    /// When: read once, at the door.
    pub now: DateTime<Utc>,
    /// Where the rows are.
    pub database: Database,
    /// What the log and the caller call this request.
    pub request_id: String,
    /// Where ids and picks get their chance from.
    pub randomness: Arc<dyn Randomness>,
    /// How many ids it has made.
    minted: Arc<AtomicU16>,
}

impl Operation {
    /// Puts a request's facts together.
    pub fn new(viewer: Viewer, now: DateTime<Utc>, database: Database, request_id: String, randomness: Arc<dyn Randomness>) -> Self {
        Self { viewer, now, database, request_id, randomness, minted: Arc::default() }
    }

    /// Asks the policy. The first line of every root field and of every deed.
    pub fn require(&self, permission: Permission) -> Result<AccountScope, Forbidden> {
        policy::check(&self.viewer, permission)
    }

    /// Asks the policy for what only switches may.
    pub fn require_switch(&self, permission: Permission) -> Result<SwitchScope, Forbidden> {
        policy::check_switch(&self.viewer, permission)
    }

    /// Makes an id whose order is the order of birth: a UUIDv7 of this operation's instant, to the microsecond as the rows have it,
    /// and then of its turn in the operation.
    pub fn mint<I: Id>(&self) -> I {
        let millis = u64::try_from(self.now.timestamp_millis()).unwrap_or_default();
        let micros = u16::try_from(self.now.timestamp_subsec_micros() % 1000).unwrap_or_default();
        let mut bytes = self.randomness.ten_bytes();
        // The 12 bits behind the version are the fraction of the millisecond (RFC 9562, 6.2, method 3), the 14 behind the variant
        // count; the other 48 stay random.
        [bytes[0], bytes[1]] = (micros * 4).to_be_bytes();
        [bytes[2], bytes[3]] = (self.minted.fetch_add(1, Ordering::Relaxed) % IDS_OF_AN_INSTANT).to_be_bytes();
        I::from_uuid(uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid())
    }

    /// A number drawn evenly from 0 to 2^48 - 1.
    pub fn draw(&self) -> i64 {
        let bytes = self.randomness.ten_bytes();
        bytes[4..].iter().fold(0, |sum, byte| sum << 8 | i64::from(*byte))
    }
}

/// A request's own id, for the log and for an error that says no more.
pub fn request_id(now: DateTime<Utc>, randomness: &dyn Randomness) -> String {
    let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
    let uuid: Uuid = uuid::Builder::from_unix_timestamp_millis(millis, &randomness.ten_bytes()).into_uuid();
    format!("req_{}", uuid.simple())
}
