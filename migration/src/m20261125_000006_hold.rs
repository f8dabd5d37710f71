//! Finding the held numbers whose time has come, among all accounts and in the order in which it came.

use sea_orm_migration::prelude::*;

use crate::table;

#[derive(DeriveMigrationName)]
pub struct Step;

const UP: &[&str] = &["CREATE INDEX fixed_number_hold_until_idx ON fixed_number (hold_until) WHERE status = 'HELD'"];

const DOWN: &[&str] = &["DROP INDEX fixed_number_hold_until_idx"];

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table::run(manager, DOWN).await
    }
}
