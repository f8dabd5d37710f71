//! `dialgate migrate`: brings the tables up to date and ends.

use std::fs;

use super::failure::{Failure, print};
use crate::config::flag::DatabaseFlags;
use crate::config::setting::DatabaseAddress;
use crate::database::Database;

/// Migrates, and says so.
pub async fn run(flags: DatabaseFlags) -> Result<(), Failure> {
    let address = flags.check().map_err(|fault| Failure::Settings(vec![fault]))?;
    let database = open(&address).await?;
    let migrated = migration::up(database.writer()).await.map_err(Failure::because("The database can't be migrated"));
    let closed = database.close().await.map_err(Failure::because("The database can't be closed"));
    migrated.and(closed)?;
    print("The database is up to date.\n");
    Ok(())
}

/// Opens a database, whose file and directory are made when they are not there.
pub async fn open(address: &DatabaseAddress) -> Result<Database, Failure> {
    if let Some(directory) = address.file.as_deref().and_then(|file| file.parent()).filter(|directory| !directory.as_os_str().is_empty()) {
        fs::create_dir_all(directory).map_err(Failure::because(format!("{} can't be made", directory.display())))?;
    }
    Database::open(&address.url).await.map_err(Failure::because("The database can't be opened"))
}
