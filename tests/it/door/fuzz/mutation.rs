//! How a document is broken: its bytes and its tokens are changed, moved, repeated, left out, and mixed with another's.

use crate::support::dice::Dice;

/// One of some texts.
fn one<'a>(dice: &mut Dice, of: &'a [String]) -> &'a str {
    &of[dice.below(of.len())]
}

/// What is put in: whatever means something to a parser, a rule or a resolver.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "{", "}", "(", ")", "[", "]", ":", "=", "!", "$", "@", "&", "|", "...", "...{", "\"", "\"\"\"", "\\", "\\\"\"\"", "\\u0041", "\\ud800", "#", "\r", "\n", "\u{feff}", "\0", "é",
    "query", "mutation", "subscription", "fragment", "on", "true", "false", "null", "truetrue", "0", "00", "-1", "1.5", "1e400", "2147483648", "\"a\"", "$v", "($v: Int = 1)", "[Int!]!",
    "@include(if: true)", "@skip(if: $v)", "@deprecated", "@oneOf", "@a", "__typename", "__schema", "__type(name: \"Query\")", "fields{type{ofType{name}}}", "viewer{subject}", "pools", "nodes",
    "edges{node{id}}", "fixedNumbers", "pageInfo{endCursor}", "(first: 101)", "(filter: {search: \"a\"})", "(input: {})", "a:", "...F", "fragment F on Query", "...on Pool", "fixedNumberOrder",
];

/// A document made of one of the seeds.
pub fn mutated(dice: &mut Dice, seeds: &[String]) -> String {
    let mut text = one(dice, seeds).to_owned();
    for _ in 0..dice.below(4) {
        text = if dice.below(5) == 0 { bytes(dice, text, seeds) } else { tokens(dice, &text, seeds) };
        // What doubles may not double for ever.
        if text.len() > 40_000 {
            text = text.chars().take(16_000).collect();
        }
    }
    text
}

fn range(dice: &mut Dice, length: usize) -> (usize, usize) {
    let from = dice.below(length.max(1));
    let most = 1 + dice.below(200);
    (from, from + dice.below(most.min(length - from).max(1)))
}

fn bytes(dice: &mut Dice, text: String, seeds: &[String]) -> String {
    let mut bytes = text.into_bytes();
    let (from, to) = range(dice, bytes.len());
    match dice.below(6) {
        0 if !bytes.is_empty() => bytes[from] ^= 1 << dice.below(8),
        1 => bytes.insert(from, u8::try_from(dice.below(256)).unwrap()),
        2 => drop(bytes.drain(from..to)),
        3 => {
            let part = bytes[from..to].repeat(1 + dice.below(40));
            bytes.splice(to..to, part);
        }
        4 => bytes.truncate(from),
        _ => {
            let other = one(dice, seeds).as_bytes();
            let (begin, end) = range(dice, other.len());
            bytes.splice(from..to, other[begin..end].iter().copied());
        }
    }
    // What is no text would be refused as such before it is a document.
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Words and signs, each with the blanks behind it.
fn split(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut from, mut before) = (0, ' ');
    for (at, letter) in text.char_indices() {
        let goes_on = letter.is_whitespace() || (is_word(letter) && is_word(before)) || at == 0;
        if !goes_on {
            parts.push(&text[from..at]);
            from = at;
        }
        before = letter;
    }
    parts.push(&text[from..]);
    parts
}

/// Which of some parts are words.
fn words(parts: &[&str]) -> Vec<usize> {
    (0..parts.len()).filter(|at| parts[*at].starts_with(is_word)).collect()
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn tokens(dice: &mut Dice, text: &str, seeds: &[String]) -> String {
    let mut parts = split(text);
    let (from, to) = range(dice, parts.len());
    let other = one(dice, seeds);
    match dice.below(12) {
        0 => drop(parts.drain(from..to)),
        1 => {
            let part = parts[from..to].repeat(1 + dice.below(20));
            parts.splice(to..to, part);
        }
        2 => {
            let at = dice.below(parts.len().max(1));
            parts.swap(from, at);
        }
        3 | 4 => parts.insert(from, WORDS[dice.below(WORDS.len())]),
        5 => parts[from] = WORDS[dice.below(WORDS.len())],
        // A word for a word: mostly a document still, about something else.
        6..=9 => {
            let (words, others) = (words(&parts), split(other));
            let strange = self::words(&others);
            if let (Some(at), Some(word)) = (words.get(dice.below(words.len().max(1))), strange.get(dice.below(strange.len().max(1)))) {
                parts[*at] = others[*word];
            }
        }
        _ => {
            let others = split(other);
            let (begin, end) = range(dice, others.len());
            parts.splice(from..to, others[begin..end].iter().copied());
        }
    }
    parts.concat()
}
