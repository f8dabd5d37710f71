//! Pages by keyset: rows in an order, from a cursor on, one statement for a page and one for the pages of many parents.

use std::fmt::{Display, Write};

use sea_orm::sea_query::{Expr, PostgresQueryBuilder, SelectStatement, SqlWriterValues, SqliteQueryBuilder};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryResult, QueryTrait, Statement};

use super::error::StoreError;
use super::keyset::{PageRequest, Segment, SortKey};

/// One page, always in the order of its list.
#[derive(Clone, Debug)]
pub struct Page<M> {
    /// The rows.
    pub rows: Vec<M>,
    /// Whether there are rows before the first one.
    pub has_previous: bool,
    /// Whether there are rows after the last one.
    pub has_next: bool,
}

impl PageRequest {
    // One row more than asked for tells whether there are more that way. The other way, the cursor stands for a row that was there.
    fn cut<M>(&self, mut rows: Vec<M>) -> Page<M> {
        let more = rows.len() > self.size as usize;
        rows.truncate(self.size as usize);
        if self.backward {
            rows.reverse();
            return Page { rows, has_previous: more, has_next: self.before.is_some() };
        }
        Page { rows, has_previous: self.after.is_some(), has_next: more }
    }
}

/// Builds text and values of a statement out of parts, numbering the placeholders through.
struct Text {
    engine: DbBackend,
    out: SqlWriterValues,
}

impl Text {
    fn new(engine: DbBackend) -> Self {
        let out = if engine == DbBackend::Sqlite { SqlWriterValues::new("?", false) } else { SqlWriterValues::new("$", true) };
        Self { engine, out }
    }

    fn push(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing into a string can't fail.
        let _ = self.out.write_fmt(text);
    }

    fn select(&mut self, part: &SelectStatement) {
        match self.engine {
            DbBackend::Sqlite => part.build_collect_into(SqliteQueryBuilder, &mut self.out),
            _ => part.build_collect_into(PostgresQueryBuilder, &mut self.out),
        };
    }

    /// What the lists are read from, and the first ranges of those that have others behind them, under names.
    fn named(&mut self, found: Option<(&str, &SelectStatement)>, lists: &[(usize, &Ranges)], limit: u32) {
        let mut before = "WITH ";
        if let Some((name, select)) = found {
            self.push(format_args!("{before}{name} AS MATERIALIZED ("));
            self.select(select);
            self.push(format_args!(") "));
            before = ", ";
        }
        for (list, ranges) in lists.iter().filter(|(_, ranges)| !ranges.then.is_empty()) {
            self.push(format_args!("{before}{FIRST}{list} AS MATERIALIZED ("));
            self.merged(*list, &ranges.first, ranges.overlapping, &limit);
            self.push(format_args!(") "));
            before = ", ";
        }
    }

    /// The rows of some ranges, each with the number of its list.
    fn merged(&mut self, list: usize, ranges: &[SelectStatement], overlapping: bool, limit: &dyn Display) {
        for (n, range) in ranges.iter().enumerate() {
            let union = if n == 0 {
                ""
            } else if overlapping {
                " UNION "
            } else {
                " UNION ALL "
            };
            self.push(format_args!("{union}SELECT {list} AS part, p.* FROM ("));
            self.select(range);
            self.push(format_args!(" LIMIT {limit}) AS p"));
        }
    }

    /// The rows of ranges that are only read when the first ones of their list don't fill the page. Each engine knows another way to
    /// leave a range alone: SQLite runs a range that can give nothing through to its end unless its limit is 0; PostgreSQL plans badly
    /// for a limit that it can't see, but looks at a condition without a column first.
    fn rest(&mut self, list: usize, ranges: &[SelectStatement], limit: u32) {
        let there = format!("(SELECT count(*) FROM {FIRST}{list})");
        if self.engine == DbBackend::Sqlite {
            return self.merged(list, ranges, false, &format_args!("max(0, {limit} - {there})"));
        }
        let wanted = Expr::cust(format!("{there} < {limit}"));
        let ranges: Vec<_> = ranges.iter().cloned().map(|mut range| range.and_where(wanted.clone()).to_owned()).collect();
        self.merged(list, &ranges, false, &limit);
    }

