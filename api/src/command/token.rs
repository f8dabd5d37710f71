//! `dialgate token`: prints a token alone, so that a script can take it. Makes no key and no database.

use super::failure::{Failure, print};
use super::{key, open};
use crate::action::account_find;
use crate::clock::{Clock, SystemClock, SystemRandomness};
use crate::config::flag::TokenFlags;
use crate::config::setting::DatabaseAddress;
use crate::database::Database;
use crate::viewer::{Principal, Scope, Viewer};

/// How many names are told to who misspelled one.
const NAMES: usize = 20;

/// Mints a token and prints it.
pub async fn run(flags: TokenFlags) -> Result<(), Failure> {
    let (settings, scopes) = match (flags.check(), scopes(&flags)) {
        (Ok(settings), Ok(scopes)) => (settings, scopes),
        (settings, scopes) => {
            let faults = settings.err().into_iter().flatten().chain(scopes.err().into_iter().flatten());
            return Err(Failure::Settings(faults.collect()));
        }
    };
    let keys = key::find(&settings.jwt, &settings.database)?;
    let (principal, subject) = match (flags.switch, flags.account) {
        (Some(name), _) => (Principal::Switch(name.clone()), name),
        (None, account) => (account_of(&settings.database, &account.unwrap_or_default()).await?, "operator".into()),
    };
    let now = SystemClock.now();
    let viewer = Viewer { subject: flags.subject.unwrap_or(subject), principal, scopes, expires_at: now + settings.ttl };
    let token = keys.mint(&viewer, now, &SystemRandomness).map_err(Failure::because("The token can't be signed"))?;
    // What is printed is what the server believes; a token that it would refuse is no token.
    keys.verify(&token, now).map_err(|_| Failure::Plain("These names make a token that is too long: shorten them.".into()))?;
    print(&format!("{token}\n"));
    Ok(())
}

fn scopes(flags: &TokenFlags) -> Result<Vec<Scope>, Vec<String>> {
    if flags.all_scopes {
        return Ok(Scope::ALL.to_vec());
    }
    let words: Vec<_> = flags.scope.as_deref().unwrap_or_default().split_whitespace().collect();
    let unknown: Vec<_> = words.iter().filter(|word| Scope::parse(word).is_none()).map(|word| format!("{word:?}")).collect();
    if unknown.is_empty() {
        let mut scopes: Vec<_> = words.into_iter().filter_map(Scope::parse).collect();
        scopes.sort_unstable();
        scopes.dedup();
        Ok(scopes)
    } else {
        let known = Scope::ALL.map(Scope::word).join(", ");
        Err(vec![format!("--scope knows no {}. There are: {known}.", unknown.join(", "))])
    }
}

async fn account_of(address: &DatabaseAddress, text: &str) -> Result<Principal, Failure> {
    open::is_there(address)?;
    let database = Database::open(&address.url).await.map_err(Failure::because("The database can't be opened"))?;
    let found = find(&database, text).await;
    let closed = database.close().await.map_err(Failure::because("The database can't be closed"));
    let found = found?;
    closed?;
    Ok(found)
}

async fn find(database: &Database, text: &str) -> Result<Principal, Failure> {
    let unreadable = || Failure::because("The accounts can't be read (has the database been migrated?)");
    match account_find::by_name_or_id(database, text).await.map_err(unreadable())?.as_slice() {
        [] => {}
        [account] => return Ok(Principal::Account(account.id)),
        several => {
            let ids: Vec<_> = several.iter().take(NAMES).map(|account| account.id.to_string()).collect();
            return Err(Failure::Plain(format!(
                "{} accounts have the name {text:?}. Give an id instead: {}.",
                several.len(),
                ids.join(", ")
            )));
        }
    }
    let accounts = account_find::list(database).await.map_err(unreadable())?;
    let mut names: Vec<_> = accounts.iter().take(NAMES).map(|account| account.name.as_str()).collect();
    if accounts.len() > NAMES {
        names.push("and others");
    }
    let known = if names.is_empty() { "There are none yet".to_owned() } else { format!("There are: {}", names.join(", ")) };
    Err(Failure::Plain(format!("No account has the name or the id {text:?}. {known}.")))
}
