//! Destinations of one account.

use std::collections::HashMap;

use entity::destination::{ActiveModel, Column, Entity, Model};
use entity::id::DestinationId;
use entity::value::phone_number::PhoneNumber;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, QueryTrait, Select,
};

use super::error::StoreError;
use super::keyset::PageRequest;
use super::page::{self, Page};
use super::search;
use super::stock;
use super::version::{self, Guard};
use crate::rule::search::Search;
use crate::viewer::AccountScope;

/// Every query for destinations starts here, inside the account.
fn scoped(scope: AccountScope) -> Select<Entity> {
    Entity::find().filter(Column::AccountId.eq(scope.account_id()))
}

fn live(scope: AccountScope) -> Select<Entity> {
    scoped(scope).filter(Column::ArchivedAt.is_null())
}

/// One destination that is not archived, kept from being edited until the transaction ends.
pub async fn lock(scope: AccountScope, db: &impl ConnectionTrait, id: DestinationId) -> Result<Option<Model>, StoreError> {
    Ok(live(scope).filter(Column::Id.eq(id)).lock_shared().one(db).await?)
}

/// One destination that is about to be edited, archived or not: whoever chooses it waits, so that what is counted stays true.
pub async fn lock_to_edit(scope: AccountScope, db: &impl ConnectionTrait, id: DestinationId) -> Result<Option<Model>, StoreError> {
    Ok(scoped(scope).filter(Column::Id.eq(id)).lock_exclusive().one(db).await?)
}

/// The destination with this number that is not archived, kept from being edited until the transaction ends.
pub async fn lock_by_number(scope: AccountScope, db: &impl ConnectionTrait, number: &PhoneNumber) -> Result<Option<Model>, StoreError> {
    Ok(live(scope).filter(Column::Number.eq(number.clone())).lock_shared().one(db).await?)
}

/// Those of the destinations that are there, archived or not.
pub async fn find_many(
    scope: AccountScope,
    db: &impl ConnectionTrait,
    ids: Vec<DestinationId>,
) -> Result<HashMap<DestinationId, Model>, StoreError> {
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

/// To be asked behind a write that gives a destination a number.
///
/// On PostgreSQL the number may have come to stock since it was looked for. It is looked for again behind the write, which an import
/// of stock keeps waiting until it has ended: then one of the two sees the other. Tried again as a whole, the deed is refused.
pub async fn still_untracked(db: &impl ConnectionTrait, number: PhoneNumber) -> Result<(), StoreError> {
    if db.get_database_backend() == DbBackend::Postgres && !stock::are_tracked(db, vec![number]).await?.is_empty() {
        return Err(StoreError::Contended);
    }
    Ok(())
}

/// Adds a destination, unless one with its number came first. Says whether it did.
pub async fn insert_unless_there(db: &impl ConnectionTrait, row: Model) -> Result<bool, StoreError> {
    let number = row.number.clone();
    let active: ActiveModel = row.into_active_model().reset_all();
    let there =
        OnConflict::columns([Column::AccountId, Column::Number]).target_and_where(Column::ArchivedAt.is_null()).do_nothing().to_owned();
    let made = Entity::insert(active).on_conflict(there).exec_without_returning(db).await? > 0;
    if made {
        still_untracked(db, number).await?;
    }
    Ok(made)
}

/// Writes a destination that was locked before and whose version was raised by one.
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
