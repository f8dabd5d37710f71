//! The settings of each command, checked: all faults come back together, each a sentence.

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use chrono::TimeDelta;

use super::flag::{DatabaseFlags, HealthFlags, JwtFlags, ServeFlags, TokenFlags};
use super::value;

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
    /// Beside the file; on PostgreSQL in the default file's place.
    pub fn demo_key(&self) -> PathBuf {
        let directory = self.file.as_deref().and_then(Path::parent).unwrap_or_else(|| Path::new("data"));
        directory.join("demo-signing-key")
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServeSettings {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where the rows are.
    pub database: DatabaseAddress,
    /// Whose tokens are believed.
    pub jwt: Jwt,
    /// Whether this is a demo.
    pub demo: bool,
    /// Which origins may call, when it is none.
    pub origins: Vec<String>,
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
        let demo = keep(&mut faults, given(&self.demo).map_or(Ok(false), value::truth));
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
        let origins = value::origins(given(&self.origins).unwrap_or_default(), &mut faults);
        let log = keep(&mut faults, value::log(given(&self.log).unwrap_or(value::LOG)));
        match (listen, database, demo, log) {
            (Some(listen), Some(database), Some(demo), Some(log)) if faults.is_empty() => {
                Ok(ServeSettings { listen, database, jwt, demo, origins, log })
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
mod tests {
    use super::super::flag::{DatabaseFlags, JwtFlags, ServeFlags, TokenFlags};

    const SECRET: &str = "q7Vw2mZk9Lx4Tn8RbYc3Jd6HfGs1PaUe";

    fn text(text: &str) -> Option<String> {
        Some(text.into())
    }

    fn production() -> ServeFlags {
        let jwt = JwtFlags { jwt_secret: text(SECRET), jwt_issuer: text("issuer"), jwt_audience: text("audience") };
        ServeFlags { jwt, ..ServeFlags::default() }
    }

    fn demo() -> ServeFlags {
        ServeFlags { demo: text("true"), ..ServeFlags::default() }
    }

    #[test]
    fn a_demo_needs_nothing() {
        let settings = demo().check().unwrap();

        assert_eq!((settings.listen.to_string().as_str(), settings.database.url.as_str()), ("127.0.0.1:8080", "sqlite://data/dialgate.db"));
        assert_eq!((settings.jwt.secret, settings.jwt.issuer.as_str(), settings.jwt.audience.as_str()), (None, "dialgate", "dialgate"));
        assert_eq!(settings.database.demo_key().to_str(), Some("data/demo-signing-key"));
    }

    #[test]
    fn production_names_its_key_issuer_and_audience() {
        assert!(!production().check().unwrap().demo);

        let faults = ServeFlags::default().check().unwrap_err();

        let names: Vec<_> = faults.iter().filter_map(|fault| fault.split(' ').next()).collect();
        assert_eq!(names, ["DIALGATE_JWT_SECRET", "DIALGATE_JWT_ISSUER", "DIALGATE_JWT_AUDIENCE"]);
    }

    #[test]
    fn an_empty_text_is_not_set() {
        let flags = ServeFlags { listen: text(""), origins: text(""), log: text(""), ..demo() };

        assert!(flags.check().is_ok());
        assert_eq!(ServeFlags { demo: text(""), ..ServeFlags::default() }.check().unwrap_err().len(), 3);
    }

    #[test]
    fn all_faults_come_together_and_none_tells_a_secret() {
        let flags = ServeFlags {
            listen: text("nowhere"),
            demo: text("false"),
            origins: text("https://app.acme.net,*"),
            log: text("=="),
            database: DatabaseFlags { database_url: text("mysql://u:hunter2@h/d") },
            jwt: JwtFlags { jwt_secret: text("hunter2"), ..JwtFlags::default() },
        };

        let faults = flags.check().unwrap_err();

        assert_eq!(faults.len(), 7, "{faults:#?}");
        assert!(!faults.concat().contains("hunter2"));
        assert!(!format!("{:?}", production().check()).contains(SECRET));
    }

    #[test]
    fn a_demo_stays_on_loopback() {
        for inside in ["127.0.0.1:8080", "127.0.0.9:1", "[::1]:0", "localhost:8080", "[::ffff:127.0.0.1]:8080"] {
            assert!(ServeFlags { listen: text(inside), ..demo() }.check().is_ok(), "{inside}");
        }
        for outside in ["0.0.0.0:8080", "[::]:8080", "192.168.1.2:8080", "[::ffff:10.0.0.1]:8080"] {
            assert_eq!(ServeFlags { listen: text(outside), ..demo() }.check().unwrap_err().len(), 1, "{outside}");
            assert!(ServeFlags { listen: text(outside), ..production() }.check().is_ok(), "{outside}");
        }
    }

    #[test]
    fn a_weak_secret_is_refused() {
        for weak in [
            "short",
            "0123456789012345678901234567890",
            "please-change-me-please-change-me-please",
            "a-string-secret-at-least-256-bits-long",
            "abababababababababababababababababab",
            "q7Vw2mZk9Lx4Tn8RbYc3Jd6HfGs1PaUe\n",
        ] {
            let jwt = JwtFlags { jwt_secret: text(weak), ..JwtFlags::default() };
            assert_eq!(ServeFlags { jwt, ..demo() }.check().unwrap_err().len(), 1, "{weak}");
        }
    }

    #[test]
    fn a_database_is_a_file_or_a_server() {
        let check = |url: &str| DatabaseFlags { database_url: text(url) }.check();

        for (url, file) in [("sqlite://a/b.db?mode=rwc", "a/b.db"), ("sqlite:b.db", "b.db"), ("sqlite:///a/b%20c.db", "/a/b c.db")] {
            assert_eq!(check(url).unwrap().file.unwrap().to_str(), Some(file));
        }
        assert_eq!(check("postgres://u:p@localhost:5432/d").unwrap().file, None);
        for wrong in [
            "",
            "b.db",
            "sqlite:",
            "sqlite::memory:",
            "sqlite://a.db?mode=memory",
            "sqlite://a.db?mode=ro",
            "sqlite://a.db?x=y",
            "sqlite:///tmp",
            "mysql://h/d",
            "postgres://h:port/d",
            "postgres://[",
        ] {
            assert_eq!(check(wrong).is_err(), !wrong.is_empty(), "{wrong}");
        }
    }

    #[test]
    fn a_token_lives_a_second_to_ninety_days() {
        let check = |ttl: &str| TokenFlags { ttl: ttl.into(), ..TokenFlags::default() }.check().map(|settings| settings.ttl.num_seconds());

        for (ttl, seconds) in [("1", 1), ("90s", 90), ("30m", 1800), ("12h", 43_200), ("90d", 7_776_000)] {
            assert_eq!(check(ttl), Ok(seconds));
        }
        for wrong in ["", "0", "h", "-1h", "+1h", "1.5h", "91d", "1w", "9223372036854775807d", "١h", "1 h"] {
            assert!(check(wrong).is_err(), "{wrong}");
        }
    }
}
