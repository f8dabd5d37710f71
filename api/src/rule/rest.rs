//! In which order free numbers are given: those never used first, then those that have rested longest, in steps of 30 days; by chance
//! within a step, so that nobody can guess the next one and no two orders aim at the same row.

use chrono::{DateTime, Utc};

/// How long a step is, in seconds.
const STEP: i64 = 30 * 86_400;
/// The bits of a key that are chance.
const CHANCE: u32 = 48;

/// The place of a free number: the lowest is given first. `chance` is drawn from 0 to 2^48 - 1.
///
/// A number rests from the instant in which it was deleted, not from when a job got to it; one that was never used comes before all.
pub fn pick_key(resting_since: Option<DateTime<Utc>>, chance: i64) -> i64 {
    // Step 0 is kept for the unused, and time before 1970 is no time of ours. 2^15 steps last until the year 4661.
    let step = resting_since.map_or(0, |since| 1 + since.timestamp().max(0) / STEP).min(i64::from(i16::MAX));
    step << CHANCE | (chance & ((1 << CHANCE) - 1))
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};

    use super::pick_key;

    const MOST: i64 = (1 << 48) - 1;

    fn day(n: i64) -> Option<DateTime<Utc>> {
        Some(DateTime::UNIX_EPOCH + TimeDelta::days(n))
    }

    #[test]
    fn unused_numbers_come_first_and_then_the_longest_rested() {
        let begin = 30 * 690;

        assert!(pick_key(None, MOST) < pick_key(day(begin), 0), "never used");
        assert!(pick_key(day(begin - 1), MOST) < pick_key(day(begin), 0), "an earlier step");
        assert!(pick_key(day(begin), 7) == pick_key(day(begin + 29), 7), "one step");
        assert!(pick_key(day(begin), 6) < pick_key(day(begin + 29), 7), "chance within a step");
        assert!(pick_key(day(begin + 29), MOST) < pick_key(day(begin + 30), 0), "the next step");
    }

    #[test]
    fn no_instant_makes_a_key_that_comes_before_the_unused() {
        for since in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            assert!(pick_key(Some(since), 0) > pick_key(None, MOST));
            assert!(pick_key(Some(since), -1) > 0);
        }
    }
}
