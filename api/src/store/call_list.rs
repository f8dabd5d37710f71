//! Pages of calls under every filter, the newest first. A page costs the same wherever it begins, and however many calls there are.
//!
//! Each condition has an index that goes on in the order of time, so a page is merged from ranges of one index. With several conditions,
//! what each leaves is counted, but no further than [`FEW`]; the one that leaves the fewest leads, and the rest is held against each row.
//!
//! Which index is read is not left to the engine: by statistics, or without any, it may walk all calls by their time and look for those
//! few that meet a condition, and there may be none. So a range is spelled as what lies between two places of its own index, and ordered
//! by all columns of it, which no other index has in this order.

use entity::call::{Column, Entity, Model};
use entity::call_goal as mark;
use entity::id::GoalId;
use sea_orm::sea_query::{ColumnRef, Expr, ExprTrait, IntoColumnRef, JoinType, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::call::scoped;
use super::call_filter::{Filter, Narrowing, Parent, Range};
use super::error::StoreError;
use super::keyset::{Key, PageRequest, Position, Sort, SortKey};
use super::page::{self, Page, Ranges};
use crate::viewer::AccountScope;

/// The order of every list of calls: the newest first.
pub const NEWEST_FIRST: Sort = Sort { key: SortKey::StartedAt, descending: true };

/// So many rows are held against conditions in some milliseconds.
const FEW: u32 = 5_000;

/// A page of the account's calls.
pub async fn list(
    scope: AccountScope,
    db: &impl ConnectionTrait,
    filter: &Filter,
    request: &PageRequest,
) -> Result<Page<Model>, StoreError> {
    let mut pages = list_of(scope, db, &[Parent::Account], filter, request).await?;
    pages.pop().ok_or_else(|| StoreError::Broken("a list has no page".into()))
}

/// For each parent, the same page of its calls.
pub async fn list_of(
    scope: AccountScope,
    db: &impl ConnectionTrait,
    parents: &[Parent],
    filter: &Filter,
    request: &PageRequest,
) -> Result<Vec<Page<Model>>, StoreError> {
    let engine = db.get_database_backend();
    let conditions = filter.narrowings(scope, engine);
    let within = within(filter, request);
    let mut lists = Vec::with_capacity(parents.len());
    for parent in parents {
        let parent = Narrowing::parent(engine, *parent);
        let all: Vec<_> = parent.iter().chain(&conditions).collect();
        // Many parents are walked each by itself.
        let lead = if parents.len() > 1 { 0 } else { lead(scope, db, filter, &all).await? };
        let ranges = all.get(lead).map_or_else(|| vec![Range::default()], |one| one.ranges.clone());
        let others = all.iter().enumerate().filter(|(at, _)| *at != lead).map(|(_, one)| one.held.clone());
        let rest = others.fold(Condition::all(), Condition::add);
        let overlapping = ranges.len() > 1 && ranges.iter().any(|range| range.goal.is_some());
        let first = ranges.iter().map(|range| between(scope, &rest, range, &within)).collect();
        lists.push(Ranges { first, overlapping, ..Ranges::default() });
    }
    match lists.as_slice() {
        [list] if list.first.len() == 1 => Ok(vec![page::page(db, &list.first[0], request).await?]),
        lists => page::pages(db, None, lists, request).await,
    }
}

/// The part of a range that lies between two places, in order.
fn between(scope: AccountScope, rest: &Condition, range: &Range, within: &PageRequest) -> SelectStatement {
    let mut select = scoped(scope).filter(rest.clone()).into_query();
    let mut first: Vec<_> = range.at.iter().map(|(column, value)| ((Entity, *column).into_column_ref(), value.clone())).collect();
    let mut last = [(Entity, Column::StartedAt), (Entity, Column::Id)].map(IntoColumnRef::into_column_ref);
    if let Some(goal) = range.goal {
        // SQLite takes the tables of such a join as they stand: from the marks to the calls. The builder leaves out its condition.
        let of_mark = Expr::col((Entity, Column::Id)).equals((mark::Entity, mark::Column::CallId));
        select.from_clear().from(mark::Entity).join(JoinType::CrossJoin, Entity, of_mark.clone()).and_where(of_mark);
        select.and_where(mark::Column::AccountId.eq(scope.account_id()));
        first.push(((mark::Entity, mark::Column::GoalId).into_column_ref(), goal.into()));
        last = [(mark::Entity, mark::Column::StartedAt), (mark::Entity, mark::Column::CallId)].map(IntoColumnRef::into_column_ref);
    }
    let columns = || first.iter().map(|(column, _)| column.clone());
    let values = || first.iter().map(|(_, value)| Expr::value(value.clone()));
    let row = |more: &[ColumnRef]| Expr::tuple(columns().chain(more.iter().cloned()).map(Expr::col));
    // The newest first: what lies after a place is less.
    for (place, less) in [(&within.after, true), (&within.before, false)] {
        let bound = match place {
            Some(Position { key: Some(Key::Instant(at)), id }) => {
                let there = Expr::tuple(values().chain([Expr::value(*at), Expr::value(*id)]));
                if less { row(&last).lt(there) } else { row(&last).gt(there) }
            }
            _ if first.is_empty() => continue,
            _ if less => row(&[]).lte(Expr::tuple(values())),
            _ => row(&[]).gte(Expr::tuple(values())),
        };
        select.and_where(bound);
    }
    range.but.iter().for_each(|condition| {
        select.and_where(condition.clone());
    });
    for column in columns().chain(last.clone()) {
        select.order_by_expr(Expr::col(column), within.direction());
    }
    select
}

/// The request with the period as two more places, so that there is one end each way: with two, SQLite would begin at either, and read
/// what lies between. No call has the least of all ids, so such a place lies before all calls of its instant.
fn within(filter: &Filter, request: &PageRequest) -> PageRequest {
    let place = |at| Position { key: Some(Key::Instant(at)), id: Uuid::nil() };
    PageRequest {
        after: request.after.iter().cloned().chain(filter.to.map(place)).min(),
        before: request.before.iter().cloned().chain(filter.from.map(place)).max(),
        ..request.clone()
    }
}

/// Which of the conditions leaves the fewest calls of the period. Not asked when there is but one, or one that nothing can meet.
async fn lead(scope: AccountScope, db: &impl ConnectionTrait, filter: &Filter, all: &[&Narrowing]) -> Result<usize, StoreError> {
    if let Some(none) = all.iter().position(|one| one.ranges.is_empty()) {
        return Ok(none);
    }
    if all.len() < 2 {
        return Ok(0);
    }
    let part = |one: &&Narrowing| match one.goals.as_slice() {
        [] => keys(scope, filter, one.whole.clone()),
        goals => marks(scope, filter, goals),
    };
    let parts: Vec<_> = all.iter().map(part).collect();
    let counts = page::counts_up_to(db, &parts, Some(FEW)).await?;
    Ok(counts.iter().enumerate().min_by_key(|(_, count)| **count).map_or(0, |(at, _)| at))
}

/// The ids of the calls of the period that meet a condition.
fn keys(scope: AccountScope, filter: &Filter, which: Condition) -> SelectStatement {
    let ends = [filter.from.map(|from| Column::StartedAt.gte(from)), filter.to.map(|to| Column::StartedAt.lt(to))];
    let which = ends.into_iter().flatten().fold(which, Condition::add);
    scoped(scope).filter(which).select_only().column(Column::Id).into_query()
}

/// The calls of the period that have a mark of one of these goals; those that have several, several times.
fn marks(scope: AccountScope, filter: &Filter, goals: &[GoalId]) -> SelectStatement {
    let which = mark::Entity::find().filter(mark::Column::AccountId.eq(scope.account_id()));
    let which = which.filter(mark::Column::GoalId.is_in(goals.iter().copied()));
    let which = which.apply_if(filter.from, |which, from| which.filter(mark::Column::StartedAt.gte(from)));
    let which = which.apply_if(filter.to, |which, to| which.filter(mark::Column::StartedAt.lt(to)));
    which.select_only().column(mark::Column::CallId).into_query()
}

/// How many calls a filter lets through.
pub async fn count(scope: AccountScope, db: &impl ConnectionTrait, filter: &Filter) -> Result<i64, StoreError> {
    Ok(count_of(scope, db, &[Parent::Account], filter).await?.into_iter().sum())
}

/// For each parent, how many calls it has.
pub async fn count_of(scope: AccountScope, db: &impl ConnectionTrait, parents: &[Parent], filter: &Filter) -> Result<Vec<i64>, StoreError> {
    let engine = db.get_database_backend();
    let met = filter.narrowings(scope, engine).into_iter().fold(Condition::all(), |all, one| all.add(one.met()));
    let part = |parent: &Parent| {
        let of = Narrowing::parent(engine, *parent).map_or_else(Condition::all, |one| one.whole);
        keys(scope, filter, met.clone().add(of))
    };
    page::counts(db, &parents.iter().map(part).collect::<Vec<_>>()).await
}
