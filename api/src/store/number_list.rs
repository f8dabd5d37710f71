//! Pages of fixed numbers, under every filter, search and order. A page costs the same wherever it begins.
//!
//! With one condition at most, a page is read from ranges of an index that has the condition and the order. With several, or with a
//! search, what each leaves is counted, but no further than [`FEW`]: if one leaves few, those are read and sorted; if all leave more,
//! an order's index is walked and the rest is held against each row, which then meets enough of them soon.

use std::slice;

use entity::fixed_number::{Column, Entity};
use entity::id::DestinationId;
use entity::pool;
use sea_orm::sea_query::{Order, SelectStatement, UnionType};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::error::StoreError;
use super::fixed_number::{Row, scoped, with_ringing};
use super::keyset::{PageRequest, SortKey};
use super::number_filter::{DefaultPools, Filter, Narrowing, Parent};
use super::page::{self, Page, Ranges};
use super::search;
use crate::viewer::AccountScope;

/// So many rows are read and sorted in a few milliseconds.
const FEW: u32 = 5_000;
/// So many ranges of an index are merged for one page, at most.
const RANGES: usize = 60;

/// The name of what a search or a condition has found.
const FOUND: &str = "found";

/// A page of the account's numbers.
pub async fn list(scope: AccountScope, db: &impl ConnectionTrait, filter: &Filter, request: &PageRequest) -> Result<Page<Row>, StoreError> {
    let mut pages = list_of(scope, db, &[Parent::Account], filter, request).await?;
    pages.pop().ok_or_else(|| StoreError::Broken("a list has no page".into()))
}

/// For each parent, the same page of its numbers.
pub async fn list_of(
    scope: AccountScope,
    db: &impl ConnectionTrait,
    parents: &[Parent],
    filter: &Filter,
    request: &PageRequest,
) -> Result<Vec<Page<Row>>, StoreError> {
    let pools = default_pools(scope, db, filter.asked_destinations(parents)).await?;
    let conditions = filter.narrowings(scope, &pools);
    let parents: Vec<_> = parents.iter().map(|parent| Narrowing::parent(scope, *parent, &pools)).collect();
    let few = few(scope, db, filter, &parents, &conditions).await?;

    let met = met(db, filter);
    let states: Vec<_> = match few {
        Some(_) => vec![in_states(filter)],
        None => filter.statuses.iter().map(|status| Condition::all().add(Column::Status.eq(*status))).collect(),
    };
    let key = if request.sort.key == SortKey::Label { Column::LabelFolded } else { Column::Number };
    let mut lists = Vec::with_capacity(parents.len());
    for parent in &parents {
        // One of them leads, by the ranges of its index; the others are held against each row.
        let all: Vec<_> = parent.iter().chain(&conditions).collect();
        let lead = all.iter().position(|one| few.is_none() && fits(one, filter));
        let ranges = lead.map_or_else(|| vec![Condition::all()], |at| all[at].ranges.clone());
        let others = all.iter().enumerate().filter(|(at, _)| Some(*at) != lead).map(|(_, one)| one.whole.clone());
        let rest = others.chain(met.clone()).fold(Condition::all(), Condition::add);
        let mut list = Ranges::default();
        for segment in request.segments() {
            let of_state = ranges.iter().flat_map(|range| states.iter().map(move |state| range.clone().add(state.clone())));
            let selects = of_state.filter_map(|which| {
                let mut select = with_ringing(scoped(scope).filter(which.add(rest.clone()))).into_query();
                if few.is_some() {
                    select.from_clear().from_as(FOUND, Entity);
                }
                request.restrict(&mut select, segment, (Entity, key), (Entity, Column::Id)).map(|()| select)
            });
            list.push(selects.collect());
        }
        lists.push(list);
    }
    match (&few, lists.as_slice()) {
        (None, [list]) if list.first.len() == 1 && list.then.is_empty() => Ok(vec![page::page(db, &list.first[0], request).await?]),
        (few, lists) => page::pages(db, few.as_ref().map(|select| (FOUND, select)), lists, request).await,
    }
}

/// Whether a condition's ranges can be merged for a page. A destination that hundreds of pools ring at has too many.
fn fits(one: &Narrowing, filter: &Filter) -> bool {
    // Each state is a range of its own, and so are the numbers without a label.
    one.ranges.len() * filter.statuses.len() * 2 <= RANGES
}

fn in_states(filter: &Filter) -> Condition {
    Condition::all().add(Column::Status.is_in(filter.statuses.iter().copied()))
}

fn met(db: &impl ConnectionTrait, filter: &Filter) -> Option<Condition> {
    filter.search.as_ref().map(|one| search::met(db.get_database_backend(), one, Column::SearchText))
}

