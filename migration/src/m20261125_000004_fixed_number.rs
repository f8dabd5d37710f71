//! Fixed numbers and the spans of time in which they were live.

use sea_orm_migration::prelude::*;

use crate::table;

#[derive(DeriveMigrationName)]
pub struct Step;

const TABLES: &[&str] = &["fixed_number", "fixed_number_interval"];

const UP: &[&str] = &[
            "CREATE TABLE fixed_number (
    id {uuid} NOT NULL CONSTRAINT fixed_number_pkey PRIMARY KEY,
    account_id {uuid} NOT NULL CONSTRAINT fixed_number_account_id_fkey REFERENCES account (id),
    number varchar(16) NOT NULL CONSTRAINT fixed_number_number_fkey REFERENCES stock_number (number),
    number_type_id {uuid} NOT NULL CONSTRAINT fixed_number_number_type_id_fkey REFERENCES number_type (id),
    pool_id {uuid} NOT NULL,
    channel_id {uuid} NOT NULL,
    mode varchar(16) NOT NULL,
    description varchar,
    description_folded varchar,
    publisher varchar(32),
    campaign varchar,
    keyword varchar,
    label_folded varchar,
    destination_id {uuid},
    status varchar(64) NOT NULL,
    ordered_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    deleted_at {instant},
    hold_until {instant},
    version integer NOT NULL CONSTRAINT fixed_number_version_check CHECK (version > 0),
    CONSTRAINT fixed_number_account_id_id_key UNIQUE (account_id, id),
    CONSTRAINT fixed_number_label_check CHECK (
        (mode = 'SIMPLE' AND description IS NOT NULL AND description_folded IS NOT NULL AND publisher IS NULL AND campaign IS NULL AND keyword IS NULL)
        OR (mode = 'ADVANCED' AND description IS NULL AND description_folded IS NULL AND (publisher IS NOT NULL OR campaign IS NOT NULL))),
    CONSTRAINT fixed_number_status_check CHECK (
        (status = 'ACTIVE' AND deleted_at IS NULL AND hold_until IS NULL) OR (status IN ('HELD', 'RELEASED') AND deleted_at IS NOT NULL AND hold_until IS NOT NULL)),
    CONSTRAINT fixed_number_pool_id_fkey FOREIGN KEY (account_id, pool_id) REFERENCES pool (account_id, id),
    CONSTRAINT fixed_number_channel_id_fkey FOREIGN KEY (account_id, channel_id) REFERENCES channel (account_id, id),
    CONSTRAINT fixed_number_destination_id_fkey FOREIGN KEY (account_id, destination_id) REFERENCES destination (account_id, id)
)",
            "CREATE UNIQUE INDEX fixed_number_number_key ON fixed_number (number) WHERE status <> 'RELEASED'",
            "CREATE UNIQUE INDEX fixed_number_description_key ON fixed_number (account_id, description_folded) WHERE status = 'ACTIVE' AND mode = 'SIMPLE'",
            "CREATE INDEX fixed_number_account_id_number_idx ON fixed_number (account_id, number, id)",
            "CREATE INDEX fixed_number_status_idx ON fixed_number (account_id, status, id)",
            "CREATE INDEX fixed_number_pool_id_idx ON fixed_number (account_id, pool_id, status, id)",
            "CREATE INDEX fixed_number_channel_id_idx ON fixed_number (account_id, channel_id, status, id)",
            "CREATE INDEX fixed_number_destination_id_idx ON fixed_number (account_id, destination_id, status, id)",
            "CREATE TABLE fixed_number_interval (
    id {uuid} NOT NULL CONSTRAINT fixed_number_interval_pkey PRIMARY KEY,
    account_id {uuid} NOT NULL,
    fixed_number_id {uuid} NOT NULL,
    live_from {instant} NOT NULL,
    live_to {instant},
    CONSTRAINT fixed_number_interval_order_check CHECK (live_to IS NULL OR live_from <= live_to),
    CONSTRAINT fixed_number_interval_fixed_number_id_fkey FOREIGN KEY (account_id, fixed_number_id) REFERENCES fixed_number (account_id, id)
)",
            "CREATE UNIQUE INDEX fixed_number_interval_open_key ON fixed_number_interval (fixed_number_id) WHERE live_to IS NULL",
            "CREATE INDEX fixed_number_interval_fixed_number_id_idx ON fixed_number_interval (account_id, fixed_number_id, live_from)",
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
