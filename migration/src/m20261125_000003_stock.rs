//! Number types and the operator's stock of numbers, which belong to no account.

use sea_orm_migration::prelude::*;

use crate::table;

#[derive(DeriveMigrationName)]
pub struct Step;

const TABLES: &[&str] = &["number_type", "stock_number"];

const UP: &[&str] = &[
            "CREATE TABLE number_type (
    id {uuid} NOT NULL CONSTRAINT number_type_pkey PRIMARY KEY,
    title varchar NOT NULL CONSTRAINT number_type_title_key UNIQUE,
    country varchar(2) NOT NULL CONSTRAINT number_type_country_check CHECK (length(country) = 2),
    prefix varchar(16) NOT NULL CONSTRAINT number_type_prefix_check CHECK (prefix LIKE '+%'),
    kind varchar(64) NOT NULL,
    hold_days integer NOT NULL CONSTRAINT number_type_hold_days_check CHECK (hold_days BETWEEN 45 AND 3650),
    created_at {instant} NOT NULL
)",
            "CREATE TABLE stock_number (
    id {uuid} NOT NULL CONSTRAINT stock_number_pkey PRIMARY KEY,
    number varchar(16) NOT NULL CONSTRAINT stock_number_number_key UNIQUE CONSTRAINT stock_number_number_check CHECK (number LIKE '+%' AND length(number) BETWEEN 8 AND 16),
    number_type_id {uuid} NOT NULL CONSTRAINT stock_number_number_type_id_fkey REFERENCES number_type (id),
    pick_key bigint NOT NULL,
    fixed_number_id {uuid} CONSTRAINT stock_number_fixed_number_id_key UNIQUE
)",
            "CREATE INDEX stock_number_free_idx ON stock_number (number_type_id, pick_key) WHERE fixed_number_id IS NULL",
];

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table::drop(manager, TABLES).await
    }
}
