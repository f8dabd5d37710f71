//! Opening a file of text: what is none is said in plain words, and a row without an end does not fill the memory.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// No row is longer, unless a quotation mark was left open.
pub const ROW_MAX: usize = 1 << 20;

/// Opens a file of text. The advice is how a file of another kind becomes one.
pub fn open(path: &Path, advice: &str) -> Result<BufReader<File>, String> {
    let shown = path.display();
    let unreadable = |error: io::Error| format!("{shown} can't be read: {error}.");
    if path.is_dir() {
        return Err(format!("{shown} is a directory."));
    }
    let mut file = BufReader::new(File::open(path).map_err(unreadable)?);
    let head = file.fill_buf().map_err(unreadable)?;
    if head.is_empty() {
        return Err(format!("{shown} is empty."));
    }
    match other_format(head) {
        Some(other) => Err(format!("{shown} is {other} {advice}")),
        None => Ok(file),
    }
}

/// What a file is that is no text of ours, by its first bytes.
fn other_format(head: &[u8]) -> Option<&'static str> {
    match head {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, _, ..] | [_, 0, ..] => Some("UTF-16 text."),
        [b'P', b'K', 3, 4, ..] => Some("a spreadsheet's own file."),
        _ => None,
    }
}

/// Counts what is read, and refuses a row without an end before it fills the memory.
pub struct Measured {
    file: BufReader<File>,
    /// How much was read since the last row.
    since: Arc<AtomicUsize>,
}

impl Measured {
    /// Measures a file; whoever has read a row puts the count back to nothing.
    pub fn new(file: BufReader<File>) -> (Self, Arc<AtomicUsize>) {
        let since = Arc::new(AtomicUsize::new(0));
        (Self { file, since: since.clone() }, since)
    }
}

impl Read for Measured {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.since.load(Ordering::Relaxed) > ROW_MAX {
            return Err(io::Error::other("a row is longer than 1 MiB; perhaps a quotation mark is not closed"));
        }
        let read = self.file.read(buffer)?;
        self.since.fetch_add(read, Ordering::Relaxed);
        Ok(read)
    }
}
