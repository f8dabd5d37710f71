//! `dialgate serve`: database, migrations, keys, doors open; and on a signal, doors shut in good order.

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;

use super::failure::{Failure, print};
use super::greeting::{self, Pass};
use super::{key, lock, migrate, trusted};
use crate::action::{account_find, data_key_rewrap, demo_calls, demo_load};
use crate::clock::{Randomness, SystemClock, SystemRandomness};
use crate::config::flag::ServeFlags;
use crate::config::setting::ServeSettings;
use crate::database::Database;
use crate::graphql::schema::Language;
use crate::job::{caller_retention, calls_match, hold_release};
use crate::server::explorer::page::demo_viewer;
use crate::server::listen;
use crate::server::router::router;
use crate::server::state::ServerState;
use crate::server::token::Keys;

/// The account of a demo's token.
const DEMO_ACCOUNT: &str = "Harbour Books";
/// How long requests may take to end once the doors are shut.
const FAREWELL: Duration = Duration::from_secs(20);

/// Serves until a signal comes.
pub async fn run(flags: ServeFlags) -> Result<(), Failure> {
    let settings = flags.check().map_err(Failure::Settings)?;
    let filter = EnvFilter::try_new(&settings.log).map_err(Failure::because("DIALGATE_LOG can't be read"))?;
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(std::io::stderr().is_terminal()).with_writer(std::io::stderr).init();

    let _lock = settings.database.file.as_deref().map(lock::take).transpose()?;
    let randomness: Arc<dyn Randomness> = Arc::new(SystemRandomness);
    let keys = key::make(&settings.jwt, &settings.database, &*randomness)?;
    let data_keys = key::make_data(settings.data_keys.clone(), &settings.database)?;
    // Before the database is touched: who finds the address taken has changed nothing.
    let (listener, address) = bind(settings.listen).await?;
    let database = migrate::open(&settings.database).await?.with_data_keys(data_keys);
    let served = serve(&settings, &database, keys, randomness, listener, address).await;
    let closed = database.close().await.map_err(Failure::because("The database can't be closed"));
    served.and(closed)
}

async fn serve(
    settings: &ServeSettings,
    database: &Database,
    keys: Keys,
    randomness: Arc<dyn Randomness>,
    listener: TcpListener,
    address: SocketAddr,
) -> Result<(), Failure> {
    migration::up(database.writer()).await.map_err(Failure::because("The database can't be migrated"))?;
    unlocked(database).await?;
    let state = ServerState::new(database.clone(), Arc::new(SystemClock), randomness, keys).with_origins(settings.origins.clone());
    let state = state.with_limits(settings.limits.clone()).with_trusted_proxies(settings.trusted_proxies);
    let state = state.with_language(Language { introspection: settings.introspection, suggestions: settings.suggestions });
    let state = match &settings.trusted_documents {
        Some(file) => state.with_documents(&trusted::read(file)?).map_err(Failure::Settings)?,
        None => state,
    };
    let (state, pass) = if settings.demo { demo(state).await? } else { (state, None) };
    if settings.demo && !settings.origins.is_empty() {
        tracing::warn!("DIALGATE_ORIGINS is not used in a demo, which lets loopback's origins call");
    }
    let place = settings.database.file.as_ref().map_or_else(|| "PostgreSQL".to_owned(), |file| file.display().to_string());
    print(&greeting::text(address, &place, settings.demo, pass.as_ref()));

    let (shut, mut shutting) = watch::channel(false);
    let (clock, randomness) = (state.clock.clone(), state.randomness.clone());
    let release = tokio::spawn(hold_release::run(database.clone(), clock.clone(), randomness.clone(), shutting.clone()));
    let retention = tokio::spawn(caller_retention::run(database.clone(), clock.clone(), randomness.clone(), shutting.clone()));
    let matching = tokio::spawn(calls_match::run(database.clone(), clock, randomness, shutting.clone()));
    let doors = listen::serve(listener, router(state), &settings.limits, async move {
        signal().await;
        tracing::info!("shutting down: no new requests, and the last ones end");
        let _ = shut.send(true);
    });
    let ended = async {
        doors.await;
        // They stop between two transactions, each of which is short.
        release.await.map_err(Failure::because("The job that returns held numbers broke"))?;
        retention.await.map_err(Failure::because("The job that clears callers broke"))?;
        matching.await.map_err(Failure::because("The job that gives calls to accounts broke"))
    };
    tokio::select! {
        ended = ended => ended,
        () = late(&mut shutting) => {
            tracing::warn!("some requests did not end");
            Ok(())
        }
    }
}

/// A gateway with another key could neither show a caller nor store one: better to be told now.
async fn unlocked(database: &Database) -> Result<(), Failure> {
    match data_key_rewrap::locked(database).await.map_err(Failure::because("The data keys can't be read"))? {
        0 => Ok(()),
        locked => Err(Failure::Plain(format!(
            "DIALGATE_DATA_KEY does not open the callers of this database: {locked} of its data keys were wrapped with another. Give that one \
             as well, behind a comma."
        ))),
    }
}

/// Loads the demo data, unless there is an account already, adds calls up to now, and makes a token.
async fn demo(state: ServerState) -> Result<(ServerState, Option<Pass>), Failure> {
    let now = state.clock.now();
    demo_load::run(&state.database, now, &state.randomness).await.map_err(Failure::because("The demo data can't be loaded"))?;
    let calls = demo_calls::run(&state.database, &state.clock, &state.randomness).await;
    calls.map_err(Failure::because("The calls of the demo can't be made"))?;
    let found = account_find::by_name_or_id(&state.database, DEMO_ACCOUNT).await;
    // The oldest of the name is the demo's own, unless it has been renamed.
    let Some(account) = found.map_err(Failure::because("The demo account can't be read"))?.into_iter().next() else {
        return Ok((state.with_demo(None), None));
    };
    let viewer = demo_viewer(account.id, now);
    let token = state.keys.mint(&viewer, now, &*state.randomness).map_err(Failure::because("The demo token can't be signed"))?;
    let pass = Pass { account: account.name, token, expires_at: viewer.expires_at };
    Ok((state.with_demo(Some(account.id)), Some(pass)))
}

async fn bind(listen: SocketAddr) -> Result<(TcpListener, SocketAddr), Failure> {
    let because = |what: &str| Failure::because(format!("{listen} {what} (try another with --listen)"));
    let listener = match TcpListener::bind(listen).await {
        Ok(listener) => listener,
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            return Err(Failure::Plain(format!(
                "Another program listens on {listen} already. Stop it, or choose another address with --listen."
            )));
        }
        Err(error) => return Err(because("can't be listened on")(error)),
    };
    let address = listener.local_addr().map_err(because("has no address"))?;
    Ok((listener, address))
}

/// Comes when shutting down has begun and takes too long, or longer than a person likes, who asks again.
async fn late(shutting: &mut watch::Receiver<bool>) {
    if shutting.wait_for(|shut| *shut).await.is_err() {
        std::future::pending::<()>().await;
    }
    tokio::select! { () = tokio::time::sleep(FAREWELL) => {}, () = signal() => {} }
}

/// Comes with Ctrl-C, or when the operating system asks to end.
async fn signal() {
    let interrupt = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(error = error.to_string(), "Ctrl-C can't be heard");
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut stream) => drop(stream.recv().await),
            Err(error) => {
                tracing::error!(error = error.to_string(), "SIGTERM can't be heard");
                std::future::pending::<()>().await;
            }
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! { () = interrupt => {}, () = terminate => {} }
}
