//! How a document is broken: its bytes and its tokens are changed, moved, repeated, left out, and mixed with another's.

/// Marsaglia's xorshift, seeded by a number.
pub struct Dice(u64);

impl Dice {
    pub fn of(number: usize) -> Self {
        Self((number as u64).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 11) % limit.max(1) as u64).unwrap()
    }

    fn one<'a>(&mut self, of: &'a [String]) -> &'a str {
        &of[self.below(of.len())]
    }
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
    let mut text = dice.one(seeds).to_owned();
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
    let from = dice.below(length);
    let most = 1 + dice.below(200);
    (from, from + dice.below(most.min(length - from)))
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
            let other = dice.one(seeds).as_bytes();
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
    let other = dice.one(seeds);
    match dice.below(12) {
        0 => drop(parts.drain(from..to)),
        1 => {
            let part = parts[from..to].repeat(1 + dice.below(20));
            parts.splice(to..to, part);
        }
        2 => {
            let at = dice.below(parts.len());
            parts.swap(from, at);
        }
        3 | 4 => parts.insert(from, WORDS[dice.below(WORDS.len())]),
        5 => parts[from] = WORDS[dice.below(WORDS.len())],
        // A word for a word: mostly a document still, about something else.
        6..=9 => {
            let (words, others) = (words(&parts), split(other));
            let strange = self::words(&others);
            if let (Some(at), Some(word)) = (words.get(dice.below(words.len())), strange.get(dice.below(strange.len()))) {
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
