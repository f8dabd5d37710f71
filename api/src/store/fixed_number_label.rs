//! What numbers were called, and which channels they stood for, from which instants on.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::fixed_number;
use entity::fixed_number_label::{ActiveModel, Column, Entity, Model};
use entity::id::{FixedNumberLabelId, Id};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::error::StoreError;
use crate::viewer::AccountScope;

/// What a number is called by its own row, as valid from an instant on.
pub fn of(row: &fixed_number::Model, id: FixedNumberLabelId, valid_from: DateTime<Utc>) -> Model {
    Model {
        account_id: row.account_id,
        id,
        fixed_number_id: row.id,
        valid_from,
        channel_id: row.channel_id,
        mode: row.mode,
        description: row.description.clone(),
        publisher: row.publisher,
        campaign: row.campaign.clone(),
        keyword: row.keyword.clone(),
    }
}

/// The first one of a number, valid from the order on. Its id is the number's own.
pub fn first(row: &fixed_number::Model) -> Model {
    of(row, FixedNumberLabelId::from_uuid(row.id.uuid()), row.ordered_at)
}

/// Those of them that are there.
pub async fn find_many(
    scope: AccountScope,
    db: &impl ConnectionTrait,
    ids: Vec<FixedNumberLabelId>,
) -> Result<HashMap<FixedNumberLabelId, Model>, StoreError> {
    let rows = Entity::find().filter(Column::AccountId.eq(scope.account_id())).filter(Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Adds them. An edit in the same instant as the one before it takes its place, for no call can have begun between the two.
pub async fn insert_many(db: &impl ConnectionTrait, labels: impl IntoIterator<Item = Model>) -> Result<(), StoreError> {
    let rows = labels.into_iter().map(|label| -> ActiveModel { label.into_active_model().reset_all() });
    let same_instant = OnConflict::columns([Column::AccountId, Column::FixedNumberId, Column::ValidFrom])
        .update_columns([Column::ChannelId, Column::Mode, Column::Description, Column::Publisher, Column::Campaign, Column::Keyword])
        .to_owned();
    Entity::insert_many(rows).on_conflict(same_instant).exec_without_returning(db).await?;
    Ok(())
}

/// Notes what a number is called from now on, if an edit changed that.
pub async fn keep(
    db: &impl ConnectionTrait,
    before: &fixed_number::Model,
    after: &fixed_number::Model,
    id: FixedNumberLabelId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let [was, is] = [before, after].map(|row| of(row, id, now));
    if was == is { Ok(()) } else { insert_many(db, [is]).await }
}
