//! The settings of each command, checked: all faults come back together, each a sentence.

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use chrono::TimeDelta;

use super::flag::{DataKeyFlags, DatabaseFlags, HealthFlags, JwtFlags, ServeFlags, TokenFlags};
use super::limits::Limits;
use super::value;
use crate::seal::data_keys::DataKeys;

/// The issuer and the audience of a demo.
const NAME: &str = "dialgate";

/// A secret, which never prints itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a key.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The key.
    pub fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// A database's address, which may hold a password: never print it whole.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseAddress {
    /// For the driver.
    pub url: String,
    /// The file, of SQLite.
    pub file: Option<PathBuf>,
}

impl fmt::Debug for DatabaseAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DatabaseAddress").field(&self.file).finish()
    }
}

impl DatabaseAddress {
    /// Where a demo keeps the key that signs its tokens: beside the file; on PostgreSQL in the default file's place.
    pub fn demo_key(&self) -> PathBuf {
        self.beside("demo-signing-key")
    }

    /// Where a demo keeps the key that seals its callers.
    pub fn demo_data_key(&self) -> PathBuf {
        self.beside("demo-data-key")
    }

    fn beside(&self, name: &str) -> PathBuf {
        self.file.as_deref().and_then(Path::parent).unwrap_or_else(|| Path::new("data")).join(name)
    }
}

/// Whose tokens are believed. Without a secret it is the demo's, kept in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jwt {
    /// The configured secret.
    pub secret: Option<Secret>,
    /// The `iss` of every token.
    pub issuer: String,
    /// The `aud` of every token.
    pub audience: String,
}

/// The settings of `serve`, every one of them checked.
#[derive(Clone, Debug)]
pub struct ServeSettings {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where the rows are.
    pub database: DatabaseAddress,
    /// Whose tokens are believed.
    pub jwt: Jwt,
    /// What seals callers. Without it it is the demo's, kept in a file.
    pub data_keys: Option<DataKeys>,
    /// Whether this is a demo.
    pub demo: bool,
    /// Which origins may call, when it is none.
    pub origins: Vec<String>,
    /// What a request may be and cost.
    pub limits: Limits,
    /// How many proxies tell whom they heard.
    pub trusted_proxies: u8,
    /// Whether the schema can be asked for.
    pub introspection: bool,
    /// Whether a misspelled name is answered with those that were probably meant.
    pub suggestions: bool,
    /// The file of the only documents that are run.
    pub trusted_documents: Option<PathBuf>,
    /// What is logged.
    pub log: String,
}

/// The settings of `token`, but for the scopes, whose words the command knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenSettings {
    /// Where the accounts are, and the demo's key.
    pub database: DatabaseAddress,
    /// With what to sign.
    pub jwt: Jwt,
    /// For how long.
    pub ttl: TimeDelta,
}

