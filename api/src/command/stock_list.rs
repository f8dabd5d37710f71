//! `dialgate stock list`: printed a page at a time, so that a long list needs no more memory than a short one.

use entity::fixed_number::FixedNumberStatus;
use entity::number_type;
use serde_json::json;

use super::failure::{Failure, print};
use super::{open, table};
use crate::action::{number_type_list, stock_list};
use crate::config::operator_flag::StockListFlags;
use crate::database::Database;
use crate::store::stock_list::{Filter, Row};

const PAGE: u64 = 1_000;

/// Lists.
pub async fn run(flags: StockListFlags) -> Result<(), Failure> {
    let opened = open::existing(&flags.list.database, true).await?;
    let listed = list(&opened.database, &flags).await;
    opened.close(listed).await
}

async fn list(database: &Database, flags: &StockListFlags) -> Result<(), Failure> {
    let number_type = match &flags.number_type {
        Some(text) => Some(find_type(database, text).await?.id),
        None => None,
    };
    let free = if flags.free { Some(true) } else { flags.used.then_some(false) };
    let filter = Filter { number_type, free };
    let (mut after, mut left, mut first) = (flags.after.clone().unwrap_or_default(), flags.limit, true);
    loop {
        let size = left.min(PAGE);
        let rows = stock_list::page(database, &filter, &after, size).await.map_err(Failure::because("The stock can't be read"))?;
        print(&if flags.list.json { objects(&rows, first) } else { lines(&rows, first) });
        left -= rows.len() as u64;
        first = false;
        match rows.last() {
            Some(last) if rows.len() as u64 == size && left > 0 => last.number.clone_into(&mut after),
            Some(last) if left == 0 && !flags.list.json => {
                return end(database, &filter, &last.number).await;
            }
            _ => break,
        }
    }
    print(if flags.list.json { "]\n" } else { "" });
    Ok(())
}

/// Says that there are more, to who reads a table.
async fn end(database: &Database, filter: &Filter, last: &str) -> Result<(), Failure> {
    let more = stock_list::page(database, filter, last, 1).await.map_err(Failure::because("The stock can't be read"))?;
    if !more.is_empty() {
        print(&format!("There are more: go on with --after {last}, or take more with --limit.\n"));
    }
    Ok(())
}

/// The type that is called so, or a sentence that says which there are.
pub async fn find_type(database: &Database, text: &str) -> Result<number_type::Model, Failure> {
    let unreadable = || Failure::because("The number types can't be read");
    if let Some(row) = number_type_list::by_title_or_id(database, text).await.map_err(unreadable())? {
        return Ok(row);
    }
    let types = number_type_list::all(database).await.map_err(unreadable())?;
    let titles: Vec<_> = types.iter().map(|row| row.title.as_str()).take(50).collect();
    let known = if titles.is_empty() { "There are none yet".to_owned() } else { format!("There are: {}", titles.join(", ")) };
    Err(Failure::Plain(format!("No number type has the title or the id {text:?}. {known}.")))
}

fn state(row: &Row) -> &'static str {
    match row.status {
        None => "free",
        Some(FixedNumberStatus::Active) => "used",
        Some(FixedNumberStatus::Held) => "held",
        Some(FixedNumberStatus::Released) => "released",
    }
}

fn objects(rows: &[Row], first: bool) -> String {
    let mut text = String::from(if first { "[" } else { "" });
    for (n, row) in rows.iter().enumerate() {
        text.push_str(if first && n == 0 { "" } else { ",\n" });
        text.push_str(&json!({"number": row.number, "type": row.title, "state": state(row), "account": row.account}).to_string());
    }
    text
}

fn lines(rows: &[Row], first: bool) -> String {
    let cell = |row: &Row| [row.number.clone(), state(row).to_owned(), row.title.clone(), row.account.clone().unwrap_or_default()];
    let rows: Vec<_> = rows.iter().map(cell).collect();
    match (first, rows.is_empty()) {
        (true, true) => "There are no such numbers in stock.\n".into(),
        (true, false) => table::text(["NUMBER          ", "STATE", "TYPE", "ACCOUNT"], &rows),
        (false, _) => table::text(["", "", "", ""], &rows).split_once('\n').map(|(_, rest)| rest.to_owned()).unwrap_or_default(),
    }
}
