//! What the commands about calls are told, as it was written.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand, value_parser};

use super::flag::DataKeyFlags;
use super::operator_flag::ListFlags;

/// Calls.
#[derive(Subcommand)]
pub enum CallsCommand {
    /// Records the calls of a file, as a switch would report them. Repeating it is safe, and so is doing it while `dialgate serve` runs.
    #[command(after_help = FILE)]
    Import(CallsImportFlags),
    /// Makes calls for an account that look like real ones, to see the product alive. The same again adds nothing.
    Simulate(CallsSimulateFlags),
    /// Lists calls to numbers that were nobody's when they rang, the newest first.
    Unmatched(CallsUnmatchedFlags),
    /// Lists reports that contradict what is recorded, the newest first.
    Conflicts(CallsListFlags),
}

const FILE: &str = "The file is UTF-8 text: CSV with commas and a header row, or, if its name ends in .jsonl, one JSON object a line. Its columns \
are found by name and are the fields of a call in `callsRecord`: sourceCallId, number, startedAt (RFC 3339) and outcome, and where there is \
something to say revision, caller, withheld, destination, ringSeconds, talkSeconds, rating and recordingUrl. Nothing is imported when a row \
is wrong, unless --skip-bad is given; every wrong row is told with its line. A call is known by the switch, its sourceCallId and its \
revision: what was imported before is left as it is, so an import that was cut off is finished by running it again.";

/// Flags of `calls import`.
#[derive(Args)]
pub struct CallsImportFlags {
    /// The file.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The switch that the calls are of; a sourceCallId is unique for its switch.
    #[arg(long, value_name = "NAME", default_value = "import")]
    pub switch: String,
    /// Imports the good rows although others are wrong.
    #[arg(long)]
    pub skip_bad: bool,
    /// Writes every wrong row with its line to a CSV file, which never holds a caller's number.
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// The key that seals callers.
    #[command(flatten)]
    pub data_key: DataKeyFlags,
    /// How it is reported, and where it goes.
    #[command(flatten)]
    pub list: ListFlags,
}

/// Flags of `calls simulate`.
#[derive(Args)]
pub struct CallsSimulateFlags {
    /// The account, by name or by id.
    #[arg(long, value_name = "NAME_OR_ID")]
    pub account: String,
    /// For how many days.
    #[arg(long, value_name = "COUNT", value_parser = value_parser!(u64).range(1..=3_660))]
    pub days: u64,
    /// How many calls a day, about, over all numbers of the account.
    #[arg(long, value_name = "COUNT", value_parser = value_parser!(u64).range(1..=50_000))]
    pub rate: u64,
    /// What the calls follow from: the same seed makes the same calls, another makes others.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub seed: u64,
    /// The last day, such as 2026-03-31 [default: today in the account's time zone].
    #[arg(long, value_name = "DATE")]
    pub end: Option<NaiveDate>,
    /// The key that seals callers.
    #[command(flatten)]
    pub data_key: DataKeyFlags,
    /// How it is reported, and where it goes.
    #[command(flatten)]
    pub list: ListFlags,
}

/// Flags of `calls unmatched`.
#[derive(Args)]
pub struct CallsUnmatchedFlags {
    /// The key that seals callers, whose last digits are shown.
    #[command(flatten)]
    pub data_key: DataKeyFlags,
    /// Which.
    #[command(flatten)]
    pub calls: CallsListFlags,
}

/// Flags of `calls conflicts`.
#[derive(Args)]
pub struct CallsListFlags {
    /// How many at most.
    #[arg(long, value_name = "COUNT", default_value_t = 100, value_parser = value_parser!(u64).range(1..=100_000))]
    pub limit: u64,
    /// How it is printed, and from where.
    #[command(flatten)]
    pub list: ListFlags,
}
