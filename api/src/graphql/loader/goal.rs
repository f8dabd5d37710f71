//! Goals by id.

use std::collections::HashMap;

use entity::goal::Model;
use entity::id::GoalId;

use super::batch::Lookup;
use crate::database::Database;
use crate::store;
use crate::store::error::StoreError;
use crate::viewer::AccountScope;

/// Goals by id.
pub struct Goals(pub AccountScope, pub Database);

impl Lookup for Goals {
    type Key = GoalId;
    type Value = Model;

    async fn find(&self, keys: Vec<GoalId>) -> Result<HashMap<GoalId, Model>, StoreError> {
        store::goal::find_many(self.0, self.1.reader(), keys).await
    }
}
