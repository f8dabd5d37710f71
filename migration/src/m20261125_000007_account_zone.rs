//! An account may change its own name and time zone. Its name is no longer unique: else a rename would tell who else is here.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::table;

#[derive(DeriveMigrationName)]
pub struct Step;

const TABLE: &str = "(
    id {uuid} NOT NULL CONSTRAINT account_pkey PRIMARY KEY,
    name varchar NOT NULL{unique},
    country varchar(2) NOT NULL CONSTRAINT account_country_check CHECK (length(country) = 2),
    package varchar(16) NOT NULL,
    currency varchar(3) NOT NULL,
    time_zone varchar NOT NULL,
    version integer NOT NULL CONSTRAINT account_version_check CHECK (version > 0),
    created_at {instant} NOT NULL{more}
)";

const MORE: &str = ",
    next_time_zone varchar,
    next_time_zone_from {instant},
    CONSTRAINT account_next_time_zone_check CHECK ((next_time_zone IS NULL) = (next_time_zone_from IS NULL))";

/// SQLite can't drop a constraint: the table is made anew, in the order that SQLite's own page on ALTER TABLE gives. One text, so
/// that all of it runs on one connection.
fn rebuilt(unique: &str, more: &str) -> String {
    let table = TABLE.replace("{unique}", unique).replace("{more}", more);
    let columns = "id, name, country, package, currency, time_zone, version, created_at";
    format!(
        "PRAGMA foreign_keys = OFF;
        BEGIN IMMEDIATE;
        CREATE TABLE account_new {table};
        INSERT INTO account_new ({columns}) SELECT {columns} FROM account;
        DROP TABLE account;
        ALTER TABLE account_new RENAME TO account;
        CREATE INDEX account_name_idx ON account (name);
        COMMIT;
        PRAGMA foreign_keys = ON;"
    )
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Sqlite {
            return table::run(manager, &[&rebuilt("", MORE)]).await;
        }
        table::run(
            manager,
            &[
                "ALTER TABLE account DROP CONSTRAINT account_name_key",
                "CREATE INDEX account_name_idx ON account (name)",
                "ALTER TABLE account ADD COLUMN next_time_zone varchar, ADD COLUMN next_time_zone_from {instant}",
                "ALTER TABLE account ADD CONSTRAINT account_next_time_zone_check CHECK ((next_time_zone IS NULL) = (next_time_zone_from IS NULL))",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Sqlite {
            let back = rebuilt(" CONSTRAINT account_name_key UNIQUE", "");
            return table::run(manager, &[&back, "DROP INDEX account_name_idx"]).await;
        }
        table::run(
            manager,
            &[
                "ALTER TABLE account DROP CONSTRAINT account_next_time_zone_check",
                "ALTER TABLE account DROP COLUMN next_time_zone, DROP COLUMN next_time_zone_from",
                "DROP INDEX account_name_idx",
                "ALTER TABLE account ADD CONSTRAINT account_name_key UNIQUE (name)",
            ],
        )
        .await
    }
}
