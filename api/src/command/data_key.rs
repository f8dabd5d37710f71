//! `dialgate data-key new` and `rewrap`: the operator's keys, and their rotation.

use serde_json::json;

use super::failure::{Failure, print};
use super::open;
use crate::action::data_key_rewrap::{self, Outcome};
use crate::clock::{Clock, SystemClock};
use crate::config::operator_flag::{DataKeyCommand, RewrapFlags};
use crate::seal::data_keys::DataKeys;

/// Makes a key or wraps with one.
pub async fn run(command: DataKeyCommand) -> Result<(), Failure> {
    match command {
        DataKeyCommand::New => {
            print(&format!("{}\n", DataKeys::draw()));
            Ok(())
        }
        DataKeyCommand::Rewrap(flags) => rewrap(flags).await,
    }
}

async fn rewrap(flags: RewrapFlags) -> Result<(), Failure> {
    let RewrapFlags { data_key, list } = flags;
    let opened = open::existing_with_keys(&list.database, &data_key, false).await?;
    let done = data_key_rewrap::run(&opened.database, SystemClock.now(), &opened.randomness()).await;
    let done = done.map_err(Failure::because("The data keys can't be wrapped anew"));
    let Outcome { rewrapped, current, unknown, broken } = opened.close(done).await?;
    if unknown + broken > 0 {
        let broken = if broken > 0 { format!(", and {broken} that were tampered with") } else { String::new() };
        return Err(Failure::Plain(format!(
            "{rewrapped} data keys are wrapped with the first key now, and {current} were before. Left as they are: {unknown} that were \
             wrapped with a DIALGATE_DATA_KEY that was not given{broken}. Keep every key until this says that none is left."
        )));
    }
    print(&if list.json {
        format!("{}\n", json!({"rewrappedCount": rewrapped, "currentCount": current}))
    } else {
        format!("{rewrapped} data keys are wrapped with the first key now, and {current} were before. No other key is needed any more.\n")
    });
    Ok(())
}
