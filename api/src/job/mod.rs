//! What `serve` does by itself while it runs, one job a file. Each calls a deed, and stops when the doors are shut.

pub mod caller_retention;
pub mod calls_match;
pub mod hold_release;
mod rhythm;
