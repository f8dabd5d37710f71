//! A stock file on its way: read into temporary tables of one connection, held against what is there, and then published.
//!
//! Temporary tables are seen by nobody else and keep nobody waiting; on SQLite they lie in a file of their own.

use entity::id::{Id, NumberTypeId, StockNumberId};
use entity::value::phone_number::PhoneNumber;
use sea_orm::sqlx::postgres::PgPoolCopyExt;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, RuntimeErr, Statement, Value};

use super::error::StoreError;
use crate::database::Database;

/// A row that was read.
#[derive(Clone, Debug)]
pub struct NewRow {
    /// Its place in the file.
    pub n: i64,
    /// Its line.
    pub line: i64,
    /// Its number.
    pub number: PhoneNumber,
    /// Its type.
    pub number_type_id: NumberTypeId,
    /// The id that its stock number gets.
    pub id: StockNumberId,
    /// Its place among the free numbers.
    pub pick_key: i64,
}

/// A row that is wrong.
#[derive(Clone, Debug)]
pub struct BadRow {
    /// Its place in the file.
    pub n: i64,
    /// Its line.
    pub line: i64,
    /// The word of its code.
    pub code: String,
    /// The cell at fault.
    pub told: String,
    /// What was meant.
    pub meant: Option<String>,
    /// What the sentence needs besides.
    pub detail: String,
}

const TABLES: [&str; 2] = [
    "CREATE TEMPORARY TABLE import_row (n bigint NOT NULL, line bigint NOT NULL, number varchar(16) NOT NULL,
        number_type_id {uuid} NOT NULL, id {uuid} NOT NULL, pick_key bigint NOT NULL)",
    "CREATE TEMPORARY TABLE import_fault (n bigint NOT NULL PRIMARY KEY, line bigint NOT NULL, code varchar NOT NULL,
        told varchar NOT NULL, meant varchar, detail varchar NOT NULL)",
];
/// On disk, with so much of it in memory (in KiB) that an index of a million numbers stays there while it is written.
const SPACE: [&str; 3] = ["PRAGMA temp_store = FILE", "PRAGMA temp.cache_size = -32768", "PRAGMA main.cache_size = -98304"];
/// Six values a row, of the 32,766 that SQLite binds in a statement.
const ROWS: usize = 2_000;

/// Makes the temporary tables.
pub async fn prepare(database: &Database) -> Result<(), StoreError> {
    let db = database.writer();
    let sqlite = database.engine() == DbBackend::Sqlite;
    if sqlite {
        for pragma in SPACE {
            db.execute_unprepared(pragma).await?;
        }
    }
    for table in TABLES {
        db.execute_unprepared(&table.replace("{uuid}", if sqlite { "uuid_text" } else { "uuid" })).await?;
    }
    Ok(())
}

/// Whether everybody who writes waits for a transaction of ours: on SQLite.
pub fn keeps_writers_waiting(database: &Database) -> bool {
    database.engine() == DbBackend::Sqlite
}

/// Puts good rows aside.
pub async fn stage(database: &Database, rows: &[NewRow]) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    if database.engine() == DbBackend::Postgres {
        return copy(database, rows).await;
    }
    for some in rows.chunks(ROWS) {
        let values = some.iter().flat_map(|row| {
            let [number_type, id] = [row.number_type_id.uuid(), row.id.uuid()];
            [row.n.into(), row.line.into(), row.number.as_str().into(), number_type.into(), id.into(), row.pick_key.into()]
        });
        let text = format!("INSERT INTO import_row VALUES {}", ["(?,?,?,?,?,?)"].repeat(some.len()).join(","));
        database.writer().execute_raw(Statement::from_sql_and_values(DbBackend::Sqlite, text, values)).await?;
    }
    Ok(())
}

async fn copy(database: &Database, rows: &[NewRow]) -> Result<(), StoreError> {
    use std::fmt::Write;
    let failed = |error| StoreError::Database(DbErr::Exec(RuntimeErr::SqlxError(std::sync::Arc::new(error))));
    let mut text = String::with_capacity(rows.len() * 128);
    for row in rows {
        let [number_type, id] = [row.number_type_id.uuid(), row.id.uuid()];
        // Digits and a plus: nothing in it wants an escape.
        let _ = writeln!(text, "{}\t{}\t{}\t{number_type}\t{id}\t{}", row.n, row.line, row.number, row.pick_key);
    }
    // The pool has one connection, so this is the one that has the temporary tables.
    let pool = database.writer().get_postgres_connection_pool();
    let mut copy = pool.copy_in_raw("COPY import_row FROM STDIN").await.map_err(failed)?;
    if let Err(error) = copy.send(text.into_bytes()).await {
        return Err(failed(error));
    }
    copy.finish().await.map_err(failed)?;
    Ok(())
}

/// Notes bad rows.
pub async fn note(database: &Database, rows: Vec<BadRow>) -> Result<(), StoreError> {
    let (db, engine) = (database.writer(), database.engine());
    for some in rows.chunks(ROWS) {
        let marks: Vec<_> = (0..some.len())
            .map(|row| {
                let marks: Vec<_> = (1..=6).map(|column| format!("${}", row * 6 + column)).collect();
                format!("({})", marks.join(","))
            })
            .collect();
        let values: Vec<Value> = some
            .iter()
            .cloned()
            .flat_map(|row| [row.n.into(), row.line.into(), row.code.into(), row.told.into(), row.meant.into(), row.detail.into()])
            .collect();
        let text = format!("INSERT INTO import_fault VALUES {}", marks.join(","));
        db.execute_raw(Statement::from_sql_and_values(engine, text, values)).await?;
    }
    Ok(())
}

