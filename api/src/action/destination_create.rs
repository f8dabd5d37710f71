//! Making a destination by itself, before anything rings there.

use entity::destination::Model;
use entity::id::DestinationId;
use serde::{Deserialize, Serialize};

use super::deed::{Deed, Done, Stop};
use super::fault::{Fault, FaultCode};
use super::routing::{self, Chosen, DestinationText};
use super::warning::Warning;
use super::wording;
use crate::operation::Operation;
use crate::policy::Permission;
use crate::store;
use crate::store::change::NewChange;
use crate::store::write::Write;
use crate::viewer::AccountScope;

/// A destination that is wanted, as it came in.
#[derive(Clone, Debug, Serialize)]
pub struct NewDestination {
    /// Its telephone number.
    pub number: String,
    /// What people call it.
    pub label: Option<String>,
}

/// What was made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The destination.
    pub destination: DestinationId,
    /// What is worth knowing.
    pub warnings: Vec<Warning>,
}

impl Deed for NewDestination {
    const PERMISSION: Permission = Permission::DestinationCreate;
    const OPERATION: &'static str = "destinationCreate";
    type Outcome = Outcome;

    async fn perform(&self, op: &Operation, scope: AccountScope, write: &Write) -> Result<Done<Outcome>, Stop> {
        let found = routing::find(op, scope, write, &DestinationText::Number(self.number.clone()), "input").await?;
        let mut faults = found.faults;
        let mut label = None;
        wording::put(&Some(self.label.clone()), &mut label, "input.label", wording::LABEL, &mut faults);
        let row = match found.chosen {
            Some(Chosen::New(row)) => Some(*row),
            Some(_) => {
                faults.push(exists());
                None
            }
            None => None,
        };
        let mut row: Model = match row {
            Some(row) if faults.is_empty() => row,
            _ => return Err(Stop::Refused(faults)),
        };
        row.label = label;
        row.settle();
        if !store::destination::insert_unless_there(write.db(), row.clone()).await? {
            return Err(Stop::Refused(vec![exists()]));
        }
        let outcome = Outcome { destination: row.id, warnings: found.warnings };
        Ok(Done { outcome, changes: vec![NewChange::destination_created(&row)] })
    }
}

/// Another destination of the account has the number.
pub fn exists() -> Fault {
    Fault::at("input.number", FaultCode::DestinationExists, "Your account has a destination with this number already.")
}
