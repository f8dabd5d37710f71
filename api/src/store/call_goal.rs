//! The goals that calls have met.

use std::collections::HashMap;

use entity::call;
use entity::call_goal::{ActiveModel, Column, Entity, Model};
use entity::goal;
use entity::id::{CallId, GoalId};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use super::error::StoreError;
use crate::viewer::AccountScope;

/// The goals that each of the calls has met, in the order of birth; archived ones are history and among them.
pub async fn find_of(
    scope: AccountScope,
    db: &impl ConnectionTrait,
    calls: Vec<CallId>,
) -> Result<HashMap<CallId, Vec<goal::Model>>, StoreError> {
    let marks: Vec<(CallId, GoalId)> = Entity::find()
        .select_only()
        .columns([Column::CallId, Column::GoalId])
        .filter(Column::AccountId.eq(scope.account_id()))
        .filter(Column::CallId.is_in(calls))
        .order_by_asc(Column::CallId)
        .order_by_asc(Column::GoalId)
        .into_tuple()
        .all(db)
        .await?;
    let mut ids: Vec<_> = marks.iter().map(|(_, goal)| *goal).collect();
    ids.sort_unstable();
    ids.dedup();
    // A few goals are met by thousands of calls, so they are read beside their marks and not with each.
    let goals = if ids.is_empty() { HashMap::new() } else { super::goal::find_many(scope, db, ids).await? };
    let mut found: HashMap<CallId, Vec<goal::Model>> = HashMap::new();
    for (call, goal) in marks {
        found.entry(call).or_default().extend(goals.get(&goal).cloned());
    }
    Ok(found)
}

/// Takes the marks of these goals off these calls. Those of other goals stay: one that is archived judges no more, and its marks are history.
pub async fn clear(scope: AccountScope, db: &impl ConnectionTrait, calls: &[CallId], goals: &[GoalId]) -> Result<(), StoreError> {
    if calls.is_empty() || goals.is_empty() {
        return Ok(());
    }
    Entity::delete_many()
        .filter(Column::AccountId.eq(scope.account_id()))
        .filter(Column::CallId.is_in(calls.iter().copied()))
        .filter(Column::GoalId.is_in(goals.iter().copied()))
        .exec(db)
        .await?;
    Ok(())
}

/// Tells the marks that stay on these calls when the calls began, which a later report may know otherwise: lists of a goal's calls go
/// by it.
pub async fn follow(scope: AccountScope, db: &impl ConnectionTrait, calls: &[CallId]) -> Result<(), StoreError> {
    if calls.is_empty() {
        return Ok(());
    }
    let began = Query::select()
        .column((call::Entity, call::Column::StartedAt))
        .from(call::Entity)
        .and_where(Expr::col((call::Entity, call::Column::AccountId)).eq(scope.account_id()))
        .and_where(Expr::col((call::Entity, call::Column::Id)).equals((Entity, Column::CallId)))
        .to_owned();
    Entity::update_many()
        .col_expr(Column::StartedAt, began.into())
        .filter(Column::AccountId.eq(scope.account_id()))
        .filter(Column::CallId.is_in(calls.iter().copied()))
        .exec(db)
        .await?;
    Ok(())
}

/// How many marks go into a statement, of the 32,766 values that SQLite binds in one.
const MARKS: usize = 5_000;

/// Marks calls.
pub async fn insert_many(db: &impl ConnectionTrait, marks: Vec<Model>) -> Result<(), StoreError> {
    for some in marks.chunks(MARKS) {
        let rows = some.iter().map(|mark| -> ActiveModel { mark.clone().into_active_model().reset_all() });
        Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}
