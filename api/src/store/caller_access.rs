//! Who has seen, looked for or erased the callers of an account.

use entity::caller_access::{ActiveModel, CallerAccessKind, Column, Entity, Model};
use entity::id::CallerAccessId;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use super::error::StoreError;
use crate::operation::Operation;
use crate::viewer::AccountScope;

/// Keeps what a request did with callers, so many of them.
pub async fn insert(
    op: &Operation,
    scope: AccountScope,
    db: &impl ConnectionTrait,
    kind: CallerAccessKind,
    calls_count: i64,
) -> Result<(), StoreError> {
    let row = Model {
        id: op.mint(),
        account_id: scope.account_id(),
        subject: op.viewer.subject.clone(),
        kind,
        calls_count,
        request_id: op.request_id.clone(),
        occurred_at: op.now,
    };
    let active: ActiveModel = row.into_active_model().reset_all();
    Entity::insert(active).exec_without_returning(db).await?;
    Ok(())
}

/// The next entries behind one, the oldest first.
pub async fn page(
    scope: AccountScope,
    db: &impl ConnectionTrait,
    after: Option<CallerAccessId>,
    size: u64,
) -> Result<Vec<Model>, StoreError> {
    let select = Entity::find().filter(Column::AccountId.eq(scope.account_id()));
    let select = select.apply_if(after, |select, id| select.filter(Column::Id.gt(id)));
    Ok(select.order_by_asc(Column::Id).limit(size).all(db).await?)
}
