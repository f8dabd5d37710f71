//! Pages of fixed numbers, under every filter, search and order. A page costs the same wherever it begins.
//!
//! With one condition at most, a page is read from ranges of an index that has the condition and the order. With several, or with a
//! search, what each leaves is counted, but no further than [`FEW`]: if one leaves few, those are read and sorted; if all leave more,
//! an order's index is walked and the rest is held against each row, which then meets enough of them soon.

use entity::fixed_number::{Column, Entity};
use entity::id::DestinationId;
use entity::pool;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::error::StoreError;
use super::fixed_number::{Row, scoped, with_ringing};
use super::keyset::{PageRequest, SortKey};
use super::number_filter::{DefaultPools, Filter, Narrowing, Parent};
use super::page::{self, Page};
use super::search;
use crate::viewer::AccountScope;

/// So many rows are read and sorted in a few milliseconds.
const FEW: u32 = 5_000;
/// So many ranges of an index are merged for one page, at most.
const RANGES: usize = 60;

/// The name of what a search or a condition has found.
const FOUND: &str = "found";

/// How a page is read.
enum Plan {
    /// From ranges of the indexes of one of the conditions, by its place; of the order alone without one.
    Walk(Option<usize>),
    /// From the few rows that were found by other means.
    Few(Box<SelectStatement>),
}

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
    let engine = db.get_database_backend();
    let conditions = filter.narrowings(scope, &pools);
    let met = filter.search.as_ref().map(|one| search::met(engine, one, Column::SearchText));
    let plan = plan(scope, db, parents, filter, &conditions, &pools).await?;

    let few = matches!(plan, Plan::Few(_));
    let state = |status| Condition::all().add(Column::Status.eq(status));
    let states: Vec<_> = match few {
        true => vec![Condition::all().add(Column::Status.is_in(filter.statuses.iter().copied()))],
        false => filter.statuses.iter().map(|status| state(*status)).collect(),
    };
    let mut lists = Vec::with_capacity(parents.len());
    for parent in parents {
        let parent = Narrowing::parent(scope, *parent, &pools);
        let lead = match plan {
            Plan::Walk(Some(at)) => conditions.get(at),
            _ => None,
        };
        // A parent leads by itself; what does not lead is held against each row.
        let (ranges, held) = match (&parent, lead) {
            (Some(parent), _) if !few => (parent.ranges.clone(), None),
            (None, Some(lead)) => (lead.ranges.clone(), None),
            (parent, _) => (vec![Condition::all()], parent.as_ref().map(|one| one.whole.clone())),
        };
        let skipped = if parent.is_none() || few { lead } else { None };
        let others = conditions.iter().filter(|one| !skipped.is_some_and(|lead| std::ptr::eq(*one, lead)));
        let rest = others.map(|one| one.whole.clone()).chain(met.clone()).chain(held).fold(Condition::all(), Condition::add);
        let mut list = Vec::new();
        for (range, state) in ranges.iter().flat_map(|range| states.iter().map(move |state| (range, state))) {
            for segment in request.sort.segments() {
                let which = Condition::all().add(range.clone()).add(state.clone()).add(rest.clone());
                let mut select = with_ringing(scoped(scope).filter(which)).into_query();
                if few {
                    select.from_clear().from_as(FOUND, Entity);
                }
                let key = if request.sort.key == SortKey::Label { Column::LabelFolded } else { Column::Number };
                let restricted = request.restrict(&mut select, *segment, (Entity, key), (Entity, Column::Id));
                list.extend(restricted.map(|()| select));
            }
        }
        lists.push(list);
    }
    let found = if let Plan::Few(select) = &plan { Some((FOUND, &**select)) } else { None };
    match (found, lists.as_slice()) {
        (None, [list]) if list.len() == 1 => Ok(vec![page::page(db, &list[0], request).await?]),
        _ => page::pages(db, found, &lists, request).await,
    }
}

/// Decides how a page is read.
async fn plan(
    scope: AccountScope,
    db: &impl ConnectionTrait,
    parents: &[Parent],
    filter: &Filter,
    conditions: &[Narrowing],
    pools: &DefaultPools,
) -> Result<Plan, StoreError> {
    let engine = db.get_database_backend();
    let width = filter.statuses.len() * 2;
    let narrow = |one: &Narrowing| one.ranges.len() * width <= RANGES;
    let parent = match parents {
        [only] => Narrowing::parent(scope, *only, pools),
        _ => None,
    };
    let several = parents.len() > 1;
    let lead = conditions.iter().position(narrow);
    let alone = conditions.len() + usize::from(parent.is_some()) <= 1;
    let searched = filter.search.as_ref().and_then(|one| search::candidate_keys(engine, scope, one));
    if searched.is_none() && (several || alone && parent.iter().chain(conditions).all(narrow)) {
        return Ok(Plan::Walk(lead));
    }
    // Many parents are walked each by itself; only a search is worth to be asked before.
    let counted: Vec<&Narrowing> = if several { Vec::new() } else { parent.iter().chain(conditions).collect() };
    let within = |one: &Narrowing| scoped(scope).filter(one.whole.clone()).filter(Column::Status.is_in(filter.statuses.iter().copied()));
    let mut parts: Vec<_> = counted.iter().map(|one| within(one).select_only().column(Column::Id).into_query()).collect();
    parts.extend(searched);
    let counts = page::counts_up_to(db, &parts, Some(FEW)).await?;
    let fewest = counts.iter().enumerate().min_by_key(|(_, count)| **count).filter(|(_, count)| **count <= i64::from(FEW));
    let found = match fewest {
        Some((at, _)) if at < counted.len() => Some(within(counted[at]).into_query()),
        Some(_) => filter.search.as_ref().and_then(|one| search::candidates(engine, scope, one)),
        None => None,
    };
    Ok(found.map_or(Plan::Walk(lead), |mut select| {
        select.clear_selects().column((Entity, sea_orm::sea_query::Asterisk));
        Plan::Few(Box::new(select))
    }))
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
    let engine = db.get_database_backend();
    let none = DefaultPools::new();
    let found = filter.search.as_ref().and_then(|one| search::candidates(engine, scope, one));
    let part = |parent: &Parent| {
        let all = filter.narrowings(scope, &none).into_iter().chain(Narrowing::parent(scope, *parent, &none));
        let met = filter.search.as_ref().map(|one| search::met(engine, one, Column::SearchText));
        let which = all.map(|one| one.whole).chain(met).fold(Condition::all(), Condition::add);
        let select = scoped(scope).filter(Column::Status.is_in(filter.statuses.iter().copied())).filter(which);
        let mut select = select.select_only().column(Column::Id).into_query();
        if let Some(found) = &found {
            let mut found = found.clone();
            found.column((Entity, sea_orm::sea_query::Asterisk));
            select.from_clear().from_subquery(found, Entity);
        }
        select
    };
    let parts: Vec<SelectStatement> = parents.iter().map(part).collect();
    page::counts(db, &parts).await
}
