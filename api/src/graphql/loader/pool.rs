//! Pools by id, and the pools of destinations.

use std::collections::HashMap;

use entity::id::{DestinationId, PoolId};
use entity::pool::Model;

use super::batch::Lookup;
use crate::database::Database;
use crate::store;
use crate::store::error::StoreError;
use crate::store::keyset::PageRequest;
use crate::store::page::Page;
use crate::viewer::AccountScope;

/// Pools by id.
pub struct Pools(pub AccountScope, pub Database);

impl Lookup for Pools {
    type Key = PoolId;
    type Value = Model;

    async fn find(&self, keys: Vec<PoolId>) -> Result<HashMap<PoolId, Model>, StoreError> {
        store::pool::find_many(self.0, self.1.reader(), keys).await
    }
}

/// The same page of the pools of several destinations.
pub struct PoolsOf(pub AccountScope, pub Database);

impl Lookup for PoolsOf {
    type Key = (PageRequest, DestinationId);
    type Value = Page<Model>;

    async fn find(&self, keys: Vec<Self::Key>) -> Result<HashMap<Self::Key, Self::Value>, StoreError> {
        let mut found = HashMap::new();
        // The keys are sorted, so those that ask for the same page stand together; usually all do.
        for same in keys.chunk_by(|one, other| one.0 == other.0) {
            let destinations: Vec<_> = same.iter().map(|key| key.1).collect();
            let pages = store::pool::list_of(self.0, self.1.reader(), &destinations, &same[0].0).await?;
            found.extend(pages.into_iter().map(|(id, page)| ((same[0].0.clone(), id), page)));
        }
        Ok(found)
    }
}

/// How many pools several destinations have.
pub struct PoolCountOf(pub AccountScope, pub Database);

impl Lookup for PoolCountOf {
    type Key = DestinationId;
    type Value = i64;

    async fn find(&self, keys: Vec<DestinationId>) -> Result<HashMap<DestinationId, i64>, StoreError> {
        store::pool::count_of(self.0, self.1.reader(), &keys).await
    }
}
