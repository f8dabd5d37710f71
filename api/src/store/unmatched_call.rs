//! Calls that are nobody's: listed for the operator, and those found that may have become somebody's.

use entity::unmatched_call::{Column, Entity, Model};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, QuerySelect, Statement};

use super::error::StoreError;

/// The newest. For the operator.
pub async fn newest(db: &impl ConnectionTrait, limit: u64) -> Result<Vec<Model>, StoreError> {
    let select = Entity::find().order_by_desc(Column::StartedAt).order_by_asc(Column::Switch).order_by_asc(Column::SourceCallId);
    Ok(select.limit(limit).all(db).await?)
}

/// Some of those whose number was somebody's when they started, behind one of them: the switch and what it calls the call. A look at each
/// call that is nobody's, and an index's look at its number.
///
/// It says the same as [`assignment::of`](crate::rule::assignment::of): between the order and the end of the hold a number is its owner's.
pub async fn matchable(
    db: &impl ConnectionTrait,
    after: Option<&(String, String)>,
    limit: u64,
) -> Result<Vec<(String, String)>, StoreError> {
    let text = format!(
        "SELECT u.switch, u.source_call_id FROM unmatched_call u WHERE (u.switch, u.source_call_id) > ($1, $2)
        AND EXISTS (SELECT 1 FROM fixed_number f WHERE f.number = u.number AND f.ordered_at <= u.started_at
            AND (f.hold_until IS NULL OR u.started_at < f.hold_until))
        ORDER BY u.switch, u.source_call_id LIMIT {limit}"
    );
    let (switch, id) = after.cloned().unwrap_or_default();
    let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), text, [switch.into(), id.into()])).await?;
    Ok(rows
        .iter()
        .map(|row| Ok((row.try_get("", "switch")?, row.try_get("", "source_call_id")?)))
        .collect::<Result<_, sea_orm::DbErr>>()?)
}
