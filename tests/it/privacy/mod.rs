//! What is personal, and who gets to see it.

mod data_key;
