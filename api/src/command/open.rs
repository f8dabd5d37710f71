//! Opening a database for a command that makes none: it has to be there, and up to date.

use std::sync::Arc;

use super::failure::Failure;
use super::key;
use crate::action::operator;
use crate::action::refusal::Refusal;
use crate::clock::{Clock, Randomness, SystemClock, SystemRandomness};
use crate::config::flag::{DataKeyFlags, DatabaseFlags};
use crate::config::setting::DatabaseAddress;
use crate::database::Database;
use crate::operation::Operation;

/// A database that is there and has the tables of this program.
pub struct Opened {
    /// The connections.
    pub database: Database,
    /// The address.
    pub address: DatabaseAddress,
}

/// Opens one. `bulk`: for work that takes longer than a request may.
pub async fn existing(flags: &DatabaseFlags, bulk: bool) -> Result<Opened, Failure> {
    let address = flags.check().map_err(|fault| Failure::Settings(vec![fault]))?;
    is_there(&address)?;
    let opened = if bulk { Database::open_for_bulk(&address.url).await } else { Database::open(&address.url).await };
    let database = opened.map_err(Failure::because("The database can't be opened"))?;
    // A database without the table of steps has taken none.
    if !migration::is_current(database.reader()).await.unwrap_or(false) {
        let _ = database.close().await;
        return Err(Failure::Plain("The tables of this database are not those of this program. Run `dialgate migrate` first.".into()));
    }
    Ok(Opened { database, address })
}

/// Opens one whose callers this command seals or opens.
pub async fn existing_with_keys(flags: &DatabaseFlags, keys: &DataKeyFlags, bulk: bool) -> Result<Opened, Failure> {
    let (address, configured) = match (flags.check(), keys.check()) {
        (Ok(address), Ok(configured)) => (address, configured),
        (address, configured) => return Err(Failure::Settings(address.err().into_iter().chain(configured.err()).collect())),
    };
    is_there(&address)?;
    let keys = key::find_data(configured, &address)?;
    let Opened { database, address } = existing(flags, bulk).await?;
    Ok(Opened { database: database.with_data_keys(keys), address })
}

/// Opening would make the file.
pub fn is_there(address: &DatabaseAddress) -> Result<(), Failure> {
    match address.file.as_deref().filter(|file| !file.exists()) {
        Some(file) => Err(Failure::Plain(format!(
            "There is no database at {}. Run `dialgate migrate` or `dialgate serve` first, or name another with --database-url.",
            file.display()
        ))),
        None => Ok(()),
    }
}

impl Opened {
    /// An operation of the operator, at this instant.
    pub fn operation(&self) -> Operation {
        operator::unbound(&self.database, SystemClock.now(), &self.randomness())
    }

    /// The operating system's chance.
    pub fn randomness(&self) -> Arc<dyn Randomness> {
        Arc::new(SystemRandomness)
    }

    /// Closes the database behind what was done.
    pub async fn close<T>(self, done: Result<T, Failure>) -> Result<T, Failure> {
        let closed = self.database.close().await.map_err(Failure::because("The database can't be closed"));
        let done = done?;
        closed?;
        Ok(done)
    }
}

/// For `map_err`: what the operator is told.
pub fn refused(what: &str) -> impl FnOnce(Refusal) -> Failure {
    move |refusal| match refusal {
        Refusal::Faults(faults) => Failure::Refused(faults),
        Refusal::Store(error) => Failure::because(what)(error),
    }
}
