//! One batch of look-ups. Made per request, without a cache: after a mutation nothing is stale.
//!
//! Our own instead of the crate `dataloader`, which hands a batch's answer from one sibling to the next: in a page inside a page the
//! first ones were answered so early that they asked for what they point to without the others.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Debug;
use std::hash::Hash;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};

use crate::store::error::StoreError;

/// What a key is answered with.
pub type Found<V> = Result<Option<Arc<V>>, Arc<StoreError>>;

/// What can be a key: it is sorted, so that the same page is the same statement, whichever sibling was resolved first.
pub trait Key: Eq + Hash + Clone + Ord + Debug + Send + Sync + 'static {}

impl<K: Eq + Hash + Clone + Ord + Debug + Send + Sync + 'static> Key for K {}

/// The statement behind a loader.
pub trait Lookup: Send + Sync + 'static {
    /// What is asked by.
    type Key: Key;
    /// What is found.
    type Value: Send + Sync + 'static;

    /// Finds those that are there.
    fn find(&self, keys: Vec<Self::Key>) -> impl Future<Output = Result<HashMap<Self::Key, Self::Value>, StoreError>> + Send;
}

type Rows<L> = HashMap<<L as Lookup>::Key, Arc<<L as Lookup>::Value>>;
type Answer<L> = Shared<BoxFuture<'static, Result<Arc<Rows<L>>, Arc<StoreError>>>>;

/// Keys that come in together.
enum Batch<L: Lookup> {
    /// More may come.
    Open(BTreeSet<L::Key>),
    /// They were asked for. Whoever of them is polled next drives the statement, so it does not depend on the first one's life.
    Asked(Answer<L>),
}

/// A loader of one kind of thing.
pub struct Load<L: Lookup> {
    lookup: Arc<L>,
    current: Mutex<Arc<Mutex<Batch<L>>>>,
}

impl<L: Lookup> Load<L> {
    /// Makes a loader.
    pub fn new(lookup: L) -> Self {
        Self { lookup: Arc::new(lookup), current: Mutex::new(Arc::new(Mutex::new(Batch::Open(BTreeSet::new())))) }
    }

    /// Finds one, together with what the siblings ask for.
    pub async fn find(&self, key: L::Key) -> Found<L::Value> {
        let batch = self.join(key.clone());
        settled(&batch).await;
        let answer = self.ask(&batch);
        Ok(answer.await?.get(&key).cloned())
    }

    /// Finds one that a foreign key promises.
    pub async fn expect(&self, key: L::Key) -> Result<Arc<L::Value>, Arc<StoreError>> {
        let broken = format!("{key:?} is pointed to and not there");
        self.find(key).await?.ok_or_else(|| Arc::new(StoreError::Broken(broken)))
    }

    fn join(&self, key: L::Key) -> Arc<Mutex<Batch<L>>> {
        let mut current = lock(&self.current);
        if let Batch::Open(keys) = &mut *lock(&current) {
            keys.insert(key);
            return current.clone();
        }
        *current = Arc::new(Mutex::new(Batch::Open(BTreeSet::from([key]))));
        current.clone()
    }

    /// The first who comes back from waiting closes the batch.
    fn ask(&self, batch: &Mutex<Batch<L>>) -> Answer<L> {
        let mut batch = lock(batch);
        let keys = match &mut *batch {
            Batch::Asked(answer) => return answer.clone(),
            Batch::Open(keys) => mem::take(keys),
        };
        let lookup = self.lookup.clone();
        let load = async move {
            let rows = lookup.find(keys.into_iter().collect()).await?;
            Ok(Arc::new(rows.into_iter().map(|(key, row)| (key, Arc::new(row))).collect()))
        };
        let answer = load.boxed().shared();
        *batch = Batch::Asked(answer.clone());
        answer
    }
}

/// Waits until nobody joins any more. The runtime comes back here when all siblings have had their turn, or now and then earlier;
/// hence twice.
async fn settled<L: Lookup>(batch: &Mutex<Batch<L>>) {
    let (mut known, mut still) = (0, 0);
    while still < 2 {
        tokio::task::yield_now().await;
        let Batch::Open(keys) = &*lock(batch) else { return };
        still = if keys.len() == known { still + 1 } else { 0 };
        known = keys.len();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
