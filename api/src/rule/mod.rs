//! The sums: pure functions over values. No await, no row, no schema.

pub mod assignment;
pub mod call_report;
pub mod call_row;
pub mod chance;
pub mod destination;
pub mod goal;
pub mod label;
pub mod moment;
pub mod month;
pub mod rest;
pub mod retention;
pub mod route;
pub mod search;
pub mod stock_fault;
pub mod stock_row;
pub mod traffic;