/// The rows that one of the conditions or the search leaves, if it leaves few and it is worth to ask.
async fn few(
    scope: AccountScope,
    db: &impl ConnectionTrait,
    filter: &Filter,
    parents: &[Option<Narrowing>],
    conditions: &[Narrowing],
) -> Result<Option<SelectStatement>, StoreError> {
    let engine = db.get_database_backend();
    // Many parents are walked each by itself; only a search is asked before.
    let counted: Vec<_> = if let [only] = parents { only.iter().chain(conditions).collect() } else { Vec::new() };
    let searched = filter.search.as_ref().and_then(|one| search::candidate_keys(engine, scope, one));
    let alone = counted.len() <= 1 && counted.iter().all(|one| fits(one, filter));
    if searched.is_none() && alone {
        return Ok(None);
    }
    let within = |one: &Narrowing| scoped(scope).filter(one.whole.clone()).filter(in_states(filter));
    let mut parts: Vec<_> = counted.iter().map(|one| within(one).select_only().column(Column::Id).into_query()).collect();
    parts.extend(searched);
    let counts = page::counts_up_to(db, &parts, Some(FEW)).await?;
    let fewest = counts.iter().enumerate().min_by_key(|(_, count)| **count).filter(|(_, count)| **count <= i64::from(FEW));
    if fewest.is_none() && counted.len() > 1 && engine == DbBackend::Sqlite {
        let keys = counted.iter().map(|one| within(one).select_only().column(Column::Id).into_query());
        return meeting(scope, db, keys).await;
    }
    Ok(fewest.and_then(|(at, _)| match counted.get(at) {
        Some(one) => Some(within(one).into_query()),
        None => filter.search.as_ref().and_then(|one| search::candidates(engine, scope, one)),
    }))
}

/// The rows that several conditions leave together, if those are few, found by running through the indexes of all side by side. Conditions
/// may exclude each other; SQLite would then read every row of one to hold the others against it. PostgreSQL has a plan for that.
async fn meeting(
    scope: AccountScope,
    db: &impl ConnectionTrait,
    keys: impl Iterator<Item = SelectStatement>,
) -> Result<Option<SelectStatement>, StoreError> {
    let all = keys.reduce(|mut one, other| one.union(UnionType::Intersect, other).to_owned());
    let Some(all) = all.map(|mut all| all.order_by(Column::Id, Order::Asc).to_owned()) else { return Ok(None) };
    let few = page::counts_up_to(db, slice::from_ref(&all), Some(FEW)).await?.iter().all(|count| *count <= i64::from(FEW));
    Ok(few.then(|| scoped(scope).filter(Column::Id.in_subquery(all)).into_query()))
}

async fn default_pools(scope: AccountScope, db: &impl ConnectionTrait, of: Vec<DestinationId>) -> Result<DefaultPools, StoreError> {
    let mut found = DefaultPools::new();
    if of.is_empty() {
        return Ok(found);
    }
    let select = pool::Entity::find().select_only().columns([pool::Column::DefaultDestinationId, pool::Column::Id]);
    let select = select.filter(pool::Column::AccountId.eq(scope.account_id())).filter(pool::Column::DefaultDestinationId.is_in(of));
    for (destination, pool) in select.into_tuple().all(db).await? {
        found.entry(destination).or_default().push(pool);
    }
    Ok(found)
}

/// How many numbers a filter lets through.
pub async fn count(scope: AccountScope, db: &impl ConnectionTrait, filter: &Filter) -> Result<i64, StoreError> {
    Ok(count_of(scope, db, &[Parent::Account], filter).await?.into_iter().sum())
}

/// For each parent, how many numbers it has.
pub async fn count_of(scope: AccountScope, db: &impl ConnectionTrait, parents: &[Parent], filter: &Filter) -> Result<Vec<i64>, StoreError> {
    let none = DefaultPools::new();
    let conditions = filter.narrowings(scope, &none).into_iter().map(|one| one.whole).chain(met(db, filter));
    let held = conditions.fold(in_states(filter), Condition::add);
    let found = filter.search.as_ref().and_then(|one| search::candidates(db.get_database_backend(), scope, one));
    let part = |parent: &Parent| {
        let of = Narrowing::parent(scope, *parent, &none).map_or_else(Condition::all, |one| one.whole);
        let mut select = scoped(scope).filter(held.clone()).filter(of).select_only().column(Column::Id).into_query();
        if let Some(found) = &found {
            select.from_clear().from_subquery(found.clone(), Entity);
        }
        select
    };
    let parts: Vec<SelectStatement> = parents.iter().map(part).collect();
    page::counts(db, &parts).await
}
