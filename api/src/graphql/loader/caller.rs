//! The key that opens callers, read once for all calls of a page; and the hashes by which callers are looked for.

use std::collections::HashMap;

use entity::value::phone_number::PhoneNumber;

use super::batch::Lookup;
use crate::operation::Operation;
use crate::seal::caller_key::CallerKey;
use crate::store;
use crate::store::call_filter::CallerHash;
use crate::store::error::StoreError;
use crate::viewer::AccountScope;

/// The account's key, if it has one.
pub struct CallerKeys(pub AccountScope, pub Operation);

impl Lookup for CallerKeys {
    type Key = ();
    type Value = CallerKey;

    async fn find(&self, _: Vec<()>) -> Result<HashMap<(), CallerKey>, StoreError> {
        let key = store::data_key::find(&self.1, self.0, self.1.database.reader()).await?;
        Ok(key.into_iter().map(|key| ((), key)).collect())
    }
}

/// Hashes of callers, by their numbers as a person may type them. None for what is no number, and for an account that has sealed none.
pub struct CallerHashes(pub AccountScope, pub Operation);

impl Lookup for CallerHashes {
    type Key = String;
    type Value = CallerHash;

    async fn find(&self, texts: Vec<String>) -> Result<HashMap<String, CallerHash>, StoreError> {
        let db = self.1.database.reader();
        let Some(key) = store::data_key::find(&self.1, self.0, db).await? else { return Ok(HashMap::new()) };
        let country = match texts.iter().all(|text| PhoneNumber::parse(text).is_ok()) {
            true => None,
            false => store::account::find(self.0, db).await?.map(|account| account.country),
        };
        let number = |text: &str| PhoneNumber::spelled(text, country.as_deref().unwrap_or_default());
        let hash = |text: String| number(&text).map(|number| (text, CallerHash(key.search_hash(&number))));
        Ok(texts.into_iter().filter_map(hash).collect())
    }
}
