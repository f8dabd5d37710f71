//! Calls of one account, by id and by number. Lists of them are in `call_list`.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::call::{Column, Entity, Model};
use entity::fixed_number;
use entity::id::{CallId, FixedNumberId};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Select};

use super::error::StoreError;
use crate::viewer::AccountScope;

/// Every query for calls starts here, inside the account.
pub fn scoped(scope: AccountScope) -> Select<Entity> {
    Entity::find().filter(Column::AccountId.eq(scope.account_id()))
}

/// Those of the calls that are there.
pub async fn find_many(scope: AccountScope, db: &impl ConnectionTrait, ids: Vec<CallId>) -> Result<HashMap<CallId, Model>, StoreError> {
    let rows = scoped(scope).filter(Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// When the last call to each of the numbers began; those that never rang are left out. One look at the end of an index a number.
pub async fn last_started_at(
    scope: AccountScope,
    db: &impl ConnectionTrait,
    numbers: Vec<FixedNumberId>,
) -> Result<HashMap<FixedNumberId, DateTime<Utc>>, StoreError> {
    use fixed_number::Column as Number;
    let select = fixed_number::Entity::find()
        .select_only()
        .column(Number::Id)
        .expr_as(Expr::from(last(scope)), "last_call_at")
        .filter(Number::AccountId.eq(scope.account_id()))
        .filter(Number::Id.is_in(numbers));
    let rows: Vec<(FixedNumberId, Option<DateTime<Utc>>)> = select.into_tuple().all(db).await?;
    Ok(rows.into_iter().filter_map(|(id, at)| Some((id, at?))).collect())
}

fn last(scope: AccountScope) -> SelectStatement {
    let of_number = Expr::col((Entity, Column::FixedNumberId)).equals((fixed_number::Entity, fixed_number::Column::Id));
    Query::select()
        .expr(Column::StartedAt.max())
        .from(Entity)
        .and_where(Column::AccountId.eq(scope.account_id()))
        .and_where(of_number)
        .to_owned()
}
