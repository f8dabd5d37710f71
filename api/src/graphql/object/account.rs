//! `Account`: the caller's own installation.

use async_graphql::{ID, SimpleObject};
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
}

impl From<Model> for Account {
    fn from(row: Model) -> Self {
        Self {
            id: row.id.to_string().into(),
            name: row.name,
            country: row.country,
            package: row.package.into(),
            currency: row.currency.into(),
            time_zone: TimeZone(row.time_zone),
        }
    }
}
