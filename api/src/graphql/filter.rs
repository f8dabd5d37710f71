//! `FixedNumberFilter`: which numbers a list holds.

use async_graphql::{ID, InputObject};
use entity::fixed_number::FixedNumberStatus as Status;
use entity::id::Id;

use super::scalar::choice::{FixedNumberStatus, LabelMode, Publisher};
use crate::store::fixed_number::Filter;

/// Which fixed numbers a list holds. Conditions that are given are all met; what is left out lets all through.
#[derive(Debug, Default, InputObject)]
pub struct FixedNumberFilter {
    /// Of one of these pools.
    pools: Option<Vec<ID>>,
    /// Of one of these channels.
    channels: Option<Vec<ID>>,
    /// Of one of these number types.
    number_types: Option<Vec<ID>>,
    /// Ringing at one of these destinations, by the pool's default or by an override.
    destinations: Option<Vec<ID>>,
    /// Following the pool's default destination, or having one of its own.
    uses_default_destination: Option<bool>,
    /// With this kind of label.
    mode: Option<LabelMode>,
    /// With this publisher.
    publisher: Option<Publisher>,
    /// In one of these states; `ACTIVE` when it is left out.
    statuses: Option<Vec<FixedNumberStatus>>,
}

impl FixedNumberFilter {
    /// Turns what came in into what the store asks. An id that is none of ours matches nothing, as a missing one does.
    pub fn read(filter: Option<Self>) -> Filter {
        let filter = filter.unwrap_or_default();
        Filter {
            pools: ids(filter.pools),
            channels: ids(filter.channels),
            number_types: ids(filter.number_types),
            destinations: ids(filter.destinations),
            uses_default_destination: filter.uses_default_destination,
            mode: filter.mode.map(Into::into),
            publisher: filter.publisher.map(Into::into),
            statuses: sorted(filter.statuses.map_or_else(|| vec![Status::Active], |all| all.into_iter().map(Into::into).collect())),
        }
    }
}

fn ids<I: Id + Ord>(ids: Option<Vec<ID>>) -> Option<Vec<I>> {
    ids.map(|ids| sorted(ids.iter().filter_map(|id| I::parse(id)).collect()))
}

fn sorted<T: Ord>(mut all: Vec<T>) -> Vec<T> {
    all.sort_unstable();
    all.dedup();
    all
}
