//! Reports of calls, as telephone switches send them: what is known of a call already, whose its number was, and what a report leaves.
//! All of it looks beyond accounts, and asks for the scope of a switch.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use entity::id::FixedNumberId;
use entity::value::phone_number::PhoneNumber;
use entity::{account, call, call_conflict, fixed_number, fixed_number_interval as interval, fixed_number_label as label, unmatched_call};
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, OnConflict, Query, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, IdenStatic, IntoActiveModel, Iterable, QueryFilter,
    QueryOrder, QuerySelect, Statement,
};
use sha2::{Digest, Sha256};

use super::error::StoreError;
use crate::rule::assignment::{Labelled, Tenure};
use crate::viewer::SwitchScope;

/// Among how many queues the calls of a switch are divided; see [`take_turns`].
const QUEUES: u64 = 64;

/// Waits for whoever is writing one of these calls, and lets nobody else until the transaction ends: whoever comes second reads what the
/// first has written. Queues are taken in one order, so that two batches can't wait for each other. SQLite has one writer anyway.
pub async fn take_turns(_: SwitchScope, db: &impl ConnectionTrait, switch: &str, ids: &[String]) -> Result<(), StoreError> {
    if db.get_database_backend() == DbBackend::Sqlite {
        return Ok(());
    }
    let of_switch = first_eight(switch) & !(QUEUES - 1);
    let mut queues: Vec<i64> = ids.iter().map(|id| (of_switch | first_eight(id) % QUEUES).cast_signed()).collect();
    queues.sort_unstable();
    queues.dedup();
    let text = "SELECT pg_advisory_xact_lock(queue::bigint) FROM json_array_elements_text($1::json) AS queue";
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, text, [json_array(&queues).into()]);
    db.query_all_raw(statement).await?;
    Ok(())
}

fn first_eight(text: &str) -> u64 {
    let hash = Sha256::digest(text);
    hash.iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

fn json_array(values: &impl serde::Serialize) -> String {
    serde_json::to_string(values).unwrap_or_default()
}

/// Whether a column has one of these texts. They are bound as one value, so that the statement is the same for any number of them.
fn is_among<T: serde::Serialize>(engine: DbBackend, column: impl ColumnTrait, values: &[T]) -> SimpleExpr {
    let (entity, name) = (column.entity_name(), column.as_str());
    let text = match engine {
        DbBackend::Sqlite => format!("\"{}\".\"{name}\" IN (SELECT value FROM json_each(?))", entity.to_string()),
        _ => format!("\"{}\".\"{name}\" = ANY (ARRAY(SELECT json_array_elements_text($1::json)))", entity.to_string()),
    };
    Expr::cust_with_values(text, [json_array(&values)])
}

/// The calls of a switch that are known under these ids, locked.
pub async fn known(
    _: SwitchScope,
    db: &impl ConnectionTrait,
    switch: &str,
    ids: &[String],
) -> Result<HashMap<String, call::Model>, StoreError> {
    let select = call::Entity::find()
        .filter(call::Column::Switch.eq(switch))
        .filter(is_among(db.get_database_backend(), call::Column::SourceCallId, ids))
        .order_by_asc(call::Column::SourceCallId)
        .lock_exclusive();
    Ok(select.all(db).await?.into_iter().map(|row| (row.source_call_id.clone(), row)).collect())
}

/// The same of those that were nobody's.
pub async fn known_unmatched(
    _: SwitchScope,
    db: &impl ConnectionTrait,
    switch: &str,
    ids: &[String],
) -> Result<HashMap<String, unmatched_call::Model>, StoreError> {
    let select = unmatched_call::Entity::find().filter(unmatched_call::Column::Switch.eq(switch)).filter(is_among(
        db.get_database_backend(),
        unmatched_call::Column::SourceCallId,
        ids,
    ));
    Ok(select.all(db).await?.into_iter().map(|row| (row.source_call_id.clone(), row)).collect())
}

/// In whose hands these numbers were, ever; and what they were called from an instant on.
pub async fn tenures(
    _: SwitchScope,
    db: &impl ConnectionTrait,
    numbers: &[PhoneNumber],
    earliest: DateTime<Utc>,
) -> Result<Vec<Tenure>, StoreError> {
    let mut tenures = live(db, numbers).await?;
    for (id, labelled) in labels(db, numbers, earliest).await? {
        if let Some(tenure) = tenures.get_mut(&id) {
            tenure.labels.push(labelled);
        }
    }
    Ok(tenures.into_values().collect())
}

async fn live(db: &impl ConnectionTrait, numbers: &[PhoneNumber]) -> Result<BTreeMap<FixedNumberId, Tenure>, StoreError> {
    use fixed_number::{Column, Entity};
    let same = Condition::all()
        .add(Expr::col((interval::Entity, interval::Column::AccountId)).equals((Entity, Column::AccountId)))
        .add(Expr::col((interval::Entity, interval::Column::FixedNumberId)).equals((Entity, Column::Id)));
    let owner = Expr::col((account::Entity, account::Column::Id)).equals((Entity, Column::AccountId));
    let select = Query::select()
        .column((account::Entity, account::Column::CallerRetentionMonths))
        .columns([Column::Id, Column::AccountId, Column::PoolId, Column::Number, Column::OrderedAt, Column::HoldUntil].map(|c| (Entity, c)))
        .columns([interval::Column::LiveFrom, interval::Column::LiveTo].map(|c| (interval::Entity, c)))
        .from(Entity)
        .join(JoinType::InnerJoin, interval::Entity, same)
        .join(JoinType::InnerJoin, account::Entity, owner)
        .and_where(is_among(db.get_database_backend(), Column::Number, numbers))
        .to_owned();
    let mut tenures = BTreeMap::new();
    for row in db.query_all(&select).await? {
        let id = row.try_get("", "id")?;
        let new = Tenure {
            fixed_number_id: id,
            account_id: row.try_get("", "account_id")?,
            retention_months: row.try_get("", "caller_retention_months")?,
            pool_id: row.try_get("", "pool_id")?,
            number: row.try_get("", "number")?,
            ordered_at: row.try_get("", "ordered_at")?,
            hold_until: row.try_get("", "hold_until")?,
            live: Vec::new(),
            labels: Vec::new(),
        };
        let span = (row.try_get("", "live_from")?, row.try_get("", "live_to")?);
        tenures.entry(id).or_insert(new).live.push(span);
    }
    Ok(tenures)
}

/// The earliest first. Those that another had followed by the instant are left out: a number may have been edited a thousand times.
async fn labels(
    db: &impl ConnectionTrait,
    numbers: &[PhoneNumber],
    earliest: DateTime<Utc>,
) -> Result<Vec<(FixedNumberId, Labelled)>, StoreError> {
    use label::{Column, Entity};
    let of = |table: &'static str, column: Column| Expr::col((table, column));
    let own = |column: Column| Expr::col((Entity, column));
    let same = Condition::all()
        .add(own(Column::AccountId).equals((fixed_number::Entity, fixed_number::Column::AccountId)))
        .add(own(Column::FixedNumberId).equals((fixed_number::Entity, fixed_number::Column::Id)));
    let followed = Query::select()
        .expr(Expr::val(1))
        .from_as(Entity, "later")
        .and_where(of("later", Column::AccountId).equals((Entity, Column::AccountId)))
        .and_where(of("later", Column::FixedNumberId).equals((Entity, Column::FixedNumberId)))
        .and_where(Expr::col(("later", Column::ValidFrom)).gt(own(Column::ValidFrom)))
        .and_where(Expr::col(("later", Column::ValidFrom)).lte(earliest))
        .to_owned();
    let select = Query::select()
        .columns([Column::FixedNumberId, Column::ValidFrom, Column::Id, Column::ChannelId].map(|c| (Entity, c)))
        .from(fixed_number::Entity)
        .join(JoinType::InnerJoin, Entity, same)
        .and_where(is_among(db.get_database_backend(), fixed_number::Column::Number, numbers))
        .and_where(Expr::exists(followed).not())
        .order_by((Entity, Column::ValidFrom), sea_orm::Order::Asc)
        .to_owned();
    let rows = db.query_all(&select).await?;
    let read = |row: &sea_orm::QueryResult| {
        let labelled =
            Labelled { from: row.try_get("", "valid_from")?, label_id: row.try_get("", "id")?, channel_id: row.try_get("", "channel_id")? };
        Ok((row.try_get("", "fixed_number_id")?, labelled))
    };
    rows.iter().map(read).collect()
}

/// Writes calls, new ones and ones that were locked before.
pub async fn write(db: &impl ConnectionTrait, rows: &[call::Model]) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let fixed = [call::Column::AccountId, call::Column::Id, call::Column::Switch, call::Column::SourceCallId];
    let replaced = OnConflict::columns([call::Column::Switch, call::Column::SourceCallId])
        .update_columns(call::Column::iter().filter(|column| !fixed.iter().any(|known| known.as_str() == column.as_str())))
        .to_owned();
    let rows = rows.iter().map(|row| -> call::ActiveModel { row.clone().into_active_model().reset_all() });
    call::Entity::insert_many(rows).on_conflict(replaced).exec_without_returning(db).await?;
    Ok(())
}

