//! Calls, as telephone switches report them; and the labels that numbers had, so that a call keeps the one that was valid when it rang.
//!
//! One plain table for calls on both engines: parts by month would break the key by which a report is told from its repetition, and
//! dropping one would drop every account's calls. Every index starts with the account, but for that key.

use sea_orm_migration::prelude::*;

use crate::table;

#[derive(DeriveMigrationName)]
pub struct Step;

const TABLES: &[&str] = &["fixed_number_label", "call", "unmatched_call", "call_conflict"];

const UP: &[&str] = &[
    "CREATE TABLE fixed_number_label (
    account_id {uuid} NOT NULL,
    id {uuid} NOT NULL,
    fixed_number_id {uuid} NOT NULL,
    valid_from {instant} NOT NULL,
    channel_id {uuid} NOT NULL,
    mode varchar(16) NOT NULL,
    description varchar,
    publisher varchar(32),
    campaign varchar,
    keyword varchar,
    CONSTRAINT fixed_number_label_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT fixed_number_label_valid_from_key UNIQUE (account_id, fixed_number_id, valid_from),
    CONSTRAINT fixed_number_label_fixed_number_id_fkey FOREIGN KEY (account_id, fixed_number_id) REFERENCES fixed_number (account_id, id),
    CONSTRAINT fixed_number_label_channel_id_fkey FOREIGN KEY (account_id, channel_id) REFERENCES channel (account_id, id)
)",
    // No calls were recorded before this step, so what a number is called now is as good as what it was called.
    "INSERT INTO fixed_number_label (account_id, id, fixed_number_id, valid_from, channel_id, mode, description, publisher, campaign, keyword)
    SELECT account_id, id, id, ordered_at, channel_id, mode, description, publisher, campaign, keyword FROM fixed_number",
    // Reports tell the number and not whose it was, and may come when it is another's.
    "CREATE INDEX fixed_number_number_idx ON fixed_number (number)",
    "CREATE TABLE call (
    account_id {uuid} NOT NULL,
    id {uuid} NOT NULL,
    switch varchar NOT NULL,
    source_call_id varchar NOT NULL,
    revision integer NOT NULL,
    fixed_number_id {uuid} NOT NULL,
    pool_id {uuid} NOT NULL,
    channel_id {uuid} NOT NULL,
    label_id {uuid} NOT NULL,
    started_at {instant} NOT NULL,
    withheld boolean NOT NULL,
    caller_sealed {bytes},
    caller_hash {bytes},
    destination varchar(16),
    outcome varchar(16) NOT NULL,
    ring_seconds integer NOT NULL,
    talk_seconds integer NOT NULL,
    talk_class integer NOT NULL,
    reported_rating integer,
    given_rating integer,
    recording_url varchar,
    after_delete boolean NOT NULL,
    recorded_at {instant} NOT NULL,
    erased_at {instant},
    CONSTRAINT call_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT call_source_key UNIQUE (switch, source_call_id),
    CONSTRAINT call_revision_check CHECK (revision >= 0),
    CONSTRAINT call_seconds_check CHECK (ring_seconds >= 0 AND talk_seconds >= 0),
    CONSTRAINT call_talk_check CHECK (talk_seconds = 0 OR outcome = 'ANSWERED'),
    CONSTRAINT call_rating_check CHECK (reported_rating BETWEEN 1 AND 5 AND given_rating BETWEEN 1 AND 5),
    CONSTRAINT call_outcome_check CHECK (outcome IN ('ANSWERED', 'BUSY', 'NO_ANSWER', 'FAILED', 'ABANDONED')),
    CONSTRAINT call_withheld_check CHECK (NOT withheld OR (caller_sealed IS NULL AND caller_hash IS NULL)),
    CONSTRAINT call_fixed_number_id_fkey FOREIGN KEY (account_id, fixed_number_id) REFERENCES fixed_number (account_id, id),
    CONSTRAINT call_pool_id_fkey FOREIGN KEY (account_id, pool_id) REFERENCES pool (account_id, id),
    CONSTRAINT call_channel_id_fkey FOREIGN KEY (account_id, channel_id) REFERENCES channel (account_id, id),
    CONSTRAINT call_label_id_fkey FOREIGN KEY (account_id, label_id) REFERENCES fixed_number_label (account_id, id)
)",
    // A list under one condition, whichever, is read from an index that has the condition and then the order of time.
    "CREATE INDEX call_started_at_idx ON call (account_id, started_at, id)",
    "CREATE INDEX call_fixed_number_id_idx ON call (account_id, fixed_number_id, started_at, id)",
    "CREATE INDEX call_pool_id_idx ON call (account_id, pool_id, started_at, id)",
    "CREATE INDEX call_channel_id_idx ON call (account_id, channel_id, started_at, id)",
    "CREATE INDEX call_outcome_idx ON call (account_id, outcome, started_at, id)",
    // Nobody asks for a least talk time of nothing, and many calls have none.
    "CREATE INDEX call_talk_class_idx ON call (account_id, talk_class, started_at, id) WHERE talk_class > 0",
    // For either of the two, asked for its yes or its no: what is not said is two ranges.
    "CREATE INDEX call_after_delete_withheld_idx ON call (account_id, after_delete, withheld, started_at, id)",
    "CREATE INDEX call_caller_hash_idx ON call (account_id, caller_hash, started_at, id) WHERE caller_hash IS NOT NULL",
    "CREATE TABLE unmatched_call (
    switch varchar NOT NULL,
    source_call_id varchar NOT NULL,
    revision integer NOT NULL,
    id {uuid} NOT NULL,
    number varchar(16) NOT NULL,
    started_at {instant} NOT NULL,
    withheld boolean NOT NULL,
    caller_sealed {bytes},
    destination varchar(16),
    outcome varchar(16) NOT NULL,
    ring_seconds integer NOT NULL,
    talk_seconds integer NOT NULL,
    reported_rating integer,
    recording_url varchar,
    recorded_at {instant} NOT NULL,
    CONSTRAINT unmatched_call_pkey PRIMARY KEY (switch, source_call_id),
    CONSTRAINT unmatched_call_id_key UNIQUE (id),
    CONSTRAINT unmatched_call_withheld_check CHECK (NOT withheld OR caller_sealed IS NULL)
)",
    "CREATE INDEX unmatched_call_number_idx ON unmatched_call (number, started_at)",
    "CREATE TABLE call_conflict (
    id {uuid} NOT NULL CONSTRAINT call_conflict_pkey PRIMARY KEY,
    switch varchar NOT NULL,
    source_call_id varchar NOT NULL,
    revision integer NOT NULL,
    reason varchar(32) NOT NULL,
    content_hash {bytes} NOT NULL,
    report_sealed {bytes},
    recorded_at {instant} NOT NULL,
    CONSTRAINT call_conflict_content_key UNIQUE (switch, source_call_id, revision, content_hash)
)",
];

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table::drop(manager, TABLES).await?;
        table::run(manager, &["DROP INDEX fixed_number_number_idx"]).await
    }
}
