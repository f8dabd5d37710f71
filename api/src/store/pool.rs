//! Pools of one account.

use std::collections::HashMap;

use entity::id::{DestinationId, PoolId};
use entity::pool::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, QueryTrait, Select,
};

use super::error::StoreError;
use super::keyset::PageRequest;
use super::page::{self, Page, Ranges};
use super::search;
use super::version::{self, Guard};
use crate::rule::search::Search;
use crate::viewer::AccountScope;

/// Every query for pools starts here, inside the account.
fn scoped(scope: AccountScope) -> Select<Entity> {
    Entity::find().filter(Column::AccountId.eq(scope.account_id()))
}

fn live(scope: AccountScope) -> Select<Entity> {
    scoped(scope).filter(Column::ArchivedAt.is_null())
}

/// One pool, archived or not, kept from being edited until the transaction ends.
pub async fn lock(scope: AccountScope, db: &impl ConnectionTrait, id: PoolId) -> Result<Option<Model>, StoreError> {
    Ok(scoped(scope).filter(Column::Id.eq(id)).lock_shared().one(db).await?)
}

/// One pool that is about to be edited: orders in it wait, so that what is counted stays true.
pub async fn lock_to_edit(scope: AccountScope, db: &impl ConnectionTrait, id: PoolId) -> Result<Option<Model>, StoreError> {
    Ok(scoped(scope).filter(Column::Id.eq(id)).lock_exclusive().one(db).await?)
}

/// Those of the pools that are there, archived or not.
pub async fn find_many(scope: AccountScope, db: &impl ConnectionTrait, ids: Vec<PoolId>) -> Result<HashMap<PoolId, Model>, StoreError> {
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

fn of(scope: AccountScope, destination: DestinationId) -> Select<Entity> {
    live(scope).filter(Column::DefaultDestinationId.eq(destination))
}

/// For each destination, the same page of the pools that use it by default.
pub async fn list_of(
    scope: AccountScope,
    db: &impl ConnectionTrait,
    destinations: &[DestinationId],
    request: &PageRequest,
) -> Result<HashMap<DestinationId, Page<Model>>, StoreError> {
    let of = |id: &DestinationId| Ranges { first: vec![page::ordered(of(scope, *id), Column::Id, request)], ..Ranges::default() };
    let parts: Vec<_> = destinations.iter().map(of).collect();
    Ok(destinations.iter().copied().zip(page::pages(db, None, &parts, request).await?).collect())
}

/// For each destination, how many pools use it by default.
pub async fn count_of(
    scope: AccountScope,
    db: &impl ConnectionTrait,
    destinations: &[DestinationId],
) -> Result<HashMap<DestinationId, i64>, StoreError> {
    let parts: Vec<SelectStatement> = destinations.iter().map(|id| of(scope, *id).into_query()).collect();
    Ok(destinations.iter().copied().zip(page::counts(db, &parts).await?).collect())
}

/// The pools that use a destination by default.
pub async fn defaulting(scope: AccountScope, db: &impl ConnectionTrait, destination: DestinationId) -> Result<Vec<PoolId>, StoreError> {
    Ok(of(scope, destination).select_only().column(Column::Id).into_tuple().all(db).await?)
}

/// Whether a name, as it is compared, is taken by another pool that is not archived.
pub async fn is_name_taken(scope: AccountScope, db: &impl ConnectionTrait, folded: &str, but: Option<PoolId>) -> Result<bool, StoreError> {
    let taken = live(scope).filter(Column::NameFolded.eq(folded)).apply_if(but, |select, id| select.filter(Column::Id.ne(id)));
    Ok(page::count(db, taken.into_query()).await? > 0)
}

/// Adds a pool.
pub async fn insert(db: &impl ConnectionTrait, row: Model) -> Result<(), StoreError> {
    let active: ActiveModel = row.into_active_model().reset_all();
    Entity::insert(active).exec_without_returning(db).await?;
    Ok(())
}

/// Writes a pool that was locked before and whose version was raised by one.
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
