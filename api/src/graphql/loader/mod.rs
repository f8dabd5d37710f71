//! Batched look-ups: siblings that ask for the same kind of thing are answered by one statement. One file a noun.

pub mod batch;
pub mod call;
pub mod caller;
pub mod channel;
pub mod destination;
pub mod fixed_number;
pub mod goal;
pub mod number_type;
pub mod pool;
