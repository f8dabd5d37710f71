//! Number types. They belong to the operator, and every account sees them all.

use std::collections::HashMap;

use entity::id::NumberTypeId;
use entity::number_type::{ActiveModel, Column, Entity, Model};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryTrait};

use super::error::StoreError;
use super::keyset::PageRequest;
use super::page::{self, Page};

/// Those of the types that are there.
pub async fn find_many(db: &impl ConnectionTrait, ids: Vec<NumberTypeId>) -> Result<HashMap<NumberTypeId, Model>, StoreError> {
    let rows = Entity::find().filter(Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// A page of them.
pub async fn list(db: &impl ConnectionTrait, request: &PageRequest) -> Result<Page<Model>, StoreError> {
    page::page(db, &page::ordered(Entity::find(), Column::Id, request), request).await
}

/// How many there are.
pub async fn count(db: &impl ConnectionTrait) -> Result<i64, StoreError> {
    page::count(db, Entity::find().into_query()).await
}

/// Adds a type. For the operator.
pub async fn insert(db: &impl ConnectionTrait, row: Model) -> Result<(), StoreError> {
    let active: ActiveModel = row.into_active_model().reset_all();
    Entity::insert(active).exec_without_returning(db).await?;
    Ok(())
}
