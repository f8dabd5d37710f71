//! The door, from outside: a real server on a loopback socket, and clients that mean it no good; hostile documents, and what it costs to
//! refuse them.

mod address;
mod body;
mod cost;
mod deadline;
mod documents;
mod fuzz;
mod head;
pub mod hostile;
mod language;
mod limit;
mod listen;
mod protocol;
mod route;
mod served;
mod spoken;
mod turn;
