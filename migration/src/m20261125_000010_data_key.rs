//! The wrapped keys that seal callers, one an owner; and who has seen callers.

use sea_orm_migration::prelude::*;

use crate::table;

#[derive(DeriveMigrationName)]
pub struct Step;

const TABLES: &[&str] = &["data_key", "caller_access"];

const UP: &[&str] = &[
    "CREATE TABLE data_key (
    id {uuid} NOT NULL CONSTRAINT data_key_pkey PRIMARY KEY,
    account_id {uuid} CONSTRAINT data_key_account_id_key UNIQUE CONSTRAINT data_key_account_id_fkey REFERENCES account (id),
    wrapped {bytes} NOT NULL,
    created_at {instant} NOT NULL
)",
    // Both engines take as many rows without an account as come: the operator has one key as well.
    "CREATE UNIQUE INDEX data_key_operator_key ON data_key ((account_id IS NULL)) WHERE account_id IS NULL",
    "CREATE TABLE caller_access (
    account_id {uuid} NOT NULL CONSTRAINT caller_access_account_id_fkey REFERENCES account (id),
    id {uuid} NOT NULL,
    subject varchar NOT NULL,
    kind varchar(16) NOT NULL,
    calls_count bigint NOT NULL CONSTRAINT caller_access_calls_count_check CHECK (calls_count >= 0),
    request_id varchar NOT NULL,
    occurred_at {instant} NOT NULL,
    CONSTRAINT caller_access_pkey PRIMARY KEY (account_id, id)
)",
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
