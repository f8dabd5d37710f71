//! Destinations, pools and channels. Every key begins with the account, so that a row of one account can't point to another's.

use sea_orm_migration::prelude::*;

use crate::table;

#[derive(DeriveMigrationName)]
pub struct Step;

const TABLES: &[&str] = &["destination", "pool", "channel"];

const UP: &[&str] = &[
    "CREATE TABLE destination (
    id {uuid} NOT NULL CONSTRAINT destination_pkey PRIMARY KEY,
    account_id {uuid} NOT NULL CONSTRAINT destination_account_id_fkey REFERENCES account (id),
    number varchar(16) NOT NULL CONSTRAINT destination_number_check CHECK (number LIKE '+%' AND length(number) BETWEEN 8 AND 16),
    label varchar,
    kind varchar(32) NOT NULL,
    country varchar(2),
    version integer NOT NULL CONSTRAINT destination_version_check CHECK (version > 0),
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    archived_at {instant},
    CONSTRAINT destination_account_id_id_key UNIQUE (account_id, id)
)",
    "CREATE UNIQUE INDEX destination_number_key ON destination (account_id, number) WHERE archived_at IS NULL",
    "CREATE INDEX destination_number_idx ON destination (number) WHERE archived_at IS NULL",
    "CREATE TABLE pool (
    id {uuid} NOT NULL CONSTRAINT pool_pkey PRIMARY KEY,
    account_id {uuid} NOT NULL CONSTRAINT pool_account_id_fkey REFERENCES account (id),
    name varchar NOT NULL,
    name_folded varchar NOT NULL,
    reference varchar,
    call_recording boolean NOT NULL,
    call_rating boolean NOT NULL,
    call_announce boolean NOT NULL,
    announcement varchar,
    default_destination_id {uuid} NOT NULL,
    version integer NOT NULL CONSTRAINT pool_version_check CHECK (version > 0),
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    archived_at {instant},
    CONSTRAINT pool_account_id_id_key UNIQUE (account_id, id),
    CONSTRAINT pool_default_destination_id_fkey FOREIGN KEY (account_id, default_destination_id) REFERENCES destination (account_id, id)
)",
    "CREATE UNIQUE INDEX pool_name_key ON pool (account_id, name_folded) WHERE archived_at IS NULL",
    "CREATE INDEX pool_default_destination_id_idx ON pool (account_id, default_destination_id, id)",
    "CREATE TABLE channel (
    id {uuid} NOT NULL CONSTRAINT channel_pkey PRIMARY KEY,
    account_id {uuid} NOT NULL CONSTRAINT channel_account_id_fkey REFERENCES account (id),
    name varchar NOT NULL,
    name_folded varchar NOT NULL,
    kind varchar(64) NOT NULL,
    version integer NOT NULL CONSTRAINT channel_version_check CHECK (version > 0),
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    archived_at {instant},
    CONSTRAINT channel_account_id_id_key UNIQUE (account_id, id)
)",
    "CREATE UNIQUE INDEX channel_name_key ON channel (account_id, name_folded) WHERE archived_at IS NULL",
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
