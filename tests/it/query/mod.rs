//! What can be read, and how lists are paged.

mod call;
mod call_filter;
mod call_page;
mod destination_check;
mod destination_regions;
mod filter;
mod fixed_number_by_number;
mod goal;
mod meeting;
mod node;
mod order;
mod page;
mod page_inside;
mod route;
mod search;