/// Writes calls that are nobody's.
pub async fn write_unmatched(db: &impl ConnectionTrait, rows: Vec<unmatched_call::Model>) -> Result<(), StoreError> {
    use unmatched_call::Column;
    if rows.is_empty() {
        return Ok(());
    }
    let fixed = [Column::Id, Column::Switch, Column::SourceCallId, Column::RecordedAt];
    let replaced = OnConflict::columns([Column::Switch, Column::SourceCallId])
        .update_columns(Column::iter().filter(|column| !fixed.iter().any(|known| known.as_str() == column.as_str())))
        .to_owned();
    let rows = rows.into_iter().map(|row| -> unmatched_call::ActiveModel { row.into_active_model().reset_all() });
    unmatched_call::Entity::insert_many(rows).on_conflict(replaced).exec_without_returning(db).await?;
    Ok(())
}

/// Removes calls that turned out to be somebody's.
pub async fn remove_unmatched(_: SwitchScope, db: &impl ConnectionTrait, switch: &str, ids: &[String]) -> Result<(), StoreError> {
    if ids.is_empty() {
        return Ok(());
    }
    unmatched_call::Entity::delete_many()
        .filter(unmatched_call::Column::Switch.eq(switch))
        .filter(is_among(db.get_database_backend(), unmatched_call::Column::SourceCallId, ids))
        .exec(db)
        .await?;
    Ok(())
}

/// Keeps reports that contradict what is stored, each once.
pub async fn keep_conflicts(db: &impl ConnectionTrait, rows: Vec<call_conflict::Model>) -> Result<(), StoreError> {
    use call_conflict::Column;
    if rows.is_empty() {
        return Ok(());
    }
    let kept = OnConflict::columns([Column::Switch, Column::SourceCallId, Column::Revision, Column::ContentHash]).do_nothing().to_owned();
    let rows = rows.into_iter().map(|row| -> call_conflict::ActiveModel { row.into_active_model().reset_all() });
    call_conflict::Entity::insert_many(rows).on_conflict(kept).exec_without_returning(db).await?;
    Ok(())
}
