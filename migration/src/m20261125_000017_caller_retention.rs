//! For how long an account keeps callers, and what finds the calls whose personal data is to be cleared without walking all of them.

use sea_orm_migration::prelude::*;

use crate::table;

#[derive(DeriveMigrationName)]
pub struct Step;

const UP: &[&str] = &[
    "ALTER TABLE account ADD COLUMN caller_retention_months integer NOT NULL DEFAULT 13
    CONSTRAINT account_caller_retention_months_check CHECK (caller_retention_months BETWEEN 1 AND 120)",
    "CREATE INDEX call_personal_idx ON call (account_id, started_at, id) WHERE erased_at IS NULL",
    "CREATE INDEX unmatched_call_personal_idx ON unmatched_call (started_at, id) WHERE caller_sealed IS NOT NULL OR recording_url IS NOT NULL",
    "CREATE INDEX call_conflict_personal_idx ON call_conflict (recorded_at, id) WHERE report_sealed IS NOT NULL",
];

const DOWN: &[&str] = &[
    "DROP INDEX call_conflict_personal_idx",
    "DROP INDEX unmatched_call_personal_idx",
    "DROP INDEX call_personal_idx",
    "ALTER TABLE account DROP COLUMN caller_retention_months",
];

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table::run(manager, DOWN).await
    }
}
