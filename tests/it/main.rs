//! Proof, from outside: the whole gateway through its router, on both engines.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that meets what it does not expect has failed")]
#![expect(missing_docs, reason = "nobody calls a test")]

mod race;
mod smoke;
mod support;
