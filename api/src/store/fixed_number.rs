//! Fixed numbers of one account. Every row is read with the destination that rings, so that a page of them asks for no second wave.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::fixed_number::{ActiveModel, Column, Entity, FixedNumberStatus, Model};
use entity::fixed_number_interval as interval;
use entity::id::{AccountId, ChannelId, DestinationId, FixedNumberId, Id, NumberTypeId, PoolId};
use entity::pool;
use entity::value::label::{LabelMode, Publisher};
use entity::value::phone_number::PhoneNumber;
use sea_orm::sea_query::{Expr, ExprTrait, Func, LockBehavior, LockType, Query, SelectStatement};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter,
    QueryOrder, QueryResult, QuerySelect, QueryTrait, Select,
};

use super::error::StoreError;
use super::page::{self, Page, PageRequest};
use crate::viewer::AccountScope;

/// A fixed number, and where a call to it would ring were it active.
#[derive(Clone, Debug)]
pub struct Row {
    /// The number's own row.
    pub row: Model,
    /// Its own destination, or else its pool's default.
    pub ringing_id: DestinationId,
}

impl FromQueryResult for Row {
    fn from_query_result(result: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self { row: Model::from_query_result(result, prefix)?, ringing_id: result.try_get(prefix, RINGING)? })
    }
}

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
}

/// Whose numbers a list inside another noun holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Parent {
    /// The pool's.
    Pool(PoolId),
    /// The channel's.
    Channel(ChannelId),
    /// Every one that rings at the destination, by default or by override.
    Destination(DestinationId),
}

const RINGING: &str = "ringing_id";

/// Every query for fixed numbers starts here, inside the account.
fn scoped(scope: AccountScope) -> Select<Entity> {
    Entity::find().filter(Column::AccountId.eq(scope.account_id()))
}

fn with_ringing(select: Select<Entity>) -> Select<Entity> {
    let default = Query::select()
        .column((pool::Entity, pool::Column::DefaultDestinationId))
        .from(pool::Entity)
        .and_where(Expr::col((pool::Entity, pool::Column::Id)).equals((Entity, Column::PoolId)))
        .to_owned();
    let own = Expr::col((Entity, Column::DestinationId));
    select.expr_as(Func::coalesce([own, default.into()]), RINGING)
}

fn rings_at(scope: AccountScope, destinations: Vec<DestinationId>) -> Condition {
    let by_default = Query::select()
        .column(pool::Column::Id)
        .from(pool::Entity)
        .and_where(pool::Column::AccountId.eq(scope.account_id()))
        .and_where(pool::Column::DefaultDestinationId.is_in(destinations.clone()))
        .to_owned();
    Condition::any()
        .add(Column::DestinationId.is_in(destinations))
        .add(Condition::all().add(Column::DestinationId.is_null()).add(Column::PoolId.in_subquery(by_default)))
}

fn filtered(scope: AccountScope, filter: &Filter) -> Select<Entity> {
    scoped(scope)
        .filter(Column::Status.is_in(filter.statuses.iter().copied()))
        .apply_if(filter.pools.clone(), |select, ids| select.filter(Column::PoolId.is_in(ids)))
        .apply_if(filter.channels.clone(), |select, ids| select.filter(Column::ChannelId.is_in(ids)))
        .apply_if(filter.number_types.clone(), |select, ids| select.filter(Column::NumberTypeId.is_in(ids)))
        .apply_if(filter.destinations.clone(), |select, ids| select.filter(rings_at(scope, ids)))
        .apply_if(filter.uses_default_destination, |select, yes| {
            select.filter(if yes { Column::DestinationId.is_null() } else { Column::DestinationId.is_not_null() })
        })
        .apply_if(filter.mode, |select, mode| select.filter(Column::Mode.eq(mode)))
        .apply_if(filter.publisher, |select, publisher| select.filter(Column::Publisher.eq(publisher)))
}

