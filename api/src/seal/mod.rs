//! Sealing what is personal: the operator's keys, which wrap one key an owner, which seals callers. Knows no SQL.

pub mod caller_key;
pub mod data_keys;
pub mod sealer;
