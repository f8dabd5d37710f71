//! Cursors: opaque texts that stand for a place in one list and order.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use super::failure::Failure;
use crate::store::keyset::{Position, Sort, SortKey};

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
        bytes.push(u8::from(self.place.key.is_some()));
        bytes.extend(self.place.key.iter().flat_map(|key| key.as_bytes()));
        URL_SAFE_NO_PAD.encode(bytes)
    }
}

/// What a cursor carries of its list and order, so that it is refused by every other.
fn mark(list: &str, sort: Sort) -> Vec<u8> {
    let key = match sort.key {
        SortKey::Id => b'i',
        SortKey::Number => b'n',
        SortKey::Label => b'l',
    };
    let length = u8::try_from(list.len()).unwrap_or(u8::MAX);
    [&[length], list.as_bytes(), &[key, u8::from(sort.descending)]].concat()
}

/// Reads a cursor for an argument of the list and order that it must be of.
pub fn read(text: &str, argument: &str, list: &str, sort: Sort) -> Result<Position, Failure> {
    let place = || {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (id, rest) = bytes.strip_prefix(&[VERSION])?.split_at_checked(16)?;
        let key = match rest.strip_prefix(mark(list, sort).as_slice())? {
            [0] => None,
            [1, key @ ..] => Some(std::str::from_utf8(key).ok().filter(|key| !key.contains('\0'))?.to_owned()),
            _ => return None,
        };
        // An order that goes by a text that every row has, or by none, has no cursor of the other kind.
        let fits = match sort.key {
            SortKey::Id => key.is_none(),
            SortKey::Number => key.is_some(),
            SortKey::Label => true,
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
