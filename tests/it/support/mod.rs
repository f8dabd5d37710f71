//! What the tests stand on.

pub mod caller;
pub mod database;
pub mod gateway;
pub mod seed;
