//! Number types by id, and how many numbers of them are free.

use std::collections::HashMap;

use entity::id::NumberTypeId;
use entity::number_type::Model;

use super::batch::Lookup;
use crate::database::Database;
use crate::store;
use crate::store::error::StoreError;

/// Number types by id.
pub struct NumberTypes(pub Database);

impl Lookup for NumberTypes {
    type Key = NumberTypeId;
    type Value = Model;

    async fn find(&self, keys: Vec<NumberTypeId>) -> Result<HashMap<NumberTypeId, Model>, StoreError> {
        store::number_type::find_many(self.0.reader(), keys).await
    }
}

/// Free numbers by type.
pub struct Available(pub Database);

impl Lookup for Available {
    type Key = NumberTypeId;
    type Value = i64;

    async fn find(&self, keys: Vec<NumberTypeId>) -> Result<HashMap<NumberTypeId, i64>, StoreError> {
        store::stock::count_free(self.0.reader(), &keys).await
    }
}
