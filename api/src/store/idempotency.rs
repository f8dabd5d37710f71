//! What a request with a key has done: stored in the transaction that does it, so there is no moment between the two.

use entity::idempotency::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::Value;

use super::error::StoreError;
use crate::operation::Operation;

/// A key in its scope: the principal, the operation and what the client chose.
#[derive(Clone, Debug)]
pub struct Key {
    /// The account or switch; not the token.
    pub principal: String,
    /// The mutation.
    pub operation: &'static str,
    /// The client's own words.
    pub key: String,
}

/// Claims a key, as the first statement of a transaction. None: it is ours. Otherwise what its owner has done; a twin that is
/// still at work is waited for.
pub async fn claim(op: &Operation, db: &impl ConnectionTrait, key: &Key, request_hash: &str) -> Result<Option<Model>, StoreError> {
    let row = ActiveModel {
        principal: Set(key.principal.clone()),
        operation: Set(key.operation.to_owned()),
        key: Set(key.key.clone()),
        request_hash: Set(request_hash.to_owned()),
        outcome: Set(Value::Null),
        created_at: Set(op.now),
    };
    let taken = OnConflict::columns([Column::Principal, Column::Operation, Column::Key]).do_nothing().to_owned();
    if Entity::insert(row).on_conflict(taken).exec_without_returning(db).await? > 0 {
        return Ok(None);
    }
    let stored = Entity::find_by_id((key.principal.clone(), key.operation.to_owned(), key.key.clone())).one(db).await?;
    stored.map(Some).ok_or_else(|| StoreError::Broken("an idempotency key is taken by nobody".into()))
}

/// Stores the outcome under a key that was claimed in the same transaction.
pub async fn keep(db: &impl ConnectionTrait, key: &Key, outcome: Value) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::Outcome, sea_orm::sea_query::Expr::value(outcome))
        .filter(Column::Principal.eq(key.principal.clone()))
        .filter(Column::Operation.eq(key.operation))
        .filter(Column::Key.eq(key.key.clone()))
        .exec(db)
        .await?;
    Ok(())
}
