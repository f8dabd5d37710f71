//! What can be wrong with a row of a stock file: a word for scripts, a sentence for people.

/// What is wrong with a row. The words are for scripts, and never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the fact that its name states; `message` says it in a sentence")]
pub enum RowFaultCode {
    CellsOdd,
    NotText,
    NumberMissing,
    NumberNotE164,
    NumberRounded,
    NumberOfOtherPrefix,
    TypeMissing,
    TypeNotFound,
    NumberTwice,
    NumberIsDestination,
    NumberOfOtherType,
}

/// A row's fault. At most one a row is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// Which.
    pub code: RowFaultCode,
    /// The cell at fault.
    pub told: String,
    /// The number that was probably meant.
    pub meant: Option<String>,
    /// What the sentence needs besides.
    pub detail: String,
}

const WORDS: [(RowFaultCode, &str); 11] = [
    (RowFaultCode::CellsOdd, "CELLS_ODD"),
    (RowFaultCode::NotText, "NOT_TEXT"),
    (RowFaultCode::NumberMissing, "NUMBER_MISSING"),
    (RowFaultCode::NumberNotE164, "NUMBER_NOT_E164"),
    (RowFaultCode::NumberRounded, "NUMBER_ROUNDED"),
    (RowFaultCode::NumberOfOtherPrefix, "NUMBER_OF_OTHER_PREFIX"),
    (RowFaultCode::TypeMissing, "TYPE_MISSING"),
    (RowFaultCode::TypeNotFound, "TYPE_NOT_FOUND"),
    (RowFaultCode::NumberTwice, "NUMBER_TWICE"),
    (RowFaultCode::NumberIsDestination, "NUMBER_IS_DESTINATION"),
    (RowFaultCode::NumberOfOtherType, "NUMBER_OF_OTHER_TYPE"),
];

/// The most characters of a cell that are told again.
const TOLD: usize = 40;

impl RowFaultCode {
    /// The word of a code.
    pub fn word(self) -> &'static str {
        WORDS.iter().find(|(code, _)| *code == self).map_or("", |(_, word)| word)
    }

    /// The code of a word.
    pub fn parse(word: &str) -> Option<Self> {
        WORDS.iter().find(|(_, known)| *known == word).map(|(code, _)| *code)
    }
}

impl RowFault {
    /// The fault as a sentence.
    pub fn message(&self) -> String {
        let detail = &self.detail;
        match self.code {
            RowFaultCode::CellsOdd => format!("The row has {detail}."),
            RowFaultCode::NotText => "The row is not UTF-8 text.".into(),
            RowFaultCode::NumberMissing => "The number is missing.".into(),
            RowFaultCode::NumberNotE164 => format!("A number {detail}."),
            RowFaultCode::NumberRounded => {
                "A spreadsheet has turned the number into a quantity: format its column as text, and export it again.".into()
            }
            RowFaultCode::NumberOfOtherPrefix => format!("The numbers of this type begin with {detail}."),
            RowFaultCode::TypeMissing => "The type is missing.".into(),
            RowFaultCode::TypeNotFound => "No number type has this title or id.".into(),
            RowFaultCode::NumberTwice => format!("The number is on line {detail} already."),
            RowFaultCode::NumberIsDestination => {
                format!("Calls are connected to this number, by {detail}: as a tracking number it would ring itself.")
            }
            RowFaultCode::NumberOfOtherType => format!("The number is in stock already, as {detail:?}."),
        }
    }

    /// A fault of a cell.
    pub fn of(code: RowFaultCode, told: &str) -> Self {
        Self { code, told: told.chars().take(TOLD).collect(), meant: None, detail: String::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::{RowFaultCode, WORDS};

    #[test]
    fn every_code_has_a_word_of_its_own() {
        for (code, word) in WORDS {
            assert_eq!((RowFaultCode::parse(word), code.word()), (Some(code), word));
        }
    }
}
