//! The verbs, one file each: input, payload, codes, resolver.

pub mod answer;
pub mod channel_create;
pub mod fixed_number_delete;
pub mod fixed_number_order;
pub mod fixed_number_restore;
pub mod fixed_number_update;
pub mod input;
pub mod pool_update;
