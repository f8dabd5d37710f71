//! Lists of fixed numbers in every order: an index for each order alone and below each condition, so that a page costs the same
//! wherever it begins. Every one starts with the account.

use sea_orm_migration::prelude::*;

use crate::table;

#[derive(DeriveMigrationName)]
pub struct Step;

/// A condition: its name, its column, and of which rows alone an index of it holds.
const CONDITIONS: &[(&str, &str, &str)] = &[
    ("status", "", ""),
    ("pool_id", "pool_id, ", ""),
    ("channel_id", "channel_id, ", ""),
    ("number_type_id", "number_type_id, ", ""),
    ("destination_id", "destination_id, ", ""),
    ("own", "", " WHERE destination_id IS NOT NULL"),
    ("mode", "mode, ", ""),
    ("publisher", "publisher, ", " WHERE publisher IS NOT NULL"),
];

/// An order: what its indexes are called by, and the columns by which it goes.
const ORDERS: &[(&str, &str)] = &[("", "id"), ("_number", "number, id"), ("_label", "label_folded, id")];

/// Made by an earlier step already.
const THERE: &[&str] =
    &["fixed_number_status_idx", "fixed_number_pool_id_idx", "fixed_number_channel_id_idx", "fixed_number_destination_id_idx"];

fn indexes() -> Vec<(String, String)> {
    let all = CONDITIONS.iter().flat_map(|condition| ORDERS.iter().map(move |order| (condition, order)));
    let named = all.map(|((name, column, only), (order, columns))| {
        let index = format!("fixed_number_{name}{order}_idx");
        let text = format!("CREATE INDEX {index} ON fixed_number (account_id, {column}status, {columns}){only}");
        (index, text)
    });
    named.filter(|(index, _)| !THERE.contains(&index.as_str())).collect()
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let texts: Vec<_> = indexes().into_iter().map(|(_, text)| text).collect();
        table::run(manager, &texts.iter().map(String::as_str).collect::<Vec<_>>()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let texts: Vec<_> = indexes().into_iter().map(|(index, _)| format!("DROP INDEX {index}")).collect();
        table::run(manager, &texts.iter().map(String::as_str).collect::<Vec<_>>()).await
    }
}
