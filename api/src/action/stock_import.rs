//! Importing a stock file: read and held against everything first, then published. For the operator, beside running gateways.
//!
//! On PostgreSQL all of it is published in one transaction. On SQLite one that long would keep every other writer waiting, so it is
//! done in short ones; each of them looks for conflicts again, and if there is one, what this import added is taken back.

use std::time::{Duration, Instant};

use tokio::sync::mpsc;

use super::stock_read::Batch;
use crate::operation::Operation;
use crate::rule::stock_fault::{RowFault, RowFaultCode};
use crate::store::error::StoreError;
use crate::store::stock_import::{self, BadRow};
use crate::store::write::Write;

/// Rows of the first transaction on SQLite: most files are not longer. From then on it is by time.
const FIRST: i64 = 5_000;
/// For how long a transaction may keep the other writers waiting, about.
const HOLD: Duration = Duration::from_millis(300);
/// Longer than a waiting writer of SQLite sleeps between two looks, so that it gets its turn.
const PAUSE: Duration = Duration::from_millis(110);
const ATTEMPTS: u32 = 5;

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// So many bytes are read.
    Read(u64),
    /// All is read, and so many rows are about to be published.
    Checked(u64),
    /// So many rows are behind.
    Published(u64),
}

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Rows in the file.
    pub rows: u64,
    /// Bad ones.
    pub bad: u64,
    /// Numbers that are new in stock.
    pub imported: u64,
    /// Numbers that were there already.
    pub already_there: u64,
    /// Whether the good rows were published.
    pub done: bool,
    /// Of a conflict that arose while it was published: how many numbers stay, because somebody has them by now.
    pub left_behind: u64,
}

/// Why it was given up.
#[derive(Debug)]
pub enum Error {
    /// The file can't be read on.
    File(String),
    /// The database.
    Store(StoreError),
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Imports what is read. Nothing when a row is bad, unless bad rows may be skipped. The database must be one for bulk work.
pub async fn run(
    op: &Operation,
    mut batches: mpsc::Receiver<Result<Batch, String>>,
    skip_bad: bool,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Report, Error> {
    let db = op.database.writer();
    stock_import::prepare(&op.database).await?;
    let mut whole = false;
    while let Some(batch) = batches.recv().await {
        let batch = batch.map_err(Error::File)?;
        whole |= batch.last;
        stock_import::stage(&op.database, &batch.good).await?;
        stock_import::note(&op.database, batch.bad).await?;
        progress(Progress::Read(batch.read));
    }
    if !whole {
        return Err(Error::File("The reading of the file broke off.".into()));
    }
    stock_import::mark_twice(db).await?;
    if stock_import::mark(db, 0, i64::MAX).await? > 0 {
        stock_import::leave_out_bad(db).await?;
    }
    let (good, last, bad) = stock_import::count(db).await?;
    let report = Report { rows: good + bad, bad, ..Report::default() };
    if bad > 0 && !skip_bad {
        return Ok(report);
    }
    progress(Progress::Checked(good));
    publish(op, report, last, skip_bad, progress).await
}

async fn publish(
    op: &Operation,
    mut report: Report,
    last: i64,
    skip_bad: bool,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Report, Error> {
    let step = if stock_import::keeps_writers_waiting(&op.database) { FIRST } else { last.max(1) };
    let (mut after, mut step) = (0, step);
    while after < last {
        let to = last.min(after + step);
        let began = Instant::now();
        match persistently(op, after, to, skip_bad).await {
            Ok(Some((added, bad))) => (report.imported, report.bad) = (report.imported + added, report.bad + bad),
            // A conflict that was not there when all was checked.
            Ok(None) => {
                report.left_behind = report.imported - take_back(op, after).await?;
                stock_import::mark(op.database.writer(), 0, last).await?;
                let (_, _, bad) = stock_import::count(op.database.writer()).await?;
                return Ok(Report { imported: 0, bad, ..report });
            }
            Err(error) => {
                if !skip_bad {
                    take_back(op, after).await?;
                }
                return Err(error.into());
            }
        }
        after = to;
        progress(Progress::Published(after.unsigned_abs()));
        if after < last {
            step = paced(step, began.elapsed());
            tokio::time::sleep(PAUSE).await;
        }
    }
    report.already_there = report.rows - report.bad - report.imported;
    report.done = true;
    Ok(report)
}

/// How many rows the next transaction has, so that it takes about as long as it may.
fn paced(step: i64, took: Duration) -> i64 {
    let fitting = i128::from(step) * i128::try_from(HOLD.as_micros()).unwrap_or(1) / i128::try_from(took.as_micros().max(1)).unwrap_or(1);
    i64::try_from(fitting).unwrap_or(i64::MAX).clamp(500, (2 * step).min(100_000))
}

/// A busy moment is no reason to give up.
async fn persistently(op: &Operation, after: i64, to: i64, skip_bad: bool) -> Result<Option<(u64, u64)>, StoreError> {
    let mut attempt = 1;
    loop {
        match once(op, after, to, skip_bad).await {
            Err(error) if error.is_unavailable() && attempt < ATTEMPTS => {
                tokio::time::sleep(PAUSE * attempt).await;
                attempt += 1;
            }
            result => return result,
        }
    }
}

/// Publishes some rows: how many were added, and how many turned out bad. None when there are bad ones that may not be skipped.
async fn once(op: &Operation, after: i64, to: i64, skip_bad: bool) -> Result<Option<(u64, u64)>, StoreError> {
    let write = Write::begin(op).await?;
    let mut added = stock_import::publish(write.db(), after, to).await?;
    // Now these numbers are in stock for everyone who looks after us, and whoever looked before us has ended: what they made is seen.
    stock_import::bar_destinations(write.db()).await?;
    let bad = stock_import::mark(write.db(), after, to).await?;
    if bad > 0 && !skip_bad {
        write.rollback().await?;
        return Ok(None);
    }
    if bad > 0 {
        added -= stock_import::take_back(write.db(), after, to, true).await?;
    }
    write.commit_all(op, Vec::new()).await?;
    Ok(Some((added, bad)))
}

/// Takes back what was published up to a place in the file. How many numbers.
async fn take_back(op: &Operation, to: i64) -> Result<u64, StoreError> {
    let (mut taken, mut after) = (0, 0);
    while after < to {
        let next = to.min(after + FIRST);
        let write = Write::begin(op).await?;
        taken += stock_import::take_back(write.db(), after, next, false).await?;
        write.commit_all(op, Vec::new()).await?;
        after = next;
        tokio::time::sleep(PAUSE).await;
    }
    Ok(taken)
}

/// Some bad rows after a place in the file, as sentences: place, line, the cell, the fault.
pub async fn bad_rows(op: &Operation, after: i64, size: u32) -> Result<Vec<(i64, i64, RowFault)>, StoreError> {
    let rows = stock_import::bad_rows(op.database.writer(), after, size).await?;
    let read = |row: BadRow| {
        let code = RowFaultCode::parse(&row.code).ok_or_else(|| StoreError::Broken(format!("no fault {}", row.code)))?;
        let detail = match code {
            RowFaultCode::NumberIsDestination if row.detail == "1" => "an account".into(),
            RowFaultCode::NumberIsDestination => format!("{} accounts", row.detail),
            _ => row.detail,
        };
        Ok((row.n, row.line, RowFault { code, told: row.told, meant: row.meant, detail }))
    };
    rows.into_iter().map(read).collect()
}
