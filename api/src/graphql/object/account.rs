//! `Account`: the caller's own installation.

use async_graphql::{ID, SimpleObject};
use chrono::{DateTime, Utc};
use entity::account::Model;

use crate::graphql::scalar::choice::{Currency, Package};
use crate::graphql::scalar::time_zone::TimeZone;

/// One customer installation: everything a token can reach belongs to its account.
#[derive(SimpleObject)]
pub struct Account {
    /// The account's id.
    pub(in crate::graphql) id: ID,
    /// The account's name.
    name: String,
    /// The country (ISO 3166 alpha-2) in which telephone numbers without a country code are read.
    country: String,
    /// What the account has subscribed to. Set by the operator.
    package: Package,
    /// What the account is charged in. Set by the operator.
    currency: Currency,
    /// The time zone in which the account's months begin and end.
    time_zone: TimeZone,
    /// The time zone that comes next, if another was chosen.
    next_time_zone: Option<TimeZone>,
    /// When that one comes: the beginning of a month in the zone before it.
    next_time_zone_from: Option<DateTime<Utc>>,
    /// Raised by 1 with every edit of the account; give it as `expectedVersion` to edit only what you have seen.
    version: i32,
}

impl Account {
    /// The account as it is at an instant, which decides which of two time zones is in force.
    pub fn of(row: Model, now: DateTime<Utc>) -> Self {
        let to_come = row.next_time_zone_from.filter(|from| *from > now);
        Self {
            id: row.id.to_string().into(),
            time_zone: TimeZone(row.time_zone_at(now).to_owned()),
            next_time_zone: to_come.and(row.next_time_zone).map(TimeZone),
            next_time_zone_from: to_come,
            name: row.name,
            country: row.country,
            package: row.package.into(),
            currency: row.currency.into(),
            version: row.version,
        }
    }
}
