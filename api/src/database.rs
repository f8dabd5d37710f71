//! Opening the database, on either engine: how many connections, with which deadlines, and who may write.

use std::sync::Arc;
use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteAutoVacuum, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, DatabaseConnection, DbBackend, DbErr};

use crate::seal::data_keys::DataKeys;

/// Open connections, by what they are for.
///
/// SQLite has one writer, for everybody to queue at, and a few readers that can't write. PostgreSQL has one pool for both. What opens
/// callers goes where the rows are read, and is kept elsewhere.
#[derive(Clone)]
pub struct Database {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    data_keys: DataKeys,
}

/// Told of every statement that runs: its text. For counting them.
pub type Listener = Arc<dyn Fn(&str) + Send + Sync>;

const READERS: u32 = 4;
/// Longer than any statement of ours takes; a request that meets it may try again.
const STATEMENT: Duration = Duration::from_secs(5);
/// How long a write waits for another's row locks, or for the one writer of SQLite.
const LOCK: Duration = Duration::from_secs(2);
const ACQUIRE: Duration = Duration::from_secs(10);

impl Database {
    /// Opens a database by its address: `sqlite:...` (the file is made when it is not there) or `postgres://...`.
    pub async fn open(url: &str) -> Result<Self, DbErr> {
        Self::open_with(url, None).await
    }

    /// Opens a database and tells a listener of every statement.
    pub async fn open_with(url: &str, listener: Option<Listener>) -> Result<Self, DbErr> {
        if url.starts_with("sqlite:") { Self::open_sqlite(url, listener).await } else { Self::open_postgres(url, listener).await }
    }

    /// Opens a database for one command that takes longer than a request may: one connection, which keeps its temporary tables.
    pub async fn open_for_bulk(url: &str) -> Result<Self, DbErr> {
        if url.starts_with("sqlite:") {
            return Self::open_sqlite(url, None).await;
        }
        let mut options = ConnectOptions::new(url);
        options.max_connections(1).min_connections(1).acquire_timeout(ACQUIRE).sqlx_logging(false).idle_timeout(None).max_lifetime(None);
        options.test_before_acquire(false);
        // No deadline for a statement: a million rows take their time. But nobody waits behind a lock of ours, or ours behind theirs.
        options.map_sqlx_postgres_opts(|options| {
            options.application_name("dialgate").options([("lock_timeout", ACQUIRE.as_millis().to_string())])
        });
        let pool = sea_orm::Database::connect(options).await?;
        Ok(Self { reader: pool.clone(), writer: pool, data_keys: DataKeys::default() })
    }

    /// Gives the keys that open callers. Without them no caller is stored or read.
    pub fn with_data_keys(self, data_keys: DataKeys) -> Self {
        Self { data_keys, ..self }
    }

    /// The keys that open callers.
    pub fn data_keys(&self) -> &DataKeys {
        &self.data_keys
    }

    /// Where reads go. On SQLite it can't write.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// Where the write path begins its transactions; nobody else needs it.
    pub fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// Which engine it is.
    pub fn engine(&self) -> DbBackend {
        self.reader.get_database_backend()
    }

    /// Closes all connections; a SQLite file is left without its side files.
    pub async fn close(self) -> Result<(), DbErr> {
        self.reader.close().await?;
        self.writer.close().await
    }

    async fn open_sqlite(url: &str, listener: Option<Listener>) -> Result<Self, DbErr> {
        let mut options = ConnectOptions::new(url);
        // One writer that never goes away: its place in the queue is the order of writes.
        options.max_connections(1).min_connections(1).acquire_timeout(ACQUIRE).sqlx_logging(false).idle_timeout(None).max_lifetime(None);
        options.test_before_acquire(false);
        options.map_sqlx_sqlite_opts(|options| {
            options
                .create_if_missing(true)
                .auto_vacuum(SqliteAutoVacuum::None)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(LOCK)
                .pragma("journal_size_limit", "67108864")
        });
        let mut writer = sea_orm::Database::connect(options).await?;

        let mut options = ConnectOptions::new(url);
        options
            .max_connections(READERS)
            .min_connections(1)
            .acquire_timeout(ACQUIRE)
            .sqlx_logging(false)
            .idle_timeout(None)
            .max_lifetime(None);
        options.test_before_acquire(false);
        options.map_sqlx_sqlite_opts(|options| options.foreign_keys(true).busy_timeout(LOCK).pragma("query_only", "ON"));
        let mut reader = sea_orm::Database::connect(options).await?;

        listen(&mut writer, listener.clone());
        listen(&mut reader, listener);
        Ok(Self { reader, writer, data_keys: DataKeys::default() })
    }

    async fn open_postgres(url: &str, listener: Option<Listener>) -> Result<Self, DbErr> {
        let cores = std::thread::available_parallelism().map_or(2, |n| u32::try_from(n.get()).unwrap_or(2));
        let mut options = ConnectOptions::new(url);
        options.max_connections(cores * READERS).min_connections(1).acquire_timeout(ACQUIRE).sqlx_logging(false);
        // A connection that is broken is found when it is used, and the request may be tried again; asking first costs a round trip each.
        options.test_before_acquire(false).test_before_acquire_if_idle_for(Duration::from_secs(10));
        options.map_sqlx_postgres_opts(|options| {
            options.application_name("dialgate").options([
                ("statement_timeout", STATEMENT.as_millis().to_string()),
                ("lock_timeout", LOCK.as_millis().to_string()),
                ("idle_in_transaction_session_timeout", (2 * STATEMENT).as_millis().to_string()),
            ])
        });
        let mut pool = sea_orm::Database::connect(options).await?;
        listen(&mut pool, listener);
        Ok(Self { reader: pool.clone(), writer: pool, data_keys: DataKeys::default() })
    }
}

fn listen(connection: &mut DatabaseConnection, listener: Option<Listener>) {
    if let Some(listener) = listener {
        connection.set_metric_callback(move |info| listener(&info.statement.sql));
    }
}
