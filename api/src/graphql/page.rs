//! Pages, as callers ask for them: their arguments, and rows made into a page.

use std::sync::Arc;

use async_graphql::OutputType;
use uuid::Uuid;

use super::connection::{Counted, Edge, List};
use super::cursor::{self, Cursor};
use super::failure::Failure;
use crate::store::keyset::{Key, PageRequest, Position, Sort};
use crate::store::page::Page;

/// How many items a page has when its size is left out.
pub const DEFAULT_SIZE: u32 = 20;
/// How many items a page has at most.
pub const MAX_SIZE: i32 = 100;

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
        let cursor = |text: &Option<String>, argument| text.as_deref().map(|text| cursor::read(text, argument, list, sort)).transpose();
        Ok(PageRequest {
            after: cursor(&self.after, "after")?,
            before: cursor(&self.before, "before")?,
            size,
            backward: self.last.is_some(),
            sort,
        })
    }
}

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
    place: impl Fn(&M) -> (Option<Key>, Uuid),
    counted: Counted,
) -> List<N> {
    let edge = |row: &M| {
        let (key, id) = place(row);
        Edge { cursor: Cursor::new(name, sort, Position { key, id }), node: N::from(Arc::new(row.clone())) }
    };
    List { edges: page.rows.iter().map(edge).collect(), has_previous: page.has_previous, has_next: page.has_next, counted }
}
