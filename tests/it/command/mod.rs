//! The command line, each command in a process of its own, on both engines.

pub mod child;
mod data_key;
mod demo_reset;
mod health;
mod operator;
pub mod serve;
mod stock_conflict;
pub mod stock_import;
mod stock_import_beside;
mod stock_list;
