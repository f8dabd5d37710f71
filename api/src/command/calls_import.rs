//! `dialgate calls import`: the calls of a file are recorded, with a report of every row that is wrong.

use std::sync::Arc;

use serde_json::json;

use super::bar::Bar;
use super::call_file::CallFile;
use super::calls_told::sentence;
use super::failure::{Failure, print, tell};
use super::open::{self, Opened};
use super::row_report::RowReport;
use super::table::count;
use crate::action::calls_import::{self, Error};
use crate::action::calls_send::{Sender, Tally};
use crate::action::{calls_match, operator};
use crate::clock::{Clock, SystemClock};
use crate::config::call_flag::CallsImportFlags;
use crate::config::value;
use crate::rule::call_row;

/// How many faults are told to a person, and to a script; a report in a file has all.
const TOLD: usize = 50;
const TOLD_JSON: usize = 1_000;

/// What is known of a file that was read once.
struct Checked {
    rows: u64,
    ignored: Vec<String>,
}

/// Imports.
pub async fn run(flags: CallsImportFlags) -> Result<(), Failure> {
    value::name("--switch", &flags.switch).map_err(|fault| Failure::Settings(vec![fault]))?;
    // Before the database is touched: who names a wrong file hears of that first.
    CallFile::open(&flags.file).map_err(Failure::Plain)?;
    let opened = open::existing_with_keys(&flags.list.database, &flags.data_key, false).await?;
    let done = import(&opened, &flags).await;
    opened.close(done).await
}

async fn import(opened: &Opened, flags: &CallsImportFlags) -> Result<(), Failure> {
    let most = if flags.list.json { TOLD_JSON } else { TOLD };
    let mut report = RowReport::new(flags.report.as_deref(), &flags.file, most)?;
    let bar = Bar::of_bytes("checking", flags.file.metadata().map_or(0, |file| file.len()));
    // The whole file first: when a row is wrong and none may be skipped, nothing is recorded.
    let checked = check(flags, &mut report, &bar);
    let sent = match checked {
        Ok(checked) if report.rows() > 0 && !flags.skip_bad => Ok((checked, None)),
        Ok(checked) => send(opened, flags, &mut report, &bar).await.map(|sent| (checked, Some(sent))),
        Err(failure) => Err(failure),
    };
    bar.clear();
    let written = report.close();
    let (checked, sent) = sent?;
    written?;
    verdict(flags, &checked, &report, sent)
}

fn check(flags: &CallsImportFlags, report: &mut RowReport, bar: &Bar) -> Result<Checked, Failure> {
    let broken = |fault: String| Failure::Plain(format!("Nothing was imported. {fault}"));
    let mut file = CallFile::open(&flags.file).map_err(broken)?;
    let (now, mut rows) = (SystemClock.now(), 0);
    for row in file.by_ref() {
        let row = row.map_err(broken)?;
        rows += 1;
        if let Err(faults) = call_row::read(&row, now) {
            report.add(row.line, faults);
        }
        bar.at(row.read);
    }
    Ok(Checked { rows, ignored: file.ignored().iter().cloned().collect() })
}

/// Sends the good rows, and then looks whether calls that were nobody's are somebody's now.
async fn send(opened: &Opened, flags: &CallsImportFlags, report: &mut RowReport, bar: &Bar) -> Result<(Tally, u64), Failure> {
    bar.bytes("recording", flags.file.metadata().map_or(0, |file| file.len()));
    let given_up = || Failure::because("The import was given up; repeating it goes on where it ended");
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let randomness = opened.randomness();
    let file = CallFile::open(&flags.file).map_err(Failure::Plain)?;
    let sender = Sender::new(&opened.database, &clock, &randomness, operator::OPERATOR, &flags.switch);
    let batches = calls_import::read(file, clock.now());
    let refused = &mut |line, faults| report.add(line, faults);
    let done = calls_import::run(sender, batches, &mut |read| bar.at(read), refused).await;
    let tally = done.map_err(|error| match error {
        Error::File(fault) => Failure::Plain(format!("{fault} Repeating the import goes on where it ended.")),
        Error::Store(error) => given_up()(error),
    })?;
    let matched = calls_match::run(&opened.database, clock.now(), &randomness, operator::OPERATOR, || false).await;
    Ok((tally, matched.map_err(Failure::because("All calls are recorded, but those that were nobody's can't be looked through"))?))
}

/// What is told: on standard output when the calls are recorded, else why they are not.
fn verdict(flags: &CallsImportFlags, checked: &Checked, report: &RowReport, sent: Option<(Tally, u64)>) -> Result<(), Failure> {
    let (bad, rows, are) = (n(report.rows()), n(checked.rows), if report.rows() == 1 { "is" } else { "are" });
    let (done, (tally, matched)) = (sent.is_some(), sent.unwrap_or_default());
    if flags.list.json {
        let object = json!({"done": done, "rowCount": checked.rows, "recordedCount": tally.recorded, "duplicateCount": tally.duplicate,
            "replacedCount": tally.replaced, "conflictCount": tally.conflict, "unmatchedCount": tally.unmatched,
            "badCount": report.rows(), "matchedCount": matched, "columnsNotRead": checked.ignored, "badRows": report.objects()});
        print(&format!("{object}\n"));
    } else if !checked.ignored.is_empty() {
        tell(&format!("Columns that are not read: {}.\n", checked.ignored.join(", ")));
    }
    if !done {
        let lines = if flags.list.json { String::new() } else { report.lines() };
        let hint = if flags.list.json { "" } else { "\n(--skip-bad imports the others; --report FILE writes all of them.)" };
        return Err(Failure::Plain(format!("Nothing was imported: {bad} of {rows} rows {are} wrong.{lines}{hint}")));
    }
    if !flags.list.json {
        if report.rows() > 0 {
            tell(&format!("{bad} of {rows} rows {are} wrong and were skipped:{}\n", report.lines()));
        }
        let empty = if checked.rows == 0 { " The file has no rows." } else { "" };
        let found = if matched > 0 { format!(" {} that were nobody's before have an account now.", n(matched)) } else { String::new() };
        print(&format!("{}{found}{empty}\n", sentence(&tally)));
    }
    Ok(())
}

fn n(amount: u64) -> String {
    count(i64::try_from(amount).unwrap_or(i64::MAX))
}
