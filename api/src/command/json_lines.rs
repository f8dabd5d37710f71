//! A file of JSON objects, one a line, read a line at a time. Knows not what it is about.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use serde_json::{Map, Value};

use super::text_file::{self, ROW_MAX};

const ADVICE: &str = "Save it as UTF-8 text, with one JSON object a line.";

/// What a line is.
pub enum Line {
    /// An object.
    Object(Map<String, Value>),
    /// Another value.
    Other,
    /// No JSON, from a column on.
    NotJson(usize),
    /// No text.
    NotText,
}

/// An open file.
pub struct JsonLines {
    file: BufReader<File>,
    buffer: Vec<u8>,
    line: u64,
    read: u64,
}

impl JsonLines {
    /// Opens a file.
    pub fn open(path: &Path) -> Result<Self, String> {
        Ok(Self { file: text_file::open(path, ADVICE)?, buffer: Vec::new(), line: 0, read: 0 })
    }

    /// The line that was read last, from 1, and how much of the file is read with it, in bytes.
    pub fn position(&self) -> (u64, u64) {
        (self.line, self.read)
    }

    /// The next line that is not blank; none behind the last.
    pub fn advance(&mut self) -> Result<Option<Line>, String> {
        loop {
            self.buffer.clear();
            self.line += 1;
            let most = u64::try_from(ROW_MAX).unwrap_or(u64::MAX);
            let read = self.file.by_ref().take(most).read_until(b'\n', &mut self.buffer);
            let read = read.map_err(|error| format!("The file can't be read from line {} on: {error}.", self.line))?;
            if read == 0 {
                return Ok(None);
            }
            if read == ROW_MAX && !self.buffer.ends_with(b"\n") {
                return Err(format!("The file can't be read from line {} on: a line is longer than 1 MiB.", self.line));
            }
            self.read += u64::try_from(read).unwrap_or_default();
            let text = if self.line == 1 { self.buffer.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(&self.buffer) } else { &self.buffer };
            let text = text.trim_ascii();
            if !text.is_empty() {
                return Ok(Some(line(text)));
            }
        }
    }
}

fn line(text: &[u8]) -> Line {
    let Ok(text) = std::str::from_utf8(text) else { return Line::NotText };
    match serde_json::from_str(text) {
        Ok(Value::Object(object)) => Line::Object(object),
        Ok(_) => Line::Other,
        Err(error) => Line::NotJson(error.column()),
    }
}
