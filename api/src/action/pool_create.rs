//! Making a pool, with the destination that calls to its numbers ring at.

use entity::change::ChangeKind;
use entity::id::{DestinationId, Id, PoolId};
use entity::pool::Model;
use entity::value::name::Name;
use serde::{Deserialize, Serialize};

use super::deed::{Deed, Done, Stop};
use super::pool_text::PoolText;
use super::routing::{self, DestinationText};
use super::warning::Warning;
use super::wording;
use crate::operation::Operation;
use crate::policy::Permission;
use crate::store;
use crate::store::change::NewChange;
use crate::store::error::StoreError;
use crate::store::fixed_number::Rerouted;
use crate::store::write::Write;
use crate::viewer::AccountScope;

/// A pool that is wanted, as it came in.
#[derive(Clone, Debug, Serialize)]
pub struct NewPool {
    /// Name, reference, features.
    pub text: PoolText,
    /// Where calls to its numbers shall ring.
    pub default_destination: DestinationText,
}

/// What was made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The pool.
    pub pool: PoolId,
    /// What is worth knowing.
    pub warnings: Vec<Warning>,
}

impl Deed for NewPool {
    const PERMISSION: Permission = Permission::PoolCreate;
    const OPERATION: &'static str = "poolCreate";
    type Outcome = Outcome;

    async fn perform(&self, op: &Operation, scope: AccountScope, write: &Write) -> Result<Done<Outcome>, Stop> {
        // Every pool has a name: none that was given is one that is missing.
        let text = PoolText { name: Some(self.text.name.clone().unwrap_or_default()), ..self.text.clone() };
        let mut row = unnamed(op, scope)?;
        let mut faults = text.put(scope, write, &mut row).await?;
        let found = routing::find(op, scope, write, &self.default_destination, "input.defaultDestination").await?;
        faults.extend(found.faults);
        let chosen = match found.chosen {
            Some(chosen) if faults.is_empty() => chosen,
            _ => return Err(Stop::Refused(faults)),
        };
        let (destination, created) = routing::settle(scope, write, chosen).await?;
        row.default_destination_id = destination.ok_or_else(|| StoreError::Broken("a pool can't follow a pool".into()))?;
        store::pool::insert(write.db(), row.clone()).await.map_err(last_word)?;
        let mut changes: Vec<_> = created.into_iter().collect();
        changes.push(NewChange::pool(ChangeKind::PoolCreated, None, &row, Rerouted::default()));
        Ok(Done { outcome: Outcome { pool: row.id, warnings: found.warnings }, changes })
    }
}

/// A pool that has nothing of its own yet; its name and its destination are put in before it is stored.
fn unnamed(op: &Operation, scope: AccountScope) -> Result<Model, StoreError> {
    let name = Name::parse("-").map_err(|fault| StoreError::Broken(fault.to_string()))?;
    Ok(Model {
        id: op.mint(),
        account_id: scope.account_id(),
        name,
        name_folded: String::new(),
        reference: None,
        search_text: String::new(),
        call_recording: false,
        call_rating: false,
        call_announce: false,
        announcement: None,
        default_destination_id: DestinationId::from_uuid(uuid::Uuid::nil()),
        version: 1,
        created_at: op.now,
        updated_at: op.now,
        archived_at: None,
    })
}

/// What the database itself had to refuse: a name that another request took since we looked.
pub fn last_word(error: StoreError) -> Stop {
    if error.violates(&store::error::POOL_NAME) { Stop::Refused(vec![wording::taken("pool")]) } else { Stop::Store(error) }
}
