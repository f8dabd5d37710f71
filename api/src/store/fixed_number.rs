//! Fixed numbers of one account. Every row is read with the destination that rings, so that a page of them asks for no second wave.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use entity::fixed_number::{ActiveModel, Column, Entity, FixedNumberStatus, Model};
use entity::fixed_number_interval as interval;
use entity::id::{AccountId, ChannelId, DestinationId, FixedNumberId, Id, PoolId};
use entity::pool;
use entity::value::label::LabelMode;
use entity::value::phone_number::PhoneNumber;
use sea_orm::sea_query::{Expr, ExprTrait, Func, LockBehavior, LockType, Query};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter,
    QueryOrder, QueryResult, QuerySelect, QueryTrait, Select,
};

use super::error::StoreError;
use super::fixed_number_label;
use super::keyset::{Key, SortKey};
use super::page;
use super::version::{self, Guard};
use crate::viewer::AccountScope;

/// A fixed number, and where a call to it would ring were it active.
#[derive(Clone, Debug)]
pub struct Row {
    /// The number's own row.
    pub row: Model,
    /// Its own destination, or else its pool's default.
    pub ringing_id: DestinationId,
}

impl Row {
    /// What an order has it by, if there is something.
    pub fn key(&self, by: SortKey) -> Option<Key> {
        match by {
            // No list of numbers goes by the instants of calls.
            SortKey::Id | SortKey::StartedAt => None,
            SortKey::Number => Some(Key::Text(self.row.number.as_str().to_owned())),
            SortKey::Label => self.row.label_folded.clone().map(Key::Text),
        }
    }
}

impl FromQueryResult for Row {
    fn from_query_result(result: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self { row: Model::from_query_result(result, prefix)?, ringing_id: result.try_get(prefix, RINGING)? })
    }
}

const RINGING: &str = "ringing_id";

/// Every query for fixed numbers starts here, inside the account.
pub fn scoped(scope: AccountScope) -> Select<Entity> {
    Entity::find().filter(Column::AccountId.eq(scope.account_id()))
}

/// Reads the rows with the destination that rings.
pub fn with_ringing(select: Select<Entity>) -> Select<Entity> {
    let default = Query::select()
        .column((pool::Entity, pool::Column::DefaultDestinationId))
        .from(pool::Entity)
        .and_where(Expr::col((pool::Entity, pool::Column::Id)).equals((Entity, Column::PoolId)))
        .to_owned();
    let own = Expr::col((Entity, Column::DestinationId));
    select.expr_as(Func::coalesce([own, default.into()]), RINGING)
}

/// Whether a number rings at one of these destinations, by its pool's default or by an override.
pub fn rings_at(scope: AccountScope, destinations: Vec<DestinationId>) -> Condition {
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

/// Numbers that ring elsewhere by an edit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rerouted {
    /// How many.
    pub numbers: i64,
    /// The pools they are of.
    pub pools: Vec<PoolId>,
    /// The channels they are of.
    pub channels: Vec<ChannelId>,
}

/// What a new default destination of a pool re-routes: the active numbers that follow it.
pub async fn following(scope: AccountScope, db: &impl ConnectionTrait, pool: PoolId) -> Result<Rerouted, StoreError> {
    rerouted(scope, db, Condition::all().add(Column::PoolId.eq(pool)).add(Column::DestinationId.is_null())).await
}

/// What another number of a destination re-routes: the active numbers that ring there, by default or by override.
pub async fn ringing_at(scope: AccountScope, db: &impl ConnectionTrait, destination: DestinationId) -> Result<Rerouted, StoreError> {
    rerouted(scope, db, rings_at(scope, vec![destination])).await
}

async fn rerouted(scope: AccountScope, db: &impl ConnectionTrait, which: Condition) -> Result<Rerouted, StoreError> {
    let rows: Vec<(PoolId, ChannelId, i64)> = scoped(scope)
        .select_only()
        .columns([Column::PoolId, Column::ChannelId])
        .column_as(Column::Id.count(), "amount")
        .filter(which)
        .filter(Column::Status.eq(FixedNumberStatus::Active))
        .group_by(Column::PoolId)
        .group_by(Column::ChannelId)
        .into_tuple()
        .all(db)
        .await?;
    let numbers = rows.iter().map(|(_, _, amount)| amount).sum();
    let pools: BTreeSet<_> = rows.iter().map(|(pool, _, _)| *pool).collect();
    let channels: BTreeSet<_> = rows.iter().map(|(_, channel, _)| *channel).collect();
    Ok(Rerouted { numbers, pools: pools.into_iter().collect(), channels: channels.into_iter().collect() })
}

/// Of what a number is a user.
#[derive(Clone, Copy, Debug)]
pub enum Used {
    /// Of its pool.
    Pool(PoolId),
    /// Of its channel.
    Channel(ChannelId),
    /// Of its channel, in Advanced mode, where the channel's kind counts.
    ChannelKind(ChannelId),
    /// Of the destination that it has itself.
    Destination(DestinationId),
}

/// How many numbers use it: active ones, and held ones, which may be restored.
pub async fn users(scope: AccountScope, db: &impl ConnectionTrait, of: Used) -> Result<(i64, i64), StoreError> {
    let used = match of {
        Used::Pool(id) => Condition::all().add(Column::PoolId.eq(id)),
        Used::Channel(id) => Condition::all().add(Column::ChannelId.eq(id)),
        Used::ChannelKind(id) => Condition::all().add(Column::ChannelId.eq(id)).add(Column::Mode.eq(LabelMode::Advanced)),
        Used::Destination(id) => Condition::all().add(Column::DestinationId.eq(id)),
    };
    let parts = [FixedNumberStatus::Active, FixedNumberStatus::Held]
        .map(|status| scoped(scope).filter(used.clone()).filter(Column::Status.eq(status)).into_query());
    match page::counts(db, &parts).await?.as_slice() {
        [active, held] => Ok((*active, *held)),
        _ => Err(StoreError::Broken("two counts are not two".into())),
    }
}

/// Adds numbers, each live and called what it is from the instant it was ordered.
pub async fn insert_many(db: &impl ConnectionTrait, rows: &[(Model, interval::Model)]) -> Result<(), StoreError> {
    let numbers = rows.iter().map(|(row, _)| -> ActiveModel { row.clone().into_active_model().reset_all() });
    Entity::insert_many(numbers).exec_without_returning(db).await?;
    let spans = rows.iter().map(|(_, span)| -> interval::ActiveModel { span.clone().into_active_model().reset_all() });
    interval::Entity::insert_many(spans).exec_without_returning(db).await?;
    fixed_number_label::insert_many(db, rows.iter().map(|(row, _)| fixed_number_label::first(row))).await
}

/// Writes a number that was locked before and whose version was raised by one.
pub async fn update(db: &impl ConnectionTrait, row: Model) -> Result<(), StoreError> {
    let guard = Guard {
        id: (Column::Id, row.id.into()),
        account: (Column::AccountId, row.account_id.into()),
        version: (Column::Version, row.version),
    };
    let mut active: ActiveModel = row.into_active_model().reset_all();
    active.id = sea_orm::ActiveValue::NotSet;
    version::write::<Entity>(db, active, guard).await
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
