//! What the gateway does by itself, on both engines.

mod calls_match;
mod hold_release;
