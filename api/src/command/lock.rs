//! One server per SQLite file: held by a lock of the operating system, which goes when the process does, however it ends.

use std::fs::{self, File, TryLockError};
use std::path::Path;

use super::failure::Failure;

/// Makes the file's directory, and takes the lock on a file beside it. It is held until it is dropped.
pub fn take(database: &Path) -> Result<File, Failure> {
    // A file has one lock, however it is named.
    let mut path = database.canonicalize().unwrap_or_else(|_| database.to_owned()).into_os_string();
    path.push(".lock");
    let because = || Failure::because(format!("{} can't be made", path.display()));
    if let Some(directory) = database.parent().filter(|directory| !directory.as_os_str().is_empty()) {
        fs::create_dir_all(directory).map_err(because())?;
    }
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(because())?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Failure::Plain(format!(
            "Another Dialgate is already serving {}. Stop it first, or give this one a database of its own with --database-url.",
            database.display()
        ))),
        Err(TryLockError::Error(error)) => Err(Failure::because(format!("{} can't be locked", path.display()))(error)),
    }
}
