//! The operator's stock, and the picking of numbers from it, which is where no number may ever be given twice.
//!
//! Three walls stand in the way, each of which is enough: the rows that are picked are locked; they are taken only if they are still
//! free; and unique indexes bar a second owner of a stock number and a second unreleased fixed number with the same digits.

use std::collections::HashMap;

use entity::id::{FixedNumberId, NumberTypeId, StockNumberId};
use entity::stock_number::{ActiveModel, Column, Entity, Model};
use entity::value::phone_number::PhoneNumber;
use sea_orm::sea_query::{CaseStatement, Expr, LockBehavior, LockType};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use super::error::StoreError;
use super::page;

fn free(number_type: NumberTypeId) -> Select<Entity> {
    Entity::find().filter(Column::NumberTypeId.eq(number_type)).filter(Column::FixedNumberId.is_null())
}

/// Locks so many free numbers of a type: those that have rested longest. Fewer when there are not so many.
///
/// At first it passes over numbers that another order is about to take. When too few are left it lets go of what it has and asks
/// again, waiting for the others in one common order: they may yet give theirs back.
pub async fn pick(db: &impl ConnectionTrait, number_type: NumberTypeId, amount: u64) -> Result<Vec<Model>, StoreError> {
    let wanted = free(number_type).order_by_asc(Column::PickKey).order_by_asc(Column::Id).limit(amount);
    db.execute_unprepared("SAVEPOINT pick").await?;
    let at_once = wanted.clone().lock_with_behavior(LockType::Update, LockBehavior::SkipLocked).all(db).await?;
    if at_once.len() as u64 == amount {
        return Ok(at_once);
    }
    db.execute_unprepared("ROLLBACK TO SAVEPOINT pick").await?;
    Ok(wanted.lock_exclusive().all(db).await?)
}

/// Gives numbers that were picked to fixed numbers that were inserted, provided that all of them are still free.
pub async fn take(db: &impl ConnectionTrait, pairs: &[(StockNumberId, FixedNumberId)]) -> Result<(), StoreError> {
    let mut owner = CaseStatement::new();
    for (stock, fixed_number) in pairs {
        owner = owner.case(Column::Id.eq(*stock), Expr::value(*fixed_number));
    }
    let done = Entity::update_many()
        .col_expr(Column::FixedNumberId, owner.into())
        .filter(Column::Id.is_in(pairs.iter().map(|(stock, _)| *stock)))
        .filter(Column::FixedNumberId.is_null())
        .exec(db)
        .await?;
    if done.rows_affected == pairs.len() as u64 { Ok(()) } else { Err(StoreError::Contended) }
}

/// Gives numbers back to the stock, each with its new place in the order of picking.
pub async fn give_back(db: &impl ConnectionTrait, owners: &[(FixedNumberId, i64)]) -> Result<(), StoreError> {
    let mut place = CaseStatement::new();
    for (owner, pick_key) in owners {
        place = place.case(Column::FixedNumberId.eq(*owner), Expr::value(*pick_key));
    }
    let done = Entity::update_many()
        .col_expr(Column::PickKey, place.into())
        .col_expr(Column::FixedNumberId, Expr::value(Option::<FixedNumberId>::None))
        .filter(Column::FixedNumberId.is_in(owners.iter().map(|(owner, _)| *owner)))
        .exec(db)
        .await?;
    if done.rows_affected == owners.len() as u64 { Ok(()) } else { Err(StoreError::Broken("a held number is not in stock".into())) }
}

/// How many numbers of each type are free.
pub async fn count_free(db: &impl ConnectionTrait, ids: &[NumberTypeId]) -> Result<HashMap<NumberTypeId, i64>, StoreError> {
    let parts: Vec<_> = ids.iter().map(|id| free(*id).into_query()).collect();
    Ok(ids.iter().copied().zip(page::counts(db, &parts).await?).collect())
}

/// Those of the numbers that are in stock, free or not: calls to them are tracked, so nothing may ring there.
pub async fn are_tracked(db: &impl ConnectionTrait, numbers: Vec<PhoneNumber>) -> Result<Vec<PhoneNumber>, StoreError> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let select = Entity::find().select_only().column(Column::Number).filter(Column::Number.is_in(numbers));
    Ok(select.into_tuple().all(db).await?)
}

/// Adds numbers to the stock. For the operator.
pub async fn insert_many(db: &impl ConnectionTrait, rows: Vec<Model>) -> Result<(), StoreError> {
    // SQLite binds at most 32,766 values in a statement, PostgreSQL 65,535.
    for some in rows.chunks(5_000) {
        let rows = some.iter().cloned().map(|row| -> ActiveModel { row.into_active_model().reset_all() });
        Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}
