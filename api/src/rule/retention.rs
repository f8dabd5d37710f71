//! For how long callers are kept: calendar months, counted back from now.

use chrono::{DateTime, Months, Utc};

/// For how many months callers are kept unless an account has other terms, and of what belongs to no account.
pub const MONTHS: i32 = 13;
/// The fewest months that can be chosen.
pub const MONTHS_MIN: i32 = 1;
/// The most.
pub const MONTHS_MAX: i32 = 120;

/// The instant before which nothing personal of a call is kept.
pub fn kept_since(now: DateTime<Utc>, months: i32) -> DateTime<Utc> {
    // Before the first year that there is, nothing is cleared.
    now.checked_sub_months(Months::new(months.unsigned_abs())).unwrap_or(DateTime::<Utc>::MIN_UTC)
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone, Utc};

    use super::kept_since;

    #[test]
    fn months_are_those_of_the_calendar() {
        let at = |year, month, day| Utc.with_ymd_and_hms(year, month, day, 9, 30, 0).unwrap();

        assert_eq!(kept_since(at(2026, 3, 2), 13), at(2025, 2, 2));
        // Where a month has no such day, its last.
        assert_eq!(kept_since(at(2026, 3, 31), 1), at(2026, 2, 28));
        assert_eq!(kept_since(at(2024, 3, 31), 1), at(2024, 2, 29));
    }
}
