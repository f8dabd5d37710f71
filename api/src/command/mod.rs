//! One file per command of the command line. Each opens what it needs, does its deed and says what went wrong in a sentence.

pub mod account;
pub mod data_key;
pub mod demo_reset;
pub mod dispatch;
pub mod failure;
pub mod greeting;
pub mod health;
pub mod key;
pub mod lock;
pub mod migrate;
pub mod number_type;
pub mod open;
pub mod schema;
pub mod serve;
pub mod stock_file;
pub mod stock_import;
pub mod stock_list;
pub mod table;
pub mod token;
pub mod trusted;
