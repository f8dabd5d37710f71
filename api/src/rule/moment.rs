//! Instants that callers send, made comparable with those of rows: to the microsecond, and of years that SQLite can compare as texts.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

/// The first instant that a row can have.
const FIRST: DateTime<Utc> = DateTime::UNIX_EPOCH;
/// The last second of the year 9999.
const LAST: Option<DateTime<Utc>> = DateTime::from_timestamp(253_402_300_799, 0);

/// The nearest instant that a row can have.
pub fn within(at: DateTime<Utc>) -> DateTime<Utc> {
    at.clamp(FIRST, LAST.unwrap_or(FIRST))
}

/// The first instant to the microsecond that is not before another: what is at or after the one is at or after the other.
pub fn not_before(at: DateTime<Utc>) -> DateTime<Utc> {
    let whole = within(at).trunc_subsecs(6);
    if whole < within(at) { whole + TimeDelta::microseconds(1) } else { whole }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::not_before;

    #[test]
    fn an_instant_is_rounded_up_and_kept_within_what_rows_have() {
        let table = [
            ("2026-06-01T00:00:00Z", "2026-06-01T00:00:00Z"),
            ("2026-06-01T00:00:00.000001Z", "2026-06-01T00:00:00.000001Z"),
            ("2026-06-01T00:00:00.000000001Z", "2026-06-01T00:00:00.000001Z"),
            ("2026-05-31T23:59:59.999999999Z", "2026-06-01T00:00:00Z"),
            ("-0001-06-01T00:00:00Z", "1970-01-01T00:00:00Z"),
            ("+12026-06-01T00:00:00Z", "9999-12-31T23:59:59Z"),
        ];
        for (given, wanted) in table {
            let [given, wanted] = [given, wanted].map(|text| text.parse::<DateTime<Utc>>().unwrap());
            assert_eq!(not_before(given), wanted);
        }
    }
}
