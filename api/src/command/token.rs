//! `dialgate token`: prints a token alone, so that a script can take it. Makes no key and no database.

use super::failure::{Failure, print};
use super::{key, open, whom};
use crate::clock::{Clock, SystemClock, SystemRandomness};
use crate::config::flag::TokenFlags;
use crate::config::setting::DatabaseAddress;
use crate::database::Database;
use crate::viewer::{Principal, Scope, Viewer};

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
    let found = whom::account(&database, text).await;
    let closed = database.close().await.map_err(Failure::because("The database can't be closed"));
    let found = found?;
    closed?;
    Ok(Principal::Account(found.id))
}
