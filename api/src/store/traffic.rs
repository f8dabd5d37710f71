//! The numbers of an account with where they ring and when they were live, for making calls.

use chrono::{DateTime, Utc};
use entity::id::FixedNumberId;
use sea_orm::{ConnectionTrait, QueryResult, Statement};

use super::error::StoreError;
use crate::rule::traffic::Line;
use crate::viewer::AccountScope;

/// All numbers that the account ever had, in the order in which it ordered them.
pub async fn lines(scope: AccountScope, db: &impl ConnectionTrait) -> Result<Vec<Line>, StoreError> {
    use entity::id::Id;
    let text = "SELECT f.id, f.number, p.call_rating, d.number AS destination, i.live_from, i.live_to
        FROM fixed_number f
        JOIN fixed_number_interval i ON i.account_id = f.account_id AND i.fixed_number_id = f.id
        JOIN pool p ON p.account_id = f.account_id AND p.id = f.pool_id
        JOIN destination d ON d.account_id = f.account_id AND d.id = coalesce(f.destination_id, p.default_destination_id)
        WHERE f.account_id = $1 ORDER BY f.id, i.live_from";
    let statement = Statement::from_sql_and_values(db.get_database_backend(), text, [scope.account_id().uuid().into()]);
    let (mut lines, mut last) = (Vec::<Line>::new(), None);
    for row in db.query_all_raw(statement).await? {
        let id: FixedNumberId = row.try_get("", "id")?;
        let span = (row.try_get("", "live_from")?, row.try_get("", "live_to")?);
        match lines.last_mut() {
            Some(line) if last == Some(id) => line.live.push(span),
            _ => lines.push(line(&row, span)?),
        }
        last = Some(id);
    }
    Ok(lines)
}

fn line(row: &QueryResult, span: (DateTime<Utc>, Option<DateTime<Utc>>)) -> Result<Line, StoreError> {
    let (number, destination) = (row.try_get("", "number")?, row.try_get("", "destination")?);
    Ok(Line { number, destination, rated: row.try_get("", "call_rating")?, live: vec![span] })
}

/// When the last call of an account started that a switch has reported.
pub async fn last_start(scope: AccountScope, db: &impl ConnectionTrait, switch: &str) -> Result<Option<DateTime<Utc>>, StoreError> {
    use entity::id::Id;
    let text = "SELECT started_at FROM call WHERE account_id = $1 AND switch = $2 ORDER BY started_at DESC, id DESC LIMIT 1";
    let values = [scope.account_id().uuid().into(), switch.into()];
    let row = db.query_one_raw(Statement::from_sql_and_values(db.get_database_backend(), text, values)).await?;
    Ok(row.map(|row| row.try_get("", "started_at")).transpose()?)
}
