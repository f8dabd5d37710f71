//! Number types. They belong to the operator, and every account sees them all.

use std::collections::HashMap;

use entity::id::{Id, NumberTypeId};
use entity::number_type::{ActiveModel, Column, Entity, Model};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QueryTrait};

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

/// All of them, by title. For the operator.
pub async fn list_all(db: &impl ConnectionTrait) -> Result<Vec<Model>, StoreError> {
    Ok(Entity::find().order_by_asc(Column::Title).all(db).await?)
}

/// The type that has this id or this title. For the operator.
pub async fn find_by_title_or_id(db: &impl ConnectionTrait, text: &str) -> Result<Option<Model>, StoreError> {
    let select = match NumberTypeId::parse(text) {
        Some(id) => Entity::find_by_id(id),
        None => Entity::find().filter(Column::Title.eq(text)),
    };
    Ok(select.one(db).await?)
}

/// Adds a type. For the operator.
pub async fn insert(db: &impl ConnectionTrait, row: Model) -> Result<(), StoreError> {
    let active: ActiveModel = row.into_active_model().reset_all();
    Entity::insert(active).exec_without_returning(db).await?;
    Ok(())
}
