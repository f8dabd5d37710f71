//! Where a call to a number goes: the one read that looks beyond accounts. It asks for the scope of a switch, as all others ask for an
//! account's.

use entity::fixed_number::{self, FixedNumberStatus};
use entity::pool::Features;
use entity::value::phone_number::PhoneNumber;
use entity::{destination, pool};
use sea_orm::sea_query::{Expr, ExprTrait, Func, JoinType, Query, SelectStatement};
use sea_orm::{Condition, ConnectionTrait, QueryResult};

use super::error::StoreError;
use crate::rule::route::{Fate, Route};
use crate::viewer::SwitchScope;

/// Where a call to a number goes, by what is committed now: one statement, so that no deed is seen in half.
pub async fn find(_: SwitchScope, db: &impl ConnectionTrait, number: PhoneNumber) -> Result<Route, StoreError> {
    let row = db.query_one(&select(&number)).await?;
    let fate = row.map_or(Ok(Fate::Unknown), |row| fate(&row))?;
    Ok(Route { number, fate })
}

fn select(number: &PhoneNumber) -> SelectStatement {
    use fixed_number::Column;
    let own = |column: Column| Expr::col((fixed_number::Entity, column));
    let of_pool = |column: pool::Column| Expr::col((pool::Entity, column));
    let of_destination = |column: destination::Column| Expr::col((destination::Entity, column));
    // Joined over the account as well, as the foreign keys are.
    let by_pool = Condition::all()
        .add(of_pool(pool::Column::AccountId).equals((fixed_number::Entity, Column::AccountId)))
        .add(of_pool(pool::Column::Id).equals((fixed_number::Entity, Column::PoolId)));
    let rings = Func::coalesce([own(Column::DestinationId), of_pool(pool::Column::DefaultDestinationId)]);
    let by_destination = Condition::all()
        .add(of_destination(destination::Column::AccountId).equals((fixed_number::Entity, Column::AccountId)))
        .add(of_destination(destination::Column::Id).eq(rings));
    Query::select()
        .columns([(fixed_number::Entity, Column::Id), (fixed_number::Entity, Column::Status)])
        .columns(FEATURES.map(|column| (pool::Entity, column)))
        .column((destination::Entity, destination::Column::Number))
        .from(fixed_number::Entity)
        .join(JoinType::InnerJoin, pool::Entity, by_pool)
        .join(JoinType::InnerJoin, destination::Entity, by_destination)
        .and_where(own(Column::Number).eq(number.clone()))
        // Spelled as the unique index has it, not bound: neither engine reads a partial index for a condition that it can't see.
        .and_where(Expr::cust("\"fixed_number\".\"status\" <> 'RELEASED'"))
        .to_owned()
}

const FEATURES: [pool::Column; 4] =
    [pool::Column::CallRecording, pool::Column::CallRating, pool::Column::CallAnnounce, pool::Column::Announcement];

fn fate(row: &QueryResult) -> Result<Fate, StoreError> {
    let id = row.try_get("", "id")?;
    match row.try_get("", "status")? {
        FixedNumberStatus::Active => {
            let features = Features {
                call_recording: row.try_get("", "call_recording")?,
                call_rating: row.try_get("", "call_rating")?,
                call_announce: row.try_get("", "call_announce")?,
                announcement: row.try_get("", "announcement")?,
            };
            Ok(Fate::Rings { id, destination: row.try_get("", "number")?, features })
        }
        FixedNumberStatus::Held => Ok(Fate::Held(id)),
        FixedNumberStatus::Released => Err(StoreError::Broken(format!("{id} is released, and was not to be read"))),
    }
}
