//! Proof, from outside: the whole gateway through its router, on both engines.
// An optimised build computes how large the library's merged roots are, one inside the other: one level a verb.
#![recursion_limit = "256"]
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that meets what it does not expect has failed")]

mod bench;
mod clients;
mod command;
mod cuts;
mod door;
mod explorer;
mod flood;
mod house;
mod job;
mod mutation;
mod privacy;
mod query;
mod race;
mod sequences;
mod smoke;
mod support;
