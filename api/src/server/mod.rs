//! The HTTP face: one door, what is behind it, and who is let in. Knows no SQL and no resolver.

pub mod accept;
pub mod answer;
pub mod charge;
pub mod claim;
pub mod cors;
pub mod door;
pub mod explorer;
pub mod graphql;
pub mod guard;
pub mod health;
pub mod listen;
pub mod lookup;
pub mod question;
pub mod reply;
pub mod route;
pub mod router;
pub mod state;
pub mod token;
