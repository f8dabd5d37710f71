//! What each verb does and refuses.

mod account_update;
mod channel_create;
mod channel_delete;
mod channel_update;
mod destination_create;
mod destination_delete;
mod destination_update;
mod dry_run;
mod fixed_number_delete;
mod fixed_number_order;
mod fixed_number_order_destination;
mod fixed_number_order_fault;
mod fixed_number_order_label;
mod fixed_number_restore;
mod fixed_number_update;
mod fixed_number_update_label;
mod idempotency_key;
mod idempotency_replay;
mod one_of;
mod pool_create;
mod pool_delete;
mod pool_update;
mod pool_update_text;
