//! Whether a database holds nothing but a demo, and how it is emptied. For the operator.

use entity::{account, change};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Statement};

use super::error::StoreError;

/// Every table with rows of ours, whoever points before whoever is pointed at.
const TABLES: [&str; 19] = [
    "idempotency",
    "call_conflict",
    "unmatched_call",
    "call_goal",
    "call",
    "caller_access",
    "data_key",
    "goal",
    "change",
    "account_feed",
    "fixed_number_interval",
    "fixed_number_label",
    "fixed_number",
    "stock_number",
    "number_type",
    "channel",
    "pool",
    "destination",
    "account",
];

/// The accounts by name, each with who made the first entry of its feed.
pub async fn accounts(db: &impl ConnectionTrait) -> Result<Vec<(String, Option<String>)>, StoreError> {
    let text = "SELECT a.name, c.actor FROM account a LEFT JOIN change c ON c.account_id = a.id AND c.seq = 1 ORDER BY a.name";
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), text)).await?;
    Ok(rows.iter().map(|row| Ok((row.try_get("", "name")?, row.try_get("", "actor")?))).collect::<Result<_, sea_orm::DbErr>>()?)
}

/// The accounts whose feed somebody has begun, in the order in which they were made.
pub async fn made_by(db: &impl ConnectionTrait, actor: &str) -> Result<Vec<account::Model>, StoreError> {
    let begun = Query::select()
        .column(change::Column::AccountId)
        .from(change::Entity)
        .and_where(change::Column::Seq.eq(1))
        .and_where(change::Column::Actor.eq(actor))
        .to_owned();
    let select = account::Entity::find().filter(account::Column::Id.in_subquery(begun)).order_by_asc(account::Column::Id);
    Ok(select.all(db).await?)
}

/// Removes every row.
pub async fn clear(db: &impl ConnectionTrait) -> Result<(), StoreError> {
    for table in TABLES {
        db.execute_unprepared(&format!("DELETE FROM {table}")).await?;
    }
    Ok(())
}
