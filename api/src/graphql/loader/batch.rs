//! One batch of look-ups, on the crate `dataloader`. Made per request, without a cache: after a mutation nothing is stale.
//!
//! The crate hands a batch's answer from one sibling to the next, so that in a page inside a page the first ones asked for what they
//! point to without the others, however often they yielded. So siblings gather here, and one of them asks the crate for all.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Debug;
use std::hash::Hash;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dataloader::BatchFn;
use dataloader::non_cached::Loader;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};

use crate::store::error::StoreError;

/// What a key is answered with. Every key is answered, also one that is not there: the crate fails on a key that is left out.
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

struct Statement<L>(L);

impl<L: Lookup> BatchFn<L::Key, Found<L::Value>> for Statement<L> {
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

type Rows<L> = HashMap<<L as Lookup>::Key, Found<<L as Lookup>::Value>>;
type Answer<L> = Shared<BoxFuture<'static, Arc<Rows<L>>>>;

/// Keys that come in together.
enum Batch<L: Lookup> {
    /// More may come.
    Open(BTreeSet<L::Key>),
    /// They were asked for. Whoever of them is polled next drives the statement, so it does not depend on the first one's life.
    Asked(Answer<L>),
}

impl<L: Lookup> Default for Batch<L> {
    fn default() -> Self {
        Self::Open(BTreeSet::new())
    }
}

/// A loader of one kind of thing.
pub struct Load<L: Lookup> {
    loader: Loader<L::Key, Found<L::Value>, Statement<L>>,
    current: Mutex<Arc<Mutex<Batch<L>>>>,
}

/// More than a page of pages asks for at once, so that the crate never splits a batch by itself.
const LARGEST: usize = 100_000;

impl<L: Lookup> Load<L> {
    /// Makes a loader.
    pub fn new(lookup: L) -> Self {
        let loader = Loader::new(Statement(lookup)).with_yield_count(0).with_max_batch_size(LARGEST);
        Self { loader, current: Mutex::default() }
    }

    /// Finds one, together with what the siblings ask for.
    pub async fn find(&self, key: L::Key) -> Found<L::Value> {
        let batch = self.join(key.clone());
        settled(&batch).await;
        let answer = self.ask(&batch);
        answer.await.get(&key).cloned().unwrap_or_else(|| Err(lost(&key)))
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
        let loader = self.loader.clone();
        let load = async move { Arc::new(loader.try_load_many(keys.into_iter().collect()).await.unwrap_or_default()) };
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

fn lost(key: &impl Debug) -> Arc<StoreError> {
    Arc::new(StoreError::Broken(format!("a loader lost the key {key:?}")))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
