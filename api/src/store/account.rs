//! Accounts. Inside a scope there is one; looking across them is for the operator's commands.

use entity::account::{ActiveModel, Column, Entity, Model};
use entity::id::{AccountId, Id};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::error::StoreError;
use super::version::{self, Guard};
use crate::viewer::AccountScope;

/// The account of a scope. None when the token outlived it.
pub async fn find(scope: AccountScope, db: &impl ConnectionTrait) -> Result<Option<Model>, StoreError> {
    Ok(Entity::find_by_id(scope.account_id()).one(db).await?)
}

/// The account of a scope, about to be edited.
pub async fn lock_to_edit(scope: AccountScope, db: &impl ConnectionTrait) -> Result<Option<Model>, StoreError> {
    Ok(Entity::find_by_id(scope.account_id()).lock_exclusive().one(db).await?)
}

/// All accounts, by name. For the operator.
pub async fn list(db: &impl ConnectionTrait) -> Result<Vec<Model>, StoreError> {
    Ok(Entity::find().order_by_asc(Column::Name).all(db).await?)
}

/// The accounts that have this id or this name, by their ids; accounts name themselves, so there may be several. For the operator.
pub async fn find_by_name_or_id(db: &impl ConnectionTrait, text: &str) -> Result<Vec<Model>, StoreError> {
    let select = match AccountId::parse(text) {
        Some(id) => Entity::find_by_id(id),
        None => Entity::find().filter(Column::Name.eq(text)),
    };
    Ok(select.order_by_asc(Column::Id).all(db).await?)
}

/// How many accounts there are. For the operator.
pub async fn count(db: &impl ConnectionTrait) -> Result<u64, StoreError> {
    Ok(Entity::find().count(db).await?)
}

/// Keeps others from making accounts, or naming them, until the transaction ends; SQLite has one writer anyway. For the operator.
pub async fn keep_others_out(db: &impl ConnectionTrait) -> Result<(), StoreError> {
    if db.get_database_backend() == DbBackend::Postgres {
        db.execute_unprepared("LOCK TABLE account IN SHARE ROW EXCLUSIVE MODE").await?;
    }
    Ok(())
}

/// Adds an account. Its feed is opened beside it.
pub async fn insert(db: &impl ConnectionTrait, row: Model) -> Result<(), StoreError> {
    let active: ActiveModel = row.into_active_model().reset_all();
    Entity::insert(active).exec_without_returning(db).await?;
    Ok(())
}

/// Writes an account that was locked before and whose version was raised by one.
pub async fn update(db: &impl ConnectionTrait, row: Model) -> Result<(), StoreError> {
    let guard = Guard { id: (Column::Id, row.id.into()), account: (Column::Id, row.id.into()), version: (Column::Version, row.version) };
    let mut active: ActiveModel = row.into_active_model().reset_all();
    active.id = sea_orm::ActiveValue::NotSet;
    version::write::<Entity>(db, active, guard).await
}
