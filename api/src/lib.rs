//! What may be asked and done: the Dialgate gateway as a library. `main.rs` opens its doors.

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