async fn run<const N: usize>(db: &impl ConnectionTrait, text: &str, values: [i64; N]) -> Result<u64, StoreError> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), text, values.map(Value::from));
    Ok(db.execute_raw(statement).await?.rows_affected())
}

/// Marks all but the first row of each number. Once, when all rows are there.
pub async fn mark_twice(db: &impl ConnectionTrait) -> Result<(), StoreError> {
    db.execute_unprepared("CREATE INDEX import_row_n_idx ON import_row (n)").await?;
    db.execute_unprepared("CREATE INDEX import_row_number_idx ON import_row (number, n, line)").await?;
    db.execute_unprepared("ANALYZE import_row").await?;
    let text = "INSERT INTO import_fault SELECT n, line, 'NUMBER_TWICE', number, NULL, CAST(first AS varchar) FROM (
        SELECT n, line, number, min(line) OVER (PARTITION BY number) AS first, row_number() OVER (PARTITION BY number ORDER BY n) AS place
        FROM import_row) AS q WHERE place > 1";
    run(db, text, []).await?;
    leave_out_bad(db).await
}

/// Marks the rows from one place in the file (not with it) to another whose numbers are somebody's destination, or of another type.
/// How many they are.
pub async fn mark(db: &impl ConnectionTrait, after: i64, to: i64) -> Result<u64, StoreError> {
    let destination = "INSERT INTO import_fault SELECT r.n, r.line, 'NUMBER_IS_DESTINATION', r.number, NULL, CAST(count(*) AS varchar)
        FROM import_row r JOIN destination d ON d.number = r.number AND d.archived_at IS NULL
        WHERE r.n > $1 AND r.n <= $2 GROUP BY r.n, r.line, r.number";
    let other_type = "INSERT INTO import_fault SELECT r.n, r.line, 'NUMBER_OF_OTHER_TYPE', r.number, NULL, t.title
        FROM import_row r JOIN stock_number s ON s.number = r.number JOIN number_type t ON t.id = s.number_type_id
        WHERE s.number_type_id <> r.number_type_id AND r.n > $1 AND r.n <= $2
        AND NOT EXISTS (SELECT 1 FROM import_fault f WHERE f.n = r.n)";
    Ok(run(db, destination, [after, to]).await? + run(db, other_type, [after, to]).await?)
}

/// Leaves marked rows out of what is published.
pub async fn leave_out_bad(db: &impl ConnectionTrait) -> Result<(), StoreError> {
    run(db, "DELETE FROM import_row WHERE n IN (SELECT n FROM import_fault)", []).await?;
    Ok(())
}

/// Adds rows to the stock, but for those that are there. How many were added.
pub async fn publish(db: &impl ConnectionTrait, after: i64, to: i64) -> Result<u64, StoreError> {
    // In one order, so that two imports can't wait for each other.
    let text = "INSERT INTO stock_number (id, number, number_type_id, pick_key) SELECT id, number, number_type_id, pick_key
        FROM import_row WHERE n > $1 AND n <= $2 ORDER BY number ON CONFLICT (number) DO NOTHING";
    run(db, text, [after, to]).await
}

/// Keeps new destinations out until the transaction ends. SQLite has one writer, so there it is so anyway.
pub async fn bar_destinations(db: &impl ConnectionTrait) -> Result<(), StoreError> {
    if db.get_database_backend() == DbBackend::Postgres {
        db.execute_unprepared("LOCK TABLE destination IN SHARE MODE").await?;
    }
    Ok(())
}

/// Takes rows out of the stock again that this import has put there: the bad ones, or all. Those that somebody has meanwhile stay.
/// How many were taken.
pub async fn take_back(db: &impl ConnectionTrait, after: i64, to: i64, only_bad: bool) -> Result<u64, StoreError> {
    let bad = if only_bad { " AND r.n IN (SELECT n FROM import_fault)" } else { "" };
    let text = format!(
        "DELETE FROM stock_number WHERE id IN (SELECT r.id FROM import_row r WHERE r.n > $1 AND r.n <= $2{bad}) AND fixed_number_id IS NULL
        AND NOT EXISTS (SELECT 1 FROM fixed_number f WHERE f.number = stock_number.number)"
    );
    run(db, &text, [after, to]).await
}

/// How many rows will be published, the place of the last one, and how many are bad.
pub async fn count(db: &impl ConnectionTrait) -> Result<(u64, i64, u64), StoreError> {
    let text = "SELECT (SELECT count(*) FROM import_row) AS good, (SELECT coalesce(max(n), 0) FROM import_row) AS last,
        (SELECT count(*) FROM import_fault) AS bad";
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), text)).await?;
    let row = row.ok_or_else(|| StoreError::Broken("a count without a row".into()))?;
    let amount = |column| row.try_get::<i64>("", column).map(i64::unsigned_abs);
    Ok((amount("good")?, row.try_get("", "last")?, amount("bad")?))
}

/// Some bad rows after a place in the file, in their order.
pub async fn bad_rows(db: &impl ConnectionTrait, after: i64, size: u32) -> Result<Vec<BadRow>, StoreError> {
    let text = format!("SELECT n, line, code, told, meant, detail FROM import_fault WHERE n > $1 ORDER BY n LIMIT {size}");
    let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), text, [after.into()])).await?;
    let read = |row: &sea_orm::QueryResult| -> Result<BadRow, DbErr> {
        let text = |column: &str| row.try_get::<String>("", column);
        let (code, told, detail) = (text("code")?, text("told")?, text("detail")?);
        Ok(BadRow { n: row.try_get("", "n")?, line: row.try_get("", "line")?, code, told, meant: row.try_get("", "meant")?, detail })
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}
