//! The claims of a token, each of the one JSON type that it may have. What has another type is refused, never taken for absent.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize};

/// What a token must and may say.
#[derive(Deserialize)]
pub struct Claims {
    /// Who made it.
    pub iss: String,
    /// For whom.
    pub aud: Audience,
    /// Who holds it.
    pub sub: String,
    /// The instant from which it is no longer good.
    pub exp: Instant,
    /// The instant from which it is good.
    #[serde(default, deserialize_with = "present")]
    pub nbf: Option<Instant>,
    /// The id of an account.
    #[serde(default, deserialize_with = "present")]
    pub account: Option<String>,
    /// The name of a switch.
    #[serde(default, deserialize_with = "present")]
    pub switch: Option<String>,
    /// Scopes, separated by blanks.
    #[serde(default, deserialize_with = "present")]
    pub scope: Option<String>,
}

/// What our own tokens say.
#[derive(Serialize)]
pub struct Minted<'a> {
    /// Who made it.
    pub iss: &'a str,
    /// For whom.
    pub aud: &'a str,
    /// Who holds it.
    pub sub: &'a str,
    /// When it was made.
    pub iat: i64,
    /// When it ends.
    pub exp: i64,
    /// Its own name, so that two tokens of one second differ.
    pub jti: String,
    /// The id of an account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The name of a switch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub switch: Option<&'a str>,
    /// Scopes, separated by blanks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
}

/// One text or a list of them (RFC 7519, 4.1.3).
#[derive(Deserialize)]
#[serde(untagged)]
pub enum Audience {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl Audience {
    /// Whether it is meant for this one.
    pub fn holds(&self, name: &str) -> bool {
        match self {
            Self::One(one) => one == name,
            Self::Many(many) => many.iter().any(|one| one == name),
        }
    }
}

/// Whole seconds since 1970, within what a calendar can say.
pub struct Instant(pub DateTime<Utc>);

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Seconds)
    }
}

struct Seconds;

impl Visitor<'_> for Seconds {
    type Value = Instant;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("whole seconds since 1970")
    }

    fn visit_i64<E: de::Error>(self, seconds: i64) -> Result<Instant, E> {
        // A day away from the ends of the calendar, where adding the leeway would leave it.
        let inside = DateTime::<Utc>::MIN_UTC.timestamp() + 86_400..DateTime::<Utc>::MAX_UTC.timestamp() - 86_400;
        let instant = inside.contains(&seconds).then(|| DateTime::from_timestamp(seconds, 0)).flatten();
        instant.map(Instant).ok_or_else(|| E::custom("an instant beyond the calendar"))
    }

    fn visit_u64<E: de::Error>(self, seconds: u64) -> Result<Instant, E> {
        self.visit_i64(i64::try_from(seconds).map_err(|_| E::custom("an instant beyond the calendar"))?)
    }

    fn visit_f64<E: de::Error>(self, seconds: f64) -> Result<Instant, E> {
        #[expect(clippy::cast_possible_truncation, reason = "only what stays the same is taken")]
        let whole = seconds as i64;
        #[expect(clippy::cast_precision_loss, clippy::float_cmp, reason = "only what stays the same is taken")]
        if whole as f64 == seconds { self.visit_i64(whole) } else { Err(E::custom("not a whole second")) }
    }
}

/// For claims that may be absent. Null is not absent.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}
