//! The language: names, docs, nullability, pages, user errors. Knows no SQL and no HTTP.

pub mod ask;
pub mod call_filter;
pub mod caller_audit;
pub mod complete;
pub mod connection;
pub mod cursor;
pub mod failure;
pub mod filter;
pub mod loader;
pub mod mutation;
pub mod object;
pub mod one_of;
pub mod page;
pub mod query;
pub mod reader;
pub mod relation;
pub mod scalar;
pub mod schema;
pub mod shape;
pub mod user_error;
