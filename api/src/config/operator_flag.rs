//! What the operator's commands are told, as it was written: accounts, number types, stock, callers, keys and the demo.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::flag::{DataKeyFlags, DatabaseFlags};

/// Accounts.
#[derive(Subcommand)]
pub enum AccountCommand {
    /// Makes an account and prints its id.
    Create(AccountCreateFlags),
    /// Lists all accounts, by name.
    List(ListFlags),
    /// Sets for how long an account keeps callers.
    Retention(AccountRetentionFlags),
}

/// Number types.
#[derive(Subcommand)]
pub enum NumberTypeCommand {
    /// Makes a number type and prints its id.
    Create(NumberTypeCreateFlags),
    /// Lists all number types, with how many of their numbers are free, in use and held.
    List(ListFlags),
}

/// The stock of numbers.
#[derive(Subcommand)]
pub enum StockCommand {
    /// Adds the numbers of a CSV file to the stock. Repeating it is safe, and so is doing it while `dialgate serve` runs.
    #[command(after_help = FILE)]
    Import(StockImportFlags),
    /// Lists numbers in stock, in their order, with who has them.
    List(StockListFlags),
}

/// Callers.
#[derive(Subcommand)]
pub enum CallersCommand {
    /// Erases one caller of an account, or all of them. The calls stay; what was erased can't be had again.
    Erase(CallersEraseFlags),
    /// Lists who has seen, looked for or erased callers of an account.
    Audit(CallersAuditFlags),
}

/// The keys that seal callers.
#[derive(Subcommand)]
pub enum DataKeyCommand {
    /// Prints a new key for DIALGATE_DATA_KEY, and nothing else.
    New,
    /// Wraps what is stored with the first key of DIALGATE_DATA_KEY, so that the others can be left out. Safe while `dialgate serve` runs
    /// with the same keys, and safe to repeat.
    Rewrap(RewrapFlags),
}

/// The demo.
#[derive(Subcommand)]
pub enum DemoCommand {
    /// Throws everything away and loads the demo data anew. Only on a database that holds nothing but a demo.
    Reset(DemoResetFlags),
}

const FILE: &str = "The file is UTF-8 text with commas and a header row. Its columns are found by name: `number`, in E.164 form with the plus, \
and `type`, a number type's title or id (or give --type for all). Nothing is imported when a row is wrong, unless --skip-bad is given; \
every wrong row is told with its line, and with what was probably meant. A number that is in stock already, with the same type, is no fault.";

/// How a list is printed.
#[derive(Args)]
pub struct ListFlags {
    /// JSON for scripts instead of a table.
    #[arg(long)]
    pub json: bool,
    /// The database.
    #[command(flatten)]
    pub database: DatabaseFlags,
}

/// Flags of `account create`.
#[derive(Args)]
pub struct AccountCreateFlags {
    /// Its name, unique on this gateway.
    #[arg(long, value_name = "TEXT")]
    pub name: String,
    /// Where its telephone numbers are read: two letters, such as GB.
    #[arg(long, value_name = "CODE")]
    pub country: String,
    /// What it is charged in: GBP or USD.
    #[arg(long, value_name = "CODE")]
    pub currency: String,
    /// Where its months begin: a name of the IANA database, such as Europe/London.
    #[arg(long, value_name = "NAME")]
    pub time_zone: String,
    /// What it has subscribed to: standard, professional, enterprise, premium or legacy.
    #[arg(long, value_name = "NAME")]
    pub package: String,
    /// How it is printed, and where it goes.
    #[command(flatten)]
    pub list: ListFlags,
}

/// Flags of `account retention`.
#[derive(Args)]
pub struct AccountRetentionFlags {
    /// The account, by name or by id.
    #[arg(value_name = "NAME_OR_ID")]
    pub account: String,
    /// For how many months a caller is kept, 1 to 120. Older ones are cleared within the hour while `dialgate serve` runs.
    #[arg(long, value_name = "MONTHS")]
    pub months: String,
    /// How it is printed, and where it goes.
    #[command(flatten)]
    pub list: ListFlags,
}

