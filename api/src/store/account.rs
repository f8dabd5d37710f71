//! Accounts. Inside a scope there is one; looking across them is for the operator's commands.

use entity::account::{ActiveModel, Column, Entity, Model};
use entity::id::{AccountId, Id};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder};

use super::error::StoreError;
use crate::viewer::AccountScope;

/// The account of a scope. None when the token outlived it.
pub async fn find(scope: AccountScope, db: &impl ConnectionTrait) -> Result<Option<Model>, StoreError> {
    Ok(Entity::find_by_id(scope.account_id()).one(db).await?)
}

/// All accounts, by name. For the operator.
pub async fn list(db: &impl ConnectionTrait) -> Result<Vec<Model>, StoreError> {
    Ok(Entity::find().order_by_asc(Column::Name).all(db).await?)
}

/// The account that has this id or this name. For the operator.
pub async fn find_by_name_or_id(db: &impl ConnectionTrait, text: &str) -> Result<Option<Model>, StoreError> {
    let select = match AccountId::parse(text) {
        Some(id) => Entity::find_by_id(id),
        None => Entity::find().filter(Column::Name.eq(text)),
    };
    Ok(select.one(db).await?)
}

/// How many accounts there are. For the operator.
pub async fn count(db: &impl ConnectionTrait) -> Result<u64, StoreError> {
    Ok(Entity::find().count(db).await?)
}

/// Adds an account. Its feed is opened beside it.
pub async fn insert(db: &impl ConnectionTrait, row: Model) -> Result<(), StoreError> {
    let active: ActiveModel = row.into_active_model().reset_all();
    Entity::insert(active).exec_without_returning(db).await?;
    Ok(())
}
