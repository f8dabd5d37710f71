//! A CSV file with a header row, whose columns are found by their names, read a row at a time. Knows not what it is about.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::text_file::{self, Measured};
use crate::rule::stock_row::Odd;

const ADVICE: &str = "Save it as CSV in UTF-8; spreadsheets call that \"CSV UTF-8 (comma delimited)\".";

/// An open file, behind its header.
pub struct CsvFile {
    reader: Reader<Measured>,
    row: ByteRecord,
    names: Vec<String>,
    /// How much was read since the last row.
    since: Arc<AtomicUsize>,
}

impl CsvFile {
    /// Opens a file and reads its header.
    pub fn open(path: &Path) -> Result<Self, String> {
        let (file, since) = Measured::new(text_file::open(path, ADVICE)?);
        let mut reader = ReaderBuilder::new().flexible(true).has_headers(true).from_reader(file);
        let header = reader.byte_headers().map_err(|error| format!("{} can't be read: {}.", path.display(), plain(&error)))?;
        let name = |cell: &[u8]| String::from_utf8_lossy(cell).trim().trim_matches('"').trim().to_lowercase();
        let names = header.iter().map(name).collect();
        Ok(Self { reader, row: ByteRecord::new(), names, since })
    }

    /// The names of its columns, in small letters.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The place of a column, by its name in small letters.
    pub fn find(&self, name: &str) -> Result<Option<usize>, String> {
        let mut places = self.names.iter().enumerate().filter(|(_, known)| *known == name).map(|(place, _)| place);
        match (places.next(), places.next()) {
            (Some(_), Some(_)) => Err(format!("Two columns are called `{name}`.")),
            (place, _) => Ok(place),
        }
    }

    /// What is said when columns are missing. `show` says how a name that is there may be told.
    pub fn missing(&self, names: &[&str], show: impl Fn(&str) -> String) -> String {
        let shown: Vec<_> = self.names.iter().map(|name| format!("{:?}", show(name))).take(20).collect();
        let missing: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
        format!(
            "The first row must name the columns, with commas between them, and there is no {}. It has {}.",
            missing.join(" and no "),
            shown.join(", ")
        )
    }

    /// Goes on to the next row; false behind the last.
    pub fn advance(&mut self) -> Result<bool, String> {
        self.since.store(0, Ordering::Relaxed);
        let line = self.reader.position().line();
        let read = self.reader.read_byte_record(&mut self.row);
        read.map_err(|error| format!("The file can't be read from line {line} on: {}.", plain(&error)))
    }

    /// The line on which the row begins, and how much of the file is read with it, in bytes.
    pub fn position(&self) -> (u64, u64) {
        self.row.position().map_or((0, 0), |position| (position.line(), position.byte()))
    }

    /// Whether the row has as many cells as the header.
    pub fn even(&self) -> Result<(), Odd> {
        if self.row.len() == self.names.len() { Ok(()) } else { Err(Odd::Cells(self.row.len(), self.names.len())) }
    }

    /// A cell of the row.
    pub fn text(&self, cell: usize) -> Result<String, Odd> {
        std::str::from_utf8(self.row.get(cell).unwrap_or_default()).map(str::to_owned).map_err(|_| Odd::NotText)
    }
}

fn plain(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Io(error) => error.to_string(),
        _ => error.to_string(),
    }
}
