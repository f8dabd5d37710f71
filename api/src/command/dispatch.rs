//! Which command it is.

use super::failure::Failure;
use super::{account, data_key, demo_reset, health, migrate, number_type, schema, serve, stock_import, stock_list, token};
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
        Command::DataKey(command) => data_key::run(command).await,
        Command::Demo(DemoCommand::Reset(flags)) => demo_reset::run(flags).await,
        Command::Schema => {
            schema::run();
            Ok(())
        }
    }
}
