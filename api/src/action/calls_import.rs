//! Importing calls from a file: read on a thread of its own, a few requests ahead, and sent as a switch would send them. Repeating it does
//! nothing twice, so one that was cut off is finished by running it again: what is there already costs a look-up and no write.

use chrono::{DateTime, Utc};
use tokio::sync::mpsc;

use super::calls_record::REPORTS_MAX;
use super::calls_send::{Sender, Tally};
use crate::rule::call_report::ReportText;
use crate::rule::call_row::{self, LineFault, RawCall};
use crate::store::error::StoreError;

/// Reports that were read.
#[derive(Default)]
pub struct Batch {
    /// The good ones, each with its line.
    good: Vec<(u64, ReportText)>,
    /// How much of the file is read with them, in bytes.
    read: u64,
    /// Whether the file ends with them. Without such a one it was not read whole.
    last: bool,
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

/// Reads a file on a thread of its own. Bad rows are left out: whoever wants to tell them has read the file before.
pub fn read(
    rows: impl Iterator<Item = Result<RawCall, String>> + Send + 'static,
    now: DateTime<Utc>,
) -> mpsc::Receiver<Result<Batch, String>> {
    let (sender, receiver) = mpsc::channel(2);
    tokio::task::spawn_blocking(move || {
        let mut batch = Batch::default();
        for row in rows {
            let row = match row {
                Ok(row) => row,
                Err(fault) => return drop(sender.blocking_send(Err(fault))),
            };
            batch.read = row.read;
            if let Ok(text) = call_row::read(&row, now) {
                batch.good.push((row.line, text));
            }
            if batch.good.len() == REPORTS_MAX && sender.blocking_send(Ok(std::mem::take(&mut batch))).is_err() {
                return;
            }
        }
        batch.last = true;
        drop(sender.blocking_send(Ok(batch)));
    });
    receiver
}

/// Sends what is read. `progress` is told how many bytes are behind, `refused` of reports that the deed itself refuses.
pub async fn run(
    mut sender: Sender,
    mut batches: mpsc::Receiver<Result<Batch, String>>,
    progress: &mut (dyn FnMut(u64) + Send),
    refused: &mut (dyn FnMut(u64, Vec<LineFault>) + Send),
) -> Result<Tally, Error> {
    let mut whole = false;
    while let Some(batch) = batches.recv().await {
        let batch = batch.map_err(Error::File)?;
        whole |= batch.last;
        let (lines, calls): (Vec<_>, Vec<_>) = batch.good.into_iter().unzip();
        for (line, result) in lines.into_iter().zip(sender.send(calls).await?) {
            if !result.faults.is_empty() {
                refused(line, result.faults.into_iter().map(LineFault::from).collect());
            }
        }
        progress(batch.read);
    }
    if whole { Ok(sender.tally()) } else { Err(Error::File("The reading of the file broke off.".into())) }
}
