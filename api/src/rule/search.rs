//! What a person may mean by the text of a search: words in any order, and telephone numbers in any usual spelling.

use entity::value::search::searchable;
use entity::value::spelling::digit;

/// The most characters (Unicode scalar values) of a search.
pub const SEARCH_MAX: usize = 200;
/// The fewest digits that are taken for a part of a telephone number when they come in several groups.
const DIGITS_MIN: usize = 3;

/// What is searched for. Every one of its terms is met.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Search(pub Vec<Term>);

/// One term: at least one of its ways is met. Without a way, nothing meets it.
pub type Term = Vec<Way>;

/// One way to meet a term: texts, all of which are in what is searched.
pub type Way = Vec<String>;

/// Reads a search. None when nothing is asked for, so that everything is found.
pub fn read(text: &str) -> Option<Search> {
    if text.contains('\0') {
        return Some(Search(vec![Vec::new()]));
    }
    let mut terms = Vec::new();
    let mut group: Vec<&str> = Vec::new();
    for word in text.split_whitespace() {
        if is_numeric(word) {
            group.push(word);
            continue;
        }
        terms.extend(number(&std::mem::take(&mut group)));
        terms.extend(Some(searchable(word)).filter(|word| !word.is_empty()).map(|word| vec![vec![word]]));
    }
    terms.extend(number(&group));
    (!terms.is_empty()).then_some(Search(terms))
}

/// Whether a word holds nothing but digits, of any script, and what stands between them in a telephone number.
fn is_numeric(word: &str) -> bool {
    let folded = in_ascii(word);
    folded.chars().any(|c| c.is_ascii_digit())
        && folded.chars().all(|c| c.is_ascii_digit() || "+()[]-./\u{2010}\u{2011}\u{2013}".contains(c))
}

/// Folded, and with the digits of every script as those of ASCII.
fn in_ascii(word: &str) -> String {
    let known = |c: char| if c.is_ascii() { c } else { digit(c).unwrap_or(c) };
    searchable(word).chars().map(known).collect()
}

/// Neighbouring groups of digits: one telephone number or a part of it, or words like any others.
fn number(group: &[&str]) -> Option<Term> {
    if group.is_empty() {
        return None;
    }
    let words: Way = group.iter().map(|word| searchable(word)).collect();
    // The zero in `+44 (0)20` is not dialled behind a country code.
    let joined = group.iter().map(|word| in_ascii(word)).collect::<String>();
    let joined = if joined.starts_with('+') { joined.replacen("(0)", "", 1) } else { joined };
    let digits: String = joined.chars().filter(char::is_ascii_digit).collect();
    let mut ways = vec![words];
    let mut add = |digits: &str| {
        let way = vec![digits.to_owned()];
        if (digits.len() >= DIGITS_MIN || group.len() == 1) && !digits.is_empty() && !ways.contains(&way) {
            ways.push(way);
        }
    };
    add(&digits);
    // The trunk prefix, or the international one: 020 7946, 0044 20 7946.
    add(digits.trim_start_matches('0'));
    // North America's international prefix, and the trunk prefix of Russia and its neighbours.
    digits.strip_prefix("011").into_iter().for_each(&mut add);
    digits.strip_prefix('8').filter(|rest| rest.len() >= 9).into_iter().for_each(add);
    Some(ways)
}

#[cfg(test)]
mod tests {
    use super::{Search, read};

    /// Whether a search finds a text of three lines: digits, campaign, keyword.
    fn finds(search: &str, text: &str) -> bool {
        let Some(Search(terms)) = read(search) else { return true };
        terms.iter().all(|ways| ways.iter().any(|way| way.iter().all(|part| text.contains(part))))
    }

    const LONDON: &str = "442079460018\nspring issue 2026\ncafe, zizkov";

    #[test]
    fn a_number_is_found_in_any_usual_spelling() {
        for spelling in [
            "020 7946",
            "+44 20 7946 00",
            "79460018",
            "+442079460018",
            "00442079460018",
            "011 44 20 7946",
            "(020) 7946-0018",
            "020.7946.0018",
            "+44 (0)20 7946 0018",
            "+44(0)2079460018",
            "٠٢٠ ٧٩٤٦",
            "０２０７９４６",
            "7946 0018",
            "0018",
            "20",
            "0",
        ] {
            assert!(finds(spelling, LONDON), "{spelling}");
        }
        for other in ["020 7947", "+44 161", "7946 0019", "+1 20 7946", "0800"] {
            assert!(!finds(other, LONDON), "{other}");
        }
    }

    #[test]
    fn words_are_found_in_any_order_case_and_accent() {
        for words in
            ["spring", "SPRING 2026", "2026 spring", "issue sprin", "Café", "Žižkov café", "spring 020 7946", "2026 7946 spring", "  ", ""]
        {
            assert!(finds(words, LONDON), "{words}");
        }
        for words in ["summer", "spring summer", "spring 2027", "springissue", "2026cafe", "%", "_", "spring%", "a\0b", "\0"] {
            assert!(!finds(words, LONDON), "{words}");
        }
    }
}
