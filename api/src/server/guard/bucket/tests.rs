//! The sums of buckets.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::Buckets;

fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_772_443_800, 0).unwrap()
}

#[test]
fn what_is_spent_is_given_back_at_a_steady_rate() {
    let buckets = Buckets::new(10, 2);
    let now = start();

    let spent = buckets.spend("a", 7, now);
    assert_eq!((spent.allowed, spent.remaining, spent.full_after), (true, 3, Duration::from_millis(3_500)));

    let spent = buckets.spend("a", 4, now);
    assert_eq!((spent.allowed, spent.remaining, spent.retry_after), (false, 3, Duration::from_millis(500)));
    assert!(!buckets.spend("a", 4, now + TimeDelta::microseconds(499_999)).allowed, "what was refused was taken");
    assert!(buckets.spend("a", 4, now + TimeDelta::microseconds(500_000)).allowed);
    assert_eq!(buckets.look("a", now + TimeDelta::milliseconds(500)).remaining, 0);

    assert_eq!(buckets.look("a", now + TimeDelta::hours(1)).remaining, 10, "a bucket holds no more than all");
    assert_eq!(buckets.look("b", now).remaining, 10, "everyone has a bucket of their own");
}

#[test]
fn what_is_more_than_all_is_refused_for_good() {
    let buckets = Buckets::new(10, 2);

    let spent = buckets.spend("a", 11, start());

    assert_eq!((spent.allowed, spent.is_hopeless(), spent.remaining), (false, true, 10));
    assert!(buckets.spend("a", 10, start()).allowed);
}

#[test]
fn without_a_capacity_there_is_no_limit() {
    let buckets = Buckets::new(0, 2);

    let spent = buckets.spend("a", u32::MAX, start());

    assert_eq!((spent.allowed, spent.remaining, spent.capacity, buckets.held()), (true, u32::MAX, 0, 0));
}

#[test]
fn instants_may_come_in_any_order() {
    let buckets = Buckets::new(10, 1);
    let now = start();

    // Every other one is older, as of bodies that were long in coming: nothing is given back twice.
    let spent = (0..300).filter(|n| buckets.spend("a", 1, now - TimeDelta::seconds(n % 2 * n)).allowed).count();

    assert_eq!(spent, 10);
}

#[test]
fn a_clock_that_is_set_back_shuts_nobody_out_for_longer_than_a_window() {
    let buckets = Buckets::new(10, 1);
    buckets.spend("a", 10, start());

    let back = start() - TimeDelta::days(400);
    let spent = buckets.spend("a", 1, back);
    assert_eq!((spent.allowed, spent.retry_after), (false, Duration::from_secs(1)));
    assert!(buckets.spend("a", 1, back + TimeDelta::seconds(1)).allowed);
}

#[test]
fn idle_buckets_are_dropped() {
    let buckets = Buckets::new(10, 10);
    let mut now = start();

    for key in 0..200_000_u32 {
        assert!(buckets.spend(key, 1, now).allowed);
        now += TimeDelta::milliseconds(1);
    }

    // Of a thousand keys a second each is idle after a tenth.
    assert!(buckets.held() <= 16 * 64, "{}", buckets.held());
}

#[test]
fn the_largest_numbers_fit() {
    let buckets = Buckets::new(u32::MAX, u32::MAX);
    let far = DateTime::<Utc>::MAX_UTC;

    assert_eq!(buckets.spend("a", u32::MAX, far).remaining, 0);
    assert_eq!(buckets.spend("a", 1, far).retry_after, Duration::from_micros(1));
    let slow = Buckets::new(u32::MAX, 1);
    assert_eq!(slow.spend("a", u32::MAX, far).full_after, Duration::from_secs(u32::MAX.into()));
}
