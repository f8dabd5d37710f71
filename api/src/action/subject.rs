//! The pool, channel, destination or goal that an edit or a deletion is about: whether it is there, and as the caller has seen it; and
//! whether anything uses it.

use entity::{channel, destination, goal, pool};

use super::deed::Stop;
use super::fault::{Fault, FaultCode};

/// What can be edited, and deleted by archiving it.
pub trait Subject {
    /// What people call it.
    const NOUN: &'static str;
    /// The fact that there is none.
    const NOT_FOUND: FaultCode;

    /// Raised by every edit.
    fn version(&self) -> i32;

    /// Whether it was deleted.
    fn is_archived(&self) -> bool;
}

impl Subject for pool::Model {
    const NOUN: &'static str = "pool";
    const NOT_FOUND: FaultCode = FaultCode::PoolNotFound;

    fn version(&self) -> i32 {
        self.version
    }

    fn is_archived(&self) -> bool {
        self.archived_at.is_some()
    }
}

impl Subject for channel::Model {
    const NOUN: &'static str = "channel";
    const NOT_FOUND: FaultCode = FaultCode::ChannelNotFound;

    fn version(&self) -> i32 {
        self.version
    }

    fn is_archived(&self) -> bool {
        self.archived_at.is_some()
    }
}

impl Subject for destination::Model {
    const NOUN: &'static str = "destination";
    const NOT_FOUND: FaultCode = FaultCode::DestinationNotFound;

    fn version(&self) -> i32 {
        self.version
    }

    fn is_archived(&self) -> bool {
        self.archived_at.is_some()
    }
}

impl Subject for goal::Model {
    const NOUN: &'static str = "goal";
    const NOT_FOUND: FaultCode = FaultCode::GoalNotFound;

    fn version(&self) -> i32 {
        self.version
    }

    fn is_archived(&self) -> bool {
        self.archived_at.is_some()
    }
}

/// What shall be edited. Absent, foreign, malformed and archived ones are never told apart.
pub fn to_edit<S: Subject>(row: Option<S>, expected_version: Option<i32>) -> Result<S, Stop> {
    let message = format!("There is no such {} in your account.", S::NOUN);
    let row = row.filter(|row| !row.is_archived());
    let row = row.ok_or_else(|| refuse(Fault::at("input.id", S::NOT_FOUND, message)))?;
    as_seen(row, expected_version)
}

/// What shall be deleted. One that was deleted before is told from one that never was.
pub fn to_delete<S: Subject>(row: Option<S>, expected_version: Option<i32>) -> Result<S, Stop> {
    if row.as_ref().is_some_and(S::is_archived) {
        return Err(refuse(Fault::at("input.id", FaultCode::AlreadyDeleted, format!("This {} was deleted before.", S::NOUN))));
    }
    to_edit(row, expected_version)
}

fn as_seen<S: Subject>(row: S, expected_version: Option<i32>) -> Result<S, Stop> {
    match expected_version {
        Some(version) if version != row.version() => Err(refuse(Fault::version_conflict(row.version()))),
        _ => Ok(row),
    }
}

fn refuse(fault: Fault) -> Stop {
    Stop::Refused(vec![fault])
}

/// Refuses to delete what is used: each way in which it is, with how many there are and what they are called, one and several.
pub fn unless_used<S: Subject>(uses: &[(i64, [&str; 2])]) -> Result<(), Stop> {
    let total: i64 = uses.iter().map(|(amount, _)| amount).sum();
    if total == 0 {
        return Ok(());
    }
    let message = format!("This {} can't be deleted: it is used by {}.", S::NOUN, enumerate(uses));
    Err(refuse(Fault { used_by_count: Some(total), ..Fault::at("input.id", FaultCode::InUse, message) }))
}

/// `1 pool, 2 active numbers and 1 held number`, without those of which there are none.
pub fn enumerate(uses: &[(i64, [&str; 2])]) -> String {
    let named = uses.iter().filter(|(amount, _)| *amount > 0);
    let parts: Vec<_> = named.map(|(amount, [one, several])| format!("{amount} {}", if *amount == 1 { one } else { several })).collect();
    match parts.as_slice() {
        [] => "nothing".into(),
        [only] => only.clone(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}

/// Numbers whose calls connect.
pub const ACTIVE: [&str; 2] = ["active number", "active numbers"];
/// Numbers that were deleted and may be restored.
pub const HELD: [&str; 2] = ["held number", "held numbers"];
/// Pools whose default it is.
pub const POOLS: [&str; 2] = ["pool", "pools"];
