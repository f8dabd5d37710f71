//! Goals of one account; and for a switch, those in force of the accounts whose calls it reports.

use std::collections::HashMap;

use entity::goal::{ActiveModel, Column, Entity, Model};
use entity::id::{AccountId, GoalId};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
};

use super::error::StoreError;
use super::keyset::PageRequest;
use super::page::{self, Page};
use super::search;
use super::version::{self, Guard};
use crate::rule::search::Search;
use crate::viewer::{AccountScope, SwitchScope};

/// Every query for goals starts here, inside the account.
fn scoped(scope: AccountScope) -> Select<Entity> {
    Entity::find().filter(Column::AccountId.eq(scope.account_id()))
}

/// One goal that is about to be edited, archived or not: other edits wait.
pub async fn lock_to_edit(scope: AccountScope, db: &impl ConnectionTrait, id: GoalId) -> Result<Option<Model>, StoreError> {
    Ok(scoped(scope).filter(Column::Id.eq(id)).lock_exclusive().one(db).await?)
}

/// Those of the goals that are there, archived or not.
pub async fn find_many(scope: AccountScope, db: &impl ConnectionTrait, ids: Vec<GoalId>) -> Result<HashMap<GoalId, Model>, StoreError> {
    let rows = scoped(scope).filter(Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// A page of those that are not archived and meet a search.
pub async fn list(
    scope: AccountScope,
    db: &impl ConnectionTrait,
    found: Option<&Search>,
    request: &PageRequest,
) -> Result<Page<Model>, StoreError> {
    let select = searched(scope, db.get_database_backend(), found);
    page::page(db, &page::ordered(select, Column::Id, request), request).await
}

fn searched(scope: AccountScope, engine: DbBackend, found: Option<&Search>) -> Select<Entity> {
    live(scope).apply_if(found, |select, found| select.filter(search::met(engine, found, Column::SearchText)))
}

/// How many are not archived and meet a search.
pub async fn count(scope: AccountScope, db: &impl ConnectionTrait, found: Option<&Search>) -> Result<i64, StoreError> {
    page::count(db, searched(scope, db.get_database_backend(), found).into_query()).await
}

/// All that judge calls now, the oldest first.
pub async fn in_force(scope: AccountScope, db: &impl ConnectionTrait) -> Result<Vec<Model>, StoreError> {
    Ok(live(scope).order_by_asc(Column::Id).all(db).await?)
}

/// Those of each account, which may be one of many: a switch reports the calls of all. An account without any is left out.
pub async fn in_force_of(
    _: SwitchScope,
    db: &impl ConnectionTrait,
    accounts: &[AccountId],
) -> Result<HashMap<AccountId, Vec<Model>>, StoreError> {
    let of_accounts = Entity::find().filter(Column::AccountId.is_in(accounts.iter().copied())).filter(Column::ArchivedAt.is_null());
    let mut found: HashMap<AccountId, Vec<Model>> = HashMap::new();
    for row in of_accounts.order_by_asc(Column::Id).all(db).await? {
        found.entry(row.account_id).or_default().push(row);
    }
    Ok(found)
}

/// How many judge calls now.
pub async fn count_in_force(scope: AccountScope, db: &impl ConnectionTrait) -> Result<i64, StoreError> {
    page::count(db, live(scope).into_query()).await
}

fn live(scope: AccountScope) -> Select<Entity> {
    scoped(scope).filter(Column::ArchivedAt.is_null())
}

/// Whether a name, as it is compared, is taken by another goal that is not archived.
pub async fn is_name_taken(scope: AccountScope, db: &impl ConnectionTrait, folded: &str, but: Option<GoalId>) -> Result<bool, StoreError> {
    let taken = live(scope).filter(Column::NameFolded.eq(folded)).apply_if(but, |select, id| select.filter(Column::Id.ne(id)));
    Ok(page::count(db, taken.into_query()).await? > 0)
}

/// Adds a goal.
pub async fn insert(db: &impl ConnectionTrait, row: Model) -> Result<(), StoreError> {
    let active: ActiveModel = row.into_active_model().reset_all();
    Entity::insert(active).exec_without_returning(db).await?;
    Ok(())
}

/// Writes a goal that was locked before and whose version was raised by one.
pub async fn update(db: &impl ConnectionTrait, row: Model) -> Result<(), StoreError> {
    let guard = Guard {
        id: (Column::Id, row.id.into()),
        account: (Column::AccountId, row.account_id.into()),
        version: (Column::Version, row.version),
    };
    let mut active: ActiveModel = row.into_active_model().reset_all();
    active.id = sea_orm::ActiveValue::NotSet;
    version::write::<Entity>(db, active, guard).await
}
