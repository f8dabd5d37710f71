//! How a step spells its tables: plain SQL that both engines read, with the few types that they name differently put in.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, DbErr};

/// Runs statements in which `{uuid}`, `{instant}`, `{json}` and `{bytes}` stand for the column types that SeaORM uses on the engine.
///
/// `{hot}` leaves room in a page for rows that are updated all the time, on PostgreSQL.
/// On SQLite a UUID is a BLOB and an instant is UTC text whose order is the order of time; the declared names are SeaORM's own.
pub async fn run(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    let sqlite = manager.get_database_backend() == DbBackend::Sqlite;
    let (uuid, instant, json, bytes, hot) = if sqlite {
        ("uuid_text", "timestamp_with_timezone_text", "json_text", "blob", "")
    } else {
        ("uuid", "timestamp with time zone", "json", "bytea", " WITH (fillfactor = 50)")
    };
    for statement in statements {
        let named = [("{uuid}", uuid), ("{instant}", instant), ("{json}", json), ("{bytes}", bytes), ("{hot}", hot)];
        let text = named.iter().fold((*statement).to_owned(), |text, (name, put)| text.replace(name, put));
        manager.get_connection().execute_unprepared(&text).await?;
    }
    Ok(())
}

/// Drops tables, the last made first.
pub async fn drop(manager: &SchemaManager<'_>, tables: &[&str]) -> Result<(), DbErr> {
    for table in tables.iter().rev() {
        manager.get_connection().execute_unprepared(&format!("DROP TABLE {table}")).await?;
    }
    Ok(())
}
