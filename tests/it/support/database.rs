//! Gives each test a migrated database of its own, on either engine. Knows tables only through the migrator.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use migration::Migrator;
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, DbErr};
use sea_orm_migration::MigratorTrait;
use tokio::sync::OnceCell;

/// A kind of database that Dialgate runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file.
    Sqlite,
    /// A database on the server that `tests/run` starts.
    Postgres,
}

impl Engine {
    /// Every engine, for tests that walk over them.
    pub const BOTH: [Self; 2] = [Self::Sqlite, Self::Postgres];
}

/// A migrated, otherwise empty database. It is removed when dropped, unless its test has failed.
#[derive(Debug)]
pub struct Database {
    /// Where to connect.
    pub url: String,
    home: Home,
}

/// What has to be removed in the end.
#[derive(Debug)]
enum Home {
    /// A directory for the one file, so that the files SQLite adds beside it go as well.
    Directory(PathBuf),
    /// A database of this name.
    Server(String),
}

impl Database {
    /// Makes a database that nobody else has seen.
    pub async fn fresh(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => Self::fresh_sqlite().await,
            Engine::Postgres => Self::fresh_postgres().await,
        }
    }

    async fn fresh_sqlite() -> Self {
        // The template is kept as bytes: there is no file to remove when the process ends.
        static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();
        let template = TEMPLATE.get_or_init(migrated_file).await;

        let directory = new_directory();
        fs::write(directory.join(FILE), template).expect("the temporary directory can be written to");
        Self { url: file_url(&directory), home: Home::Directory(directory) }
    }

    async fn fresh_postgres() -> Self {
        static TEMPLATE: OnceCell<String> = OnceCell::const_new();
        let template = TEMPLATE.get_or_init(migrated_template).await;

        let name = format!("dialgate_test_{}_{}", process::id(), next());
        on_server(&[drop_statement(&name), format!("CREATE DATABASE {name} TEMPLATE {template}")])
            .await
            .expect("the template can be copied");
        Self { url: server_url(&name), home: Home::Server(name) }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("This test's database is kept for inspection: {}", self.url);
            return;
        }

        match &self.home {
            Home::Directory(directory) => {
                fs::remove_dir_all(directory).expect("a test's files can be removed");
            }
            Home::Server(name) => {
                let statement = drop_statement(name);
                apart(async move { on_server(&[statement]).await }).expect("a test's database can be removed");
            }
        }
    }
}

const FILE: &str = "dialgate.db";

fn next() -> u32 {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    COUNT.fetch_add(1, Ordering::Relaxed)
}

fn new_directory() -> PathBuf {
    let directory = env::temp_dir().join(format!("dialgate-test-{}-{}", process::id(), next()));
    // An earlier process of the same id may have left a failed test's file here.
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir(&directory).expect("a directory can be made in the temporary directory");
    directory
}

fn file_url(directory: &Path) -> String {
    format!("sqlite://{}?mode=rwc", directory.join(FILE).display())
}

async fn migrated_file() -> Vec<u8> {
    let directory = new_directory();
    migrate(&file_url(&directory)).await;
    let template = fs::read(directory.join(FILE)).expect("the migrated file can be read");
    fs::remove_dir_all(&directory).expect("the migrated file can be removed");
    template
}

/// Forced, because the gateway under test may still hold connections.
fn drop_statement(name: &str) -> String {
    format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")
}

async fn migrated_template() -> String {
    let name = format!("dialgate_test_template_{}", process::id());
    on_server(&[drop_statement(&name), format!("CREATE DATABASE {name}")]).await.expect("a template can be made");
    migrate(&server_url(&name)).await;

    // PostgreSQL refuses to copy a database that is in use: closed to all, it can always be copied.
    on_server(&[format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")]).await.expect("the template can be closed");
    name
}

async fn migrate(url: &str) {
    let connection = connect(url).await.expect("the template can be reached");
    Migrator::up(&connection, None).await.expect("the migrations run");
    connection.close().await.expect("the template can be left");
}

/// Runs statements, one by one, in the server's own database.
async fn on_server(statements: &[String]) -> Result<(), DbErr> {
    let connection = connect(&server()).await?;
    for statement in statements {
        connection.execute_unprepared(statement).await?;
    }
    connection.close().await
}

/// A connection for one errand. It must not outlive it: each test has its own runtime, and a
/// connection dies with the runtime it was opened on.
async fn connect(url: &str) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    sea_orm::Database::connect(options).await
}

/// Runs an errand to its end on a thread and a runtime of its own: `drop` cannot await, and must not
/// block the runtime it may be standing on.
fn apart<T: Send + 'static>(errand: impl Future<Output = T> + Send + 'static) -> T {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build();
    thread::spawn(move || runtime().expect("a runtime can be built").block_on(errand)).join().expect("the errand does not panic")
}

fn server() -> String {
    env::var("DIALGATE_TEST_POSTGRES")
        .expect("DIALGATE_TEST_POSTGRES names no PostgreSQL server: run the tests with tests/run, which starts one")
}

/// The address of another database on the same server.
fn server_url(name: &str) -> String {
    let server = server();
    let (host, _) = server.rsplit_once('/').expect("DIALGATE_TEST_POSTGRES ends in /database");
    format!("{host}/{name}")
}