/// Flags of `callers erase`.
#[derive(Args)]
pub struct CallersEraseFlags {
    /// The account, by name or by id.
    #[arg(long, value_name = "NAME_OR_ID")]
    pub account: String,
    /// The caller's number, in any usual spelling of the account's country or with its country code.
    #[arg(long, value_name = "NUMBER", required_unless_present = "all", conflicts_with = "all")]
    pub number: Option<String>,
    /// Every caller of the account, with the key that they were sealed with, so that copies of the database show none either.
    #[arg(long)]
    pub all: bool,
    /// The keys.
    #[command(flatten)]
    pub data_key: DataKeyFlags,
    /// How it is reported, and where it goes.
    #[command(flatten)]
    pub list: ListFlags,
}

/// Flags of `callers audit`.
#[derive(Args)]
pub struct CallersAuditFlags {
    /// The account, by name or by id.
    #[arg(long, value_name = "NAME_OR_ID")]
    pub account: String,
    /// How it is printed, and from where.
    #[command(flatten)]
    pub list: ListFlags,
}

/// Flags of `number-type create`.
#[derive(Args)]
pub struct NumberTypeCreateFlags {
    /// What the user picks, such as "020 London"; unique.
    #[arg(long, value_name = "TEXT")]
    pub title: String,
    /// Whose numbers they are: two letters, such as GB.
    #[arg(long, value_name = "CODE")]
    pub country: String,
    /// What all its numbers begin with in E.164 form, such as +4420.
    #[arg(long, value_name = "DIGITS")]
    pub prefix: String,
    /// What they are: geographic, freephone, uk-wide or business-rate.
    #[arg(long, value_name = "NAME")]
    pub kind: String,
    /// For how many days a deleted number is held before it returns to stock: 45 to 3650.
    #[arg(long, value_name = "DAYS", default_value = "90")]
    pub hold_days: String,
    /// How it is printed, and where it goes.
    #[command(flatten)]
    pub list: ListFlags,
}

/// Flags of `stock import`.
#[derive(Args)]
pub struct StockImportFlags {
    /// The CSV file.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The type of all its numbers, instead of a column.
    #[arg(long = "type", value_name = "TITLE_OR_ID")]
    pub number_type: Option<String>,
    /// Imports the good rows although others are wrong.
    #[arg(long)]
    pub skip_bad: bool,
    /// How it is reported, and where it goes.
    #[command(flatten)]
    pub list: ListFlags,
}

/// Flags of `stock list`.
#[derive(Args)]
pub struct StockListFlags {
    /// Only numbers of this type.
    #[arg(long = "type", value_name = "TITLE_OR_ID")]
    pub number_type: Option<String>,
    /// Only free numbers.
    #[arg(long, conflicts_with = "used")]
    pub free: bool,
    /// Only numbers that somebody has, held ones included.
    #[arg(long)]
    pub used: bool,
    /// How many at most.
    #[arg(long, value_name = "COUNT", default_value_t = 100)]
    pub limit: u64,
    /// Only numbers after this one, to go on where a list ended.
    #[arg(long, value_name = "NUMBER")]
    pub after: Option<String>,
    /// How it is printed, and from where.
    #[command(flatten)]
    pub list: ListFlags,
}

/// Flags of `data-key rewrap`.
#[derive(Args)]
pub struct RewrapFlags {
    /// The keys.
    #[command(flatten)]
    pub data_key: DataKeyFlags,
    /// How it is reported, and where it goes.
    #[command(flatten)]
    pub list: ListFlags,
}

/// Flags of `demo reset`.
#[derive(Args)]
pub struct DemoResetFlags {
    /// Doesn't ask.
    #[arg(long)]
    pub yes: bool,
    /// The key that seals callers.
    #[command(flatten)]
    pub data_key: DataKeyFlags,
    /// The database.
    #[command(flatten)]
    pub database: DatabaseFlags,
}
