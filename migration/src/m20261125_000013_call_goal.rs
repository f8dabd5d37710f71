//! The goals that calls have met. Each mark holds the call's start too, so that the calls of a goal are a list in the order of time.

use sea_orm_migration::prelude::*;

use crate::table;

#[derive(DeriveMigrationName)]
pub struct Step;

const TABLES: &[&str] = &["call_goal"];

const UP: &[&str] = &[
    "CREATE TABLE call_goal (
    account_id {uuid} NOT NULL,
    call_id {uuid} NOT NULL,
    goal_id {uuid} NOT NULL,
    started_at {instant} NOT NULL,
    CONSTRAINT call_goal_pkey PRIMARY KEY (account_id, call_id, goal_id),
    CONSTRAINT call_goal_call_id_fkey FOREIGN KEY (account_id, call_id) REFERENCES call (account_id, id),
    CONSTRAINT call_goal_goal_id_fkey FOREIGN KEY (account_id, goal_id) REFERENCES goal (account_id, id)
)",
    "CREATE INDEX call_goal_goal_id_idx ON call_goal (account_id, goal_id, started_at, call_id)",
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
