//! Reads what to do, does it, and says what went wrong.

use std::process::ExitCode;

use api::command::{migrate, schema, serve, token};
use api::config::flag::{Cli, Command};

#[tokio::main]
async fn main() -> ExitCode {
    let done = match Cli::read() {
        Command::Serve(flags) => serve::run(flags).await,
        Command::Token(flags) => token::run(flags).await,
        Command::Migrate(flags) => migrate::run(flags).await,
        Command::Schema => {
            schema::run();
            Ok(())
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
