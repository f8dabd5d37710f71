//! Texts that are no documents, or hardly: huge ones, broken ones, and characters that nobody expects.

use super::attack::Attack;

const JUNK: &[&str] = &[
    "\u{0}",
    "\u{1}",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{feff}",
    "\u{200b}",
    "\u{202e}",
    "\u{2028}",
    "\u{fffd}",
    "\u{ffff}",
    "\u{10ffff}",
    "é",
    "👩‍👩‍👧‍👦",
    "Ａ",
    "ſ",
    "\\",
    "%00",
    "$",
    "&",
    "|",
    "!",
    "-",
    "..",
    "....",
    "'",
    "`",
    ";",
    "<!--",
    "'; DROP TABLE fixed_number; --",
    "{{7*7}}",
    "${jndi:ldap://a}",
];

const BROKEN: &[&str] = &[
    "{ pools(search: \"",
    "{ pools(search: \"a\n\") { totalCount } }",
    "{ pools(search: \"a\r\") { totalCount } }",
    "{ pools(search: \"\\",
    "{ pools(search: \"\\u",
    "{ pools(search: \"\\u12\") { totalCount } }",
    "{ pools(search: \"\\uD800\") { totalCount } }",
    "{ pools(search: \"\\uDC00\\uD800\") { totalCount } }",
    "{ pools(search: \"\\u{110000}\") { totalCount } }",
    "{ pools(search: \"\\x41\") { totalCount } }",
    "{ pools(search: \"\"\"",
    "{ pools(search: \"\"\"\\\"\"\"",
    "{ pools(search: \"\"\"\"",
    "{ pools(search: \"\"\"\"\"",
    "\"",
    "\"\"\"",
    "\"\"\"\"",
    "\"\\",
    "{",
    "}",
    "{ a",
    "{ a(",
    "{ a(x",
    "{ a(x:",
    "{ a(x: [",
    "{ a(x: {",
    "{ a @",
    "{ a @skip(",
    "query",
    "query (",
    "query ($",
    "query ($v",
    "query ($v:",
    "query ($v: [",
    "query ($v: Int =",
    "fragment",
    "fragment F",
    "fragment F on",
    "{ ...",
    "{ ... on",
    "{ ... on Query",
    "# only",
    "{ a }}",
    "{ a } ]",
    "{ a(x: 1.) }",
    "{ a(x: 1e) }",
    "{ a(x: 00) }",
    "{ a(x: 0xF) }",
    "{ a(x: --1) }",
    "{ a(x: .5) }",
    "{ a(x: +1) }",
    "{ a(x: 1a) }",
    "{ on }",
    "{ ...on }",
    "fragment on on Query { a }",
    "{ true null: false }",
    "query true { a }",
    "{ a(x: $) }",
    "{ a: b: c }",
    "{ @skip(if: true) }",
];

pub fn all() -> Vec<Attack> {
    let attack = |name: String, document: String| Attack::of(format!("text/{name}"), document);
    let mut all = Vec::new();
    for junk in JUNK {
        let many = junk.repeat(16_000 / junk.len());
        let is_blank = *junk == "\u{feff}";
        all.push(attack(format!("{junk:?} alone"), many.clone()));
        all.push(attack(format!("{junk:?} between"), format!("{{ viewer {junk} {{ subject }} }}")).maybe(is_blank));
        all.push(
            attack(format!("{junk:?} in a string"), format!("{{ pools(search: \"{}\") {{ totalCount }} }}", many.replace('\\', "\\\\")))
                .maybe(true),
        );
        all.push(attack(format!("{junk:?} in a comment"), format!("#{many}\n{{ viewer {{ subject }} }}")).maybe(true));
    }
    all.extend(BROKEN.iter().map(|text| attack(format!("broken {text:?}"), (*text).to_owned())));
    for size in [8_000, 16_000, 60_000, 200_000, 5_000_000] {
        let is_short = size < 16_384;
        let (letters, digits) = ("a".repeat(size), "1".repeat(size));
        for (name, document, is_harmless) in [
            ("a string", format!("{{ pools(search: \"{letters}\") {{ totalCount }} }}"), is_short),
            ("a block string", format!("{{ pools(search: \"\"\"{}\"\"\") {{ totalCount }} }}", "\n  a".repeat(size / 4)), is_short),
            ("escapes", format!("{{ pools(search: \"{}\") {{ totalCount }} }}", "\\u0041".repeat(size / 6)), is_short),
            ("a whole number", format!("{{ pools(first: {digits}) {{ totalCount }} }}"), false),
            ("a fraction", format!("{{ pools(first: 0.{digits}) {{ totalCount }} }}"), false),
            ("an exponent", format!("{{ pools(first: 1e{digits}) {{ totalCount }} }}"), false),
            ("a name", format!("{{ {letters} }}"), false),
            ("an alias", format!("{{ {letters}: viewer {{ subject }} }}"), is_short),
            ("an argument", format!("{{ viewer({letters}: 1) {{ subject }} }}"), false),
            ("a directive", format!("{{ viewer @{letters} {{ subject }} }}"), false),
            ("an operation", format!("query {letters} {{ viewer {{ subject }} }}"), is_short),
            ("a fragment", format!("{{ ...{letters} }}"), false),
            ("a type", format!("query ($v: {letters}) {{ viewer {{ subject }} }}"), false),
            ("a choice", format!("{{ fixedNumbers(orderBy: {{ field: {letters} }}) {{ totalCount }} }}"), false),
            ("an id", format!("{{ node(id: \"{letters}\") {{ id }} }}"), is_short),
            ("a cursor", format!("{{ pools(after: \"{letters}\") {{ totalCount }} }}"), false),
            ("blanks", format!("{{ viewer{}{{ subject }} }}", " ".repeat(size)), is_short),
            ("lines of CR alone", format!("{{ viewer{}# a\r{{ subject }} }}", "\r".repeat(size)), is_short),
            ("comments", format!("{{ viewer{}{{ subject }} }}", "#\r".repeat(size / 2)), is_short),
            ("commas", format!("{{ viewer{}{{ subject }} }}", ",".repeat(size)), is_short),
            (
                "endless block strings",
                format!(
                    "{{ pools(search: [{}{}]) {{ totalCount }} }}",
                    "\"\\\\\"\"\"\"\" ".repeat(600.min(size / 20)),
                    " ".repeat(size - 5_000.min(size / 2))
                ),
                false,
            ),
            ("words as one", format!("{{ nodes(ids: [{}]) {{ id }} }}", "true".repeat(size / 4)), false),
            ("zeros as one", format!("{{ nodes(ids: [{}]) {{ id }} }}", "0".repeat(size)), false),
            ("empty strings as one", format!("{{ nodes(ids: [{}]) {{ id }} }}", "\"\"".repeat(size / 2)), false),
            (
                "a long line before a fault",
                format!("{{ viewer {{ subject }} {} ! }}", "a ".repeat(size / 20) + &" ".repeat(size / 2)),
                false,
            ),
        ] {
            all.push(attack(format!("{name} of {size}"), document).maybe(is_harmless));
        }
    }
    all
}
