//! The deeds, one verb a file: permission, rules, one transaction, its changes. Knows no GraphQL and no HTTP.

pub mod account_create;
pub mod account_find;
pub mod channel_create;
pub mod deed;
pub mod demo_load;
mod demo_plan;
pub mod demo_reset;
pub mod destination_check;
pub mod fault;
pub mod fixed_number_delete;
pub mod fixed_number_order;
pub mod fixed_number_restore;
pub mod fixed_number_update;
pub mod hold_release;
pub mod labelling;
pub mod number_type_create;
pub mod number_type_list;
pub mod operator;
pub mod pool_update;
pub mod refusal;
pub mod routing;
pub mod stock_import;
pub mod stock_list;
pub mod stock_read;
pub mod warning;
