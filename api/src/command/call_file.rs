//! A file of calls, CSV or one JSON object a line, read a row at a time. Knows no database.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Map, Value};

use super::csv_file::CsvFile;
use super::json_lines::{JsonLines, Line};
use crate::rule::call_row::{COLUMNS, Cells, NEEDED, RawCall, Unread};
use crate::rule::stock_row::Odd;

/// How many names of columns that are not read are kept, and how much of each.
const NAMES: usize = 20;
const NAME: usize = 40;

/// An open file of calls, behind its header where it has one.
pub struct CallFile {
    form: Form,
    /// The columns or keys in it that are not read.
    ignored: BTreeSet<String>,
}

enum Form {
    /// With the place of each column.
    Csv(Box<CsvFile>, [Option<usize>; COLUMNS.len()]),
    Json(JsonLines),
}

impl CallFile {
    /// Opens a file. What ends in `.jsonl` or `.ndjson` holds an object a line, everything else is CSV.
    pub fn open(path: &Path) -> Result<Self, String> {
        if !path.is_dir() && path.exists() && !path.is_file() {
            return Err(format!("{} is no plain file, and has to be read twice.", path.display()));
        }
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        if ["jsonl", "ndjson"].contains(&ending.as_str()) {
            return Ok(Self { form: Form::Json(JsonLines::open(path)?), ignored: BTreeSet::new() });
        }
        let file = CsvFile::open(path)?;
        let places = columns(&file).map_err(|fault| format!("{}: {fault}", path.display()))?;
        let known = |name: &String| COLUMNS.iter().any(|column| column.eq_ignore_ascii_case(name));
        let mut ignored = BTreeSet::new();
        file.names().iter().filter(|name| !name.is_empty() && !known(name)).for_each(|name| keep(&mut ignored, name));
        Ok(Self { form: Form::Csv(Box::new(file), places), ignored })
    }

    /// The columns that are not read, as far as they were met.
    pub fn ignored(&self) -> &BTreeSet<String> {
        &self.ignored
    }
}

impl Iterator for CallFile {
    type Item = Result<RawCall, String>;

    fn next(&mut self) -> Option<Self::Item> {
        let ignored = &mut self.ignored;
        let row = match &mut self.form {
            Form::Csv(file, places) => file.advance().map(|more| {
                more.then(|| {
                    let (line, read) = file.position();
                    RawCall { line, read, cells: row(file, places).map_err(Unread::Odd) }
                })
            }),
            Form::Json(lines) => lines.advance().map(|found| {
                found.map(|found| {
                    let (line, read) = lines.position();
                    RawCall { line, read, cells: object(found, ignored) }
                })
            }),
        };
        row.transpose()
    }
}

fn keep(ignored: &mut BTreeSet<String>, name: &str) {
    if ignored.len() < NAMES {
        ignored.insert(shown(name));
    }
}

/// A column's name as it may be told: it could be anything, a caller's number too, where a file has no header.
fn shown(name: &str) -> String {
    name.chars().take(NAME).map(|c| if c.is_numeric() || c.is_control() { '.' } else { c }).collect()
}

/// Finds the columns by their names.
fn columns(file: &CsvFile) -> Result<[Option<usize>; COLUMNS.len()], String> {
    let mut places = [None; COLUMNS.len()];
    for (place, column) in places.iter_mut().zip(COLUMNS) {
        *place = file.find(&column.to_lowercase())?;
    }
    let missing = |(name, place): (&'static str, Option<usize>)| (NEEDED.contains(&name) && place.is_none()).then_some(name);
    let missing: Vec<_> = COLUMNS.into_iter().zip(places).filter_map(missing).collect();
    if missing.is_empty() { Ok(places) } else { Err(file.missing(&missing, shown)) }
}

fn row(file: &CsvFile, places: &[Option<usize>; COLUMNS.len()]) -> Result<Cells, Odd> {
    file.even()?;
    let mut cells = Cells::default();
    for (cell, place) in cells.iter_mut().zip(places) {
        if let Some(place) = place {
            *cell = Some(file.text(*place)?).filter(|text| !text.is_empty());
        }
    }
    Ok(cells)
}

fn object(line: Line, ignored: &mut BTreeSet<String>) -> Result<Cells, Unread> {
    match line {
        Line::Object(object) => cells(object, ignored),
        Line::Other => Err(Unread::NotObject),
        Line::NotJson(column) => Err(Unread::NotJson(column)),
        Line::NotText => Err(Unread::Odd(Odd::NotText)),
    }
}

fn cells(object: Map<String, Value>, ignored: &mut BTreeSet<String>) -> Result<Cells, Unread> {
    let mut cells = Cells::default();
    for (key, value) in object {
        let found = COLUMNS.iter().zip(cells.iter_mut()).find(|(column, _)| column.eq_ignore_ascii_case(&key));
        let Some((column, cell)) = found else {
            keep(ignored, &key);
            continue;
        };
        *cell = match value {
            Value::Null => None,
            Value::String(text) => Some(text),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(truth) => Some(truth.to_string()),
            Value::Array(_) | Value::Object(_) => return Err(Unread::NotPlain(column)),
        };
    }
    Ok(cells)
}
