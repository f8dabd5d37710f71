//! Arguments that lie about how much is asked for: as literals, by variable, by default, in lists and in objects.

use super::attack::Attack;

const VALUES: &[&str] = &[
    "101",
    "100000",
    "2147483647",
    "2147483648",
    "4294967296",
    "9223372036854775808",
    "-1",
    "-2147483648",
    "0",
    "1e400",
    "1.5",
    "1e2",
    "1e1000000",
    "null",
    "true",
    "\"10\"",
    "\"\"",
    "[10]",
    "[[10]]",
    "[101, 101]",
    "{}",
    "{\"first\": 1}",
    "ALL",
    "1E+1",
    "-0",
    "00000000000000000000001",
];

pub fn all() -> Vec<Attack> {
    let mut all = Vec::new();
    for value in VALUES {
        let name = |way: &str| format!("parameters/{way} {value}");
        // Some of them are one, ten or nothing, and a list of one is what is in it.
        let maybe = ["null", "[10]", "[[10]]", "1e2", "1E+1"].contains(value);
        let literal = value.replace("\"first\":", "first:");
        all.extend([
            Attack::of(name("first"), format!("{{ pools(first: {literal}) {{ nodes {{ name }} }} }}")).maybe(maybe),
            Attack::of(name("both"), format!("{{ fixedNumbers(first: {literal}, last: {literal}) {{ nodes {{ id }} }} }}")).maybe(maybe),
            Attack::of(name("inside"), format!("{{ pools {{ nodes {{ fixedNumbers(first: {literal}) {{ nodes {{ id }} }} }} }} }}"))
                .maybe(true),
            Attack::of(name("variable"), "query($n: Int) { pools(first: $n) { nodes { name } } }").with(*value).maybe(true),
            Attack::of(name("variable n"), "query($n: Int) { pools(first: $n) { nodes { name } } }")
                .with(format!("{{\"n\": {value}}}"))
                .maybe(maybe),
            Attack::of(name("default"), format!("query($n: Int = {literal}) {{ pools(first: $n) {{ nodes {{ name }} }} }}")).maybe(maybe),
            Attack::of(name("number of a text"), format!("{{ fixedNumberByNumber(number: {literal}) {{ id }} }}"))
                .maybe(value.starts_with('"')),
            Attack::of(name("ids"), "query($n: [ID!]!) { nodes(ids: $n) { id } }").with(format!("{{\"n\": {value}}}")).maybe(true),
            Attack::of(name("filter"), "query($n: FixedNumberFilter) { fixedNumbers(filter: $n) { totalCount } }")
                .with(format!("{{\"n\": {value}}}"))
                .maybe(true),
        ]);
    }
    let lists = "{ pools(first: 100) { nodes { fixedNumbers(first: 100) { nodes { pool { fixedNumbers(first: 100) { nodes { pool { fixedNumbers(first: 100) { totalCount } } } } } } } } } }";
    all.extend([
        Attack::of("parameters/pages in pages", lists),
        Attack::of("parameters/pages in pages by variable", lists.replacen('{', "query($n: Int) {", 1).replace("100", "$n"))
            .with("{\"n\": 100}"),
        Attack::of(
            "parameters/many pages",
            format!(
                "{{{}}}",
                (0..20)
                    .map(|n| format!("a{n}:fixedNumbers(first:100){{nodes{{pool{{fixedNumbers(first:100){{nodes{{id}}}}}}}}}}"))
                    .collect::<String>()
            ),
        ),
    ]);
    all
}
