//! What is personal, and who gets to see it.

mod caller_read;
mod data_key;
