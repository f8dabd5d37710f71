//! What a document's text is made of, counted before the library parses it: its parser calls itself for each level, so a text that is
//! nested deep enough would end the process.
//!
//! One pass over the bytes, without calling itself and without memory of its own. It may see more than the parser does, never less. So
//! it knows the parser's grammar where that is wider than the language's: `truetrue` is two values there, and `007` three.

use super::too_much::TooMuch;
use crate::config::limits::Limits;

/// Refuses a text that is larger, longer or deeper than the limits, and says where it passes the first of them.
pub fn look(text: &str, limits: &Limits) -> Result<(), TooMuch> {
    let (size, allowed) = (text.len(), limits.document_bytes);
    if size > allowed as usize {
        let message = format!("The document has {size} bytes, and the limit documentBytes is {allowed}.");
        return Err(TooMuch { limit: "documentBytes", message });
    }
    count(text, limits).map(|_| ())
}

/// What was counted, and where the counting is.
#[derive(Default)]
struct Seen {
    tokens: u32,
    /// Brackets that are open here, and the most that were.
    open: u32,
    nesting: u32,
    directives: u32,
    spreads: u32,
    definitions: u32,
    /// A string is broken: the parser comes no further, and nothing behind it is taken for a string or a comment.
    broken: bool,
    /// A block string does not end, so none behind it does, and nobody has to look again.
    endless: bool,
}

fn count(text: &str, limits: &Limits) -> Result<Seen, TooMuch> {
    let bytes = text.as_bytes();
    let (mut seen, mut at) = (Seen::default(), 0);
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        let (length, tokens) = match byte {
            b' ' | b',' | b'\t' | b'\n' | b'\r' => (1, 0),
            _ if rest.starts_with("\u{feff}".as_bytes()) => (3, 0),
            b'#' if !seen.broken => (rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len()), 0),
            b'"' if !seen.broken => seen.string(rest),
            b'_' | b'a'..=b'z' | b'A'..=b'Z' => name(rest, seen.open),
            b'-' | b'0'..=b'9' => (number(rest), 1),
            b'.' if rest.starts_with(b"...") => {
                seen.spreads += 1;
                (3, 1)
            }
            // The rest of a character that the language does not know.
            0x80..=0xbf => (1, 0),
            _ => {
                seen.sign(byte);
                (1, 1)
            }
        };
        seen.tokens = seen.tokens.saturating_add(tokens);
        seen.hold(limits).map_err(|(limit, things, allowed)| {
            let (line, column) = place(&text[..at]);
            TooMuch {
                limit,
                message: format!("The document has more than {allowed} {things}: it passes the limit {limit} at {line}:{column}."),
            }
        })?;
        at += length;
    }
    Ok(seen)
}

impl Seen {
    fn hold(&self, limits: &Limits) -> Result<(), (&'static str, &'static str, u32)> {
        for (limit, things, value, allowed) in [
            ("documentTokens", "tokens", self.tokens, limits.document_tokens),
            ("documentNesting", "levels of brackets", self.nesting, limits.document_nesting),
            ("documentDirectives", "directives", self.directives, limits.document_directives),
            ("documentSpreads", "uses of fragments", self.spreads, limits.document_spreads),
            ("documentDefinitions", "definitions", self.definitions, limits.document_definitions),
        ] {
            if value > allowed {
                return Err((limit, things, allowed));
            }
        }
        Ok(())
    }

    /// Every definition has one selection outside of all brackets, so these are counted and not its words.
    fn sign(&mut self, byte: u8) {
        match byte {
            b'{' | b'[' | b'(' => {
                self.definitions += u32::from(byte == b'{' && self.open == 0);
                self.open += 1;
                self.nesting = self.nesting.max(self.open);
            }
            b'}' | b']' | b')' => self.open = self.open.saturating_sub(1),
            b'@' => self.directives += 1,
            _ => {}
        }
    }

    /// A string or a block string: how long it is, and for how many tokens it counts.
    fn string(&mut self, text: &[u8]) -> (usize, u32) {
        if text.starts_with(b"\"\"\"") {
            if !self.endless
                && let Some(length) = block_string(text)
            {
                return (length, 1);
            }
            // The parser takes it for an empty string, after it has looked for the end through all of the text.
            self.endless = true;
            return (2, u32::try_from(text.len()).unwrap_or(u32::MAX));
        }
        let length = string(text);
        self.broken = length.is_none();
        (length.unwrap_or(1), 1)
    }
}

fn block_string(text: &[u8]) -> Option<usize> {
    let mut at = 3;
    while at < text.len() {
        at += match &text[at..] {
            [b'\\', b'"', b'"', b'"', ..] => 4,
            [b'"', b'"', b'"', ..] => return Some(at + 3),
            _ => 1,
        };
    }
    None
}

fn string(text: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += match text.get(at..)? {
            [b'"', ..] => return Some(at + 1),
            [b'\\', b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => 2,
            // Half of a pair is no character.
            [b'\\', b'u', b'd' | b'D', b'8'..=b'9' | b'a'..=b'f' | b'A'..=b'F', ..] => return None,
            [b'\\', b'u', digits @ ..] if digits.len() >= 4 && digits[..4].iter().all(u8::is_ascii_hexdigit) => 6,
            [b'\\' | b'\n' | b'\r', ..] | [] => return None,
            _ => 1,
        };
    }
}

/// A name. A word that the grammar knows may be the beginning of a longer one, and is a token then.
fn name(text: &[u8], open: u32) -> (usize, u32) {
    let length = text.iter().position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_').unwrap_or(text.len());
    let words: &[&[u8]] = if open == 0 { &[b"query", b"mutation", b"subscription", b"fragment"] } else { &[b"true", b"false", b"null"] };
    let (mut rest, mut tokens) = (&text[..length], 1);
    while let Some(after) = words.iter().find_map(|word| rest.strip_prefix(*word).filter(|after| !after.is_empty())) {
        (rest, tokens) = (after, tokens + 1);
    }
    (length, tokens)
}

/// A number ends where the parser ends it: after a zero that leads, and before a fraction or an exponent without digits.
fn number(text: &[u8]) -> usize {
    let digits = |from: usize| text[from.min(text.len())..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let sign = usize::from(text[0] == b'-');
    let mut end = match text.get(sign) {
        Some(b'0') => sign + 1,
        _ => sign + digits(sign),
    };
    if text.get(end) == Some(&b'.') && digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
    }
    if let [b'e' | b'E', after, ..] = &text[end..] {
        let from = end + 1 + usize::from(matches!(after, b'+' | b'-'));
        if digits(from) > 0 {
            end = from + digits(from);
        }
    }
    end
}

/// The line and the column behind a text, as the library counts them.
fn place(text: &str) -> (usize, usize) {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    (lines.matches('\n').count() + 1, lines.rsplit('\n').next().unwrap_or_default().chars().count() + 1)
}

#[cfg(test)]
mod tests;
