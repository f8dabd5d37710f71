//! How the tables came to exist: one dated file per step, on both engines alike. Never imports `entity`: a step stays what it was
//! when the rows move on.

pub mod table;

mod m20261125_000001_account;
mod m20261125_000002_routing;
mod m20261125_000003_stock;
mod m20261125_000004_fixed_number;
mod m20261125_000005_feed;
mod m20261125_000006_hold;
mod m20261125_000007_account_zone;
mod m20261125_000008_search;
mod m20261125_000009_order;
mod m20261125_000010_data_key;
mod m20261125_000011_goal;
mod m20261125_000012_call;
mod m20261125_000013_call_goal;
mod m20261125_000017_caller_retention;

use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, Statement};
use sea_orm_migration::{MigrationTrait, MigratorTrait, async_trait};

/// All steps, oldest first.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261125_000001_account::Step),
            Box::new(m20261125_000002_routing::Step),
            Box::new(m20261125_000003_stock::Step),
            Box::new(m20261125_000004_fixed_number::Step),
            Box::new(m20261125_000005_feed::Step),
            Box::new(m20261125_000006_hold::Step),
            Box::new(m20261125_000007_account_zone::Step),
            Box::new(m20261125_000008_search::Step),
            Box::new(m20261125_000009_order::Step),
            Box::new(m20261125_000010_data_key::Step),
            Box::new(m20261125_000011_goal::Step),
            Box::new(m20261125_000012_call::Step),
            Box::new(m20261125_000013_call_goal::Step),
            Box::new(m20261125_000017_caller_retention::Step),
        ]
    }
}

/// Takes every step that a database has not taken yet.
pub async fn up(database: &DatabaseConnection) -> Result<(), DbErr> {
    Migrator::up(database, None).await
}

/// Whether a database has taken all steps that this program knows, and no others. Only reads.
pub async fn is_current(database: &DatabaseConnection) -> Result<bool, DbErr> {
    let text = "SELECT version FROM seaql_migrations";
    let rows = database.query_all_raw(Statement::from_string(database.get_database_backend(), text)).await?;
    let taken = rows.iter().map(|row| row.try_get::<String>("", "version")).collect::<Result<Vec<_>, _>>()?;
    let known = Migrator::migrations();
    Ok(taken.len() == known.len() && known.iter().all(|step| taken.iter().any(|version| version == step.name())))
}
