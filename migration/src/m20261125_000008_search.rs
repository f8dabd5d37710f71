//! Texts as they are searched, and the trigrams of those of fixed numbers: an index of PostgreSQL's own, a table of FTS5 on SQLite.
//! Both begin with the account, so that a small one beside a large one pays for its own rows alone.

use caseless::Caseless;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, Statement};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;
use uuid::Uuid;

use crate::table;

#[derive(DeriveMigrationName)]
pub struct Step;

/// Each table, and the columns whose texts are searched in it.
const SEARCHED: &[(&str, &[&str])] = &[
    ("pool", &["name", "reference"]),
    ("channel", &["name"]),
    ("destination", &["number", "label"]),
    ("fixed_number", &["number", "description", "campaign", "keyword"]),
];

/// Lists in the order of labels and of numbers are bytewise, whatever the database's own collation.
const POSTGRES: &[&str] = &[
    "ALTER TABLE fixed_number ALTER COLUMN label_folded TYPE varchar COLLATE \"C\"",
    "ALTER TABLE fixed_number ALTER COLUMN number TYPE varchar(16) COLLATE \"C\"",
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE EXTENSION IF NOT EXISTS btree_gin",
    "CREATE INDEX fixed_number_search_idx ON fixed_number USING gin (account_id, search_text gin_trgm_ops)",
];

/// Three characters for an account, made of the last nine digits of its id: one trigram, so one list of rows. Two accounts may have
/// the same; rows are held against the account's id besides.
fn token(id: &str) -> String {
    let digit = |at: usize| format!("(instr('123456789ABCDEF', substr(hex({id}), {at}, 1)))");
    let three = |at: usize| format!("57344 + 256 * {} + 16 * {} + {}", digit(at), digit(at + 1), digit(at + 2));
    format!("char({}, {}, {})", three(24), three(27), three(30))
}

/// Rows are found by a number of their own: SQLite's row ids change when a file is vacuumed.
fn sqlite() -> Vec<String> {
    let token = token("new.account_id");
    vec![
        "ALTER TABLE fixed_number ADD COLUMN search_key integer".into(),
        "UPDATE fixed_number SET search_key = rowid".into(),
        "CREATE UNIQUE INDEX fixed_number_search_key_key ON fixed_number (search_key)".into(),
        "CREATE VIRTUAL TABLE fixed_number_search USING fts5 (account, text, content = '', contentless_delete = 1, \
            tokenize = 'trigram')"
            .into(),
        format!(
            "INSERT INTO fixed_number_search (rowid, account, text) SELECT new.search_key, {token}, new.search_text FROM fixed_number AS new"
        ),
        format!(
            "CREATE TRIGGER fixed_number_search_insert AFTER INSERT ON fixed_number BEGIN
                UPDATE fixed_number SET search_key = (SELECT coalesce(max(search_key), 0) + 1 FROM fixed_number) WHERE id = new.id;
                INSERT INTO fixed_number_search (rowid, account, text)
                    SELECT search_key, {token}, new.search_text FROM fixed_number WHERE id = new.id;
            END"
        ),
        format!(
            "CREATE TRIGGER fixed_number_search_update AFTER UPDATE OF search_text ON fixed_number
                WHEN old.search_text IS NOT new.search_text BEGIN
                DELETE FROM fixed_number_search WHERE rowid = new.search_key;
                INSERT INTO fixed_number_search (rowid, account, text) VALUES (new.search_key, {token}, new.search_text);
            END"
        ),
        "CREATE TRIGGER fixed_number_search_delete AFTER DELETE ON fixed_number BEGIN
            DELETE FROM fixed_number_search WHERE rowid = old.search_key;
        END"
        .into(),
    ]
}

fn folded(text: &str) -> String {
    let all = text.nfkd().default_case_fold().nfkd().default_case_fold().nfkd();
    all.filter(|c| canonical_combining_class(*c) < 10).collect()
}

/// Fills the column for rows that are there already.
async fn fill(manager: &SchemaManager<'_>, name: &str, columns: &[&str]) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let engine = db.get_database_backend();
    let mark = |n: usize| if engine == DbBackend::Sqlite { "?".to_owned() } else { format!("${n}") };
    let select = format!("SELECT id, {} FROM {name}", columns.join(", "));
    let update = format!("UPDATE {name} SET search_text = {} WHERE id = {}", mark(1), mark(2));
    for row in db.query_all_raw(Statement::from_string(engine, select)).await? {
        let mut texts = Vec::new();
        for column in columns {
            let text = row.try_get::<Option<String>>("", column)?;
            texts.extend(text.map(|text| folded(if *column == "number" { text.trim_start_matches('+') } else { &text })));
        }
        let id: Uuid = row.try_get("", "id")?;
        db.execute_raw(Statement::from_sql_and_values(engine, &update, [texts.join("\n").into(), id.into()])).await?;
    }
    Ok(())
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, columns) in SEARCHED {
            table::run(manager, &[&format!("ALTER TABLE {name} ADD COLUMN search_text varchar NOT NULL DEFAULT ''")]).await?;
            fill(manager, name, columns).await?;
        }
        if manager.get_database_backend() == DbBackend::Sqlite {
            return table::run(manager, &sqlite().iter().map(String::as_str).collect::<Vec<_>>()).await;
        }
        table::run(manager, POSTGRES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Sqlite {
            let statements = [
                "DROP TRIGGER fixed_number_search_insert",
                "DROP TRIGGER fixed_number_search_update",
                "DROP TRIGGER fixed_number_search_delete",
                "DROP TABLE fixed_number_search",
                "DROP INDEX fixed_number_search_key_key",
                "ALTER TABLE fixed_number DROP COLUMN search_key",
            ];
            table::run(manager, &statements).await?;
        } else {
            table::run(manager, &["DROP INDEX fixed_number_search_idx"]).await?;
        }
        for (name, _) in SEARCHED {
            table::run(manager, &[&format!("ALTER TABLE {name} DROP COLUMN search_text")]).await?;
        }
        Ok(())
    }
}
