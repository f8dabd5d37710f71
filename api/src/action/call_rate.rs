//! Rating a call. The rating stands over what the switch reported, and over one that was given before; the goals are judged anew.

use entity::id::{CallId, Id};
use serde::{Deserialize, Serialize};

use super::deed::{Deed, Done, Stop};
use super::fault::{Fault, FaultCode};
use crate::operation::Operation;
use crate::policy::Permission;
use crate::rule::goal::{self, RATING_MAX, RATING_MIN};
use crate::store;
use crate::store::change::NewChange;
use crate::store::error::StoreError;
use crate::store::write::Write;
use crate::viewer::AccountScope;

/// A rating, as it came in.
#[derive(Clone, Debug, Serialize)]
pub struct Rate {
    /// Id of the call.
    pub id: String,
    /// From 1 to 5; none takes it away; left out is at fault.
    // Left out and taken away are two inputs, which an idempotency key tells apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<Option<i32>>,
}

/// What was rated.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The call.
    pub call: CallId,
}

impl Deed for Rate {
    const PERMISSION: Permission = Permission::CallRate;
    const OPERATION: &'static str = "callRate";
    type Outcome = Outcome;

    async fn perform(&self, _: &Operation, scope: AccountScope, write: &Write) -> Result<Done<Outcome>, Stop> {
        let found = match CallId::parse(&self.id) {
            Some(id) => store::call_rating::lock(scope, write.db(), id).await?,
            None => None,
        };
        let missing = || Fault::at("input.id", FaultCode::CallNotFound, "There is no such call in your account.");
        let mut faults: Vec<_> = found.is_none().then(missing).into_iter().collect();
        faults.extend(self.rating_fault());
        let (Some(before), Some(rating), true) = (found, self.rating, faults.is_empty()) else {
            return Err(Stop::Refused(faults));
        };
        let outcome = Outcome { call: before.id };
        if rating == before.given_rating {
            return Ok(Done { outcome, changes: Vec::new() });
        }
        let after = entity::call::Model { given_rating: rating, ..before.clone() };
        store::call_rating::give(scope, write.db(), after.id, rating).await?;
        judge(scope, write, &after).await?;
        Ok(Done { outcome, changes: vec![NewChange::call_rated(&before, &after)] })
    }
}

impl Rate {
    fn rating_fault(&self) -> Option<Fault> {
        match self.rating {
            None => Some(Fault::at("input.rating", FaultCode::RatingMissing, "Give a rating from 1 to 5, or null to take it away.")),
            Some(Some(rating)) if !(RATING_MIN..=RATING_MAX).contains(&rating) => {
                let message = format!("A rating is between {RATING_MIN} and {RATING_MAX}.");
                Some(Fault::at("input.rating", FaultCode::RatingOutOfRange, message))
            }
            Some(_) => None,
        }
    }
}

async fn judge(scope: AccountScope, write: &Write, call: &entity::call::Model) -> Result<(), StoreError> {
    let goals = store::goal::in_force(scope, write.db()).await?;
    let in_force: Vec<_> = goals.iter().map(|goal| goal.id).collect();
    store::call_goal::clear(scope, write.db(), &[call.id], &in_force).await?;
    store::call_goal::insert_many(write.db(), goal::marks(&goals, call)).await
}
