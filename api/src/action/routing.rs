//! How a deed finds the destination that was asked for: the pool's default, a number found or made, or one that is known by its id.

use entity::destination;
use entity::id::{DestinationId, Id};
use entity::value::search;
use serde::Serialize;

use super::fault::{Fault, FaultCode};
use super::warning::Warning;
use crate::operation::Operation;
use crate::rule;
use crate::store;
use crate::store::change::NewChange;
use crate::store::error::StoreError;
use crate::store::write::Write;
use crate::viewer::AccountScope;

/// Where calls shall ring, as it came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum DestinationText {
    /// Where the pool's do.
    Default(bool),
    /// A telephone number.
    Number(String),
    /// A destination's id.
    Id(String),
}

/// A destination that was found good. One that has to be made is made only when nothing else is wrong.
#[derive(Clone, Debug)]
pub enum Chosen {
    /// The pool's default.
    Default,
    /// It is there.
    There(DestinationId),
    /// It will have to be made.
    New(Box<destination::Model>),
}

/// What was found out about a destination.
#[derive(Debug)]
pub struct Found {
    /// Good, or none.
    pub chosen: Option<Chosen>,
    /// What is wrong.
    pub faults: Vec<Fault>,
    /// What is worth knowing.
    pub warnings: Vec<Warning>,
}

impl Found {
    fn good(chosen: Chosen) -> Self {
        Self { chosen: Some(chosen), faults: Vec::new(), warnings: Vec::new() }
    }

    fn bad(faults: Vec<Fault>) -> Self {
        Self { chosen: None, faults, warnings: Vec::new() }
    }
}

/// Looks a destination up. Writes nothing.
pub async fn find(op: &Operation, scope: AccountScope, write: &Write, text: &DestinationText, path: &str) -> Result<Found, StoreError> {
    match text {
        DestinationText::Default(true) => Ok(Found::good(Chosen::Default)),
        DestinationText::Default(false) => {
            let message = "To follow the pool's default destination say default: true; for another destination give its number or id.";
            Ok(Found::bad(vec![Fault::at(format!("{path}.default"), FaultCode::DefaultMustBeTrue, message)]))
        }
        DestinationText::Id(text) => {
            let row = match DestinationId::parse(text) {
                Some(id) => store::destination::lock(scope, write.db(), id).await?,
                None => None,
            };
            let bad = |code, message: String| Ok(Found::bad(vec![Fault::at(format!("{path}.id"), code, message)]));
            let Some(row) = row else {
                return bad(FaultCode::DestinationNotFound, "There is no such destination in your account.".into());
            };
            // It was no tracking number when the destination was made, but stock may have come since.
            if !store::stock::are_tracked(write.db(), vec![row.number.clone()]).await?.is_empty() {
                return bad(FaultCode::DestinationNotAllowed, rule::destination::NotAllowed::TrackingNumber.message());
            }
            Ok(Found { warnings: warnings_of(&row), ..Found::good(Chosen::There(row.id)) })
        }
        DestinationText::Number(text) => find_number(op, scope, write, text, &format!("{path}.number")).await,
    }
}

async fn find_number(op: &Operation, scope: AccountScope, write: &Write, text: &str, path: &str) -> Result<Found, StoreError> {
    let (reading, faults) = check(scope, write.db(), text, path).await?;
    let (true, Some(number), Some(kind)) = (faults.is_empty(), reading.number, reading.kind) else { return Ok(Found::bad(faults)) };
    let warnings = reading.warnings.into_iter().map(Warning::from).collect();
    let chosen = match store::destination::lock_by_number(scope, write.db(), &number).await? {
        Some(row) => Chosen::There(row.id),
        None => Chosen::New(Box::new(destination::Model {
            id: op.mint(),
            account_id: scope.account_id(),
            country: number.country(),
            kind,
            search_text: search::lines([number.digits()]),
            number,
            label: None,
            version: 1,
            created_at: op.now,
            updated_at: op.now,
            archived_at: None,
        })),
    };
    Ok(Found { warnings, ..Found::good(chosen) })
}

/// Reads a text as a destination in the account's country, as orders, edits and `destinationCheck` all do.
pub async fn check(
    scope: AccountScope,
    db: &impl sea_orm::ConnectionTrait,
    text: &str,
    path: &str,
) -> Result<(rule::destination::Reading, Vec<Fault>), StoreError> {
    let country = store::account::find(scope, db).await?.map_or_else(String::new, |account| account.country);
    let mut reading = rule::destination::read(text, &country);
    // A call that a tracking number forwards to a tracking number would never arrive.
    let meant: Vec<_> = reading.number.iter().chain(&reading.suggestion).cloned().collect();
    if !store::stock::are_tracked(db, meant).await?.is_empty() {
        reading.suggestion = None;
        reading.faults.push(rule::destination::Fault::NotAllowed(rule::destination::NotAllowed::TrackingNumber));
    }
    let faults = reading.faults.iter().map(|fault| {
        let code = match fault {
            rule::destination::Fault::NotE164(_) => FaultCode::DestinationNotE164,
            rule::destination::Fault::NotAllowed(_) => FaultCode::DestinationNotAllowed,
        };
        let suggestion = reading.suggestion.as_ref().filter(|_| code == FaultCode::DestinationNotE164).map(ToString::to_string);
        Fault { suggestion, ..Fault::at(path, code, fault.message()) }
    });
    let faults = faults.collect();
    Ok((reading, faults))
}

/// What is worth knowing of a destination that is there.
pub fn warnings_of(row: &destination::Model) -> Vec<Warning> {
    rule::destination::classify(&row.number).1.into_iter().map(Warning::from).collect()
}

/// Makes the destination if it has to be made. The id of the override, none for the default, and the change if there was one.
pub async fn settle(scope: AccountScope, write: &Write, chosen: Chosen) -> Result<(Option<DestinationId>, Option<NewChange>), StoreError> {
    let row = match chosen {
        Chosen::Default => return Ok((None, None)),
        Chosen::There(id) => return Ok((Some(id), None)),
        Chosen::New(row) => *row,
    };
    if store::destination::insert_unless_there(write.db(), row.clone()).await? {
        return Ok((Some(row.id), Some(NewChange::destination_created(&row))));
    }
    // Another request made it since we looked.
    match store::destination::lock_by_number(scope, write.db(), &row.number).await? {
        Some(there) => Ok((Some(there.id), None)),
        None => Err(StoreError::Broken(format!("a destination of {} is there and not there", scope.account_id()))),
    }
}
