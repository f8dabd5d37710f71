//! Cursors: opaque texts that stand for a place in one list and order.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::failure::Failure;
use crate::rule::moment;
use crate::store::keyset::{Key, Position, Sort, SortKey};

/// Where a page begins or ends: a place in one list. Opaque to callers, and unsigned: it can only point into the caller's own account.
pub struct Cursor {
    list: &'static str,
    sort: Sort,
    place: Position,
}

// Raised when what a cursor holds changes, so that older ones are refused and not misread.
const VERSION: u8 = 2;

impl Cursor {
    /// A place in a list that goes by an order.
    pub fn new(list: &'static str, sort: Sort, place: Position) -> Self {
        Self { list, sort, place }
    }

    /// The text that callers get.
    pub fn spelled(&self) -> String {
        let mut bytes = vec![VERSION];
        bytes.extend(self.place.id.as_bytes());
        bytes.extend(mark(self.list, self.sort));
        match &self.place.key {
            None => bytes.push(0),
            Some(Key::Text(text)) => bytes.extend([&[1], text.as_bytes()].concat()),
            Some(Key::Instant(at)) => bytes.extend([&[2][..], &at.timestamp_micros().to_be_bytes()].concat()),
        }
        URL_SAFE_NO_PAD.encode(bytes)
    }
}

/// What a cursor carries of its list and order, so that it is refused by every other.
fn mark(list: &str, sort: Sort) -> Vec<u8> {
    let key = match sort.key {
        SortKey::Id => b'i',
        SortKey::Number => b'n',
        SortKey::Label => b'l',
        SortKey::StartedAt => b's',
    };
    let length = u8::try_from(list.len()).unwrap_or(u8::MAX);
    [&[length], list.as_bytes(), &[key, u8::from(sort.descending)]].concat()
}

/// An instant that a call may have: SQLite compares instants as texts, and those have four digits for the year.
fn instant(micros: &[u8]) -> Option<DateTime<Utc>> {
    let at = DateTime::from_timestamp_micros(i64::from_be_bytes(micros.try_into().ok()?))?;
    (at == moment::within(at)).then_some(at)
}

/// Reads a cursor for an argument of the list and order that it must be of.
pub fn read(text: &str, argument: &str, list: &str, sort: Sort) -> Result<Position, Failure> {
    let place = || {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (id, rest) = bytes.strip_prefix(&[VERSION])?.split_at_checked(16)?;
        let key = match rest.strip_prefix(mark(list, sort).as_slice())? {
            [0] => None,
            [1, key @ ..] => Some(Key::Text(std::str::from_utf8(key).ok().filter(|key| !key.contains('\0'))?.to_owned())),
            [2, key @ ..] => Some(Key::Instant(instant(key)?)),
            _ => return None,
        };
        // An order that goes by what every row has, or by nothing, has no cursor of another kind.
        let fits = match sort.key {
            SortKey::Id => key.is_none(),
            SortKey::Number => matches!(key, Some(Key::Text(_))),
            SortKey::Label => !matches!(key, Some(Key::Instant(_))),
            SortKey::StartedAt => matches!(key, Some(Key::Instant(_))),
        };
        fits.then_some(Position { key, id: Uuid::from_slice(id).ok()? })
    };
    let message = || {
        format!(
            "The cursor in {argument} is not one of this list and order. Take it from pageInfo or an edge of the same field, asked in the same order."
        )
    };
    place().ok_or_else(|| Failure::BadUserInput(message()))
}
