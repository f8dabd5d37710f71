//! `Route`: where a call to a number goes.

use async_graphql::{ID, SimpleObject};

use crate::graphql::object::pool::PoolFeatures;
use crate::graphql::scalar::choice::RouteStatus;
use crate::graphql::scalar::phone_number::E164;
use crate::rule::route::{Fate, Route as Found};

/// Where a call to a number goes, and what the switch does on the way.
#[derive(SimpleObject)]
pub struct Route {
    /// The number that is called, in E.164 form.
    number: E164,
    /// What becomes of the call.
    status: RouteStatus,
    /// Where it rings: the number's own destination, or else its pool's default. Null unless `status` is `ACTIVE`.
    destination: Option<E164>,
    /// What the switch does on the call. Null unless `status` is `ACTIVE`.
    features: Option<PoolFeatures>,
    /// The id of the fixed number that is called; null when `status` is `UNKNOWN`.
    fixed_number: Option<ID>,
    /// A short text that stays the same as long as this answer does, and is another after it has changed.
    revision: String,
}

impl From<Found> for Route {
    fn from(found: Found) -> Self {
        let (status, revision) = (found.status().into(), found.revision());
        let (fixed_number, destination, features) = match found.fate {
            Fate::Rings { id, destination, features } => (Some(id), Some(destination), Some(features)),
            Fate::Held(id) => (Some(id), None, None),
            Fate::Unknown => (None, None, None),
        };
        Self {
            number: E164(found.number),
            status,
            destination: destination.map(E164),
            features: features.map(PoolFeatures::from),
            fixed_number: fixed_number.map(|id| id.to_string().into()),
            revision,
        }
    }
}
