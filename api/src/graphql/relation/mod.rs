//! The roads between nouns: each file adds to one noun the fields that lead to others, or that cost something to work out.

mod call;
mod caller;
pub mod calls;
mod channel;
mod destination;
mod fixed_number;
mod goal;
mod number_type;
pub mod numbers;
mod pool;
