//! The door, from outside: a real server on a loopback socket, and clients that mean it no good; hostile documents, and what it costs to
//! refuse them.

mod address;
mod body;
mod fuzz;
mod head;
mod hostile;
mod listen;
mod served;
mod turn;
