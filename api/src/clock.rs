//! Time and chance, which enter at one door: a request takes its instant and its random bytes from here once.
#![expect(clippy::disallowed_methods, reason = "this is the door")]

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};

/// Says what time it is.
pub trait Clock: Send + Sync + 'static {
    /// The present instant, in whole microseconds, which both engines keep.
    fn now(&self) -> DateTime<Utc>;
}

/// Draws random bytes.
pub trait Randomness: Send + Sync + 'static {
    /// Ten bytes: what a UUIDv7 has beside its time.
    fn ten_bytes(&self) -> [u8; 10];
}

/// The machine's own clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        whole_microseconds(Utc::now())
    }
}

/// The operating system's own randomness.
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn ten_bytes(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        // Without randomness an id could repeat another's, so there is nothing sensible to go on with.
        #[expect(clippy::expect_used, reason = "a request without randomness can't be served")]
        getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
        bytes
    }
}

/// A clock that stands still until it is moved by hand, for tests.
pub struct StillClock(Mutex<DateTime<Utc>>);

impl StillClock {
    /// Stands at an instant.
    pub fn at(instant: DateTime<Utc>) -> Self {
        Self(Mutex::new(whole_microseconds(instant)))
    }

    /// Moves on, or back.
    pub fn advance(&self, by: TimeDelta) {
        let mut now = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *now += by;
    }
}

impl Clock for StillClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Bytes that are counted, not drawn, for tests whose answers are compared whole.
#[derive(Default)]
pub struct CountedRandomness(AtomicU64);

impl Randomness for CountedRandomness {
    fn ten_bytes(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        bytes[2..].copy_from_slice(&self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        bytes
    }
}

fn whole_microseconds(instant: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(instant.timestamp_micros()).unwrap_or(instant)
}
