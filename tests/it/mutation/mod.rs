//! What each verb does and refuses.

mod channel_create;
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
mod pool_update;
mod pool_update_text;
