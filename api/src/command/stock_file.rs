//! A stock file: CSV with a column of numbers and perhaps one of types. Knows no database.

use std::path::Path;

use super::csv_file::CsvFile;
use crate::rule::stock_row::RawRow;

/// How much of a column's name is told.
const NAME: usize = 40;

/// An open stock file, behind its header.
pub struct StockFile {
    file: CsvFile,
    /// Where the numbers are, and the types.
    number: usize,
    number_type: Option<usize>,
}

impl StockFile {
    /// Opens a file and reads its header. Without a type for all there has to be a column of types.
    pub fn open(path: &Path, type_is_given: bool) -> Result<Self, String> {
        let file = CsvFile::open(path)?;
        let (number, number_type) = columns(&file, type_is_given).map_err(|fault| format!("{}: {fault}", path.display()))?;
        Ok(Self { file, number, number_type })
    }

    fn read(&self) -> RawRow {
        let (line, read) = self.file.position();
        let text = |cell: usize| self.file.text(cell);
        let cells = self.file.even().and_then(|()| Ok((text(self.number)?, self.number_type.map(text).transpose()?)));
        RawRow { line, read, cells }
    }
}

impl Iterator for StockFile {
    type Item = Result<RawRow, String>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.file.advance() {
            Ok(true) => Some(Ok(self.read())),
            Ok(false) => None,
            Err(fault) => Some(Err(fault)),
        }
    }
}

/// Finds the columns by their names.
fn columns(file: &CsvFile, type_is_given: bool) -> Result<(usize, Option<usize>), String> {
    let (number, number_type) = (file.find("number")?, file.find("type")?);
    let missing: Vec<_> =
        [number.is_none().then_some("number"), (number_type.is_none() && !type_is_given).then_some("type")].into_iter().flatten().collect();
    match number {
        Some(number) if missing.is_empty() => match (number_type, type_is_given) {
            (Some(_), true) => Err("There is a column `type`, and --type was given too: say it once.".into()),
            _ => Ok((number, number_type)),
        },
        _ => {
            let hint = if type_is_given || number_type.is_some() || missing.len() == 2 { "" } else { " Or give --type for all numbers." };
            Err(format!("{}{hint}", file.missing(&missing, |name| name.chars().take(NAME).collect())))
        }
    }
}
