//! One gateway per test: a database of its own, a clock that stands still, chance that is counted, and the router in process.

use std::sync::{Arc, Mutex};

use api::clock::{Clock, CountedRandomness, Randomness, StillClock};
use api::config::limits::Limits;
use api::operation::Operation;
use api::seal::data_keys::DataKeys;
use api::server::router::router;
use api::server::state::ServerState;
use api::server::token::Keys;
use api::viewer::{Principal, Scope, Viewer};
use axum::Router;
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use entity::id::AccountId;

use super::caller::Caller;
use super::database::{Database, Engine};
use super::log;

pub const SECRET: &str = "a secret that only the tests of this house know";
pub const ISSUER: &str = "https://issuer.test";
/// What seals callers in every test: one key, as `dialgate data-key new` would print it.
pub const DATA_KEY: &str = "cTdWdzJtWms5THg0VG44UmJZYzNKZDZIZkdzMVBhVWU=";
pub const AUDIENCE: &str = "dialgate-test";

/// A gateway on a database of its own.
pub struct Gateway {
    pub engine: Engine,
    pub database: api::database::Database,
    pub clock: Arc<StillClock>,
    pub randomness: Arc<dyn Randomness>,
    pub router: Router,
    /// What the router was made from, to make another with other limits.
    pub state: ServerState,
    /// What is heard while somebody counts.
    statements: Arc<Mutex<Option<Vec<String>>>>,
    // Dropped last: the database is removed when nobody is connected any more.
    pub home: Database,
}

impl Gateway {
    /// A gateway on an empty database.
    pub async fn empty(engine: Engine) -> Self {
        log::listen();
        let home = Database::fresh(engine).await;
        let statements = Arc::new(Mutex::new(None));
        let heard = statements.clone();
        let listener =
            Arc::new(move |text: &str| heard.lock().unwrap().iter_mut().for_each(|all: &mut Vec<String>| all.push(text.to_owned())));
        let database = api::database::Database::open_with(&home.url, Some(listener)).await.unwrap().with_data_keys(data_keys());
        let clock = Arc::new(StillClock::at(start()));
        let randomness: Arc<dyn Randomness> = Arc::new(CountedRandomness::default());
        let keys = Keys::new(SECRET.as_bytes(), ISSUER, AUDIENCE);
        // The clock of tests stands still, and would never give an account anything back; and a crowd of clients is what races are about.
        let limits = Limits { account_cost: 0, concurrent_requests: 10_000, ..Limits::default() };
        let state = ServerState::new(database.clone(), clock.clone(), randomness.clone(), keys).with_limits(limits);
        Self { engine, database, clock, randomness, router: router(state.clone()), state, statements, home }
    }

    /// Somebody of an account, with all scopes, at a door of their own with other limits.
    pub fn limited(&self, account: AccountId, limits: Limits) -> Caller {
        Caller::new(router(self.state.clone().with_limits(limits)), self.caller(account).token)
    }

    /// The door of a second process on the same database, with connections of its own.
    pub async fn second(&self) -> Router {
        let database = api::database::Database::open(&self.home.url).await.unwrap().with_data_keys(data_keys());
        router(ServerState { database, ..self.state.clone() })
    }

    /// Runs something and tells which statements it took.
    pub async fn counting<T>(&self, work: impl Future<Output = T>) -> (T, Vec<String>) {
        *self.statements.lock().unwrap() = Some(Vec::new());
        let result = work.await;
        (result, self.statements.lock().unwrap().take().unwrap_or_default())
    }

    /// An operation of an account, for what has no mutation yet.
    pub fn operation(&self, account: AccountId) -> Operation {
        let now = self.clock.now();
        let viewer = Viewer {
            subject: "test".into(),
            principal: Principal::Account(account),
            scopes: Scope::ALL.to_vec(),
            expires_at: now + TimeDelta::hours(1),
        };
        Operation::new(viewer, now, self.database.clone(), "req_test".into(), self.randomness.clone())
    }

    /// Somebody of an account, with all scopes.
    pub fn caller(&self, account: AccountId) -> Caller {
        self.caller_with(account, &Scope::ALL.map(Scope::word).join(" "))
    }

    /// Somebody of an account, with some scopes.
    pub fn caller_with(&self, account: AccountId, scope: &str) -> Caller {
        let exp = (self.clock.now() + TimeDelta::days(400)).timestamp();
        let claims =
            serde_json::json!({"iss": ISSUER, "aud": AUDIENCE, "sub": "ann", "exp": exp, "account": account.to_string(), "scope": scope});
        Caller::new(self.router.clone(), Some(sign(&claims)))
    }

    /// A telephone switch.
    pub fn switch(&self, name: &str) -> Caller {
        let exp = (self.clock.now() + TimeDelta::days(400)).timestamp();
        let claims = serde_json::json!({"iss": ISSUER, "aud": AUDIENCE, "sub": name, "exp": exp, "switch": name});
        Caller::new(self.router.clone(), Some(sign(&claims)))
    }
}

/// The keys of [`DATA_KEY`].
pub fn data_keys() -> DataKeys {
    DataKeys::read(DATA_KEY).unwrap()
}

/// The instant at which every test begins.
pub fn start() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 2, 9, 30, 0).unwrap()
}

/// Signs claims as the gateway's own key would.
pub fn sign(claims: &serde_json::Value) -> String {
    jsonwebtoken::encode(&jsonwebtoken::Header::default(), claims, &jsonwebtoken::EncodingKey::from_secret(SECRET.as_bytes())).unwrap()
}
