//! Orders of lists, and places in them: which rows lie before and after a cursor, whatever was added or taken away since.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, IntoColumnRef, Order as Direction, SelectStatement, SimpleExpr};
use uuid::Uuid;

/// By what a list goes; ties go by id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SortKey {
    /// By id, which is the order of birth.
    #[default]
    Id,
    /// By telephone number.
    Number,
    /// By label as it is compared, bytewise; those without one come last, in both directions.
    Label,
    /// By the instant at which a call began.
    StartedAt,
}

/// What a list goes by, of one row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A number or a label.
    Text(String),
    /// To the microsecond, as the rows have it.
    Instant(DateTime<Utc>),
}

impl Key {
    fn value(&self) -> SimpleExpr {
        match self {
            Self::Text(text) => Expr::value(text.clone()),
            Self::Instant(at) => Expr::value(*at),
        }
    }
}

/// An order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sort {
    /// By what.
    pub key: SortKey,
    /// Whether the greatest comes first.
    pub descending: bool,
}

/// A place in a list: where a row was when it was read. It stays a place when the row is edited or gone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// What the list goes by; none in the order of ids, and for a row without a label.
    pub key: Option<Key>,
    /// The row's id.
    pub id: Uuid,
}

/// Which page of a list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageRequest {
    /// Only rows after this place.
    pub after: Option<Position>,
    /// Only rows before this place.
    pub before: Option<Position>,
    /// How many rows at most. Checked where the request came in; written into the statement as a literal.
    pub size: u32,
    /// Whether the last rows are wanted and not the first.
    pub backward: bool,
    /// The order.
    pub sort: Sort,
}

/// A part of a list in which the order is that of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment {
    /// In the order of ids.
    ById,
    /// By a column that has a value, and by id.
    ByKey,
    /// Without a value in the column; by id.
    Keyless,
}

impl PageRequest {
    /// The parts of which the list consists, in the order in which they are read.
    pub fn segments(&self) -> impl Iterator<Item = Segment> + use<> {
        let all: &[Segment] = match self.sort.key {
            SortKey::Id => &[Segment::ById],
            SortKey::Number | SortKey::StartedAt => &[Segment::ByKey],
            SortKey::Label if self.backward => &[Segment::Keyless, Segment::ByKey],
            SortKey::Label => &[Segment::ByKey, Segment::Keyless],
        };
        all.iter().copied()
    }

    /// In which direction the rows are read: a page from the end is read from there.
    pub fn direction(&self) -> Direction {
        if self.sort.descending == self.backward { Direction::Asc } else { Direction::Desc }
    }

    /// Restricts a select to one segment of the page, and orders it. None when no row of the segment can be in the page.
    pub fn restrict<C: IntoColumnRef + Clone>(&self, select: &mut SelectStatement, segment: Segment, key: C, id: C) -> Option<()> {
        let (column, ids) = (|| Expr::col(key.clone()), || Expr::col(id.clone()));
        if self.sort.key == SortKey::Label {
            let keyless = column().is_null();
            select.and_where(if segment == Segment::Keyless { keyless } else { column().is_not_null() });
        }
        for (place, after) in [(&self.after, true), (&self.before, false)] {
            let Some(place) = place else { continue };
            let greater = after != self.sort.descending;
            let beyond = |left: SimpleExpr, right: SimpleExpr| if greater { left.gt(right) } else { left.lt(right) };
            match (segment, &place.key) {
                (Segment::ByKey, Some(value)) => {
                    let there = Expr::tuple([value.value(), Expr::value(place.id)]);
                    select.and_where(beyond(Expr::tuple([column(), ids()]), there));
                }
                (Segment::ById, _) | (Segment::Keyless, None) => {
                    select.and_where(beyond(ids(), Expr::value(place.id)));
                }
                // The whole segment lies on one side of the place.
                (Segment::ByKey, None) if after => return None,
                (Segment::Keyless, Some(_)) if !after => return None,
                _ => {}
            }
        }
        if segment != Segment::ById {
            // Also where it has no value: else PostgreSQL walks the index of ids past all rows that have one.
            select.order_by_expr(column(), self.direction());
        }
        select.order_by_expr(ids(), self.direction());
        Some(())
    }
}
