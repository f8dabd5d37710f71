//! What a request may be and cost: before its document is parsed, before it runs, and for the one who sent it. Each guard reads its
//! limits from [`Limits`](crate::config::limits::Limits) and has no other.

pub mod address;
pub mod bucket;
pub mod budget;
pub mod cost;
pub mod documents;
pub mod expansion;
pub mod quota;
pub mod too_much;
pub mod turn;
