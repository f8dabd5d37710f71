//! One file per command of the command line. Each opens what it needs, does its deed and says what went wrong in a sentence.

pub mod failure;
pub mod greeting;
pub mod key;
pub mod lock;
pub mod migrate;
pub mod schema;
pub mod serve;
pub mod token;
