//! What the tests stand on.

pub mod call;
pub mod caller;
pub mod database;
pub mod deed;
pub mod dice;
pub mod gateway;
pub mod language;
pub mod log;
pub mod manage;
pub mod rang;
pub mod seed;
