//! What an installation decides for itself: flags and environment, read here and nowhere else. Knows no database and no HTTP.

pub mod call_flag;
pub mod cli;
pub mod flag;
pub mod limits;
pub mod operator_flag;
pub mod setting;
pub mod value;
