//! The keys that seal callers: made when first needed, in the transaction that needs them, and read anew each time.
//!
//! Unwrapping one takes microseconds, so none is kept: an account that is erased is so at once, in every process, and a key that was
//! rolled back has sealed nothing.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use entity::data_key::{ActiveModel, Column, Entity, Model};
use entity::id::DataKeyId;
use sea_orm::sea_query::{Expr, LockType, OnConflict};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
};

use super::error::StoreError;
use crate::operation::Operation;
use crate::seal::caller_key::CallerKey;
use crate::seal::data_keys::{DataKeys, Locked, Owner};
use crate::viewer::AccountScope;

/// The key of an account. None: it has sealed nothing yet, or everything of it was erased.
pub async fn find(op: &Operation, scope: AccountScope, db: &impl ConnectionTrait) -> Result<Option<CallerKey>, StoreError> {
    let row = Entity::find().filter(Column::AccountId.eq(scope.account_id())).one(db).await?;
    row.map(|row| unwrap(op.database.data_keys(), &row)).transpose()
}

/// The operator's own key, in a transaction that is going to use it; it is made when it is not there.
pub async fn of_operator(op: &Operation, db: &impl ConnectionTrait) -> Result<Arc<CallerKey>, StoreError> {
    let key = find_or_make(op, db, &[Owner::Operator]).await?.remove(&Owner::Operator);
    key.ok_or_else(|| StoreError::Broken("the operator's data key was not made".into()))
}

/// The same, but only if it is there: for who only opens. For the operator.
pub async fn find_of_operator(op: &Operation, db: &impl ConnectionTrait) -> Result<Option<CallerKey>, StoreError> {
    let row = Entity::find().filter(Column::AccountId.is_null()).one(db).await?;
    row.map(|row| unwrap(op.database.data_keys(), &row)).transpose()
}

/// The keys of these owners, in a transaction that is going to seal with them; those that are missing are made. For switches and the
/// operator, whose calls may be anybody's.
///
/// PostgreSQL locks the rows until the transaction ends, so that deleting a key waits for what is being sealed with it. Wrapping it anew
/// does not wait.
pub async fn find_or_make(
    op: &Operation,
    db: &impl ConnectionTrait,
    owners: &[Owner],
) -> Result<HashMap<Owner, Arc<CallerKey>>, StoreError> {
    // In one order, so that two transactions that make keys for the same owners don't wait for each other.
    let mut missing: BTreeSet<Owner> = owners.iter().copied().collect();
    let mut found = HashMap::new();
    if missing.is_empty() {
        return Ok(found);
    }
    read(op, db, &mut missing, &mut found).await?;
    if missing.is_empty() {
        return Ok(found);
    }
    let mut rows = Vec::new();
    for owner in &missing {
        let (_, wrapped) = op.database.data_keys().make(*owner).map_err(|locked| broken(*owner, locked))?;
        let account_id = if let Owner::Account(id) = owner { Some(*id) } else { None };
        rows.push(Model { id: op.mint(), account_id, wrapped, created_at: op.now });
    }
    let rows = rows.into_iter().map(|row| -> ActiveModel { row.into_active_model().reset_all() });
    // Who comes second waits for the first, and then takes what is there.
    Entity::insert_many(rows).on_conflict(OnConflict::new().do_nothing().to_owned()).exec_without_returning(db).await?;
    read(op, db, &mut missing, &mut found).await?;
    // One that was there and was erased meanwhile: the next attempt makes another.
    if missing.is_empty() { Ok(found) } else { Err(StoreError::Contended) }
}

/// Deletes the key of an account, with which nobody opens its callers any more, copies of the database included.
pub async fn delete(scope: AccountScope, db: &impl ConnectionTrait) -> Result<(), StoreError> {
    Entity::delete_many().filter(Column::AccountId.eq(scope.account_id())).exec(db).await?;
    Ok(())
}

/// The next keys behind one, in the order of their ids, whoever's they are. For the operator.
pub async fn page(db: &impl ConnectionTrait, after: Option<DataKeyId>, size: u64) -> Result<Vec<Model>, StoreError> {
    let select = Entity::find().apply_if(after, |select, id| select.filter(Column::Id.gt(id)));
    Ok(select.order_by_asc(Column::Id).limit(size).all(db).await?)
}

/// Puts another wrapping of the same key in the place of the one that was read; false when it is not there any more. For the operator.
pub async fn replace(db: &impl ConnectionTrait, row: &Model, wrapped: Vec<u8>) -> Result<bool, StoreError> {
    let done = Entity::update_many()
        .col_expr(Column::Wrapped, Expr::value(wrapped))
        .filter(Column::Id.eq(row.id))
        .filter(Column::Wrapped.eq(row.wrapped.clone()))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Whose key it is.
pub fn owner(row: &Model) -> Owner {
    row.account_id.map_or(Owner::Operator, Owner::Account)
}

async fn read(
    op: &Operation,
    db: &impl ConnectionTrait,
    missing: &mut BTreeSet<Owner>,
    found: &mut HashMap<Owner, Arc<CallerKey>>,
) -> Result<(), StoreError> {
    for row in of(missing).lock(LockType::KeyShare).all(db).await? {
        let key = unwrap(op.database.data_keys(), &row)?;
        missing.remove(&owner(&row));
        found.insert(owner(&row), Arc::new(key));
    }
    Ok(())
}

fn of(owners: &BTreeSet<Owner>) -> Select<Entity> {
    let accounts = owners.iter().filter_map(|owner| if let Owner::Account(id) = owner { Some(*id) } else { None });
    let mut any = Condition::any().add(Column::AccountId.is_in(accounts));
    if owners.contains(&Owner::Operator) {
        any = any.add(Column::AccountId.is_null());
    }
    Entity::find().filter(any)
}

fn unwrap(keys: &DataKeys, row: &Model) -> Result<CallerKey, StoreError> {
    keys.unwrap(owner(row), &row.wrapped).map_err(|locked| broken(owner(row), locked))
}

fn broken(owner: Owner, locked: Locked) -> StoreError {
    StoreError::Broken(format!("the data key of {owner} can't be had: {locked}"))
}
