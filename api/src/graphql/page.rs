//! Pages, as callers see them: arguments, opaque cursors, connections with a lazy count.

use std::sync::Arc;

use async_graphql::connection::{Connection, CursorType, Edge, EmptyFields};
use async_graphql::{Context, Object, OutputType};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::id::DestinationId;
use uuid::Uuid;

use super::ask::Ask;
use super::failure::Failure;
use crate::rule::search::Search;
use crate::store;
use crate::store::keyset::{PageRequest, Position, Sort, SortKey};
use crate::store::number_filter::{Filter, Parent};
use crate::store::page::Page;

/// How many items a page has when its size is left out.
pub const DEFAULT_SIZE: u32 = 20;
/// How many items a page has at most.
pub const MAX_SIZE: i32 = 100;

/// Where a page begins or ends: a place in one list. Opaque to callers, and unsigned: it can only point into the caller's own account.
pub struct Cursor {
    list: &'static str,
    sort: Sort,
    place: Position,
}

// Raised when what a cursor holds changes, so that older ones are refused and not misread.
const VERSION: u8 = 2;

impl CursorType for Cursor {
    type Error = &'static str;

    fn decode_cursor(_: &str) -> Result<Self, Self::Error> {
        Err("a cursor is read with the list that it is for")
    }

    fn encode_cursor(&self) -> String {
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

fn read(text: &str, argument: &str, list: &str, sort: Sort) -> Result<Position, Failure> {
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

/// The four arguments of every list, as they came in.
#[derive(Debug, Default)]
pub struct Arguments {
    /// The first so many.
    pub first: Option<i32>,
    /// After this cursor.
    pub after: Option<String>,
    /// The last so many.
    pub last: Option<i32>,
    /// Before this cursor.
    pub before: Option<String>,
}

impl Arguments {
    /// Checks the arguments for a list in the order of ids. Refused, never clamped.
    pub fn request(&self, list: &str) -> Result<PageRequest, Failure> {
        self.sorted(list, Sort::default())
    }

    /// Checks the arguments for a list in an order.
    pub fn sorted(&self, list: &str, sort: Sort) -> Result<PageRequest, Failure> {
        if self.first.is_some() && self.last.is_some() {
            return Err(Failure::BadUserInput("Give either first or last, not both.".into()));
        }
        let (name, size) = if self.last.is_some() { ("last", self.last) } else { ("first", self.first) };
        let size = match size {
            None => DEFAULT_SIZE,
            Some(size @ 1..=MAX_SIZE) => size.unsigned_abs(),
            Some(size) => {
                return Err(Failure::BadUserInput(format!("{name} must be between 1 and {MAX_SIZE}, not {size}.")));
            }
        };
        let cursor = |text: &Option<String>, argument| text.as_deref().map(|text| read(text, argument, list, sort)).transpose();
        Ok(PageRequest {
            after: cursor(&self.after, "after")?,
            before: cursor(&self.before, "before")?,
            size,
            backward: self.last.is_some(),
            sort,
        })
    }
}

/// What a connection counts when it is asked for `totalCount`, and only then.
pub enum Counted {
    /// The account's pools that meet a search.
    Pools(Option<Search>),
    /// The pools of a destination.
    PoolsOf(DestinationId),
    /// The account's channels that meet a search.
    Channels(Option<Search>),
    /// The account's destinations that meet a search.
    Destinations(Option<Search>),
    /// All number types.
    NumberTypes,
    /// The account's numbers.
    FixedNumbers(Filter),
    /// The numbers of a pool, channel or destination.
    FixedNumbersOf(Parent, Filter),
}

/// The lazy part of a connection.
pub struct Total(Counted);

#[Object]
impl Total {
    /// How many items the whole list has, whatever the page. Counted only when it is selected.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i64, Failure> {
        let (op, reader) = (ctx.op(), ctx.reader());
        let Some(scope) = op.viewer.account_scope() else { return Ok(0) };
        let db = op.database.reader();
        Ok(match &self.0 {
            Counted::Pools(found) => store::pool::count(scope, db, found.as_ref()).await?,
            Counted::Channels(found) => store::channel::count(scope, db, found.as_ref()).await?,
            Counted::Destinations(found) => store::destination::count(scope, db, found.as_ref()).await?,
            Counted::NumberTypes => store::number_type::count(db).await?,
            Counted::FixedNumbers(filter) => store::number_list::count(scope, db, filter).await?,
            Counted::PoolsOf(id) => *reader.pool_count_of.expect(*id).await?,
            Counted::FixedNumbersOf(parent, filter) => *reader.number_count_of.expect((filter.clone(), *parent)).await?,
        })
    }
}

/// A page of a list, in the shape of the Relay specification, with `nodes` beside `edges`.
pub type List<N> = Connection<Cursor, N, Total, EmptyFields>;

/// Turns rows into a page of a list that goes by id.
pub fn by_id<M: Clone, N: OutputType + From<Arc<M>>>(
    name: &'static str,
    page: &Page<M>,
    id: impl Fn(&M) -> Uuid,
    counted: Counted,
) -> List<N> {
    list(name, Sort::default(), page, |row| (None, id(row)), counted)
}

/// Turns rows into a page of a list; each tells its place: what the order goes by, and its id.
pub fn list<M: Clone, N: OutputType + From<Arc<M>>>(
    name: &'static str,
    sort: Sort,
    page: &Page<M>,
    place: impl Fn(&M) -> (Option<String>, Uuid),
    counted: Counted,
) -> List<N> {
    let mut list = Connection::with_additional_fields(page.has_previous, page.has_next, Total(counted));
    list.edges.extend(page.rows.iter().map(|row| {
        let (key, id) = place(row);
        Edge::new(Cursor { list: name, sort, place: Position { key, id } }, N::from(Arc::new(row.clone())))
    }));
    list
}
