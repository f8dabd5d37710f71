//! The loaders of one request. They carry its account's scope, so a batch never mixes two accounts.

use std::sync::Arc;

use super::caller_audit::CallerAudit;
use super::loader::batch::Load;
use super::loader::call::{CallCountOf, Calls, CallsOf, GoalsOf, Labels, LastCallAt};
use super::loader::caller::{CallerHashes, CallerKeys};
use super::loader::channel::Channels;
use super::loader::destination::Destinations;
use super::loader::fixed_number::{FixedNumbers, NumberCountOf, NumbersOf};
use super::loader::goal::Goals;
use super::loader::number_type::{Available, NumberTypes};
use super::loader::pool::{PoolCountOf, Pools, PoolsOf};
use crate::operation::Operation;
use crate::viewer::AccountScope;

/// The loaders of one request. A switch's request has none: it reaches no field of an account.
pub struct Reader {
    /// Pools by id.
    pub pool: Load<Pools>,
    /// Channels by id.
    pub channel: Load<Channels>,
    /// Destinations by id.
    pub destination: Load<Destinations>,
    /// Number types by id.
    pub number_type: Load<NumberTypes>,
    /// Free numbers by type.
    pub available: Load<Available>,
    /// Fixed numbers by id.
    pub fixed_number: Load<FixedNumbers>,
    /// Goals by id.
    pub goal: Load<Goals>,
    /// A page of the numbers of a pool, channel or destination.
    pub numbers_of: Load<NumbersOf>,
    /// How many numbers those have.
    pub number_count_of: Load<NumberCountOf>,
    /// A page of the pools of a destination.
    pub pools_of: Load<PoolsOf>,
    /// How many pools those have.
    pub pool_count_of: Load<PoolCountOf>,
    /// Calls by id.
    pub call: Load<Calls>,
    /// A page of the calls of a number.
    pub calls_of: Load<CallsOf>,
    /// How many calls those have.
    pub call_count_of: Load<CallCountOf>,
    /// When numbers rang last.
    pub last_call_at: Load<LastCallAt>,
    /// What numbers were called when they rang.
    pub label: Load<Labels>,
    /// The goals that calls have met.
    pub goals_of: Load<GoalsOf>,
    /// What opens callers.
    pub caller_key: Load<CallerKeys>,
    /// By what callers are looked for.
    pub caller_hash: Load<CallerHashes>,
    /// What the request learns of callers.
    pub audit: Arc<CallerAudit>,
}

impl Reader {
    /// Makes the loaders of a request. They ask nothing until they are asked.
    pub fn new(scope: AccountScope, op: &Operation) -> Self {
        let db = || op.database.clone();
        Self {
            pool: Load::new(Pools(scope, db())),
            channel: Load::new(Channels(scope, db())),
            destination: Load::new(Destinations(scope, db())),
            number_type: Load::new(NumberTypes(db())),
            available: Load::new(Available(db())),
            fixed_number: Load::new(FixedNumbers(scope, db())),
            goal: Load::new(Goals(scope, db())),
            numbers_of: Load::new(NumbersOf(scope, db())),
            number_count_of: Load::new(NumberCountOf(scope, db())),
            pools_of: Load::new(PoolsOf(scope, db())),
            pool_count_of: Load::new(PoolCountOf(scope, db())),
            call: Load::new(Calls(scope, db())),
            calls_of: Load::new(CallsOf(scope, db())),
            call_count_of: Load::new(CallCountOf(scope, db())),
            last_call_at: Load::new(LastCallAt(scope, db())),
            label: Load::new(Labels(scope, db())),
            goals_of: Load::new(GoalsOf(scope, db())),
            caller_key: Load::new(CallerKeys(scope, op.clone())),
            caller_hash: Load::new(CallerHashes(scope, op.clone())),
            audit: Arc::default(),
        }
    }
}
