//! The deeds, one verb a file: permission, rules, one transaction, its changes. Knows no GraphQL and no HTTP.

pub mod account_create;
pub mod account_find;
pub mod account_update;
pub mod channel_create;
pub mod channel_delete;
pub mod channel_update;
pub mod deed;
pub mod demo_load;
mod demo_plan;
pub mod destination_check;
pub mod destination_create;
pub mod destination_delete;
pub mod destination_update;
pub mod fault;
pub mod fixed_number_delete;
pub mod fixed_number_order;
pub mod fixed_number_restore;
pub mod fixed_number_update;
pub mod labelling;
pub mod pool_create;
pub mod pool_delete;
pub mod pool_text;
pub mod pool_update;
pub mod routing;
pub mod subject;
pub mod warning;
pub mod wording;
