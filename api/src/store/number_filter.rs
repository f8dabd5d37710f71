//! Which fixed numbers a list holds, as conditions; and for each condition the ranges of its index that hold them in order.

use std::collections::HashMap;

use entity::fixed_number::{Column, FixedNumberStatus};
use entity::id::{ChannelId, DestinationId, NumberTypeId, PoolId};
use entity::value::label::{LabelMode, Publisher};
use sea_orm::{ColumnTrait, Condition};

use super::fixed_number::rings_at;
use crate::rule::search::Search;
use crate::viewer::AccountScope;

/// Which numbers a list holds. A condition that is left out lets all through.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Filter {
    /// Of one of these pools.
    pub pools: Option<Vec<PoolId>>,
    /// Of one of these channels.
    pub channels: Option<Vec<ChannelId>>,
    /// Of one of these types.
    pub number_types: Option<Vec<NumberTypeId>>,
    /// Ringing at one of these destinations, by default or by override.
    pub destinations: Option<Vec<DestinationId>>,
    /// Following their pool's default, or not.
    pub uses_default_destination: Option<bool>,
    /// With this kind of label.
    pub mode: Option<LabelMode>,
    /// With this publisher.
    pub publisher: Option<Publisher>,
    /// In one of these states.
    pub statuses: Vec<FixedNumberStatus>,
    /// Meeting this search.
    pub search: Option<Search>,
}

/// Whose numbers a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Parent {
    /// The whole account's.
    Account,
    /// The pool's.
    Pool(PoolId),
    /// The channel's.
    Channel(ChannelId),
    /// Every one that rings at the destination, by default or by override.
    Destination(DestinationId),
}

/// The pools that ring at a destination by default, for each of some.
pub type DefaultPools = HashMap<DestinationId, Vec<PoolId>>;

/// A condition of a list.
pub struct Narrowing {
    /// As one condition on a row.
    pub whole: Condition,
    /// As several, each of which is one range of an index, and which have no row in common.
    pub ranges: Vec<Condition>,
}

impl Narrowing {
    fn of<T: Copy + Into<sea_orm::Value>>(column: Column, values: &[T]) -> Self {
        let ranges = values.iter().map(|value| Condition::all().add(column.eq(*value))).collect();
        Self { whole: Condition::all().add(column.is_in(values.iter().copied())), ranges }
    }

    fn one(condition: Condition) -> Self {
        Self { whole: condition.clone(), ranges: vec![condition] }
    }

    /// Ringing at one of these destinations, by an override or by a pool's default.
    fn ringing(scope: AccountScope, destinations: &[DestinationId], pools: &DefaultPools) -> Self {
        let own = destinations.iter().map(|id| Condition::all().add(Column::DestinationId.eq(*id)));
        let default = destinations.iter().filter_map(|id| pools.get(id)).flatten();
        let default = default.map(|pool| Condition::all().add(Column::PoolId.eq(*pool)).add(Column::DestinationId.is_null()));
        Self { ranges: own.chain(default).collect(), whole: rings_at(scope, destinations.to_vec()) }
    }

    /// Whose numbers they are; none for the whole account's.
    pub fn parent(scope: AccountScope, parent: Parent, pools: &DefaultPools) -> Option<Self> {
        match parent {
            Parent::Account => None,
            Parent::Pool(id) => Some(Self::of(Column::PoolId, &[id])),
            Parent::Channel(id) => Some(Self::of(Column::ChannelId, &[id])),
            Parent::Destination(id) => Some(Self::ringing(scope, &[id], pools)),
        }
    }
}

impl Filter {
    /// Its conditions but for states and search, the one first that most often leaves the fewest rows.
    pub fn narrowings(&self, scope: AccountScope, pools: &DefaultPools) -> Vec<Narrowing> {
        let own = |yes: bool| {
            let column = Column::DestinationId;
            Narrowing::one(Condition::all().add(if yes { column.is_null() } else { column.is_not_null() }))
        };
        let all = [
            self.pools.as_ref().map(|ids| Narrowing::of(Column::PoolId, ids)),
            self.destinations.as_ref().map(|ids| Narrowing::ringing(scope, ids, pools)),
            self.channels.as_ref().map(|ids| Narrowing::of(Column::ChannelId, ids)),
            self.number_types.as_ref().map(|ids| Narrowing::of(Column::NumberTypeId, ids)),
            self.publisher.map(|one| Narrowing::one(Condition::all().add(Column::Publisher.eq(one)))),
            self.uses_default_destination.map(own),
            self.mode.map(|one| Narrowing::one(Condition::all().add(Column::Mode.eq(one)))),
        ];
        all.into_iter().flatten().collect()
    }

    /// Every destination that it or a parent asks for.
    pub fn asked_destinations(&self, parents: &[Parent]) -> Vec<DestinationId> {
        let of = |parent: &Parent| if let Parent::Destination(id) = parent { Some(*id) } else { None };
        let mut all: Vec<_> = parents.iter().filter_map(of).chain(self.destinations.iter().flatten().copied()).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}
