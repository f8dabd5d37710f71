//! A stock file: CSV with a header row, read a row at a time. Knows no database.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use csv::{ByteRecord, Reader, ReaderBuilder};

use crate::rule::stock_row::{Odd, RawRow};

/// No row is longer, unless a quotation mark was left open.
const ROW_MAX: usize = 1 << 20;

/// An open stock file, behind its header.
pub struct StockFile {
    reader: Reader<Measured>,
    row: ByteRecord,
    /// Where the numbers are, and the types.
    number: usize,
    number_type: Option<usize>,
    width: usize,
    /// How much was read since the last row.
    since: Arc<AtomicUsize>,
}

/// Counts what is read, and refuses a row without an end before it fills the memory.
struct Measured {
    file: BufReader<File>,
    since: Arc<AtomicUsize>,
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

impl StockFile {
    /// Opens a file and reads its header. Without a type for all there has to be a column of types.
    pub fn open(path: &Path, type_is_given: bool) -> Result<Self, String> {
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
        if let Some(other) = other_format(head) {
            return Err(format!("{shown} is {other} Save it as CSV in UTF-8; spreadsheets call that \"CSV UTF-8 (comma delimited)\"."));
        }
        let since = Arc::new(AtomicUsize::new(0));
        let mut reader = ReaderBuilder::new().flexible(true).has_headers(true).from_reader(Measured { file, since: since.clone() });
        let header = reader.byte_headers().map_err(|error| format!("{shown} can't be read: {}.", plain(&error)))?.clone();
        let names: Vec<String> =
            header.iter().map(|cell| String::from_utf8_lossy(cell).trim().trim_matches('"').trim().to_lowercase()).collect();
        let (number, number_type) = columns(&names, type_is_given).map_err(|fault| format!("{shown}: {fault}"))?;
        Ok(Self { reader, row: ByteRecord::new(), number, number_type, width: names.len(), since })
    }

    fn read(&self) -> RawRow {
        let (row, position) = (&self.row, self.row.position());
        let text = |cell: usize| std::str::from_utf8(row.get(cell).unwrap_or_default()).map(str::to_owned).map_err(|_| Odd::NotText);
        let cells = if row.len() == self.width {
            text(self.number).and_then(|number| Ok((number, self.number_type.map(text).transpose()?)))
        } else {
            Err(Odd::Cells(row.len(), self.width))
        };
        RawRow { line: position.map_or(0, csv::Position::line), read: position.map_or(0, csv::Position::byte), cells }
    }
}

impl Iterator for StockFile {
    type Item = Result<RawRow, String>;

    fn next(&mut self) -> Option<Self::Item> {
        self.since.store(0, Ordering::Relaxed);
        let line = self.reader.position().line();
        match self.reader.read_byte_record(&mut self.row) {
            Ok(true) => Some(Ok(self.read())),
            Ok(false) => None,
            Err(error) => Some(Err(format!("The file can't be read from line {line} on: {}.", plain(&error)))),
        }
    }
}

fn plain(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Io(error) => error.to_string(),
        _ => error.to_string(),
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

/// Finds the columns by their names.
fn columns(names: &[String], type_is_given: bool) -> Result<(usize, Option<usize>), String> {
    let find = |name: &str| {
        let mut places = names.iter().enumerate().filter(|(_, known)| *known == name).map(|(place, _)| place);
        match (places.next(), places.next()) {
            (Some(_), Some(_)) => Err(format!("Two columns are called `{name}`.")),
            (place, _) => Ok(place),
        }
    };
    let (number, number_type) = (find("number")?, find("type")?);
    let missing: Vec<_> = [number.is_none().then_some("`number`"), (number_type.is_none() && !type_is_given).then_some("`type`")]
        .into_iter()
        .flatten()
        .collect();
    match number {
        Some(number) if missing.is_empty() => match (number_type, type_is_given) {
            (Some(_), true) => Err("There is a column `type`, and --type was given too: say it once.".into()),
            _ => Ok((number, number_type)),
        },
        _ => {
            let shown: Vec<_> = names.iter().map(|name| format!("{:?}", name.chars().take(40).collect::<String>())).take(20).collect();
            let hint = if type_is_given || number_type.is_some() || missing.len() == 2 { "" } else { " Or give --type for all numbers." };
            Err(format!(
                "The first row must name the columns, with commas between them, and there is no {}. It has {}.{hint}",
                missing.join(" and no "),
                shown.join(", ")
            ))
        }
    }
}