impl ServeFlags {
    /// Checks every setting.
    pub fn check(&self) -> Result<ServeSettings, Vec<String>> {
        let mut faults = Vec::new();
        let demo = keep(&mut faults, given(&self.demo).map_or(Ok(false), |text| value::truth("DIALGATE_DEMO", text)));
        let listen = keep(&mut faults, value::listen(given(&self.listen).unwrap_or(value::LISTEN)));
        if let (Some(true), Some(address)) = (demo, listen)
            && !address.ip().to_canonical().is_loopback()
        {
            faults.push(format!(
                "A demo listens on loopback only, such as {}, and not on {address}: it gives a token to everyone who can reach it. \
                 To serve others, leave out --demo (DIALGATE_DEMO) and configure keys.",
                value::LISTEN
            ));
        }
        let database = keep(&mut faults, self.database.check());
        // A demo that is misspelled is not scolded for what only a production start needs.
        let jwt = jwt(&self.jwt, demo == Some(false), &mut faults);
        let data_keys = keep(&mut faults, self.data_key.check()).flatten();
        if demo == Some(false) && given(&self.data_key.data_key).is_none() {
            faults.push(
                "DIALGATE_DATA_KEY is missing: the key that protects callers' numbers (make one with: dialgate data-key new). \
                 (Only a demo, --demo, does without.)"
                    .into(),
            );
        }
        let origins = value::origins(given(&self.origins).unwrap_or_default(), &mut faults);
        let limits = Limits::read(given(&self.limits).unwrap_or_default(), &mut faults);
        let trusted_proxies = keep(&mut faults, given(&self.trusted_proxies).map_or(Ok(0), value::proxies));
        let mut truth = |name, text| keep(&mut faults, given(text).map_or(Ok(true), |text| value::truth(name, text))).unwrap_or(true);
        let introspection = truth("DIALGATE_INTROSPECTION", &self.introspection);
        let suggestions = truth("DIALGATE_SUGGESTIONS", &self.suggestions);
        let trusted_documents = given(&self.trusted_documents).map(PathBuf::from);
        let log = keep(&mut faults, value::log(given(&self.log).unwrap_or(value::LOG)));
        match (listen, database, demo, trusted_proxies, log) {
            (Some(listen), Some(database), Some(demo), Some(trusted_proxies), Some(log)) if faults.is_empty() => {
                let settings = ServeSettings {
                    listen,
                    database,
                    jwt,
                    data_keys,
                    demo,
                    origins,
                    limits,
                    trusted_proxies,
                    introspection,
                    suggestions,
                    trusted_documents,
                    log,
                };
                Ok(settings)
            }
            _ => Err(faults),
        }
    }
}

impl HealthFlags {
    /// Checks the address.
    pub fn check(&self) -> Result<SocketAddr, String> {
        value::listen(given(&self.listen).unwrap_or(value::LISTEN))
    }
}

impl TokenFlags {
    /// Checks every setting.
    pub fn check(&self) -> Result<TokenSettings, Vec<String>> {
        let mut faults = Vec::new();
        for (flag, text) in [("--account", &self.account), ("--switch", &self.switch), ("--subject", &self.subject)] {
            if let Some(text) = text {
                keep(&mut faults, value::name(flag, text));
            }
        }
        let ttl = keep(&mut faults, value::ttl(&self.ttl));
        let database = keep(&mut faults, self.database.check());
        let jwt = jwt(&self.jwt, false, &mut faults);
        match (database, ttl) {
            (Some(database), Some(ttl)) if faults.is_empty() => Ok(TokenSettings { database, jwt, ttl }),
            _ => Err(faults),
        }
    }
}

impl DataKeyFlags {
    /// Checks the keys, if there are any.
    pub fn check(&self) -> Result<Option<DataKeys>, String> {
        given(&self.data_key).map(value::data_keys).transpose()
    }
}

impl DatabaseFlags {
    /// Checks the address.
    pub fn check(&self) -> Result<DatabaseAddress, String> {
        let url = given(&self.database_url).unwrap_or(value::DATABASE);
        Ok(DatabaseAddress { url: url.into(), file: value::database_file(url)? })
    }
}

fn jwt(flags: &JwtFlags, strict: bool, faults: &mut Vec<String>) -> Jwt {
    let secret = given(&flags.jwt_secret);
    if strict {
        for (text, name, what) in [
            (&flags.jwt_secret, "DIALGATE_JWT_SECRET", "the secret that signs tokens, 32 bytes or more (try: openssl rand -base64 48)"),
            (&flags.jwt_issuer, "DIALGATE_JWT_ISSUER", "the `iss` that every token must carry"),
            (&flags.jwt_audience, "DIALGATE_JWT_AUDIENCE", "the `aud` that every token must carry"),
        ] {
            if given(text).is_none() {
                faults.push(format!("{name} is missing: {what}. (Only a demo, --demo, does without.)"));
            }
        }
    }
    faults.extend(secret.and_then(value::weakness));
    let name = |text| given(text).unwrap_or(NAME).to_owned();
    Jwt { secret: secret.map(|text| Secret::new(text.into())), issuer: name(&flags.jwt_issuer), audience: name(&flags.jwt_audience) }
}

fn keep<T>(faults: &mut Vec<String>, checked: Result<T, String>) -> Option<T> {
    checked.map_err(|fault| faults.push(fault)).ok()
}

/// Compose files hand over what isn't set as an empty text.
fn given(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests;
