//! Reports that contradict what is stored, for the operator.

use entity::call_conflict::{Column, Entity, Model};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, QuerySelect};

use super::error::StoreError;

/// The newest.
pub async fn newest(db: &impl ConnectionTrait, limit: u64) -> Result<Vec<Model>, StoreError> {
    Ok(Entity::find().order_by_desc(Column::RecordedAt).order_by_desc(Column::Id).limit(limit).all(db).await?)
}
