//! What is counted and where a text is refused; that the parser never sees more is held in `parser.rs`.

use std::time::Instant;

use super::{Seen, count, look};
use crate::config::limits::Limits;

mod had;
mod parser;

/// Limits that nothing passes.
fn none() -> Limits {
    let most = u32::MAX;
    Limits {
        document_bytes: most,
        document_tokens: most,
        document_nesting: most,
        document_directives: most,
        document_spreads: most,
        document_definitions: most,
        ..Limits::default()
    }
}

fn seen(text: &str) -> [u32; 5] {
    let Seen { tokens, nesting, directives, spreads, definitions, .. } = count(text, &none()).unwrap();
    [tokens, nesting, directives, spreads, definitions]
}

#[test]
fn each_thing_is_counted() {
    assert_eq!(seen("{ a }"), [3, 1, 0, 0, 1]);
    assert_eq!(seen("\u{feff}# { [ (\r{a(x:[{y:$z}])}"), [15, 4, 0, 0, 1]);
    assert_eq!(seen("query A($a:[I!]={})@x{...F}fragment F on Q@y{...on Q@z{b}}"), [36, 2, 3, 2, 2]);
    assert_eq!(seen("1 -1 0 1.5 1e5 -1.5E-5 1.x 007 1-1"), [14, 0, 0, 0, 0]);
    assert_eq!(seen(r#" "" "[" "\"[" "\\" """["[\"""[""" "" "#), [6, 0, 0, 0, 0]);
    assert_eq!(seen("queryA{truefalsenull trueish nullable}"), [11, 1, 0, 0, 1]);
    assert_eq!(seen("{ queryType fragments }"), [4, 1, 0, 0, 1]);
    assert_eq!(seen("é☎ \0"), [3, 0, 0, 0, 0]);
}

#[test]
fn nothing_hides_behind_a_broken_string() {
    for broken in ["\"\n", "\"\r", "\"\\x ", "\"\\ud800 ", "\"\\u12 ", "\" # \\"] {
        let [_, nesting, ..] = seen(&format!("{broken}[[[\"[[["));
        assert_eq!(nesting, 6, "{broken}");
    }
    // The parser reads an empty string, and then another string that hides a bracket.
    assert_eq!(seen("\"\"\"[\"[")[1], 1);
    assert_eq!(seen("\"\"\"[")[1], 1);
}

#[test]
fn a_block_string_without_an_end_counts_for_all_that_is_behind_it() {
    let [tokens, ..] = seen(&format!("\"\"\"{}", "x ".repeat(100)));
    assert!(tokens > 200, "{tokens}");
}

#[test]
fn a_document_at_a_limit_is_taken_and_one_above_it_is_told_where_it_is() {
    let few = Limits {
        document_bytes: 200,
        document_tokens: 40,
        document_nesting: 4,
        document_directives: 2,
        document_spreads: 3,
        document_definitions: 2,
        ..Limits::default()
    };
    for (limit, text, and, told) in [
        ("documentBytes", format!("{{a}}{}", " ".repeat(197)), " ", "The document has 201 bytes, and the limit documentBytes is 200."),
        ("documentTokens", "a\r\n".repeat(40), "é b", "more than 40 tokens: it passes the limit documentTokens at 41:1."),
        ("documentNesting", "\r{[(\n\u{feff}{".into(), "[", "more than 4 levels of brackets: it passes the limit documentNesting at 3:3."),
        ("documentDirectives", "{ é @a ☎ @b".into(), "@c", "more than 2 directives: it passes the limit documentDirectives at 1:12."),
        ("documentSpreads", "... ... ...".into(), "...", "more than 3 uses of fragments: it passes the limit documentSpreads at 1:12."),
        ("documentDefinitions", "{a}{b}".into(), "{c}", "more than 2 definitions: it passes the limit documentDefinitions at 1:7."),
    ] {
        assert_eq!(look(&text, &few), Ok(()), "{text}");
        let refused = look(&(text + and), &few).unwrap_err();
        assert_eq!(refused.limit, limit);
        assert!(refused.message.ends_with(told), "{refused:?}");
    }
}

#[test]
fn the_time_is_linear() {
    for part in ["\"\"\"", "\"\\\"", "\"\\\\\"\"\"\"\" ", "true", "1.", "0", "\"\\x", "#\"\r", "\u{feff}", "\"\"\"\\\"\"\"", "[", "é"] {
        let text = part.repeat(1_000_000 / part.len());
        let began = Instant::now();
        let _ = count(&text, &none());
        // A million characters; a second would be a thousand times what a square of them took.
        assert!(began.elapsed().as_secs_f64() < 2.0, "{part}: {:?}", began.elapsed());
    }
}
