//! One text in, one value or one sentence out.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;

use chrono::TimeDelta;
use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::sqlite::SqliteConnectOptions;

use crate::seal::data_keys::DataKeys;

/// Where the gateway listens when nothing is said.
pub const LISTEN: &str = "127.0.0.1:8080";
/// Where its rows are then.
pub const DATABASE: &str = "sqlite://data/dialgate.db";
/// What it logs then: a start's greeting says enough about migrations.
pub const LOG: &str = "info,sea_orm_migration=warn,sqlx::postgres::notice=warn";

/// HS256 wants a key as long as its hash (RFC 7518, 3.2).
const SECRET_BYTES: usize = 32;
/// Who needs a token for longer had better mint another in time.
const TTL_LIMIT: TimeDelta = TimeDelta::days(90);
/// More in a row is a slip of the finger.
const PROXIES_LIMIT: u8 = 16;
/// Words that betray a secret copied from somebody's documentation.
const EXAMPLES: [&str; 8] =
    ["changeme", "change-me", "change_me", "replace-me", "example", "your-256-bit-secret", "your_secret", "a-string-secret"];

/// Reads a database's address; SQLite's file. The address itself may hold a password, so no sentence repeats it.
pub fn database_file(url: &str) -> Result<Option<PathBuf>, String> {
    let unreadable = |error| format!("DATABASE_URL can't be read: {error}.");
    if url.starts_with("sqlite:") {
        if url.contains(":memory:") || url.contains("mode=memory") || url.contains("mode=ro") || url.contains("immutable=") {
            return Err("DATABASE_URL must name a file that can be written to: SQLite in memory, or read-only, does not do.".into());
        }
        let file = SqliteConnectOptions::from_str(url).map_err(unreadable)?.get_filename().to_owned();
        if file.as_os_str().is_empty() || file.is_dir() {
            return Err(format!("DATABASE_URL names no file: write sqlite://PATH, such as {DATABASE}."));
        }
        Ok(Some(file))
    } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        PgConnectOptions::from_str(url).map_err(unreadable)?;
        Ok(None)
    } else {
        Err("DATABASE_URL must begin with sqlite:// or postgres://.".into())
    }
}

/// Reads a filter of log lines.
pub fn log(text: &str) -> Result<String, String> {
    match tracing_subscriber::EnvFilter::try_new(text) {
        Ok(_) => Ok(text.into()),
        Err(_) => Err(format!("DIALGATE_LOG must be a level, such as info, or target=level pairs with commas, not {text:?}.")),
    }
}

/// Reads the name of somebody.
pub fn name(flag: &str, text: &str) -> Result<(), String> {
    let fits = !text.trim().is_empty() && text.len() <= 200 && !text.chars().any(char::is_control);
    if fits { Ok(()) } else { Err(format!("{flag} must be a name of 1 to 200 bytes, without control characters.")) }
}

/// Reads a yes or a no.
pub fn truth(name: &str, text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" => Ok(true),
        "false" | "0" | "no" | "off" => Ok(false),
        _ => Err(format!("{name} must be true or false, not {text:?}.")),
    }
}

/// Reads an address with a port.
pub fn listen(text: &str) -> Result<SocketAddr, String> {
    if let Some(port) = text.strip_prefix("localhost:").and_then(|port| port.parse().ok()) {
        return Ok(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port));
    }
    text.parse().map_err(|_| format!("DIALGATE_LISTEN must be an address and a port, such as {LISTEN} or [::1]:8080, not {text:?}."))
}

/// Says what is wrong with a secret.
pub fn weakness(secret: &str) -> Option<String> {
    let lower = secret.to_ascii_lowercase();
    if secret.len() < SECRET_BYTES {
        Some(format!("DIALGATE_JWT_SECRET is too short: {} bytes, where {SECRET_BYTES} are the least.", secret.len()))
    } else if EXAMPLES.iter().any(|word| lower.contains(word)) {
        Some("DIALGATE_JWT_SECRET is an example that others know: make one of your own (try: openssl rand -base64 48).".into())
    } else if secret.bytes().collect::<BTreeSet<_>>().len() < 8 {
        Some("DIALGATE_JWT_SECRET can be guessed: it repeats a few characters (try: openssl rand -base64 48).".into())
    } else if secret.trim() != secret {
        Some("DIALGATE_JWT_SECRET begins or ends with a blank or a line break, which is seldom meant.".into())
    } else {
        None
    }
}

/// Reads the keys that seal callers. No sentence repeats them.
pub fn data_keys(text: &str) -> Result<DataKeys, String> {
    DataKeys::read(text).map_err(|faults| {
        let faults: Vec<_> = faults.iter().map(ToString::to_string).collect();
        format!("DIALGATE_DATA_KEY can't be used: {}.", faults.join("; "))
    })
}

/// Reads origins, separated by commas.
pub fn origins(text: &str, faults: &mut Vec<String>) -> Vec<String> {
    let origins: Vec<_> = text.split(',').map(str::trim).filter(|origin| !origin.is_empty()).map(str::to_ascii_lowercase).collect();
    for origin in &origins {
        let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://")).unwrap_or_default();
        // A browser sends no path, no user and no default port, so an origin with one would never match.
        let plain = host.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b':' | b'[' | b']'));
        if host.is_empty() || !plain {
            faults.push(format!(
                "DIALGATE_ORIGINS must hold origins such as https://app.acme.net, without a path or a star, not {origin:?}."
            ));
        }
    }
    origins
}

/// Reads how many proxies stand in front.
pub fn proxies(text: &str) -> Result<u8, String> {
    let count = text.parse().ok().filter(|count| *count <= PROXIES_LIMIT);
    count
        .ok_or_else(|| format!("DIALGATE_TRUSTED_PROXIES must be the number of proxies in front, from 0 to {PROXIES_LIMIT}, not {text:?}."))
}

/// Reads how long a token lives.
pub fn ttl(text: &str) -> Result<TimeDelta, String> {
    let (digits, unit) = match text.strip_suffix(['s', 'm', 'h', 'd']) {
        Some(digits) => (digits, &text[digits.len()..]),
        None => (text, "s"),
    };
    let seconds = match unit {
        "m" => 60,
        "h" => 3600,
        "d" => 86400,
        _ => 1,
    };
    let count = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<i64>().ok()).flatten();
    count
        .and_then(|count| TimeDelta::try_seconds(count.checked_mul(seconds)?))
        .filter(|ttl| (TimeDelta::seconds(1)..=TTL_LIMIT).contains(ttl))
        .ok_or_else(|| format!("--ttl must be a time from 1 second to 90 days, such as 3600, 30m, 12h or 7d, not {text:?}."))
}
