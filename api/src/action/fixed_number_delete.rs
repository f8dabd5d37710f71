//! Deleting a fixed number: it stops connecting at once and is held, so that nobody else is given it while people still call it.

use chrono::{DateTime, TimeDelta, Utc};
use entity::change::ChangeKind;
use entity::fixed_number::FixedNumberStatus;
use entity::id::FixedNumberId;
use serde::{Deserialize, Serialize};

use super::deed::{Deed, Done, Stop};
use super::fixed_number_update::find_active;
use crate::operation::Operation;
use crate::policy::Permission;
use crate::store;
use crate::store::change::NewChange;
use crate::store::error::StoreError;
use crate::store::write::Write;
use crate::viewer::AccountScope;

/// A deletion, as it came in.
#[derive(Clone, Debug, Serialize)]
pub struct Delete {
    /// Id of the fixed number.
    pub id: String,
    /// The version that the caller has seen.
    pub expected_version: Option<i32>,
}

/// What was deleted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The number.
    pub fixed_number: FixedNumberId,
    /// Until when it can be restored.
    pub hold_until: DateTime<Utc>,
}

impl Deed for Delete {
    const PERMISSION: Permission = Permission::FixedNumberDelete;
    const OPERATION: &'static str = "fixedNumberDelete";
    type Outcome = Outcome;

    async fn perform(&self, op: &Operation, scope: AccountScope, write: &Write) -> Result<Done<Outcome>, Stop> {
        let before = find_active(scope, write, &self.id, self.expected_version).await?;
        let number_type = store::number_type::find_many(write.db(), vec![before.number_type_id]).await?.remove(&before.number_type_id);
        let number_type = number_type.ok_or_else(|| StoreError::Broken(format!("{} has no type", before.id)))?;
        let hold_until = op.now + TimeDelta::days(number_type.hold_days.into());

        let mut after = before.clone();
        after.status = FixedNumberStatus::Held;
        after.deleted_at = Some(op.now);
        after.hold_until = Some(hold_until);
        after.updated_at = op.now;
        after.version += 1;
        store::fixed_number::update(write.db(), after.clone()).await?;
        store::fixed_number::close_interval(scope, write.db(), after.id, op.now).await?;
        let change = NewChange::fixed_number(ChangeKind::FixedNumberDeleted, Some(&before), &after);
        Ok(Done { outcome: Outcome { fixed_number: after.id, hold_until }, changes: vec![change] })
    }
}
