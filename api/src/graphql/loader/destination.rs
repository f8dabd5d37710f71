//! Destinations by id.

use std::collections::HashMap;

use entity::destination::Model;
use entity::id::DestinationId;

use super::batch::Lookup;
use crate::database::Database;
use crate::store;
use crate::store::error::StoreError;
use crate::viewer::AccountScope;

/// Destinations by id.
pub struct Destinations(pub AccountScope, pub Database);

impl Lookup for Destinations {
    type Key = DestinationId;
    type Value = Model;

    async fn find(&self, keys: Vec<DestinationId>) -> Result<HashMap<DestinationId, Model>, StoreError> {
        store::destination::find_many(self.0, self.1.reader(), keys).await
    }
}
