//! Channels by id.

use std::collections::HashMap;

use entity::channel::Model;
use entity::id::ChannelId;

use super::batch::Lookup;
use crate::database::Database;
use crate::store;
use crate::store::error::StoreError;
use crate::viewer::AccountScope;

/// Channels by id.
pub struct Channels(pub AccountScope, pub Database);

impl Lookup for Channels {
    type Key = ChannelId;
    type Value = Model;

    async fn find(&self, keys: Vec<ChannelId>) -> Result<HashMap<ChannelId, Model>, StoreError> {
        store::channel::find_many(self.0, self.1.reader(), keys).await
    }
}