fn of(scope: AccountScope, parent: Parent, filter: &Filter) -> Select<Entity> {
    match parent {
        Parent::Pool(id) => filtered(scope, filter).filter(Column::PoolId.eq(id)),
        Parent::Channel(id) => filtered(scope, filter).filter(Column::ChannelId.eq(id)),
        Parent::Destination(id) => filtered(scope, filter).filter(rings_at(scope, vec![id])),
    }
}

/// A page of the account's numbers.
pub async fn list(scope: AccountScope, db: &impl ConnectionTrait, filter: &Filter, request: &PageRequest) -> Result<Page<Row>, StoreError> {
    page::page(db, &page::ordered(with_ringing(filtered(scope, filter)), Column::Id, request), request).await
}

/// How many numbers a filter lets through.
pub async fn count(scope: AccountScope, db: &impl ConnectionTrait, filter: &Filter) -> Result<i64, StoreError> {
    page::count(db, filtered(scope, filter).into_query()).await
}

/// For each parent, the same page of its numbers.
pub async fn list_of(
    scope: AccountScope,
    db: &impl ConnectionTrait,
    parents: &[Parent],
    filter: &Filter,
    request: &PageRequest,
) -> Result<Vec<Page<Row>>, StoreError> {
    let part = |parent: &Parent| page::ordered(with_ringing(of(scope, *parent, filter)), Column::Id, request);
    let parts: Vec<SelectStatement> = parents.iter().map(part).collect();
    page::pages(db, &parts, request).await
}

/// For each parent, how many numbers it has.
pub async fn count_of(scope: AccountScope, db: &impl ConnectionTrait, parents: &[Parent], filter: &Filter) -> Result<Vec<i64>, StoreError> {
    let parts: Vec<SelectStatement> = parents.iter().map(|parent| of(scope, *parent, filter).into_query()).collect();
    page::counts(db, &parts).await
}

/// Those of the numbers that are there, in whatever state.
pub async fn find_many(
    scope: AccountScope,
    db: &impl ConnectionTrait,
    ids: Vec<FixedNumberId>,
) -> Result<HashMap<FixedNumberId, Row>, StoreError> {
    let rows = with_ringing(scoped(scope).filter(Column::Id.is_in(ids))).into_model::<Row>().all(db).await?;
    Ok(rows.into_iter().map(|found| (found.row.id, found)).collect())
}

/// The account's number with these digits: the one that is not released, or else the one released last.
pub async fn find_by_number(scope: AccountScope, db: &impl ConnectionTrait, number: &PhoneNumber) -> Result<Option<Row>, StoreError> {
    let released: sea_orm::sea_query::SimpleExpr = Expr::case(Column::Status.eq(FixedNumberStatus::Released), 1).finally(0).into();
    let select = scoped(scope).filter(Column::Number.eq(number.clone())).order_by_asc(released).order_by_desc(Column::Id).limit(1);
    Ok(with_ringing(select).into_model::<Row>().one(db).await?)
}

/// One number, kept from being edited by others until the transaction ends.
pub async fn lock(scope: AccountScope, db: &impl ConnectionTrait, id: FixedNumberId) -> Result<Option<Model>, StoreError> {
    Ok(scoped(scope).filter(Column::Id.eq(id)).lock_exclusive().one(db).await?)
}

/// Accounts after one of them, in order, that have a held number whose time has come. For the job that returns them.
pub async fn accounts_with_hold_over(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    after: Option<AccountId>,
    amount: u64,
) -> Result<Vec<AccountId>, StoreError> {
    let select = Entity::find()
        .select_only()
        .column(Column::AccountId)
        .distinct()
        .filter(Column::Status.eq(FixedNumberStatus::Held))
        .filter(Column::HoldUntil.lte(now))
        .apply_if(after, |select, id| select.filter(Column::AccountId.gt(id)))
        .order_by_asc(Column::AccountId)
        .limit(amount);
    Ok(select.into_tuple().all(db).await?)
}

