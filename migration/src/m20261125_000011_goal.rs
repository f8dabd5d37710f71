//! Goals: what a call may meet. Accounts that are there get the three standard ones, with which new ones are made.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::prelude::DateTimeUtc;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, Statement};
use uuid::Uuid;

use crate::table;

#[derive(DeriveMigrationName)]
pub struct Step;

const UP: &[&str] = &[
    "CREATE TABLE goal (
    id {uuid} NOT NULL CONSTRAINT goal_pkey PRIMARY KEY,
    account_id {uuid} NOT NULL CONSTRAINT goal_account_id_fkey REFERENCES account (id),
    name varchar NOT NULL,
    name_folded varchar NOT NULL,
    search_text varchar NOT NULL,
    standard varchar(16) CONSTRAINT goal_standard_check CHECK (standard IN ('QUALIFIED', 'CONNECTED', 'NOT_CONNECTED')),
    answered boolean,
    least_talk_seconds integer CONSTRAINT goal_least_talk_seconds_check CHECK (least_talk_seconds BETWEEN 0 AND 86400),
    most_talk_seconds integer CONSTRAINT goal_most_talk_seconds_check CHECK (most_talk_seconds BETWEEN 0 AND 86400),
    least_rating integer CONSTRAINT goal_least_rating_check CHECK (least_rating BETWEEN 1 AND 5),
    most_rating integer CONSTRAINT goal_most_rating_check CHECK (most_rating BETWEEN 1 AND 5),
    channel_id {uuid},
    pool_id {uuid},
    version integer NOT NULL CONSTRAINT goal_version_check CHECK (version > 0),
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    archived_at {instant},
    CONSTRAINT goal_account_id_id_key UNIQUE (account_id, id),
    CONSTRAINT goal_talk_seconds_check CHECK (least_talk_seconds <= most_talk_seconds),
    CONSTRAINT goal_rating_check CHECK (least_rating <= most_rating),
    CONSTRAINT goal_condition_check CHECK (coalesce(least_talk_seconds, most_talk_seconds, least_rating, most_rating) IS NOT NULL
        OR answered IS NOT NULL OR coalesce(channel_id, pool_id) IS NOT NULL),
    CONSTRAINT goal_channel_id_fkey FOREIGN KEY (account_id, channel_id) REFERENCES channel (account_id, id),
    CONSTRAINT goal_pool_id_fkey FOREIGN KEY (account_id, pool_id) REFERENCES pool (account_id, id)
)",
    "CREATE UNIQUE INDEX goal_name_key ON goal (account_id, name_folded) WHERE archived_at IS NULL",
];

/// Name, what it begins as, answered, least and most talk time in seconds.
type Standard = (&'static str, &'static str, Option<bool>, Option<i32>, Option<i32>);

const STANDARD: [Standard; 3] = [
    ("Call qualified", "QUALIFIED", None, Some(60), None),
    ("Call connected", "CONNECTED", Some(true), None, Some(59)),
    ("Call not connected", "NOT_CONNECTED", Some(false), None, None),
];

/// A UUIDv7 (RFC 9562) for the nth goal of an account: its milliseconds and its chance, and between them the turn. So these goals are
/// in their order, and no two accounts have the same.
fn id(account: Uuid, turn: u8) -> Uuid {
    let mut bytes = *account.as_bytes();
    [bytes[6], bytes[7]] = [0x70, turn];
    Uuid::from_bytes(bytes)
}

/// Gives each account its three, as old as itself.
async fn fill(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let engine = db.get_database_backend();
    let mark = |n: usize| if engine == DbBackend::Sqlite { "?".to_owned() } else { format!("${n}") };
    let marks: Vec<_> = (1..=12).map(mark).collect();
    let insert = format!(
        "INSERT INTO goal (id, account_id, name, name_folded, search_text, standard, answered, least_talk_seconds, most_talk_seconds,
            version, created_at, updated_at) VALUES ({})",
        marks.join(", ")
    );
    for row in db.query_all_raw(Statement::from_string(engine, "SELECT id, created_at FROM account")).await? {
        let (account, at): (Uuid, DateTimeUtc) = (row.try_get("", "id")?, row.try_get("", "created_at")?);
        for (turn, (name, standard, answered, least, most)) in (0..).zip(STANDARD) {
            let folded = name.to_lowercase();
            let values = [
                id(account, turn).into(),
                account.into(),
                name.into(),
                folded.clone().into(),
                folded.into(),
                standard.into(),
                answered.into(),
                least.into(),
                most.into(),
                1.into(),
                at.into(),
                at.into(),
            ];
            db.execute_raw(Statement::from_sql_and_values(engine, &insert, values)).await?;
        }
    }
    Ok(())
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table::run(manager, UP).await?;
        fill(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table::drop(manager, &["goal"]).await
    }
}
