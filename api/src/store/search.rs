//! How a search is asked: held against every row exactly, or first narrowed by trigrams, of which each engine has its own kind.

use entity::fixed_number::{Column, Entity};
use entity::id::Id;
use sea_orm::sea_query::{Asterisk, Expr, ExprTrait, Func, JoinType, LikeExpr, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, DbBackend};

use crate::rule::search::{Search, Term, Way};
use crate::viewer::AccountScope;

/// Fewer characters have no trigram.
const TRIGRAM: usize = 3;

/// Holds a column against a search, row by row.
pub fn met<C: ColumnTrait>(engine: DbBackend, search: &Search, column: C) -> Condition {
    let find = if engine == DbBackend::Sqlite { "instr" } else { "strpos" };
    let part = |part: &String| Func::cust(find).arg(Expr::col(column.as_column_ref())).arg(part.clone());
    every(search, &|way| way.iter().fold(Condition::all(), |all, text| all.add(Expr::expr(part(text)).gt(0))))
}

/// Each term by the ways that there are; one without a way is met by nothing.
fn every(search: &Search, spell: &impl Fn(&Way) -> Condition) -> Condition {
    search.0.iter().fold(Condition::all(), |all, term| match term.as_slice() {
        [] => all.add(Expr::value(1).eq(0)),
        [only] => all.add(spell(only)),
        ways => all.add(ways.iter().fold(Condition::any(), |any, way| any.add(spell(way)))),
    })
}

/// The terms that trigrams can find: every way of them has a text that is long enough. None when there is no such term.
fn narrow(search: &Search) -> Option<Search> {
    let long = |way: &Way| way.iter().filter(|text| text.chars().count() >= TRIGRAM).cloned().collect::<Way>();
    let terms = search.0.iter().map(|term| term.iter().map(long).collect::<Term>());
    let terms: Vec<_> = terms.filter(|term| !term.is_empty() && term.iter().all(|way| !way.is_empty())).collect();
    (!terms.is_empty()).then_some(Search(terms))
}

/// The account's rows that trigrams find, some of which may not meet the search. None when it is too short for them.
pub fn candidates(engine: DbBackend, scope: AccountScope, search: &Search) -> Option<SelectStatement> {
    Some(narrowed(engine, scope, &narrow(search)?).column((Entity, Asterisk)).to_owned())
}

/// How many rows those are: one row each, told by the index alone where it can.
pub fn candidate_keys(engine: DbBackend, scope: AccountScope, search: &Search) -> Option<SelectStatement> {
    let search = narrow(search)?;
    let mut select = match engine {
        DbBackend::Sqlite => Query::select().from(SEARCH_TABLE).and_where(matches(scope, &search)).to_owned(),
        _ => narrowed(engine, scope, &search),
    };
    Some(select.expr(Expr::value(1)).to_owned())
}

/// The account's rows that trigrams find; without a column yet.
fn narrowed(engine: DbBackend, scope: AccountScope, search: &Search) -> SelectStatement {
    let mut select = Query::select();
    match engine {
        DbBackend::Sqlite => {
            // Joined so, SQLite asks the trigrams first; else it might walk all of the account and ask them for each row.
            let key = Expr::col((Entity, SEARCH_KEY)).eq(Expr::cust(format!("{SEARCH_TABLE}.rowid")));
            select.from(SEARCH_TABLE).join(JoinType::CrossJoin, Entity, key.clone()).and_where(matches(scope, search)).and_where(key);
        }
        _ => {
            select.from(Entity).cond_where(every(search, &|way| way.iter().fold(Condition::all(), |all, text| all.add(like(text)))));
        }
    }
    select.and_where(Column::AccountId.eq(scope.account_id())).to_owned()
}

const SEARCH_KEY: &str = "search_key";
const SEARCH_TABLE: &str = "fixed_number_search";

fn matches(scope: AccountScope, search: &Search) -> SimpleExpr {
    let text = format!("account : {} AND text : ({})", quoted(&token(scope)), spelled(search));
    Expr::cust_with_values(format!("{SEARCH_TABLE} MATCH ?"), [text])
}

fn spelled(search: &Search) -> String {
    let way = |way: &Way| way.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(" AND ");
    let term = |term: &Term| term.iter().map(|one| format!("({})", way(one))).collect::<Vec<_>>().join(" OR ");
    search.0.iter().map(|one| format!("({})", term(one))).collect::<Vec<_>>().join(" AND ")
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Three characters for an account, made of the last nine digits of its id as the migration makes them: one trigram, so one list.
fn token(scope: AccountScope) -> String {
    let digits = scope.account_id().uuid().simple().to_string();
    let three = |at: usize| u32::from_str_radix(&digits[at..at + 3], 16).ok().and_then(|n| char::from_u32(0xE000 + n));
    [23, 26, 29].into_iter().filter_map(three).collect()
}

fn like(text: &str) -> SimpleExpr {
    let mut pattern = String::from("%");
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    Expr::col((Entity, Column::SearchText)).like(LikeExpr::new(pattern).escape('\\'))
}
