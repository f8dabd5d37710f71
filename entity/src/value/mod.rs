//! Values that are either right or do not exist: each is read by its own `parse`, which says what is wrong.

pub mod caller_number;
pub mod country;
pub mod destination_kind;
pub mod folded;
pub mod label;
pub mod name;
pub mod phone_number;
pub mod search;
pub mod spelling;
pub mod time_zone;
