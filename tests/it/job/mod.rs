//! What the gateway does by itself, on both engines.

mod hold_release;
