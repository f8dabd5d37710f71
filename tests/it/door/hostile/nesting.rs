//! Documents that are nested as deep as a text can be: each shape at a hundred to a million levels.

use super::attack::{Attack, Document};

/// What stands before all levels, what opens one, what is in the middle, what closes one, and what stands behind all.
type Shape = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const SHAPES: &[Shape] = &[
    ("list", "{ zzz(x: ", "[", "1", "]", ") }"),
    ("object", "{ zzz(x: ", "{a:", "1", "}", ") }"),
    ("list of objects", "{ zzz(x: ", "[{a:", "1", "}]", ") }"),
    ("wide list", "{ zzz(x: ", "[1,", "1", ",1]", ") }"),
    ("real argument", "{ nodes(ids: ", "[", "\"a\"", "]", ") { id } }"),
    ("real object", "{ fixedNumbers(filter: ", "{search:", "1", "}", ") { totalCount } }"),
    ("mutation input", "mutation { poolCreate(input: ", "{name:", "1", "}", ") { userErrors { code } } }"),
    ("selection", "", "{a", "", "}", ""),
    ("spaced selection", "", " { a\n", "", " }", ""),
    ("aliased selection", "", "{b:a", "", "}", ""),
    ("selection with arguments", "", "{a(x:[1])", "", "}", ""),
    ("selection with directives", "", "{a@include(if:true)", "", "}", ""),
    ("typename selection", "", "{__typename", "", "}", ""),
    ("real selection", "{ pools { nodes ", "{fixedNumbers{nodes{pool", "{id}", "}}}", "} }"),
    ("inline fragment", "{", "...{", "a", "}", "}"),
    ("typed inline fragment", "{", "...on Query{", "a", "}", "}"),
    ("inline fragment with directives", "{", "...@include(if:true){", "a", "}", "}"),
    ("inline and field", "{", "...{a{", "a", "}}", "}"),
    ("in a fragment", "{...F} fragment F on Query {", "a{", "a", "}", "}"),
    ("directive list", "{ a @skip(if: ", "[", "1", "]", ") }"),
    ("directive object", "{ a @zzz(x: ", "{a:", "1", "}", ") }"),
    ("operation directive", "query @zzz(x: ", "[", "1", "]", ") { a }"),
    ("fragment directive", "{ ...F } fragment F on Query @zzz(x: ", "[", "1", "]", ") { a }"),
    ("spread directive", "{ ...F @zzz(x: ", "[", "1", "]", ") } fragment F on Query { a }"),
    ("inline directive", "{ ... @zzz(x: ", "[", "1", "]", ") { a } }"),
    ("variable directive", "query($v: Int @zzz(x: ", "[", "1", "]", ")) { a }"),
    ("variable default list", "query($v: Int = ", "[", "1", "]", ") { a }"),
    ("variable default object", "query($v: Int = ", "{a:", "1", "}", ") { a }"),
    ("type", "query($v: ", "[", "Int", "]", ") { a }"),
    ("strict type", "query($v: ", "[", "Int!", "]!", ") { a }"),
    ("parentheses", "{ a", "(", "", ")", " }"),
    ("arguments in arguments", "{ a", "(x:a", "", ")", " }"),
    ("mixed", "{ a", "([{a:", "1", "}])", " }"),
    ("open lists", "{ a(x: ", "[", "", "", ""),
    ("open objects", "{ a(x: ", "{a:", "", "", ""),
    ("open selections", "", "{a", "", "", ""),
    ("open fragments", "{", "...{", "", "", ""),
    ("open definition", "query(", "$v:[", "", "", ""),
    ("crossed", "{ a(x: ", "[{", "", "]}", ") }"),
    ("comments between", "{ a(x: ", "[#]]\r", "1", "]", ") }"),
    ("marks between", "{ a(x: ", "[\u{feff},", "1", "]", ") }"),
    ("strings between", "{ a(x: ", "[\"]\\\"]\"", "1", "]", ") }"),
    ("block strings between", "{ a(x: ", "[\"\"\"]\\\"\"\"]\"\"\"", "1", "]", ") }"),
    ("behind a broken string", "{ a(x: \"\n", "[", "1", "]", ") }"),
    ("behind a comment", "# \"\"\"\r{ a(x: ", "[", "1", "]", ") }"),
    ("behind an endless block string", "{ a(x: \"\"\"\" ", "[", "1", "]", ") }"),
    ("behind words as one", "{ a(x: [truefalsenull\"\\\\\"\"\"", "[", "1", "]", "]) }"),
    ("schema", "{ __schema { types ", "{fields{type", "{name}", "}}", "} }"),
    ("type of type", "{ __type(name: \"Query\") ", "{ofType", "{name}", "}", "}"),
];

pub fn all() -> Vec<Attack> {
    let mut all = Vec::new();
    for (name, before, open, middle, close, after) in SHAPES {
        for levels in [100, 1_000, 10_000, 100_000, 1_000_000] {
            let document = Document::Deep { before, open, middle, close, after, levels };
            all.push(Attack::of(format!("nesting/{name} {levels}"), document));
        }
    }
    all
}
