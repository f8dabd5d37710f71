//! The cellar: the only place where SQL is spelled. Every query on an account's rows asks for its [`AccountScope`](crate::viewer::AccountScope).
#![expect(clippy::disallowed_methods, reason = "queries and the one transaction are spelled here and nowhere else")]

pub mod account;
pub mod call;
pub mod call_conflict;
pub mod call_filter;
pub mod call_goal;
pub mod call_list;
pub mod call_rating;
pub mod call_report;
pub mod caller;
pub mod caller_access;
pub mod change;
pub mod channel;
pub mod data_key;
pub mod demo;
pub mod destination;
pub mod error;
pub mod fixed_number;
pub mod fixed_number_label;
pub mod goal;
pub mod idempotency;
pub mod keyset;
pub mod number_filter;
pub mod number_list;
pub mod number_type;
pub mod page;
pub mod pool;
pub mod route;
pub mod search;
pub mod stock;
pub mod stock_import;
pub mod stock_list;
pub mod traffic;
pub mod unmatched_call;
pub mod version;
pub mod write;
