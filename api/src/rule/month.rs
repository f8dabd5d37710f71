//! Months of an account's own time zone, which begin at local midnight.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Utc};
use entity::value::time_zone::TimeZone;

/// The first instant of the month after the one in which an instant lies.
pub fn next_begin(zone: &TimeZone, now: DateTime<Utc>) -> DateTime<Utc> {
    let local = now.with_timezone(&zone.rules()).date_naive();
    let first = local.with_day(1).and_then(|first| first.checked_add_months(Months::new(1)));
    begin_of_day(zone, first.unwrap_or(NaiveDate::MAX))
}

/// The first instant of a local day: midnight, the earlier of two, or where the clocks jump over it, where they come down.
fn begin_of_day(zone: &TimeZone, day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    // Clocks jump by whole quarters of an hour, and once in history over a whole day.
    let tries = (0..=4 * 25).map(|quarter| midnight + TimeDelta::minutes(15 * quarter));
    let found = tries.filter_map(|local| zone.rules().from_local_datetime(&local).earliest()).next();
    found.map_or_else(|| day.checked_add_days(Days::new(1)).unwrap_or(day).and_time(NaiveTime::MIN).and_utc(), |local| local.to_utc())
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use entity::value::time_zone::TimeZone;

    use super::next_begin;

    fn next(zone: &str, now: &str) -> String {
        let now: DateTime<Utc> = now.parse().unwrap();
        next_begin(&TimeZone::parse(zone).unwrap(), now).to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
    }

    #[test]
    fn a_month_begins_at_local_midnight() {
        for (zone, now, wanted) in [
            ("Europe/London", "2026-03-02T09:30:00Z", "2026-03-31T23:00:00Z"),
            ("Europe/London", "2026-10-31T23:59:59Z", "2026-11-01T00:00:00Z"),
            ("Europe/London", "2026-06-30T23:00:00Z", "2026-07-31T23:00:00Z"),
            ("America/Los_Angeles", "2026-11-01T06:59:59Z", "2026-11-01T07:00:00Z"),
            ("America/Los_Angeles", "2026-11-01T07:00:00Z", "2026-12-01T08:00:00Z"),
            ("Asia/Kathmandu", "2026-12-31T18:14:59Z", "2026-12-31T18:15:00Z"),
            ("Etc/UTC", "2026-01-31T00:00:00Z", "2026-02-01T00:00:00Z"),
            // Midnight of 1 October 1989 was jumped over.
            ("America/Bahia", "1995-09-01T12:00:00Z", "1995-10-01T03:00:00Z"),
        ] {
            assert_eq!(next(zone, now), wanted, "{zone} {now}");
        }
    }
}
