//! The change feed with its counter row per account, and the outcomes of requests that came with a key.

use sea_orm_migration::prelude::*;

use crate::table;

#[derive(DeriveMigrationName)]
pub struct Step;

const TABLES: &[&str] = &["account_feed", "change", "idempotency"];

const UP: &[&str] = &[
    "CREATE TABLE account_feed (
    account_id {uuid} NOT NULL CONSTRAINT account_feed_pkey PRIMARY KEY CONSTRAINT account_feed_account_id_fkey REFERENCES account (id),
    epoch bigint NOT NULL DEFAULT 1,
    head bigint NOT NULL DEFAULT 0,
    floor bigint NOT NULL DEFAULT 0,
    CONSTRAINT account_feed_head_check CHECK (0 <= floor AND floor <= head)
){hot}",
    "CREATE TABLE change (
    account_id {uuid} NOT NULL CONSTRAINT change_account_id_fkey REFERENCES account_feed (account_id),
    seq bigint NOT NULL CONSTRAINT change_seq_check CHECK (seq > 0),
    kind varchar(64) NOT NULL,
    subject_type varchar(64) NOT NULL,
    subject_id {uuid} NOT NULL,
    subject_version integer,
    occurred_at {instant} NOT NULL,
    actor varchar NOT NULL,
    request_id varchar NOT NULL,
    changed_fields {json} NOT NULL,
    before {json},
    after {json},
    touched_pools {json} NOT NULL,
    touched_channels {json} NOT NULL,
    affected_count integer NOT NULL CONSTRAINT change_affected_count_check CHECK (affected_count >= 0),
    CONSTRAINT change_pkey PRIMARY KEY (account_id, seq),
    CONSTRAINT change_subject_version_key UNIQUE (account_id, subject_type, subject_id, subject_version)
)",
    "CREATE TABLE idempotency (
    principal varchar NOT NULL,
    operation varchar NOT NULL,
    key varchar NOT NULL CONSTRAINT idempotency_key_check CHECK (length(key) BETWEEN 8 AND 255),
    request_hash varchar(64) NOT NULL,
    outcome {json} NOT NULL,
    created_at {instant} NOT NULL,
    CONSTRAINT idempotency_pkey PRIMARY KEY (principal, operation, key)
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