    fn finish(self) -> Statement {
        let (text, values) = self.out.into_parts();
        Statement { sql: text, values: Some(values), db_backend: self.engine }
    }
}

/// Reads one page. The select brings its own conditions and order (see [`ordered`]); the limit is added here, as a literal: PostgreSQL
/// plans a bound limit anew at each call.
pub async fn page<M: FromQueryResult>(
    db: &impl ConnectionTrait,
    part: &SelectStatement,
    request: &PageRequest,
) -> Result<Page<M>, StoreError> {
    let mut text = Text::new(db.get_database_backend());
    text.select(part);
    text.push(format_args!(" LIMIT {}", request.size + 1));
    let rows = db.query_all_raw(text.finish()).await?;
    let rows = rows.iter().map(|row| M::from_query_result(row, "")).collect::<Result<_, _>>()?;
    Ok(request.cut(rows))
}

/// The ranges of which a list is made, whose rows are merged.
#[derive(Clone, Debug, Default)]
pub struct Ranges {
    /// Those that are read.
    pub first: Vec<SelectStatement>,
    /// Those behind all rows of the first, read only when the first don't fill the page.
    pub then: Vec<SelectStatement>,
    /// Whether the first may have rows in common, each of which is then there once.
    pub overlapping: bool,
}

impl Ranges {
    /// Adds ranges behind those that are there.
    pub fn push(&mut self, ranges: Vec<SelectStatement>) {
        if self.first.is_empty() { self.first = ranges } else { self.then.extend(ranges) }
    }
}

/// Reads the same page of many lists in one statement, in the order of the lists.
/// What the ranges may be read from instead of a table comes with them, as a statement under a name.
pub async fn pages<M: FromQueryResult>(
    db: &impl ConnectionTrait,
    found: Option<(&str, &SelectStatement)>,
    lists: &[Ranges],
    request: &PageRequest,
) -> Result<Vec<Page<M>>, StoreError> {
    let limit = request.size + 1;
    let mut rows: Vec<Vec<M>> = lists.iter().map(|_| Vec::new()).collect();
    // A list without ranges can have no rows.
    let numbered: Vec<_> = lists.iter().enumerate().filter(|(_, ranges)| !ranges.first.is_empty()).collect();
    let mut rest = &numbered[..];
    while let Some(end) = fitting(rest) {
        let (now, later) = rest.split_at(end);
        let mut text = Text::new(db.get_database_backend());
        text.named(found, now, limit);
        text.push(format_args!("SELECT * FROM ("));
        for (n, (list, ranges)) in now.iter().enumerate() {
            let union = if n > 0 { " UNION ALL " } else { "" };
            text.push(format_args!("{union}"));
            if ranges.then.is_empty() {
                text.merged(*list, &ranges.first, ranges.overlapping, &limit);
            } else {
                text.push(format_args!("SELECT * FROM {FIRST}{list} UNION ALL "));
                text.rest(*list, &ranges.then, limit);
            }
        }
        text.push(format_args!(") AS q ORDER BY q.part, {}", spelled(request)));
        if now.len() == 1 {
            text.push(format_args!(" LIMIT {limit}"));
        }
        for row in db.query_all_raw(text.finish()).await? {
            rows[part(&row, lists.len())?].push(M::from_query_result(&row, "")?);
        }
        rest = later;
    }
    Ok(rows.into_iter().map(|rows| request.cut(rows)).collect())
}

