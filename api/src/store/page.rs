//! Pages by keyset: rows in order of their ids, from a cursor on, one statement for a page and one for the pages of many parents.

use std::fmt::Write;

use sea_orm::sea_query::{PostgresQueryBuilder, SelectStatement, SqlWriterValues, SqliteQueryBuilder};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QueryResult, QueryTrait, Statement,
};
use uuid::Uuid;

use super::error::StoreError;

/// Which page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageRequest {
    /// Only rows after this id.
    pub after: Option<Uuid>,
    /// Only rows before this id.
    pub before: Option<Uuid>,
    /// How many rows at most. Checked where the request came in; written into the statement as a literal.
    pub size: u32,
    /// Whether the last rows are wanted and not the first.
    pub backward: bool,
}

/// One page, always in ascending order.
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

    fn finish(self) -> Statement {
        let (text, values) = self.out.into_parts();
        Statement { sql: text, values: Some(values), db_backend: self.engine }
    }
}

/// Reads one page. The select brings its own conditions and order (see [`order`]); the limit is added here, as a literal: PostgreSQL
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

/// Reads the same page of many lists in one statement, in the order of the parts.
pub async fn pages<M: FromQueryResult>(
    db: &impl ConnectionTrait,
    parts: &[SelectStatement],
    request: &PageRequest,
) -> Result<Vec<Page<M>>, StoreError> {
    let mut found: Vec<Vec<M>> = parts.iter().map(|_| Vec::new()).collect();
    let limit = request.size + 1;
    for (row, part) in in_parts(db, parts, |text, n, part| {
        text.push(format_args!("SELECT * FROM (SELECT {n} AS part, p.* FROM ("));
        text.select(part);
        text.push(format_args!(" LIMIT {limit}) AS p) AS q"));
    })
    .await?
    {
        found[part].push(M::from_query_result(&row, "")?);
    }
    // A part keeps its own order in a UNION ALL on both engines; tests/it/query says so should that change.
    Ok(found.into_iter().map(|rows| request.cut(rows)).collect())
}

/// Counts the rows of many lists in one statement, in the order of the parts.
pub async fn counts(db: &impl ConnectionTrait, parts: &[SelectStatement]) -> Result<Vec<i64>, StoreError> {
    let mut found = vec![0; parts.len()];
    for (row, part) in in_parts(db, parts, |text, n, part| {
        text.push(format_args!("SELECT {n} AS part, (SELECT count(*) FROM ("));
        text.select(part);
        text.push(format_args!(") AS p) AS amount"));
    })
    .await?
    {
        found[part] = row.try_get("", "amount")?;
    }
    Ok(found)
}

// Enough for a page of parents; SQLite takes at most 500 selects in a row.
const PARTS: usize = 400;

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
            let part: i32 = row.try_get("", "part")?;
            let part =
                usize::try_from(part).ok().filter(|n| *n < parts.len()).ok_or_else(|| StoreError::Broken(format!("no part {part}")))?;
            found.push((row, part));
        }
    }
    Ok(found)
}

/// Adds a page's cursors and order, by id, to a select.
pub fn ordered<E: EntityTrait, C: ColumnTrait>(select: sea_orm::Select<E>, id: C, request: &PageRequest) -> SelectStatement {
    let select = select.apply_if(request.after, |select, after| select.filter(id.gt(after)));
    let select = select.apply_if(request.before, |select, before| select.filter(id.lt(before)));
    let order = if request.backward { sea_orm::Order::Desc } else { sea_orm::Order::Asc };
    select.order_by(id, order).into_query()
}

/// Counts the rows of one select.
pub async fn count(db: &impl ConnectionTrait, part: SelectStatement) -> Result<i64, StoreError> {
    Ok(counts(db, &[part]).await?.into_iter().next().unwrap_or_default())
}
