//! Which command it is.

use super::failure::Failure;
use super::{
    account, callers, calls_import, calls_list, calls_simulate, data_key, demo_reset, health, migrate, number_type, schema, serve,
    stock_import, stock_list, token,
};
use crate::config::call_flag::CallsCommand;
use crate::config::cli::Command;
use crate::config::operator_flag::{DemoCommand, StockCommand};

/// Does what was asked.
pub async fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve(flags) => serve::run(flags).await,
        Command::Token(flags) => token::run(flags).await,
        Command::Migrate(flags) => migrate::run(flags).await,
        Command::Health(flags) => health::run(flags).await,
        Command::Account(command) => account::run(command).await,
        Command::NumberType(command) => number_type::run(command).await,
        Command::Stock(StockCommand::Import(flags)) => stock_import::run(flags).await,
        Command::Stock(StockCommand::List(flags)) => stock_list::run(flags).await,
        Command::Calls(CallsCommand::Import(flags)) => calls_import::run(flags).await,
        Command::Calls(CallsCommand::Simulate(flags)) => calls_simulate::run(flags).await,
        Command::Calls(CallsCommand::Unmatched(flags)) => calls_list::unmatched(flags).await,
        Command::Calls(CallsCommand::Conflicts(flags)) => calls_list::conflicts(flags).await,
        Command::Callers(command) => callers::run(command).await,
        Command::DataKey(command) => data_key::run(command).await,
        Command::Demo(DemoCommand::Reset(flags)) => demo_reset::run(flags).await,
        Command::Schema => {
            schema::run();
            Ok(())
        }
    }
}
