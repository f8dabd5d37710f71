//! The door, from outside: a real server on a loopback socket, and clients that mean it no good.

mod address;
mod body;
mod cost;
mod documents;
mod head;
mod limit;
mod listen;
mod protocol;
mod served;
mod spoken;
mod turn;
