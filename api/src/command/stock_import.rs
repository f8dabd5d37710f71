//! `dialgate stock import`: a file's numbers come to stock, with a report of every row that is wrong.

use serde_json::json;

use super::bar::Bar;
use super::failure::{Failure, print, tell};
use super::stock_file::StockFile;
use super::table::{self, count};
use super::{open, stock_list};
use crate::action::stock_import::{self, Error, Progress, Report};
use crate::action::{number_type_list, stock_read};
use crate::config::operator_flag::StockImportFlags;
use crate::operation::Operation;
use crate::rule::stock_fault::RowFault;
use crate::rule::stock_row::Types;

/// How many bad rows are told to a person.
const TOLD: u32 = 50;
/// How many are read at once for a script.
const PAGE: u32 = 1_000;

/// Imports.
pub async fn run(flags: StockImportFlags) -> Result<(), Failure> {
    // Before the database is touched: who names a wrong file hears of that first.
    let file = StockFile::open(&flags.file, flags.number_type.is_some()).map_err(Failure::Plain)?;
    let opened = open::existing(&flags.list.database, true).await?;
    let op = opened.operation();
    let done = import(&op, file, &flags).await;
    drop(op);
    opened.close(done).await
}

async fn import(op: &Operation, file: StockFile, flags: &StockImportFlags) -> Result<(), Failure> {
    let all = number_type_list::all(&op.database).await.map_err(Failure::because("The number types can't be read"))?;
    let one = match &flags.number_type {
        Some(text) => Some(stock_list::find_type(&op.database, text).await?),
        None => None,
    };
    let length = flags.file.metadata().map_or(0, |file| file.len());
    let bar = Bar::of_bytes("reading", length);
    let batches = stock_read::run(op, Types::new(all, one), file);
    let done = stock_import::run(op, batches, flags.skip_bad, &mut |progress| show(&bar, progress)).await;
    bar.clear();
    let report = done.map_err(|error| match error {
        Error::File(fault) => Failure::Plain(format!("Nothing was imported. {fault}")),
        Error::Store(error) => Failure::because("The import was given up; repeating it goes on where it ended")(error),
    })?;
    let unreadable = || Failure::because("The report can't be read");
    if flags.list.json {
        return objects(op, &report).await.map_err(unreadable()).and_then(|()| verdict(&report, None));
    }
    let told = stock_import::bad_rows(op, 0, TOLD).await.map_err(unreadable())?;
    verdict(&report, Some(lines(&report, told)))
}

/// What a person is told: on standard output when the numbers are in stock, else why they are not. A script has its own report.
fn verdict(report: &Report, lines: Option<String>) -> Result<(), Failure> {
    let n = |n: u64| count(i64::try_from(n).unwrap_or(i64::MAX));
    let left = match report.left_behind {
        0 => String::new(),
        left => {
            format!(" The conflict arose while rows were published. They were taken back, but for {} that somebody has meanwhile.", n(left))
        }
    };
    let (bad, rows, are) = (n(report.bad), n(report.rows), if report.bad == 1 { "is" } else { "are" });
    match lines {
        None if report.done => {}
        Some(lines) if report.done => {
            if report.bad > 0 {
                tell(&format!("{bad} of {rows} rows {are} wrong and were skipped:{lines}\n"));
            }
            let empty = if report.rows == 0 { " The file has a header and nothing else." } else { "" };
            print(&format!("{} numbers came to stock, {} were there already.{empty}\n", n(report.imported), n(report.already_there)));
        }
        lines => {
            let lines = lines.map(|lines| format!("{lines}\n(--skip-bad imports the others; --json tells all.)")).unwrap_or_default();
            return Err(Failure::Plain(format!("Nothing was imported: {bad} of {rows} rows {are} wrong.{left}{lines}")));
        }
    }
    Ok(())
}

fn lines(report: &Report, told: Vec<(i64, i64, RowFault)>) -> String {
    if told.is_empty() {
        return String::new();
    }
    let rows: Vec<_> = told
        .iter()
        .map(|(_, line, fault)| {
            let meant = fault.meant.as_ref().map(|meant| format!(" Did you mean {meant}?")).unwrap_or_default();
            // Quoted, so that blanks and characters without a shape are seen.
            [line.to_string(), format!("{:?}", fault.told), format!("{}{meant}", fault.message())]
        })
        .collect();
    let rest = match report.bad - rows.len() as u64 {
        0 => String::new(),
        rest => format!("and {} more.\n", count(i64::try_from(rest).unwrap_or(i64::MAX))),
    };
    format!("\n\n{}{rest}", table::text(["LINE", "CELL", "WHAT IS WRONG"], &rows))
}

/// The whole report as one object, written as it is read.
async fn objects(op: &Operation, report: &Report) -> Result<(), crate::store::error::StoreError> {
    let head = json!({"done": report.done, "rowCount": report.rows, "importedCount": report.imported,
        "alreadyThereCount": report.already_there, "badCount": report.bad, "leftBehindCount": report.left_behind});
    print(&format!("{},\"badRows\":[", head.to_string().trim_end_matches('}')));
    let mut after = 0;
    loop {
        let some = stock_import::bad_rows(op, after, PAGE).await?;
        for (n, (place, line, fault)) in some.iter().enumerate() {
            let comma = if after == 0 && n == 0 { "" } else { ",\n" };
            let row =
                json!({"line": line, "cell": fault.told, "code": fault.code.word(), "message": fault.message(), "suggestion": fault.meant});
            print(&format!("{comma}{row}"));
            if n + 1 == some.len() {
                after = *place;
            }
        }
        if some.is_empty() {
            break;
        }
    }
    print("]}\n");
    Ok(())
}

fn show(bar: &Bar, progress: Progress) {
    match progress {
        Progress::Read(bytes) => bar.at(bytes),
        Progress::Checked(rows) => bar.of("publishing", rows, "rows"),
        Progress::Published(rows) => bar.at(rows),
    }
}
