//! `dialgate calls simulate`: made calls for an account.

use std::sync::Arc;

use serde_json::json;

use super::bar::Bar;
use super::calls_told::sentence;
use super::failure::{Failure, print};
use super::open::{self, Opened};
use super::whom;
use crate::action::calls_simulate::{self, Outcome, Simulation};
use crate::clock::{Clock, SystemClock};
use crate::config::call_flag::CallsSimulateFlags;

/// Makes calls.
pub async fn run(flags: CallsSimulateFlags) -> Result<(), Failure> {
    let opened = open::existing_with_keys(&flags.list.database, &flags.data_key, false).await?;
    let done = simulate(&opened, &flags).await;
    opened.close(done).await
}

async fn simulate(opened: &Opened, flags: &CallsSimulateFlags) -> Result<(), Failure> {
    let account = whom::account(&opened.database, &flags.account).await?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let CallsSimulateFlags { days, rate, seed, end, .. } = *flags;
    let bar = Bar::of_bytes("recording", 0);
    bar.of("recording", days, "days");
    let simulation = Simulation { account, days, rate, seed, end };
    let done = calls_simulate::run(&opened.database, &clock, &opened.randomness(), &simulation, &mut |day| bar.at(day)).await;
    bar.clear();
    let Outcome { numbers, tally } = done.map_err(Failure::because("The calls can't be made; repeating it goes on where it ended"))?;
    if flags.list.json {
        let object = json!({"numberCount": numbers, "recordedCount": tally.recorded, "duplicateCount": tally.duplicate,
            "conflictCount": tally.conflict});
        print(&format!("{object}\n"));
    } else if numbers == 0 {
        print("The account has no numbers that anybody could call.\n");
    } else {
        let hint =
            if tally.conflict > 0 { " Something about the numbers is other than when they were made: take another --seed." } else { "" };
        print(&format!("{}{hint}\n", sentence(&tally)));
    }
    Ok(())
}
