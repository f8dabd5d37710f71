//! Calls of one account, by id and by number. Lists of them are in `call_list`.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::call::{Column, Entity, Model};
use entity::fixed_number;
use entity::id::{CallId, FixedNumberId};
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QuerySelect, Select};

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
        .expr_as(last(scope, db.get_database_backend()), "last_call_at")
        .filter(Number::AccountId.eq(scope.account_id()))
        .filter(Number::Id.is_in(numbers));
    let rows: Vec<(FixedNumberId, Option<DateTime<Utc>>)> = select.into_tuple().all(db).await?;
    Ok(rows.into_iter().filter_map(|(id, at)| Some((id, at?))).collect())
}

/// The end of the number's range of its index; spelled as a range, so that no engine walks all calls by their time to look for one of a
/// number that never rang. The limit is a literal, for PostgreSQL plans a bound one anew at each call.
fn last(scope: AccountScope, engine: DbBackend) -> SimpleExpr {
    let mark = if engine == DbBackend::Sqlite { "?" } else { "$1" };
    let text = format!(
        "(SELECT \"call\".\"started_at\" FROM \"call\" WHERE \"call\".\"account_id\" = {mark}
            AND \"call\".\"fixed_number_id\" >= \"fixed_number\".\"id\" AND \"call\".\"fixed_number_id\" <= \"fixed_number\".\"id\"
            ORDER BY \"call\".\"fixed_number_id\" DESC, \"call\".\"started_at\" DESC, \"call\".\"id\" DESC LIMIT 1)"
    );
    Expr::cust_with_values(text, [scope.account_id()])
}
