//! Pages as objects of the schema: a connection with its edges, after the Relay specification.

use std::borrow::Cow;

use async_graphql::{Context, Object, OutputType, SimpleObject, TypeName};
use entity::id::{DestinationId, FixedNumberId};

use super::ask::Ask;
use super::cursor::Cursor;
use super::failure::Failure;
use crate::rule::search::Search;
use crate::store;
use crate::store::call_filter::Filter as CallFilter;
use crate::store::number_filter::{Filter, Parent};

/// Where a page stands in its list.
#[derive(SimpleObject)]
pub struct PageInfo {
    /// Whether the list has items before this page. With `after` it is true without looking, because the cursor stands for an item.
    pub has_previous_page: bool,
    /// Whether the list has items after this page. With `before` it is true without looking, because the cursor stands for an item.
    pub has_next_page: bool,
    /// The cursor of the first item. Give it as `before`, with `last`, to read the page before this one. Null on an empty page.
    pub start_cursor: Option<String>,
    /// The cursor of the last item. Give it as `after`, with `first`, to read the page after this one. Null on an empty page.
    pub end_cursor: Option<String>,
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
    /// The account's goals that meet a search.
    Goals(Option<Search>),
    /// All number types.
    NumberTypes,
    /// The account's numbers.
    FixedNumbers(Filter),
    /// The numbers of a pool, channel or destination.
    FixedNumbersOf(Parent, Filter),
    /// The account's calls.
    Calls(CallFilter),
    /// The calls of a number.
    CallsOf(FixedNumberId, CallFilter),
}

/// A page of a list, in the shape of the Relay specification, with `nodes` beside `edges`.
pub struct List<N> {
    /// The items of the page.
    pub edges: Vec<Edge<N>>,
    /// Whether there are items before it.
    pub has_previous: bool,
    /// Whether there are items after it.
    pub has_next: bool,
    /// What the whole list is.
    pub counted: Counted,
}

/// An item of a page, and where it is in the list.
pub struct Edge<N> {
    /// The item.
    pub node: N,
    /// Its place.
    pub cursor: Cursor,
}

impl<N: OutputType> TypeName for List<N> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", N::type_name()).into()
    }
}

impl<N: OutputType> TypeName for Edge<N> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", N::type_name()).into()
    }
}

/// A page of a list, in the shape of the Relay specification: edges with their cursors, and the same nodes without.
#[Object(name_type)]
impl<N: OutputType> List<N> {
    /// Where this page stands in its list, and the cursors from which the pages beside it are read.
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            has_previous_page: self.has_previous,
            has_next_page: self.has_next,
            start_cursor: self.edges.first().map(|edge| edge.cursor.spelled()),
            end_cursor: self.edges.last().map(|edge| edge.cursor.spelled()),
        }
    }

    /// The items of this page, each with its cursor, in the order of the list.
    async fn edges(&self) -> &[Edge<N>] {
        &self.edges
    }

    /// The same items without cursors, for clients that only go by `pageInfo`.
    async fn nodes(&self) -> Vec<&N> {
        self.edges.iter().map(|edge| &edge.node).collect()
    }

    /// How many items the whole list has, whatever the page. Counted only when it is selected.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i64, Failure> {
        let (op, reader) = (ctx.op(), ctx.reader());
        let Some(scope) = op.viewer.account_scope() else { return Ok(0) };
        let db = op.database.reader();
        Ok(match &self.counted {
            Counted::Pools(found) => store::pool::count(scope, db, found.as_ref()).await?,
            Counted::Channels(found) => store::channel::count(scope, db, found.as_ref()).await?,
            Counted::Destinations(found) => store::destination::count(scope, db, found.as_ref()).await?,
            Counted::Goals(found) => store::goal::count(scope, db, found.as_ref()).await?,
            Counted::NumberTypes => store::number_type::count(db).await?,
            Counted::FixedNumbers(filter) => store::number_list::count(scope, db, filter).await?,
            Counted::Calls(filter) => store::call_list::count(scope, db, filter).await?,
            Counted::CallsOf(id, filter) => *reader.call_count_of.expect((filter.clone(), *id)).await?,
            Counted::PoolsOf(id) => *reader.pool_count_of.expect(*id).await?,
            Counted::FixedNumbersOf(parent, filter) => *reader.number_count_of.expect((filter.clone(), *parent)).await?,
        })
    }
}

/// One item of a page, and its place in the list.
#[Object(name_type)]
impl<N: OutputType> Edge<N> {
    /// The item itself.
    async fn node(&self) -> &N {
        &self.node
    }

    /// The place of the item in this list and order, to be given as `after` or `before`. It stays a place when the item is edited or
    /// gone. Opaque: keep it as it is.
    async fn cursor(&self) -> String {
        self.cursor.spelled()
    }
}
