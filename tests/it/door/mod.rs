//! What the door refuses, and what it costs to refuse it.

mod fuzz;
mod hostile;