/// Held numbers whose time has come, locked. Those that another gateway is about to return, or the account to edit, are passed over.
pub async fn lock_hold_over(
    scope: AccountScope,
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    amount: u64,
) -> Result<Vec<Model>, StoreError> {
    let select = scoped(scope)
        .filter(Column::Status.eq(FixedNumberStatus::Held))
        .filter(Column::HoldUntil.lte(now))
        .order_by_asc(Column::HoldUntil)
        .order_by_asc(Column::Id)
        .limit(amount);
    Ok(select.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked).all(db).await?)
}

/// Which of these descriptions, as they are compared, an active number of the account has; other than one number that may keep its own.
pub async fn taken_descriptions(
    scope: AccountScope,
    db: &impl ConnectionTrait,
    folded: Vec<String>,
    but: Option<FixedNumberId>,
) -> Result<Vec<String>, StoreError> {
    if folded.is_empty() {
        return Ok(Vec::new());
    }
    let select = scoped(scope)
        .select_only()
        .column(Column::DescriptionFolded)
        .filter(Column::Status.eq(FixedNumberStatus::Active))
        .filter(Column::Mode.eq(LabelMode::Simple))
        .filter(Column::DescriptionFolded.is_in(folded))
        .apply_if(but, |select, id| select.filter(Column::Id.ne(id)));
    Ok(select.into_tuple().all(db).await?)
}

/// What a new default destination of a pool re-routes: how many active numbers, and the channels they are of.
pub async fn following(scope: AccountScope, db: &impl ConnectionTrait, pool: PoolId) -> Result<(i64, Vec<ChannelId>), StoreError> {
    let rows: Vec<(ChannelId, i64)> = scoped(scope)
        .select_only()
        .column(Column::ChannelId)
        .column_as(Column::Id.count(), "amount")
        .filter(Column::PoolId.eq(pool))
        .filter(Column::DestinationId.is_null())
        .filter(Column::Status.eq(FixedNumberStatus::Active))
        .group_by(Column::ChannelId)
        .order_by_asc(Column::ChannelId)
        .into_tuple()
        .all(db)
        .await?;
    Ok((rows.iter().map(|(_, amount)| amount).sum(), rows.into_iter().map(|(channel, _)| channel).collect()))
}

/// Adds numbers, each live from the instant it was ordered.
pub async fn insert_many(db: &impl ConnectionTrait, rows: &[(Model, interval::Model)]) -> Result<(), StoreError> {
    let numbers = rows.iter().map(|(row, _)| -> ActiveModel { row.clone().into_active_model().reset_all() });
    Entity::insert_many(numbers).exec_without_returning(db).await?;
    let spans = rows.iter().map(|(_, span)| -> interval::ActiveModel { span.clone().into_active_model().reset_all() });
    interval::Entity::insert_many(spans).exec_without_returning(db).await?;
    Ok(())
}

/// Writes a number that was locked before and whose version was raised by one.
pub async fn update(db: &impl ConnectionTrait, row: Model) -> Result<(), StoreError> {
    let (id, account_id, version) = (row.id, row.account_id, row.version);
    let mut active: ActiveModel = row.into_active_model().reset_all();
    active.id = sea_orm::ActiveValue::NotSet;
    let done = Entity::update_many()
        .set(active)
        .filter(Column::Id.eq(id))
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::Version.eq(version - 1))
        .exec(db)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Broken(format!("{id} changed while it was locked"))) }
}

/// Opens a span of time in which a number is live.
pub async fn open_interval(db: &impl ConnectionTrait, span: interval::Model) -> Result<(), StoreError> {
    let active: interval::ActiveModel = span.into_active_model().reset_all();
    interval::Entity::insert(active).exec_without_returning(db).await?;
    Ok(())
}

/// Closes the open span of a number.
pub async fn close_interval(
    scope: AccountScope,
    db: &impl ConnectionTrait,
    id: FixedNumberId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let done = interval::Entity::update_many()
        .col_expr(interval::Column::LiveTo, Expr::value(at))
        .filter(interval::Column::AccountId.eq(scope.account_id()))
        .filter(interval::Column::FixedNumberId.eq(id.uuid()))
        .filter(interval::Column::LiveTo.is_null())
        .exec(db)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Broken(format!("{id} has no open interval"))) }
}
