//! The stock as the operator sees it: across accounts, with who has what.

use std::collections::HashMap;

use entity::fixed_number::{self, FixedNumberStatus};
use entity::id::NumberTypeId;
use entity::stock_number::{Column, Entity};
use entity::{account, number_type};
use sea_orm::sea_query::{Expr, Func, IntoCondition};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use super::error::StoreError;

/// One number in stock.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Row {
    /// Its digits.
    pub number: String,
    /// The title of its type.
    pub title: String,
    /// What it is to whoever has it; none: free.
    pub status: Option<FixedNumberStatus>,
    /// Who has it.
    pub account: Option<String>,
}

/// Which numbers are listed.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Of this type.
    pub number_type: Option<NumberTypeId>,
    /// Free ones, or those that somebody has.
    pub free: Option<bool>,
}

/// What has become of the numbers of one type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// Can be ordered.
    pub free: i64,
    /// Active.
    pub used: i64,
    /// Deleted, and not yet back.
    pub held: i64,
}

/// A stock number with its fixed number, if there is one.
fn with_owner() -> Select<Entity> {
    let owner = Entity::belongs_to(fixed_number::Entity).from(Column::FixedNumberId).to(fixed_number::Column::Id).into();
    Entity::find().select_only().join(JoinType::LeftJoin, owner)
}

/// The next numbers behind one, in their order.
pub async fn page(db: &impl ConnectionTrait, filter: &Filter, after: &str, size: u64) -> Result<Vec<Row>, StoreError> {
    let of_type = Entity::belongs_to(number_type::Entity).from(Column::NumberTypeId).to(number_type::Column::Id).into();
    let of_account = fixed_number::Entity::belongs_to(account::Entity).from(fixed_number::Column::AccountId).to(account::Column::Id).into();
    let select = with_owner()
        .join(JoinType::InnerJoin, of_type)
        .join(JoinType::LeftJoin, of_account)
        .column(Column::Number)
        .column(number_type::Column::Title)
        .column(fixed_number::Column::Status)
        .column_as(account::Column::Name, "account")
        .filter(Column::Number.gt(after))
        .apply_if(filter.number_type, |select, id| select.filter(Column::NumberTypeId.eq(id)))
        .apply_if(filter.free, |select, free| {
            select.filter(if free { Column::FixedNumberId.is_null() } else { Column::FixedNumberId.is_not_null() })
        })
        .order_by_asc(Column::Number)
        .limit(size);
    Ok(select.into_model().all(db).await?)
}

/// What has become of the numbers of every type that has any.
pub async fn census(db: &impl ConnectionTrait) -> Result<HashMap<NumberTypeId, Census>, StoreError> {
    let count = |when: sea_orm::sea_query::Condition| Func::count(Expr::case(when, 1));
    let status = |status: FixedNumberStatus| count(fixed_number::Column::Status.eq(status).into_condition());
    let select = with_owner()
        .column(Column::NumberTypeId)
        .expr_as(count(Column::FixedNumberId.is_null().into_condition()), "free")
        .expr_as(status(FixedNumberStatus::Active), "used")
        .expr_as(status(FixedNumberStatus::Held), "held")
        .group_by(Column::NumberTypeId);
    let rows: Vec<(NumberTypeId, i64, i64, i64)> = select.into_tuple().all(db).await?;
    Ok(rows.into_iter().map(|(id, free, used, held)| (id, Census { free, used, held })).collect())
}
