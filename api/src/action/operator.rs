//! Who acts when no request does: the operator at the command line, and the gateway itself.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use entity::id::{AccountId, Id};
use uuid::Uuid;

use crate::clock::Randomness;
use crate::database::Database;
use crate::operation::{self, Operation};
use crate::viewer::{Principal, Viewer};

/// The name under which the gateway's own deeds stand in the feeds.
pub const SYSTEM: &str = "dialgate";
/// The same of the operator's.
pub const OPERATOR: &str = "operator";

/// An operation of an account that nobody's token asked for. It carries no scope: what it may is decided by who calls this.
pub fn operation(database: &Database, now: DateTime<Utc>, randomness: &Arc<dyn Randomness>, actor: &str, account: AccountId) -> Operation {
    let viewer = Viewer { subject: actor.into(), principal: Principal::Account(account), scopes: Vec::new(), expires_at: now };
    let request_id = operation::request_id(now, &**randomness);
    Operation::new(viewer, now, database.clone(), request_id, randomness.clone())
}

/// An operation of no account, for what belongs to the operator.
pub fn unbound(database: &Database, now: DateTime<Utc>, randomness: &Arc<dyn Randomness>) -> Operation {
    operation(database, now, randomness, OPERATOR, AccountId::from_uuid(Uuid::nil()))
}

/// An operation of a switch that no token asked for: what was reported to it before, or by other means.
pub fn of_switch(database: &Database, now: DateTime<Utc>, randomness: &Arc<dyn Randomness>, actor: &str, switch: &str) -> Operation {
    let viewer = Viewer { subject: actor.into(), principal: Principal::Switch(switch.into()), scopes: Vec::new(), expires_at: now };
    let request_id = operation::request_id(now, &**randomness);
    Operation::new(viewer, now, database.clone(), request_id, randomness.clone())
}
