//! Reads what to do, does it, and says what went wrong.

use std::process::ExitCode;

use api::command::dispatch;
use api::config::cli::Cli;
use mimalloc::MiMalloc;

/// An answer is thousands of small pieces: this one hands them out faster than the system's, and gives memory back when they are gone.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    match dispatch::run(Cli::read()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
