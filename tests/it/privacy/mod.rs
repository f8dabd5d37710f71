//! What is personal, and who gets to see it.

mod caller_erase;
mod caller_read;
mod caller_retention;
mod canary;
mod data_key;
pub mod stage;