/// How many of the lists go into one statement. None when there are none left.
fn fitting(lists: &[(usize, &Ranges)]) -> Option<usize> {
    let mut selects = 0;
    let fit = lists.iter().take_while(|(_, ranges)| {
        selects += ranges.first.len() + ranges.then.len() + 1;
        selects <= PARTS
    });
    // One that is too long for any statement is tried all the same.
    (!lists.is_empty()).then(|| fit.count().max(1))
}

/// The order of merged rows.
fn spelled(request: &PageRequest) -> String {
    let direction = if request.direction() == sea_orm::Order::Asc { "ASC" } else { "DESC" };
    let segments = if request.backward { "DESC" } else { "ASC" };
    match request.sort.key {
        SortKey::Id => format!("q.id {direction}"),
        SortKey::Number => format!("q.number {direction}, q.id {direction}"),
        SortKey::StartedAt => format!("q.started_at {direction}, q.id {direction}"),
        SortKey::Label => format!("(q.label_folded IS NULL) {segments}, q.label_folded {direction}, q.id {direction}"),
    }
}

/// Counts the rows of many lists in one statement, in the order of the parts.
pub async fn counts(db: &impl ConnectionTrait, parts: &[SelectStatement]) -> Result<Vec<i64>, StoreError> {
    counts_up_to(db, parts, None).await
}

/// The same, but no further than to a number: more than that is one more than that.
pub async fn counts_up_to(db: &impl ConnectionTrait, parts: &[SelectStatement], most: Option<u32>) -> Result<Vec<i64>, StoreError> {
    let mut found = vec![0; parts.len()];
    let limit = most.map(|most| format!(" LIMIT {}", most + 1)).unwrap_or_default();
    for (row, part) in in_parts(db, parts, |text, n, part| {
        text.push(format_args!("SELECT {n} AS part, (SELECT count(*) FROM ("));
        text.select(part);
        text.push(format_args!("{limit}) AS p) AS amount"));
    })
    .await?
    {
        found[part] = row.try_get("", "amount")?;
    }
    Ok(found)
}

/// The name of a list's first ranges, before its number.
const FIRST: &str = "first_";

// Enough for a page of parents; SQLite takes at most 500 selects in a row.
const PARTS: usize = 400;

/// Of which part a row is.
fn part(row: &QueryResult, parts: usize) -> Result<usize, StoreError> {
    let part: i32 = row.try_get("", "part")?;
    usize::try_from(part).ok().filter(|n| *n < parts).ok_or_else(|| StoreError::Broken(format!("no part {part}")))
}

async fn in_parts(
    db: &impl ConnectionTrait,
    parts: &[SelectStatement],
    spell: impl Fn(&mut Text, usize, &SelectStatement),
) -> Result<Vec<(QueryResult, usize)>, StoreError> {
    let mut found = Vec::new();
    for (chunk, some) in parts.chunks(PARTS).enumerate() {
        let mut text = Text::new(db.get_database_backend());
        for (n, part) in some.iter().enumerate() {
            if n > 0 {
                text.push(format_args!(" UNION ALL "));
            }
            spell(&mut text, chunk * PARTS + n, part);
        }
        for row in db.query_all_raw(text.finish()).await? {
            let part = part(&row, parts.len())?;
            found.push((row, part));
        }
    }
    Ok(found)
}

/// Adds a page's cursors and order, by id, to a select.
pub fn ordered<E: EntityTrait, C: ColumnTrait>(select: sea_orm::Select<E>, id: C, request: &PageRequest) -> SelectStatement {
    let mut select = select.into_query();
    // A list in the order of ids has one segment, which can't lie beyond a place.
    let _ = request.restrict(&mut select, Segment::ById, id.as_column_ref(), id.as_column_ref());
    select
}

/// Counts the rows of one select.
pub async fn count(db: &impl ConnectionTrait, part: SelectStatement) -> Result<i64, StoreError> {
    Ok(counts(db, &[part]).await?.into_iter().next().unwrap_or_default())
}
