//! What exists: the rows of Dialgate, and values that cannot be wrong. Knows no one.
//!
//! Read `id` first, then `value`, then `fixed_number`, which is what everything else is about. A row here is a table's row and
//! nothing more: what the API shows of it is decided in the crate `api`, so that renaming a column breaks no client.

pub mod account;
pub mod account_feed;
pub mod call;
pub mod call_conflict;
pub mod call_goal;
pub mod caller_access;
pub mod change;
pub mod channel;
pub mod data_key;
pub mod destination;
pub mod fixed_number;
pub mod fixed_number_interval;
pub mod fixed_number_label;
pub mod goal;
pub mod id;
pub mod idempotency;
pub mod number_type;
pub mod pool;
pub mod stock_number;
pub mod unmatched_call;
pub mod value;
