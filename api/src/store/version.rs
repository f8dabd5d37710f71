//! The guarded edit: a row is written whole, if nobody else has written it since it was locked.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Value};

use super::error::StoreError;

/// The three columns by which a row is found as it was: its id, its account, its version; each with the value that it has now, the
/// version after it was raised by one.
pub struct Guard<C> {
    /// Which row. Left out of what is written.
    pub id: (C, Value),
    /// Whose.
    pub account: (C, Value),
    /// Raised by one already.
    pub version: (C, i32),
}

/// Writes a row that was locked before and whose version was raised by one.
pub async fn write<E: EntityTrait>(db: &impl ConnectionTrait, row: E::ActiveModel, guard: Guard<E::Column>) -> Result<(), StoreError> {
    let done = E::update_many()
        .set(row)
        .filter(guard.id.0.eq(guard.id.1.clone()))
        .filter(guard.account.0.eq(guard.account.1))
        .filter(guard.version.0.eq(guard.version.1 - 1))
        .exec(db)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Broken(format!("{:?} changed while it was locked", guard.id.1))) }
}
