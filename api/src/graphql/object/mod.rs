//! The nouns' own fields, those that lead nowhere. No noun here knows another.

pub mod account;
pub mod call;
pub mod channel;
pub mod destination;
pub mod destination_check;
pub mod fixed_number;
pub mod goal;
pub mod number_type;
pub mod pool;
pub mod route;
