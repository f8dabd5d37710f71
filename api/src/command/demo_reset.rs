//! `dialgate demo reset`: only for a database that holds nothing but a demo, and with nobody serving it.

use std::io::{self, BufRead, IsTerminal, Write};
use std::sync::Arc;

use super::failure::{Failure, print};
use super::open::Opened;
use super::{key, lock, open};
use crate::action::demo_calls;
use crate::action::demo_reset::{self, Held};
use crate::clock::{Clock, SystemClock};
use crate::config::operator_flag::DemoResetFlags;
use crate::seal::data_keys::DataKeys;

/// Makes the demo new.
pub async fn run(flags: DemoResetFlags) -> Result<(), Failure> {
    let address = flags.database.check().map_err(|fault| Failure::Settings(vec![fault]))?;
    let data_keys = flags.data_key.check().map_err(|fault| Failure::Settings(vec![fault]))?;
    open::is_there(&address)?;
    let _lock = address.file.as_deref().map(lock::take).transpose()?;
    let opened = open::existing(&flags.database, true).await?;
    let done = reset(&opened, flags.yes, data_keys).await;
    opened.close(done).await
}

async fn reset(opened: &Opened, yes: bool, data_keys: Option<DataKeys>) -> Result<(), Failure> {
    let database = &opened.database;
    match demo_reset::look(database).await.map_err(Failure::because("The accounts can't be read"))? {
        Held::Nothing | Held::Demo => {}
        Held::Other(names) if names.is_empty() => {
            return Err(Failure::Plain(
                "This is no demo: there are number types, and none of the demo's accounts. Nothing was done.".into(),
            ));
        }
        Held::Other(names) => {
            let shown: Vec<_> = names.iter().take(5).map(|name| format!("{name:?}")).collect();
            let more = if names.len() > 5 { " and others" } else { "" };
            return Err(Failure::Plain(format!("This is no demo: the demo did not make {}{more}. Nothing was done.", shown.join(", "))));
        }
    }
    if !yes && !agreed()? {
        return Err(Failure::Plain("Nothing was done.".into()));
    }
    let database = database.clone().with_data_keys(key::make_data(data_keys, &opened.address)?);
    let done = demo_reset::run(&database, SystemClock.now(), &opened.randomness()).await;
    done.map_err(Failure::because("The demo can't be made new"))?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    demo_calls::run(&database, &clock, &opened.randomness()).await.map_err(Failure::because("The calls of the demo can't be made"))?;
    print("The demo is new. Tokens that were made before open nothing any more.\n");
    Ok(())
}

fn agreed() -> Result<bool, Failure> {
    if !io::stdin().is_terminal() {
        return Err(Failure::Plain("This throws away everything in the demo. Say --yes when nobody is here to be asked.".into()));
    }
    let mut stderr = io::stderr();
    let _ = write!(stderr, "This throws away everything in the demo and loads it anew. Go on? [y/N] ").and_then(|()| stderr.flush());
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer).map_err(Failure::because("The answer can't be read"))?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}
