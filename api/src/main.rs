//! Reads what to do, does it, and says what went wrong.

use std::process::ExitCode;

use api::command::dispatch;
use api::config::cli::Cli;

#[tokio::main]
async fn main() -> ExitCode {
    match dispatch::run(Cli::read()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
