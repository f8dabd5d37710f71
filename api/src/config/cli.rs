//! The commands of the command line, and how it is read.

use std::ffi::OsString;

use clap::{Parser, Subcommand};

use super::call_flag::CallsCommand;
use super::flag::{DatabaseFlags, HealthFlags, ServeFlags, TokenFlags};
use super::operator_flag::{AccountCommand, CallersCommand, DataKeyCommand, DemoCommand, NumberTypeCommand, StockCommand};

const NOTHING_SAID: &str =
    "Without a command it is `serve`, and then a demo, unless DIALGATE_DEMO says false or DIALGATE_JWT_SECRET is set.";

/// Dialgate: a GraphQL gateway for call-tracking numbers.
#[derive(Parser)]
#[command(name = "dialgate", version, max_term_width = 100, after_help = NOTHING_SAID)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

/// What to do.
#[derive(Subcommand)]
pub enum Command {
    /// Migrates the database and serves the gateway.
    Serve(ServeFlags),
    /// Prints a token, and nothing else, on standard output.
    Token(TokenFlags),
    /// Prints the schema in GraphQL's schema language.
    Schema,
    /// Brings the tables of the database up to date.
    Migrate(DatabaseFlags),
    /// Asks the gateway that serves here whether it is ready; ends with 1 when it is not.
    Health(HealthFlags),
    /// Makes and lists accounts.
    #[command(subcommand)]
    Account(AccountCommand),
    /// Makes and lists number types.
    #[command(subcommand)]
    NumberType(NumberTypeCommand),
    /// Imports and lists the numbers in stock.
    #[command(subcommand)]
    Stock(StockCommand),
    /// Imports and makes calls, and lists those that were put aside.
    #[command(subcommand)]
    Calls(CallsCommand),
    /// Erases callers, and lists who has seen them.
    #[command(subcommand)]
    Callers(CallersCommand),
    /// Makes and rotates the keys that seal callers.
    #[command(subcommand)]
    DataKey(DataKeyCommand),
    /// Looks after a demo.
    #[command(subcommand)]
    Demo(DemoCommand),
}

impl Cli {
    /// Reads the command line and the environment. Ends the process on a flag that doesn't exist.
    pub fn read() -> Command {
        Self::read_from(std::env::args_os().collect())
    }

    /// The same for another command line; its first word is the program's name.
    pub fn read_from(words: Vec<OsString>) -> Command {
        let name = words.first().cloned().unwrap_or_else(|| "dialgate".into());
        Self::parse_from(words).command.unwrap_or_else(|| match Self::parse_from([name, "serve".into()]).command {
            Some(Command::Serve(flags)) => Command::Serve(flags.or_demo()),
            Some(other) => other,
            None => Command::Serve(ServeFlags::default().or_demo()),
        })
    }
}
