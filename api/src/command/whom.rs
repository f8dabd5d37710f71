//! Which account an operator means by a name or an id.

use entity::account::Model;

use super::failure::Failure;
use crate::action::account_find;
use crate::database::Database;

/// How many names are told to who misspelled one.
const NAMES: usize = 20;

/// The account of this name or id; else a sentence that helps to find it.
pub async fn account(database: &Database, text: &str) -> Result<Model, Failure> {
    let unreadable = || Failure::because("The accounts can't be read (has the database been migrated?)");
    let mut found = account_find::by_name_or_id(database, text).await.map_err(unreadable())?;
    if found.len() > 1 {
        let ids: Vec<_> = found.iter().take(NAMES).map(|account| account.id.to_string()).collect();
        return Err(Failure::Plain(format!("{} accounts have the name {text:?}. Give an id instead: {}.", found.len(), ids.join(", "))));
    }
    if let Some(only) = found.pop() {
        return Ok(only);
    }
    let accounts = account_find::list(database).await.map_err(unreadable())?;
    let mut names: Vec<_> = accounts.iter().take(NAMES).map(|account| account.name.as_str()).collect();
    if accounts.len() > NAMES {
        names.push("and others");
    }
    let known = if names.is_empty() { "There are none yet".to_owned() } else { format!("There are: {}", names.join(", ")) };
    Err(Failure::Plain(format!("No account has the name or the id {text:?}. {known}.")))
}
