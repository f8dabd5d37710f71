//! Fixed numbers by id, and the numbers of pools, channels and destinations: a page inside a page, in one statement.

use std::collections::HashMap;

use entity::id::FixedNumberId;

use super::batch::Lookup;
use crate::database::Database;
use crate::store;
use crate::store::error::StoreError;
use crate::store::fixed_number::Row;
use crate::store::keyset::PageRequest;
use crate::store::number_filter::{Filter, Parent};
use crate::store::page::Page;
use crate::viewer::AccountScope;

/// Fixed numbers by id.
pub struct FixedNumbers(pub AccountScope, pub Database);

impl Lookup for FixedNumbers {
    type Key = FixedNumberId;
    type Value = Row;

    async fn find(&self, keys: Vec<FixedNumberId>) -> Result<HashMap<FixedNumberId, Row>, StoreError> {
        store::fixed_number::find_many(self.0, self.1.reader(), keys).await
    }
}

/// The same page of the numbers of several parents.
pub struct NumbersOf(pub AccountScope, pub Database);

impl Lookup for NumbersOf {
    type Key = (Filter, PageRequest, Parent);
    type Value = Page<Row>;

    async fn find(&self, keys: Vec<Self::Key>) -> Result<HashMap<Self::Key, Self::Value>, StoreError> {
        let mut found = HashMap::new();
        // The keys are sorted, so those that ask for the same page stand together; usually all do.
        for same in keys.chunk_by(|one, other| (&one.0, &one.1) == (&other.0, &other.1)) {
            let parents: Vec<_> = same.iter().map(|key| key.2).collect();
            let pages = store::number_list::list_of(self.0, self.1.reader(), &parents, &same[0].0, &same[0].1).await?;
            found.extend(same.iter().cloned().zip(pages));
        }
        Ok(found)
    }
}

/// How many numbers several parents have.
pub struct NumberCountOf(pub AccountScope, pub Database);

impl Lookup for NumberCountOf {
    type Key = (Filter, Parent);
    type Value = i64;

    async fn find(&self, keys: Vec<Self::Key>) -> Result<HashMap<Self::Key, Self::Value>, StoreError> {
        let mut found = HashMap::new();
        for same in keys.chunk_by(|one, other| one.0 == other.0) {
            let parents: Vec<_> = same.iter().map(|key| key.1).collect();
            let counts = store::number_list::count_of(self.0, self.1.reader(), &parents, &same[0].0).await?;
            found.extend(same.iter().cloned().zip(counts));
        }
        Ok(found)
    }
}
