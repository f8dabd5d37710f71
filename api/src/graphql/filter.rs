//! `FixedNumberFilter` and `FixedNumberOrder`: which numbers a list holds, and in which order; and searches of all lists.

use async_graphql::{Enum, ID, InputObject};
use entity::fixed_number::FixedNumberStatus as Status;
use entity::id::Id;

use super::failure::Failure;
use super::scalar::choice::{FixedNumberStatus, LabelMode, Publisher};
use crate::rule::search::{self, SEARCH_MAX, Search};
use crate::store::keyset::{Sort, SortKey};
use crate::store::number_filter::Filter;

/// Which fixed numbers a list holds. Conditions that are given are all met; what is left out lets all through.
#[derive(Debug, Default, InputObject)]
pub struct FixedNumberFilter {
    /// What a person looks for, at most 200 characters. Digits match the number, or a part of it, in any usual spelling, such as
    /// "020 7946" or "+44 20 7946 00"; words match description, campaign and keyword, in any order and case and with accents ignored.
    /// All of them are met.
    search: Option<String>,
    /// Of one of these pools, at most 100.
    pools: Option<Vec<ID>>,
    /// Of one of these channels, at most 100.
    channels: Option<Vec<ID>>,
    /// Of one of these number types, at most 100.
    number_types: Option<Vec<ID>>,
    /// Ringing at one of these destinations, at most 100, by the pool's default or by an override.
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
    pub fn read(filter: Option<Self>) -> Result<Filter, Failure> {
        let filter = filter.unwrap_or_default();
        Ok(Filter {
            search: searched(filter.search)?,
            pools: ids("pools", filter.pools)?,
            channels: ids("channels", filter.channels)?,
            number_types: ids("numberTypes", filter.number_types)?,
            destinations: ids("destinations", filter.destinations)?,
            uses_default_destination: filter.uses_default_destination,
            mode: filter.mode.map(Into::into),
            publisher: filter.publisher.map(Into::into),
            statuses: sorted(filter.statuses.map_or_else(|| vec![Status::Active], |all| all.into_iter().map(Into::into).collect())),
        })
    }
}

/// By what a list of fixed numbers goes. Ties go by the order of ordering.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum FixedNumberOrderField {
    /// When they were ordered.
    OrderedAt,
    /// The number itself, digit by digit.
    Number,
    /// What reports show: the description, or campaign and then keyword, without regard to case, by code points. Numbers without any
    /// of them come last, in both directions.
    Label,
}

/// Which end of an order comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum OrderDirection {
    /// The least, or the oldest.
    Asc,
    /// The greatest, or the newest.
    Desc,
}

/// The order of a list of fixed numbers. Cursors belong to the order in which they were read.
#[derive(Debug, InputObject)]
pub struct FixedNumberOrder {
    /// By what.
    field: FixedNumberOrderField,
    /// Which end first.
    direction: OrderDirection,
}

impl FixedNumberOrder {
    /// Turns what came in into what the store asks: the oldest first when it is left out.
    pub fn read(order: Option<Self>) -> Sort {
        let Some(order) = order else { return Sort::default() };
        let key = match order.field {
            FixedNumberOrderField::OrderedAt => SortKey::Id,
            FixedNumberOrderField::Number => SortKey::Number,
            FixedNumberOrderField::Label => SortKey::Label,
        };
        Sort { key, descending: order.direction == OrderDirection::Desc }
    }
}

/// Reads a search. None finds everything.
pub fn searched(text: Option<String>) -> Result<Option<Search>, Failure> {
    let Some(text) = text else { return Ok(None) };
    let length = text.chars().count();
    if length > SEARCH_MAX {
        return Err(Failure::BadUserInput(format!("A search has at most {SEARCH_MAX} characters, not {length}.")));
    }
    Ok(search::read(&text))
}

/// How many ids one condition may name.
const IDS_MAX: usize = 100;

/// Reads ids. One that is none of ours matches nothing, as a missing one does.
pub fn ids<I: Id + Ord>(name: &str, ids: Option<Vec<ID>>) -> Result<Option<Vec<I>>, Failure> {
    let Some(ids) = ids else { return Ok(None) };
    if ids.len() > IDS_MAX {
        return Err(Failure::BadUserInput(format!("{name} holds at most {IDS_MAX} ids, not {}.", ids.len())));
    }
    Ok(Some(sorted(ids.iter().filter_map(|id| I::parse(id)).collect())))
}

/// Each once, in one order: the same filter is the same statement.
pub fn sorted<T: Ord>(mut all: Vec<T>) -> Vec<T> {
    all.sort_unstable();
    all.dedup();
    all
}
