//! How deep a document's text is nested, found without reading it: the library's parser calls itself for each level, and a text
//! of a few thousand brackets would end the process.

/// The deepest nesting of braces, brackets and parentheses together. The explorer's own introspection goes to 16.
pub const NESTING_LIMIT: usize = 64;

/// Whether a text is nested deeper than the limit. Brackets in strings and comments don't count.
pub fn is_too_deep(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = match byte {
            b'"' => behind_string(rest),
            b'#' => after.iter().position(|byte| matches!(byte, b'\n' | b'\r')).map_or(&[], |end| &after[end..]),
            b'{' | b'[' | b'(' => {
                depth += 1;
                if depth > NESTING_LIMIT {
                    return true;
                }
                after
            }
            b'}' | b']' | b')' => {
                depth = depth.saturating_sub(1);
                after
            }
            _ => after,
        };
    }
    false
}

/// What follows a string, or a block string, which begins here. A string that does not end, or not on its line, is a fault that the
/// parser finds; what follows it is looked at all the same.
fn behind_string(text: &[u8]) -> &[u8] {
    let (mark, mut at): (&[u8], usize) = if text.starts_with(b"\"\"\"") { (b"\"\"\"", 3) } else { (b"\"", 1) };
    while at < text.len() {
        if text[at..].starts_with(mark) {
            return &text[at + mark.len()..];
        }
        at += match text[at] {
            b'\\' if mark.len() == 1 => 2,
            b'\\' if text[at + 1..].starts_with(mark) => 4,
            b'\n' | b'\r' if mark.len() == 1 => return &text[at..],
            _ => 1,
        };
    }
    &[]
}

#[cfg(test)]
mod tests {
    use super::{NESTING_LIMIT, is_too_deep};

    #[test]
    fn nesting_is_counted_over_all_brackets_together() {
        let nested = |open: &str, levels| format!("{{ a(x: {}", open.repeat(levels));

        for open in ["[", "{a:", "(", "{", "[{a:("] {
            assert!(is_too_deep(&nested(open, NESTING_LIMIT)), "{open}");
        }
        assert!(!is_too_deep(&nested("[", NESTING_LIMIT - 2)));
        assert!(!is_too_deep(&"{ a }".repeat(1000)));
    }

    #[test]
    fn brackets_in_strings_and_comments_do_not_count() {
        let many = "[".repeat(200);

        for text in [
            format!("{{ a(x: \"{many}\") }}"),
            format!("{{ a(x: \"\\\"{many}\") }}"),
            format!("{{ a(x: \"\"\"{many}\n\\\"\"\"{many}\"\"\") }}"),
            format!("# {many}\n{{ a }}"),
        ] {
            assert!(!is_too_deep(&text), "{text}");
        }
        assert!(is_too_deep(&format!("{{ a(x: \"\") {many}")));
        assert!(is_too_deep(&format!("# a\n{many}")));
        assert!(is_too_deep(&format!("{{ a(x: \"\n{many}")));
    }
}
