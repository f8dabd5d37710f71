//! Reading a stock file's rows on a thread of its own, a few batches ahead of the database. For the operator.

use chrono::TimeDelta;
use tokio::sync::mpsc;

use crate::operation::{IDS_OF_AN_INSTANT, Operation};
use crate::rule::rest;
use crate::rule::stock_fault::RowFault;
use crate::rule::stock_row::{self, RawRow, Types};
use crate::store::stock_import::{BadRow, NewRow};

/// How many rows are read ahead.
const BATCH: usize = 10_000;

/// Rows that were read, good and bad.
#[derive(Default)]
pub struct Batch {
    /// Good ones.
    pub good: Vec<NewRow>,
    /// Bad ones.
    pub bad: Vec<BadRow>,
    /// How much of the file is read with them, in bytes.
    pub read: u64,
    /// Whether the file ends with them. Without such a one it was not read whole.
    pub last: bool,
}

/// Reads rows on a thread of its own, a few batches ahead.
pub fn run(
    op: &Operation,
    types: Types,
    rows: impl Iterator<Item = Result<RawRow, String>> + Send + 'static,
) -> mpsc::Receiver<Result<Batch, String>> {
    let (sender, receiver) = mpsc::channel(2);
    let mut op = op.clone();
    tokio::task::spawn_blocking(move || {
        let (mut batch, mut minted) = (Batch::default(), 0);
        for (n, row) in (1..).zip(rows) {
            let row = match row {
                Ok(row) => row,
                Err(fault) => return drop(sender.blocking_send(Err(fault))),
            };
            batch.read = row.read;
            let line = i64::try_from(row.line).unwrap_or(i64::MAX);
            match stock_row::read(&row, &types) {
                Ok((number, number_type)) => {
                    // Ids lie in the index in the order in which they are added: when their count begins anew, it is of a later instant.
                    if minted > 0 && minted % u64::from(IDS_OF_AN_INSTANT) == 0 {
                        op.now += TimeDelta::microseconds(1);
                    }
                    minted += 1;
                    let (id, pick_key) = (op.mint(), rest::pick_key(None, op.draw()));
                    batch.good.push(NewRow { n, line, number, number_type_id: number_type.id, id, pick_key });
                }
                Err(fault) => batch.bad.push(bad(n, line, fault)),
            }
            if batch.good.len() + batch.bad.len() == BATCH && sender.blocking_send(Ok(std::mem::take(&mut batch))).is_err() {
                return;
            }
        }
        batch.last = true;
        drop(sender.blocking_send(Ok(batch)));
    });
    receiver
}

fn bad(n: i64, line: i64, fault: RowFault) -> BadRow {
    BadRow { n, line, code: fault.code.word().into(), told: fault.told, meant: fault.meant, detail: fault.detail }
}
