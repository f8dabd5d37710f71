//! The verbs, one file each: input, payload, codes, resolver.

pub mod account_update;
pub mod answer;
pub mod caller_erase;
pub mod calls_record;
pub mod channel_create;
pub mod channel_delete;
pub mod channel_update;
pub mod destination_create;
pub mod destination_delete;
pub mod destination_update;
pub mod fixed_number_delete;
pub mod fixed_number_order;
pub mod fixed_number_restore;
pub mod fixed_number_update;
pub mod goal_create;
pub mod goal_delete;
pub mod goal_update;
pub mod input;
pub mod pool_create;
pub mod pool_delete;
pub mod pool_update;
