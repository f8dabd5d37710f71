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

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};
    use uuid::Uuid;

    use super::Budget;

    #[test]
    fn each_account_spends_of_its_own_and_is_told_what_is_left() {
        let budget = Budget::new(100, 10);
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let now = DateTime::<Utc>::UNIX_EPOCH;

        assert!(budget.spend(one, 95, now).allowed);
        let refused = budget.spend(one, 20, now);

        assert!(!refused.allowed && budget.spend(other, 20, now).allowed);
        let headers = budget.headers(&refused);
        assert_eq!(headers["ratelimit-policy"], "\"account\";q=100;qu=\"points\";w=10");
        assert_eq!(headers["ratelimit"], "\"account\";r=5;t=2");
        assert_eq!(headers["retry-after"], "2");
        assert_eq!(budget.look(one, now + TimeDelta::seconds(2)).remaining, 25, "looking spends nothing");
        assert!(budget.spend(one, 20, now + TimeDelta::seconds(2)).allowed);
    }
}
