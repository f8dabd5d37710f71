//! What an account may spend on its requests, in cost points. All its tokens spend of one budget.

use axum::http::HeaderMap;
use chrono::{DateTime, Utc};
use uuid::Uuid;

pub use super::bucket::Spent;

use super::bucket::Buckets;
use super::quota::{self, Policy};

/// The budgets of all accounts.
pub struct Budget {
    buckets: Buckets<Uuid>,
}

impl Budget {
    /// Budgets of so many points, of which so many are given back each second. 0 points: no limit.
    pub fn new(capacity: u32, per_second: u32) -> Self {
        Self { buckets: Buckets::new(capacity, per_second) }
    }

    /// Spends points, if there are as many. A charge that is larger than a whole budget is refused for good: [`Spent::is_hopeless`].
    pub fn spend(&self, who: Uuid, points: u32, now: DateTime<Utc>) -> Spent {
        self.buckets.spend(who, points, now)
    }

    /// What is left.
    pub fn look(&self, who: Uuid, now: DateTime<Utc>) -> Spent {
        self.buckets.look(who, now)
    }

    /// The header fields of an answer: `RateLimit-Policy`, `RateLimit`, and on a refusal `Retry-After`. None without a limit.
    pub fn headers(&self, spent: &Spent) -> HeaderMap {
        quota::headers(&Policy { name: "account", unit: Some("points"), window: self.buckets.window() }, spent)
    }
}
