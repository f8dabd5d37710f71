//! The rating that somebody gives a call.

use entity::call::{Column, Entity, Model};
use entity::id::CallId;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::call::scoped;
use super::error::StoreError;
use crate::viewer::AccountScope;

/// One call that is about to be rated: another rating, and a later report of it, wait.
pub async fn lock(scope: AccountScope, db: &impl ConnectionTrait, id: CallId) -> Result<Option<Model>, StoreError> {
    Ok(scoped(scope).filter(Column::Id.eq(id)).lock_exclusive().one(db).await?)
}

/// Gives a call that is locked a rating, in the place of one that was given before; or takes that away.
pub async fn give(scope: AccountScope, db: &impl ConnectionTrait, id: CallId, rating: Option<i32>) -> Result<(), StoreError> {
    let of_call = Entity::update_many().filter(Column::AccountId.eq(scope.account_id())).filter(Column::Id.eq(id));
    of_call.col_expr(Column::GivenRating, Expr::value(rating)).exec(db).await?;
    Ok(())
}
