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
use crate::store;
use crate::store::fixed_number::{Filter, Parent};
use crate::store::page::{Page, PageRequest};

/// How many items a page has when its size is left out.
pub const DEFAULT_SIZE: u32 = 20;
/// How many items a page has at most.
pub const MAX_SIZE: i32 = 100;

/// Where a page begins or ends: a place in one list. Opaque to callers, and unsigned: it can only point into the caller's own account.
pub struct Cursor {
    list: &'static str,
    id: Uuid,
}

// Raised when what a cursor holds changes, so that older ones are refused and not misread.
const VERSION: u8 = 1;

impl CursorType for Cursor {
    type Error = &'static str;

    fn decode_cursor(_: &str) -> Result<Self, Self::Error> {
        Err("a cursor is read with the list that it is for")
    }

    fn encode_cursor(&self) -> String {
        let mut bytes = vec![VERSION];
        bytes.extend(self.id.as_bytes());
        bytes.extend(self.list.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }
}

fn read(text: &str, argument: &str, list: &str) -> Result<Uuid, Failure> {
    let bytes = URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
    let id = match bytes.split_first() {
        Some((&VERSION, rest)) if rest.len() > 16 && rest[16..] == *list.as_bytes() => Uuid::from_slice(&rest[..16]).ok(),
        _ => None,
    };
    let message = || format!("The cursor in {argument} is not one of this list. Take it from pageInfo or an edge of the same field.");
    id.ok_or_else(|| Failure::BadUserInput(message()))
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
    /// Checks the arguments for a list. Refused, never clamped.
    pub fn request(&self, list: &str) -> Result<PageRequest, Failure> {
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
        let cursor = |text: &Option<String>, argument| text.as_deref().map(|text| read(text, argument, list)).transpose();
        Ok(PageRequest {
            after: cursor(&self.after, "after")?,
            before: cursor(&self.before, "before")?,
            size,
            backward: self.last.is_some(),
        })
    }
}

/// What a connection counts when it is asked for `totalCount`, and only then.
pub enum Counted {
    /// The account's pools.
    Pools,
    /// The pools of a destination.
    PoolsOf(DestinationId),
    /// The account's channels.
    Channels,
    /// The account's destinations.
    Destinations,
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
            Counted::Pools => store::pool::count(scope, db).await?,
            Counted::Channels => store::channel::count(scope, db).await?,
            Counted::Destinations => store::destination::count(scope, db).await?,
            Counted::NumberTypes => store::number_type::count(db).await?,
            Counted::FixedNumbers(filter) => store::fixed_number::count(scope, db, filter).await?,
            Counted::PoolsOf(id) => *reader.pool_count_of.expect(*id).await?,
            Counted::FixedNumbersOf(parent, filter) => *reader.number_count_of.expect((filter.clone(), *parent)).await?,
        })
    }
}

/// A page of a list, in the shape of the Relay specification, with `nodes` beside `edges`.
pub type List<N> = Connection<Cursor, N, Total, EmptyFields>;

/// Turns rows into a page.
pub fn list<M: Clone, N: OutputType + From<Arc<M>>>(
    name: &'static str,
    page: &Page<M>,
    id: impl Fn(&M) -> Uuid,
    counted: Counted,
) -> List<N> {
    let mut list = Connection::with_additional_fields(page.has_previous, page.has_next, Total(counted));
    list.edges.extend(page.rows.iter().map(|row| Edge::new(Cursor { list: name, id: id(row) }, N::from(Arc::new(row.clone())))));
    list
}
