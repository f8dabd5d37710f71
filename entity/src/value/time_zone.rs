//! A time zone of the IANA database, by name. Knows no offsets: those are asked where a month begins.

use chrono_tz::TZ_VARIANTS;

/// The name of a time zone, as the IANA database spells it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TimeZone(&'static str);

/// What is wrong with the name of a time zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeZoneFault {
    /// Nothing was written.
    #[error("A time zone is needed, by its name in the IANA database, such as Europe/London.")]
    Missing,
    /// There is none of this name; perhaps one that is spelled otherwise was meant.
    #[error("A time zone must be spelled as in the IANA database, such as Europe/London or America/Los_Angeles.")]
    Unknown(Option<TimeZone>),
}

impl TimeZone {
    /// Reads a name that is spelled as in the database, and corrects nothing.
    pub fn parse(text: &str) -> Result<Self, TimeZoneFault> {
        if text.trim().is_empty() {
            return Err(TimeZoneFault::Missing);
        }
        let known = TZ_VARIANTS.iter().map(|zone| zone.name()).find(|name| *name == text);
        known.map(Self).ok_or_else(|| TimeZoneFault::Unknown(Self::meant(text)))
    }

    /// The name as the database spells it.
    pub fn as_str(&self) -> &'static str {
        self.0
    }

    /// The zone that another spelling means: other case, blanks for underscores, or the city alone where only one zone has it.
    fn meant(text: &str) -> Option<Self> {
        let text = text.trim().replace(' ', "_");
        let names = || TZ_VARIANTS.iter().map(|zone| zone.name());
        let whole = names().find(|name| name.eq_ignore_ascii_case(&text));
        // Not those of Etc, whose signs are the other way round: Etc/GMT+1 is an hour behind.
        let ends_so = |name: &str| name.rsplit_once('/').is_some_and(|(region, city)| region != "Etc" && city.eq_ignore_ascii_case(&text));
        let mut cities = names().filter(|name| ends_so(name));
        let city = cities.next().filter(|_| cities.next().is_none());
        whole.or(city).map(Self)
    }
}

impl TimeZoneFault {
    /// The zone that was probably meant.
    pub fn suggestion(&self) -> Option<&TimeZone> {
        match self {
            Self::Missing => None,
            Self::Unknown(meant) => meant.as_ref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{TimeZone, TimeZoneFault};

    fn suggestion(text: &str) -> Option<&'static str> {
        TimeZone::parse(text).unwrap_err().suggestion().map(TimeZone::as_str)
    }

    #[test]
    fn only_a_name_of_the_database_is_a_zone() {
        for good in ["Europe/London", "America/Los_Angeles", "America/Argentina/Buenos_Aires", "UTC", "Etc/GMT+5", "Asia/Kathmandu"] {
            assert_eq!(TimeZone::parse(good).map(|zone| zone.as_str()), Ok(good));
        }
        assert_eq!(TimeZone::parse(" "), Err(TimeZoneFault::Missing));
        for wrong in ["Europe/Harbour", "GMT+1", "+01:00", "London\0", "Europe/London\n.", "posix/Europe/London", "localtime"] {
            assert_eq!(TimeZone::parse(wrong), Err(TimeZoneFault::Unknown(None)), "{wrong}");
        }
    }

    #[test]
    fn another_spelling_is_refused_with_the_zone_that_it_means() {
        for (text, meant) in [
            ("europe/london", "Europe/London"),
            (" Europe/London ", "Europe/London"),
            ("America/Los Angeles", "America/Los_Angeles"),
            ("new york", "America/New_York"),
            ("utc", "UTC"),
        ] {
            assert_eq!(suggestion(text), Some(meant), "{text}");
        }
        // More than one zone ends so.
        assert_eq!(suggestion("Eastern "), None);
    }
}
