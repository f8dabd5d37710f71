//! One batch of look-ups, on the crate `dataloader`. Made per request, without a cache: after a mutation nothing is stale.

use std::collections::HashMap;
use std::fmt::Debug;
use std::hash::Hash;
use std::sync::Arc;

use dataloader::BatchFn;
use dataloader::non_cached::Loader;

use crate::store::error::StoreError;

/// What a key is answered with. Every key is answered, also one that is not there: the crate fails on a key that is left out.
pub type Found<V> = Result<Option<Arc<V>>, Arc<StoreError>>;

/// What can be a key: it is sorted, so that the same page is the same statement, whichever sibling was resolved first.
pub trait Key: Eq + Hash + Clone + Ord + Debug + Send + Sync + 'static {}

impl<K: Eq + Hash + Clone + Ord + Debug + Send + Sync + 'static> Key for K {}

/// The statement behind a loader.
pub trait Lookup: Send + 'static {
    /// What is asked by.
    type Key: Key;
    /// What is found.
    type Value: Send + Sync + 'static;

    /// Finds those that are there.
    fn find(&self, keys: Vec<Self::Key>) -> impl Future<Output = Result<HashMap<Self::Key, Self::Value>, StoreError>> + Send;
}

struct Batch<L>(L);

impl<L: Lookup> BatchFn<L::Key, Found<L::Value>> for Batch<L> {
    async fn load(&mut self, keys: &[L::Key]) -> HashMap<L::Key, Found<L::Value>> {
        let mut sorted = keys.to_vec();
        sorted.sort_unstable();
        match self.0.find(sorted).await {
            Ok(mut rows) => keys.iter().map(|key| (key.clone(), Ok(rows.remove(key).map(Arc::new)))).collect(),
            Err(error) => {
                let error = Arc::new(error);
                keys.iter().map(|key| (key.clone(), Err(error.clone()))).collect()
            }
        }
    }
}

/// A loader of one kind of thing.
pub struct Load<L: Lookup>(Loader<L::Key, Found<L::Value>, Batch<L>>);

impl<L: Lookup + Sync> Load<L> {
    /// Makes a loader. One yield lets all siblings ask before the first goes on; the largest batch is more than a page has rows.
    pub fn new(lookup: L) -> Self {
        Self(Loader::new(Batch(lookup)).with_yield_count(1).with_max_batch_size(1000))
    }

    /// Finds one, together with what the siblings ask for.
    pub async fn find(&self, key: L::Key) -> Found<L::Value> {
        match self.0.try_load(key).await {
            Ok(found) => found,
            Err(error) => Err(Arc::new(StoreError::Broken(format!("a loader lost a key: {error}")))),
        }
    }

    /// Finds one that a foreign key promises.
    pub async fn expect(&self, key: L::Key) -> Result<Arc<L::Value>, Arc<StoreError>> {
        let broken = format!("{key:?} is pointed to and not there");
        self.find(key).await?.ok_or_else(|| Arc::new(StoreError::Broken(broken)))
    }
}
