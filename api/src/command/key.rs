//! The key of tokens and the key that seals callers: the configured ones, else a demo's own, kept in files that only their owner can read.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use super::failure::Failure;
use crate::clock::Randomness;
use crate::config::setting::{DatabaseAddress, Jwt};
use crate::seal::data_keys::DataKeys;
use crate::server::token::Keys;

/// The shortest key that a demo's file may hold.
const LEAST: usize = 64;

/// The keys, for a server: a demo without a secret makes one.
pub fn make(jwt: &Jwt, database: &DatabaseAddress, randomness: &dyn Randomness) -> Result<Keys, Failure> {
    if jwt.secret.is_none() {
        let path = database.demo_key();
        // Forty random bytes: more than the hash is long.
        let secret = || (0..4).flat_map(|_| randomness.ten_bytes()).map(|byte| format!("{byte:02x}")).collect();
        write_once(&path, secret).map_err(Failure::because(format!("{} can't be written", path.display())))?;
    }
    find(jwt, database)
}

/// The keys, for everyone else: nothing is made.
pub fn find(jwt: &Jwt, database: &DatabaseAddress) -> Result<Keys, Failure> {
    let keys = |secret: &[u8]| Keys::new(secret, &jwt.issuer, &jwt.audience);
    if let Some(secret) = &jwt.secret {
        return Ok(keys(secret.bytes()));
    }
    let path = database.demo_key();
    let shown = path.display();
    match fs::read_to_string(&path) {
        Ok(text) if text.trim().len() >= LEAST => Ok(keys(text.trim().as_bytes())),
        Ok(_) => Err(Failure::Plain(format!("{shown} holds no key. Delete it, and the next `dialgate serve --demo` makes another."))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Failure::Plain(format!(
            "There is no key to sign with: set DIALGATE_JWT_SECRET to the server's, or start `dialgate serve --demo` once, which makes {shown}."
        ))),
        Err(error) => Err(Failure::because(format!("{shown} can't be read"))(error)),
    }
}

/// The keys that seal callers, for a server: a demo without one makes it.
pub fn make_data(configured: Option<DataKeys>, database: &DatabaseAddress) -> Result<DataKeys, Failure> {
    if configured.is_none() {
        let path = database.demo_data_key();
        write_once(&path, DataKeys::draw).map_err(Failure::because(format!("{} can't be written", path.display())))?;
    }
    find_data(configured, database)
}

/// The keys that seal callers, for everyone else: nothing is made.
pub fn find_data(configured: Option<DataKeys>, database: &DatabaseAddress) -> Result<DataKeys, Failure> {
    if let Some(keys) = configured {
        return Ok(keys);
    }
    let path = database.demo_data_key();
    let shown = path.display();
    match fs::read_to_string(&path) {
        Ok(text) => DataKeys::read(text.trim()).map_err(|_| {
            Failure::Plain(format!(
                "{shown} holds no key. With it the callers of the demo are lost: delete it, and run `dialgate demo reset` when the next \
                 `dialgate serve --demo` has made another."
            ))
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Failure::Plain(format!(
            "There is no key that opens callers' numbers: set DIALGATE_DATA_KEY to the server's, or start `dialgate serve --demo` once, which \
             makes {shown}."
        ))),
        Err(error) => Err(Failure::because(format!("{shown} can't be read"))(error)),
    }
}

/// Written aside and then linked into place, so that nobody ever reads half a key.
fn write_once(path: &Path, secret: impl FnOnce() -> String) -> io::Result<()> {
    if path.exists() {
        return Ok(());
    }
    if let Some(directory) = path.parent().filter(|directory| !directory.as_os_str().is_empty()) {
        fs::create_dir_all(directory)?;
    }
    let aside = path.with_extension(format!("{}.new", std::process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&aside)?;
    writeln!(file, "{}", secret())?;
    file.sync_all()?;
    let linked = fs::hard_link(&aside, path);
    fs::remove_file(&aside)?;
    match linked {
        // Another was first; its key is as good.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}
