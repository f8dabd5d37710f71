//! The command line, each command in a process of its own, on both engines.

mod callers;
mod calls_import;
mod calls_import_beside;
mod calls_list;
mod calls_simulate;
pub mod child;
mod data_key;
mod demo_calls;
mod demo_reset;
mod health;
mod operator;
pub mod serve;
mod stock_conflict;
pub mod stock_import;
mod stock_import_beside;
mod stock_list;
