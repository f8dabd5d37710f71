//! Buckets of points, one for each key: what is spent is given back at a steady rate, up to what a bucket holds. Knows no key, no
//! request and no clock: whoever spends says when.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};

/// Buckets with a lock of their own, so that requests seldom wait for each other.
const SHARDS: usize = 16;
/// A shard is not looked through for idle buckets before it has so many.
const FEW: usize = 64;
/// Counted in millionths of a point, for a microsecond gives back as many of them as a second gives points.
const MILLION: i128 = 1_000_000;
/// No request is at work for so long. Whoever comes so much earlier than a bucket was used has a clock that was set back.
const SET_BACK: i128 = 3_600;

/// What came of spending, or of looking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spent {
    /// Whether there was enough. If not, nothing was taken.
    pub allowed: bool,
    /// What can still be spent; without a limit `u32::MAX`.
    pub remaining: u32,
    /// What a full bucket holds; 0: there is no limit.
    pub capacity: u32,
    /// When there will be enough, if there was not. [`Duration::MAX`]: never, for it is more than a bucket holds.
    pub retry_after: Duration,
    /// When the bucket will be full again, if nothing more is spent.
    pub full_after: Duration,
}

impl Spent {
    /// Where there is no limit.
    const FREE: Self = Self { allowed: true, remaining: u32::MAX, capacity: 0, retry_after: Duration::ZERO, full_after: Duration::ZERO };

    /// Whether no waiting will help.
    pub fn is_hopeless(&self) -> bool {
        self.retry_after == Duration::MAX
    }
}

/// All buckets of one kind. A bucket is one number: where the steady rate would be when the bucket is full again (the generic cell rate
/// algorithm). So instants may come in any order, and a full bucket needs no memory.
pub struct Buckets<K> {
    capacity: u32,
    per_second: u32,
    hasher: RandomState,
    shards: [Mutex<Shard<K>>; SHARDS],
}

struct Shard<K> {
    full: HashMap<K, i128>,
    /// The size at which idle buckets are dropped next.
    sweep_at: usize,
}

impl<K: Hash + Eq> Buckets<K> {
    /// Buckets that hold `capacity` points and are given back `per_second`. Without a capacity there is no limit.
    pub fn new(capacity: u32, per_second: u32) -> Self {
        let shard = |_| Mutex::new(Shard { full: HashMap::new(), sweep_at: FEW });
        Self { capacity, per_second: per_second.max(1), hasher: RandomState::new(), shards: std::array::from_fn(shard) }
    }

    /// What a full bucket holds; 0: there is no limit.
    pub fn capacity(&self) -> u32 {
        self.capacity
    }

    /// How long an empty bucket takes to be full, in whole seconds.
    pub fn window(&self) -> u32 {
        self.capacity.div_ceil(self.per_second).max(1)
    }

    /// Takes points out of a key's bucket, if it holds as many.
    pub fn spend(&self, key: K, points: u32, now: DateTime<Utc>) -> Spent {
        if self.capacity == 0 {
            return Spent::FREE;
        }
        let place = self.place(now);
        let mut shard = self.shard(&key);
        if let Some(full) = shard.full.get_mut(&key)
            && *full - place > self.whole() + i128::from(self.per_second) * MILLION * SET_BACK
        {
            *full = place + self.whole();
        }
        let missing = self.missing(shard.full.get(&key), place);
        let short = missing + i128::from(points) * MILLION - self.whole();
        if points > self.capacity {
            return Spent { allowed: false, retry_after: Duration::MAX, ..self.told(missing) };
        }
        if short > 0 {
            return Spent { allowed: false, retry_after: self.time(short), ..self.told(missing) };
        }
        let missing = missing + i128::from(points) * MILLION;
        if missing > 0 {
            shard.full.insert(key, place + missing);
            shard.sweep(place);
        }
        self.told(missing)
    }

    /// What a key's bucket holds.
    pub fn look(&self, key: K, now: DateTime<Utc>) -> Spent {
        if self.capacity == 0 {
            return Spent::FREE;
        }
        let missing = self.missing(self.shard(&key).full.get(&key), self.place(now));
        self.told(missing)
    }

    /// How many buckets are in memory.
    pub fn held(&self) -> usize {
        self.shards.iter().map(|shard| lock(shard).full.len()).sum()
    }

    fn shard(&self, key: &K) -> MutexGuard<'_, Shard<K>> {
        #[expect(clippy::cast_possible_truncation, reason = "any few bits of a hash will do")]
        let hash = self.hasher.hash_one(key) as usize;
        lock(&self.shards[hash % SHARDS])
    }

    /// Where the steady rate is at an instant.
    fn place(&self, now: DateTime<Utc>) -> i128 {
        i128::from(now.timestamp_micros()) * i128::from(self.per_second)
    }

    /// What a bucket lacks. Never more than all, also for those who come a little late.
    fn missing(&self, full: Option<&i128>, place: i128) -> i128 {
        full.map_or(0, |full| (full - place).clamp(0, self.whole()))
    }

    fn whole(&self) -> i128 {
        i128::from(self.capacity) * MILLION
    }

    fn time(&self, points: i128) -> Duration {
        let micros = u64::try_from(points).unwrap_or_default().div_ceil(self.per_second.into());
        Duration::from_micros(micros)
    }

    fn told(&self, missing: i128) -> Spent {
        let remaining = u32::try_from((self.whole() - missing) / MILLION).unwrap_or_default();
        Spent { allowed: true, remaining, capacity: self.capacity, retry_after: Duration::ZERO, full_after: self.time(missing) }
    }
}

impl<K: Hash + Eq> Shard<K> {
    /// Drops the buckets that are full again, each time when there are twice as many as were left the last time. What is left has been
    /// spent within a window, so memory is bounded by what is spent, and not by who has ever come.
    fn sweep(&mut self, place: i128) {
        if self.full.len() < self.sweep_at {
            return;
        }
        self.full.retain(|_, full| *full > place);
        self.sweep_at = (self.full.len() * 2).max(FEW);
        self.full.shrink_to(self.sweep_at);
    }
}

/// Nothing is left half done where a lock is held, so one that panicked leaves no harm.
fn lock<K>(shard: &Mutex<Shard<K>>) -> MutexGuard<'_, Shard<K>> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
