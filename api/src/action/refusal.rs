//! Why the operator was refused: all that is wrong at once, each a sentence.

use crate::store::error::StoreError;

/// Why something was not done for the operator.
#[derive(Debug)]
pub enum Refusal {
    /// What was asked is wrong.
    Faults(Vec<String>),
    /// The database is.
    Store(StoreError),
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// One of a few words, in any case and with blanks or underscores for hyphens.
pub fn choose<T: Copy>(text: &str, words: &[(&str, T)]) -> Option<T> {
    let text = text.trim().to_ascii_lowercase().replace(['_', ' '], "-");
    words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value)
}

/// What was read, or one more fault.
pub fn keep<T>(faults: &mut Vec<String>, read: Result<T, String>) -> Option<T> {
    read.map_err(|fault| faults.push(fault)).ok()
}
