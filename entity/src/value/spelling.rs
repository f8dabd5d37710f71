//! How the usual spellings of a telephone number are brought down to what one would dial.

use rlibphonenumber::PHONE_NUMBER_UTIL;

use super::folded::is_invisible;

/// The most characters that are looked at when a spelling is read; no usual one comes near it.
pub const SPELLING_MAX: usize = 200;
/// The most characters before a slash that still are an area code, as in `+49 30/123456`.
const AREA_MAX: usize = 7;
/// The fewest digits after such a slash; less than that is a second number, as in `234567/68`.
const AFTER_AREA_MIN: usize = 5;
/// Shows what follows back to front: nobody who sees such a number reads the digits in the order in which they are stored.
const RIGHT_TO_LEFT_OVERRIDE: char = '\u{202E}';
/// What may stand between the digits and means nothing. Not `#`, `*`, `,`, `;`, `~`: they start an extension or a second number.
const PUNCTUATION: &str = "-.'\"_`´‘’‚“”„·•・‐‑‒–—―−﹘﹣－．";

/// What one would dial for a text: its digits in ASCII, and the plus before them if there is one. None when it says more than one
/// number: letters, signs, an extension, a second number. The library would guess there, and rings whoever it guessed.
pub fn dialled(text: &str) -> Option<String> {
    if text.chars().nth(SPELLING_MAX).is_some() || text.contains(['\0', RIGHT_TO_LEFT_OVERRIDE]) {
        return None;
    }
    let text = unlinked(text.trim_matches(is_blank))?;
    let mut dialled = String::with_capacity(text.len());
    let (mut opened, mut closed, mut slash) = (0, 0, None);
    for c in text.chars() {
        match c {
            '+' | '＋' | '﹢' if dialled.is_empty() => dialled.push('+'),
            '(' | '[' | '（' | '［' => opened = dialled.len(),
            ')' | ']' | '）' | '］' => closed = dialled.len(),
            '/' | '／' if dialled.is_empty() => {}
            '/' | '／' if slash.is_none() && dialled.len() <= AREA_MAX => slash = Some(dialled.len()),
            // A line that goes on below is another number more often than the same.
            '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => return None,
            c if is_blank(c) || PUNCTUATION.contains(c) => {}
            c => dialled.push(digit(c)?),
        }
    }
    // Digits in brackets at the end are an extension, before the end an area code.
    let extension = opened > 1 && (closed <= opened || closed == dialled.len());
    let second = slash.is_some_and(|at| dialled.len() - at < AFTER_AREA_MIN);
    (!extension && !second).then_some(dialled)
}

/// Takes a text out of a `tel:` link (RFC 3966). Of its parameters only a country code as context leaves the number what it is.
fn unlinked(text: &str) -> Option<String> {
    let Some(link) = text.get(..4).filter(|scheme| scheme.eq_ignore_ascii_case("tel:")).and_then(|_| text.get(4..)) else {
        return Some(text.to_owned());
    };
    let link = link.to_ascii_lowercase().replace("%20", " ").replace("%2b", "+");
    let Some((local, parameters)) = link.split_once(';') else { return Some(link) };
    let context = parameters.strip_prefix("phone-context=").filter(|context| context.starts_with('+'))?;
    Some(format!("{context} {local}"))
}

fn is_blank(c: char) -> bool {
    c.is_control() || is_invisible(c.encode_utf8(&mut [0; 4]))
}

/// A decimal digit of any script in ASCII.
pub fn digit(c: char) -> Option<char> {
    if c.is_ascii() {
        return Some(c).filter(char::is_ascii_digit);
    }
    PHONE_NUMBER_UTIL.normalize_digits_only(c.encode_utf8(&mut [0; 4])).chars().next()
}
