//! What may be asked and done: the Dialgate gateway as a library. `main.rs` opens its doors.
// An optimised build computes how large the library's merged roots are, one inside the other: one level a verb.
#![recursion_limit = "256"]

pub mod action;
pub mod clock;
pub mod command;
pub mod config;
pub mod database;
pub mod graphql;
pub mod job;
pub mod operation;
pub mod policy;
pub mod rule;
pub mod seal;
pub mod server;
pub mod store;
pub mod viewer;
