//! For documents made by chance: the library's parser accepts nothing that has more in it than was counted.

use async_graphql::parser::parse_query;

use super::had::had;
use super::seen;

/// Marsaglia's xorshift.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 11) % limit as u64).unwrap()
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    /// Some of a kind, often none, less of them the deeper it is.
    fn some(&mut self, depth: usize, one: fn(&mut Self, usize) -> String) -> String {
        let amount = self.below(4_usize.saturating_sub(depth / 2).max(1));
        (0..amount).map(|_| one(self, depth + 1)).collect()
    }
}

/// What may stand between two tokens, and what looks as if it might.
const GAPS: &[&str] = &["", "", " ", ",", "\r", "\r\n", "\n", "\t", "\u{feff}", "#[\"\r", "#\"\"\"\n", "# é\u{2028}[\n"];
const VALUES: &[&str] = &[
    "1",
    "-1",
    "0",
    "007",
    "1.5",
    "1e9",
    "-0.0E+1",
    "true",
    "null",
    "nullable",
    "A",
    "$v",
    "$truetrue",
    "\"\"",
    "\"[\"",
    "\"\\\"[\"",
    "\"\\\\\"",
    "\"\\u005b\"",
    "\"#\"",
    "\"é\"",
    "\"\"\"[\"\"\"",
    "\"\"\"\\\"\"\"[\"\"\"",
];
/// What only this parser takes, and what no parser does.
const STRANGE: &[&str] = &[
    "truetrue",
    "falsenulltrue",
    "00",
    "\"\"\"\"",
    "\"\\\\\"\"\"\"\"",
    "\"\"\"[\"",
    "\"\"\"\"\"",
    "\"\"\"",
    "\"\\ud800\"",
    "\"\"\"\"[\"\"\"",
    "\"\"\"\\\\\"\"\"",
    "\"\"\"\r[\\\"\"\"",
    "\"\n\"",
    "\"\\\"",
    "1é",
    "1.5.5",
    "1-1",
];

fn value(dice: &mut Dice, depth: usize) -> String {
    let gap = dice.one(GAPS);
    match dice.below(8) {
        0 | 1 => format!("[{gap}{}]", dice.some(depth, |dice, depth| value(dice, depth) + dice.one(GAPS))),
        2 | 3 => format!("{{{gap}{}}}", dice.some(depth, |dice, depth| format!("b{}:{}", dice.one(GAPS), value(dice, depth)))),
        4 => dice.one(STRANGE).to_owned() + gap,
        _ => dice.one(VALUES).to_owned() + dice.one(&[" ", gap]),
    }
}

fn directive(dice: &mut Dice, depth: usize) -> String {
    let arguments = dice.some(depth, |dice, depth| format!("x:{}{}", value(dice, depth), dice.one(GAPS)));
    if arguments.is_empty() { format!("@{}d", dice.one(GAPS)) } else { format!("@d({arguments})") }
}

fn selection(dice: &mut Dice, depth: usize) -> String {
    let (gap, directives) = (dice.one(GAPS), dice.some(6, directive));
    let inner = if depth < 8 && dice.below(3) > 0 { format!("{{{}}}", selection(dice, depth + 1)) } else { String::new() };
    let field = dice.one(&["a", "true", "on", "query", "a:b", "a :b(x:[1])", "a(x:{y:\"]\"})", "...F", "...onQ"]);
    let start = if inner.is_empty() { field } else { dice.one(&[field, "a", "...", "...on Q", "... on\rQ"]) };
    format!("{start} {gap}{directives}{inner}{} ", dice.some(depth + 2, selection))
}

fn definition(dice: &mut Dice, _: usize) -> String {
    let start =
        dice.one(&["", "query", "query A", "queryB", "queryquery", "mutation C", "subscription", "fragment F on Q", "fragmentG on Q"]);
    let kind = dice.one(&["I", "I!", "[I]", "[[I!]!]!", "[[[[I]]]]", "[ I]"]);
    let variables = match dice.below(4) {
        0 if !start.is_empty() => format!("({}v:{kind}{}={})", dice.one(&["$", "$ "]), dice.some(6, directive), value(dice, 2)),
        _ => String::new(),
    };
    format!("{start}{variables}{}{}{{{}}}{}", dice.one(GAPS), dice.some(6, directive), selection(dice, 0), dice.one(GAPS))
}

#[test]
fn the_parser_never_sees_more_than_was_counted() {
    let (mut accepted, mut strange) = (0, 0);
    for seed in 1..20_000_u64 {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let mut text = definition(&mut dice, 0) + &dice.some(4, definition);
        // Every other one is broken at some places.
        for _ in 0..dice.below(2) * dice.below(4) {
            let (from, to) =
                (dice.below(text.len()), dice.one(&["", "\"", "\"\"\"", "\\", "[", "]", "{", "}", "(", ")", "#", "\r", "true", "0"]));
            if text.is_char_boundary(from) {
                let length = text[from..].chars().next().map_or(0, char::len_utf8) * dice.below(2);
                text.replace_range(from..from + length, to);
            }
        }
        let counted = seen(&text);
        let Ok(document) = parse_query(&text) else { continue };
        let had = had(&document);
        assert!(
            had.iter().zip(counted).all(|(had, counted)| *had <= counted),
            "seed {seed}: {had:?} in what counted as {counted:?}: {text}"
        );
        accepted += 1;
        strange += u32::from(STRANGE.iter().any(|value| text.contains(value)));
    }
    assert!(accepted > 3_000 && strange > 100, "{accepted} documents were accepted, {strange} of them strange: too few to tell");
}
