//! The report of rows that are wrong: some are kept to be told, and all go to a file if there is one. It never holds what a row says.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::failure::Failure;
use super::table::{self, count};
use crate::rule::call_row::LineFault;

/// Rows that are wrong.
pub struct RowReport {
    file: Option<BufWriter<File>>,
    /// How many faults are kept.
    most: usize,
    kept: Vec<(u64, LineFault)>,
    rows: u64,
    faults: u64,
    broken: Option<io::Error>,
}

impl RowReport {
    /// An empty one, which keeps so many faults. `input` is the file that is imported.
    pub fn new(path: Option<&Path>, input: &Path, most: usize) -> Result<Self, Failure> {
        let file = path.map(|path| create(path, input)).transpose()?;
        Ok(Self { file, most, kept: Vec::new(), rows: 0, faults: 0, broken: None })
    }

    /// Adds a row.
    pub fn add(&mut self, line: u64, faults: Vec<LineFault>) {
        self.rows += 1;
        for fault in faults {
            self.faults += 1;
            if let Some(file) = &mut self.file {
                let message = fault.message.replace('"', "\"\"");
                // Told in the end: it is no reason to stop.
                self.broken = writeln!(file, "{line},{},{},\"{message}\"", fault.field, fault.code).err().or(self.broken.take());
            }
            if self.kept.len() < self.most {
                self.kept.push((line, fault));
            }
        }
    }

    /// How many rows are wrong.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Finishes the file.
    pub fn close(&mut self) -> Result<(), Failure> {
        let flushed = self.file.as_mut().map_or(Ok(()), Write::flush);
        self.broken.take().map_or(flushed, Err).map_err(Failure::because("The report can't be written"))
    }

    /// What a person is told; nothing when no row is wrong.
    pub fn lines(&self) -> String {
        if self.kept.is_empty() {
            return String::new();
        }
        let cells = |(line, fault): &(u64, LineFault)| [line.to_string(), fault.field.clone(), fault.message.clone()];
        let rest = match self.faults - u64::try_from(self.kept.len()).unwrap_or_default() {
            0 => String::new(),
            rest => format!("and {} more.\n", count(i64::try_from(rest).unwrap_or(i64::MAX))),
        };
        format!("\n\n{}{rest}", table::text(["LINE", "COLUMN", "WHAT IS WRONG"], &self.kept.iter().map(cells).collect::<Vec<_>>()))
    }

    /// What a script is told.
    pub fn objects(&self) -> Value {
        let object =
            |(line, fault): &(u64, LineFault)| json!({"line": line, "column": fault.field, "code": fault.code, "message": fault.message});
        self.kept.iter().map(object).collect()
    }
}

fn create(path: &Path, input: &Path) -> Result<BufWriter<File>, Failure> {
    let shown = path.display();
    if fs::canonicalize(path).is_ok_and(|path| fs::canonicalize(input).is_ok_and(|input| path == input)) {
        return Err(Failure::Plain(format!("{shown} is the file that is imported. Name another for the report.")));
    }
    let created = File::create(path).map(BufWriter::new).and_then(|mut file| file.write_all(b"line,column,code,message\n").map(|()| file));
    created.map_err(Failure::because(format!("{shown} can't be written")))
}
