//! The tenant.

use sea_orm_migration::prelude::*;

use crate::table;

#[derive(DeriveMigrationName)]
pub struct Step;

const TABLES: &[&str] = &["account"];

const UP: &[&str] = &["CREATE TABLE account (
    id {uuid} NOT NULL CONSTRAINT account_pkey PRIMARY KEY,
    name varchar NOT NULL CONSTRAINT account_name_key UNIQUE,
    country varchar(2) NOT NULL CONSTRAINT account_country_check CHECK (length(country) = 2),
    package varchar(16) NOT NULL,
    currency varchar(3) NOT NULL,
    time_zone varchar NOT NULL,
    version integer NOT NULL CONSTRAINT account_version_check CHECK (version > 0),
    created_at {instant} NOT NULL
)"];

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table::drop(manager, TABLES).await
    }
}
