//! Removing what is personal of calls: the sealed caller, its hash, and the address of the recording. The call itself stays.
//!
//! A call that was cleared says so (`erased_at`), and no later report brings anything back.

use chrono::{DateTime, Utc};
use entity::id::{AccountId, CallConflictId, CallId};
use entity::{call, call_conflict, unmatched_call};
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::call::scoped;
use super::error::StoreError;
use crate::viewer::AccountScope;

/// What became of some calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cleared {
    /// How many calls were looked at and marked.
    pub marked: u64,
    /// How many of them had a caller.
    pub callers: u64,
}

/// Whether an account has calls that started before an instant and are not cleared yet.
pub async fn is_due(scope: AccountScope, db: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<bool, StoreError> {
    use call::Column;
    let select = scoped(scope)
        .select_only()
        .column(Column::Id)
        .filter(Column::ErasedAt.is_null())
        .filter(Column::StartedAt.lt(before))
        .order_by_asc(Column::StartedAt)
        .order_by_asc(Column::Id)
        .limit(1);
    Ok(select.into_tuple::<CallId>().one(db).await?.is_some())
}

/// Clears the next calls of an account that are not cleared yet: those that started before an instant, or any. Calls that another is
/// writing are passed over.
pub async fn clear_some(
    scope: AccountScope,
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    before: Option<DateTime<Utc>>,
    limit: u64,
) -> Result<Cleared, StoreError> {
    use call::Column;
    let select = scoped(scope)
        .select_only()
        .column(Column::Id)
        .expr_as(Column::CallerSealed.is_not_null(), "called")
        .filter(Column::ErasedAt.is_null())
        .apply_if(before, |select, before| select.filter(Column::StartedAt.lt(before)))
        .order_by_asc(Column::StartedAt)
        .order_by_asc(Column::Id)
        .limit(limit)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    let rows: Vec<(CallId, bool)> = select.into_tuple().all(db).await?;
    if !rows.is_empty() {
        clear(db, now, of(scope).add(Column::Id.is_in(rows.iter().map(|(id, _)| *id)))).await?;
    }
    Ok(Cleared { marked: rows.len() as u64, callers: rows.iter().filter(|(_, called)| *called).count() as u64 })
}

/// Clears all calls of an account that are not cleared yet, and waits for those that another is writing.
pub async fn clear_rest(scope: AccountScope, db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<u64, StoreError> {
    use call::Column;
    let callers = clear(db, now, of(scope).add(Column::ErasedAt.is_null()).add(Column::CallerSealed.is_not_null())).await?;
    clear(db, now, of(scope).add(Column::ErasedAt.is_null())).await?;
    Ok(callers)
}

/// Clears all calls of one caller, found by the hash; how many.
pub async fn clear_of(scope: AccountScope, db: &impl ConnectionTrait, now: DateTime<Utc>, hash: Vec<u8>) -> Result<u64, StoreError> {
    clear(db, now, of(scope).add(call::Column::CallerHash.eq(hash))).await
}

fn of(scope: AccountScope) -> Condition {
    Condition::all().add(call::Column::AccountId.eq(scope.account_id()))
}

async fn clear(db: &impl ConnectionTrait, now: DateTime<Utc>, which: Condition) -> Result<u64, StoreError> {
    use call::Column;
    let done = call::Entity::update_many()
        .col_expr(Column::CallerSealed, Expr::value(Option::<Vec<u8>>::None))
        .col_expr(Column::CallerHash, Expr::value(Option::<Vec<u8>>::None))
        .col_expr(Column::RecordingUrl, Expr::value(Option::<String>::None))
        .col_expr(Column::ErasedAt, Expr::value(now))
        .filter(which)
        .exec(db)
        .await?;
    Ok(done.rows_affected)
}

/// The contradicting reports about calls of an account that are kept yet, the next ones behind one. For the operator's key to open.
pub async fn conflicts(
    scope: AccountScope,
    db: &impl ConnectionTrait,
    after: Option<CallConflictId>,
    size: u64,
) -> Result<Vec<call_conflict::Model>, StoreError> {
    use call_conflict::Column;
    let select = call_conflict::Entity::find()
        .filter(Column::ReportSealed.is_not_null())
        .filter(Expr::exists(call_of_conflict(Some(scope.account_id()))))
        .apply_if(after, |select, id| select.filter(Column::Id.gt(id)));
    Ok(select.order_by_asc(Column::Id).limit(size).all(db).await?)
}

/// Clears contradicting reports about calls of an account that were cleared.
pub async fn clear_conflicts(scope: AccountScope, db: &impl ConnectionTrait) -> Result<u64, StoreError> {
    let call = call_of_conflict(Some(scope.account_id())).and_where(erased()).to_owned();
    clear_reports(db, Condition::all().add(call_conflict::Column::ReportSealed.is_not_null()).add(Expr::exists(call))).await
}

/// Clears these contradicting reports.
pub async fn clear_conflicts_by_id(db: &impl ConnectionTrait, ids: Vec<CallConflictId>) -> Result<u64, StoreError> {
    if ids.is_empty() {
        return Ok(0);
    }
    clear_reports(db, Condition::all().add(call_conflict::Column::Id.is_in(ids))).await
}

/// Clears the next contradicting reports that came before an instant, or are about a call that was cleared. For the gateway's own job.
pub async fn clear_old_conflicts(db: &impl ConnectionTrait, before: DateTime<Utc>, limit: u64) -> Result<u64, StoreError> {
    use call_conflict::Column;
    let about_cleared = Expr::exists(call_of_conflict(None).and_where(erased()).to_owned());
    let select = call_conflict::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::ReportSealed.is_not_null())
        .filter(Condition::any().add(Column::RecordedAt.lt(before)).add(about_cleared))
        .order_by_asc(Column::RecordedAt)
        .order_by_asc(Column::Id)
        .limit(limit)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    clear_conflicts_by_id(db, select.into_tuple().all(db).await?).await
}

async fn clear_reports(db: &impl ConnectionTrait, which: Condition) -> Result<u64, StoreError> {
    let none = Expr::value(Option::<Vec<u8>>::None);
    let done = call_conflict::Entity::update_many().col_expr(call_conflict::Column::ReportSealed, none).filter(which).exec(db).await?;
    Ok(done.rows_affected)
}

/// The call that a contradicting report is about.
fn call_of_conflict(account: Option<AccountId>) -> SelectStatement {
    use call::Column;
    let own = |column: Column| Expr::col((call::Entity, column));
    let mut select = Query::select();
    select
        .expr(Expr::val(1))
        .from(call::Entity)
        .and_where(own(Column::Switch).equals((call_conflict::Entity, call_conflict::Column::Switch)))
        .and_where(own(Column::SourceCallId).equals((call_conflict::Entity, call_conflict::Column::SourceCallId)));
    if let Some(account) = account {
        select.and_where(own(Column::AccountId).eq(account));
    }
    select
}

fn erased() -> Expr {
    Expr::col((call::Entity, call::Column::ErasedAt)).is_not_null()
}

/// Clears the next calls that were nobody's and started before an instant. For the gateway's own job.
pub async fn clear_old_unmatched(db: &impl ConnectionTrait, before: DateTime<Utc>, limit: u64) -> Result<u64, StoreError> {
    use unmatched_call::Column;
    let select = unmatched_call::Entity::find()
        .select_only()
        .column(Column::Id)
        // Spelled as the index has it.
        .filter(Condition::any().add(Column::CallerSealed.is_not_null()).add(Column::RecordingUrl.is_not_null()))
        .filter(Column::StartedAt.lt(before))
        .order_by_asc(Column::StartedAt)
        .order_by_asc(Column::Id)
        .limit(limit)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    let ids: Vec<CallId> = select.into_tuple().all(db).await?;
    if ids.is_empty() {
        return Ok(0);
    }
    let done = unmatched_call::Entity::update_many()
        .col_expr(Column::CallerSealed, Expr::value(Option::<Vec<u8>>::None))
        .col_expr(Column::RecordingUrl, Expr::value(Option::<String>::None))
        .filter(Column::Id.is_in(ids))
        .exec(db)
        .await?;
    Ok(done.rows_affected)
}
