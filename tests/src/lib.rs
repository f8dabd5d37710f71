//! Nothing: the proofs are in `it/`.
