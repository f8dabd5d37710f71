//! Scalars and enums: how single values are spelled on the wire.

pub mod choice;
pub mod phone_number;
pub mod time_zone;
pub mod url;
