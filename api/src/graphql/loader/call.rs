//! Calls by id, the calls of fixed numbers, and what numbers were called when they rang.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::call::Model;
use entity::fixed_number_label;
use entity::goal;
use entity::id::{CallId, FixedNumberId, FixedNumberLabelId};

use super::batch::Lookup;
use crate::database::Database;
use crate::store;
use crate::store::call_filter::{Filter, Parent};
use crate::store::error::StoreError;
use crate::store::keyset::PageRequest;
use crate::store::page::Page;
use crate::viewer::AccountScope;

/// Calls by id.
pub struct Calls(pub AccountScope, pub Database);

impl Lookup for Calls {
    type Key = CallId;
    type Value = Model;

    async fn find(&self, keys: Vec<CallId>) -> Result<HashMap<CallId, Model>, StoreError> {
        store::call::find_many(self.0, self.1.reader(), keys).await
    }
}

/// The goals that calls have met.
pub struct GoalsOf(pub AccountScope, pub Database);

impl Lookup for GoalsOf {
    type Key = CallId;
    type Value = Vec<goal::Model>;

    async fn find(&self, keys: Vec<CallId>) -> Result<HashMap<CallId, Vec<goal::Model>>, StoreError> {
        store::call_goal::find_of(self.0, self.1.reader(), keys).await
    }
}

/// Labels by id.
pub struct Labels(pub AccountScope, pub Database);

impl Lookup for Labels {
    type Key = FixedNumberLabelId;
    type Value = fixed_number_label::Model;

    async fn find(&self, keys: Vec<Self::Key>) -> Result<HashMap<Self::Key, Self::Value>, StoreError> {
        store::fixed_number_label::find_many(self.0, self.1.reader(), keys).await
    }
}

/// When numbers rang last.
pub struct LastCallAt(pub AccountScope, pub Database);

impl Lookup for LastCallAt {
    type Key = FixedNumberId;
    type Value = DateTime<Utc>;

    async fn find(&self, keys: Vec<Self::Key>) -> Result<HashMap<Self::Key, Self::Value>, StoreError> {
        store::call::last_started_at(self.0, self.1.reader(), keys).await
    }
}

/// The same page of the calls of several numbers.
pub struct CallsOf(pub AccountScope, pub Database);

impl Lookup for CallsOf {
    type Key = (Filter, PageRequest, FixedNumberId);
    type Value = Page<Model>;

    async fn find(&self, keys: Vec<Self::Key>) -> Result<HashMap<Self::Key, Self::Value>, StoreError> {
        let mut found = HashMap::new();
        // The keys are sorted, so those that ask for the same page stand together; usually all do.
        for same in keys.chunk_by(|one, other| (&one.0, &one.1) == (&other.0, &other.1)) {
            let parents: Vec<_> = same.iter().map(|key| Parent::FixedNumber(key.2)).collect();
            let pages = store::call_list::list_of(self.0, self.1.reader(), &parents, &same[0].0, &same[0].1).await?;
            found.extend(same.iter().cloned().zip(pages));
        }
        Ok(found)
    }
}

/// How many calls several numbers have.
pub struct CallCountOf(pub AccountScope, pub Database);

impl Lookup for CallCountOf {
    type Key = (Filter, FixedNumberId);
    type Value = i64;

    async fn find(&self, keys: Vec<Self::Key>) -> Result<HashMap<Self::Key, Self::Value>, StoreError> {
        let mut found = HashMap::new();
        for same in keys.chunk_by(|one, other| one.0 == other.0) {
            let parents: Vec<_> = same.iter().map(|key| Parent::FixedNumber(key.1)).collect();
            let counts = store::call_list::count_of(self.0, self.1.reader(), &parents, &same[0].0).await?;
            found.extend(same.iter().cloned().zip(counts));
        }
        Ok(found)
    }
}
