//! How the tables came to exist: one dated file per step, on both engines alike. Never imports `entity`: a step stays what it was
//! when the rows move on.

pub mod table;

mod m20261125_000001_account;
mod m20261125_000002_routing;
mod m20261125_000003_stock;
mod m20261125_000004_fixed_number;
mod m20261125_000005_feed;

use sea_orm_migration::sea_orm::{DatabaseConnection, DbErr};
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
        ]
    }
}

/// Takes every step that a database has not taken yet.
pub async fn up(database: &DatabaseConnection) -> Result<(), DbErr> {
    Migrator::up(database, None).await
}

/// Whether a database has taken all steps that this program knows, and no others.
pub async fn is_current(database: &DatabaseConnection) -> Result<bool, DbErr> {
    let applied = Migrator::get_migration_models(database).await?;
    let known = Migrator::migrations();
    Ok(applied.len() == known.len() && known.iter().all(|step| applied.iter().any(|model| model.version == step.name())))
}
