//! The roots of reading, one file a noun. Every root but `viewer` is nullable: one missing scope must not blank the screen.

pub mod account;
pub mod call;
pub mod channel;
pub mod destination;
pub mod fixed_number;
pub mod goal;
pub mod limits;
pub mod node;
pub mod number_type;
pub mod pool;
pub mod route;
pub mod viewer;
