//! Reads what to do, does it, and says what went wrong.
// An optimised build computes how large the library's merged roots are, one inside the other: one level a verb.
#![recursion_limit = "256"]

use std::process::ExitCode;

use api::command::dispatch;
use api::command::failure::Failure;
use api::config::cli::Cli;
use mimalloc::MiMalloc;

/// An answer is thousands of small pieces: this one hands them out faster than the system's, and gives memory back when they are gone.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Documents are read by functions that call themselves, within limits that need less than a quarter of this.
const STACK: usize = 8 * 1024 * 1024;

fn main() -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().thread_stack_size(STACK).build() {
        Ok(runtime) => runtime,
        Err(error) => return Failure::because("The program can't be started")(error).report(),
    };
    // On a thread of the runtime, whose stack is as large.
    let done = runtime.block_on(async { tokio::spawn(dispatch::run(Cli::read())).await });
    match done {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(failure)) => failure.report(),
        Err(error) => Failure::because("The program broke")(error).report(),
    }
}
