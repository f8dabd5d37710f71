//! Fragments that spread others, so that few bytes ask for a great many fields.

use super::attack::Attack;

/// So many levels, each of which spreads the next so many times.
fn chain(levels: usize, wide: usize, inner: &str) -> String {
    let mut document = "{...F0}".to_owned();
    for level in 0..levels {
        let next = if level + 1 == levels { inner.to_owned() } else { format!("...F{} ", level + 1).repeat(wide) };
        document += &format!("fragment F{level} on Query{{{next}}}");
    }
    document
}

/// The same without names: each level is written once inside of a field.
fn aliased(levels: usize, wide: usize) -> String {
    let mut document = "{...F0}".to_owned();
    for level in 0..levels {
        let next: String =
            (0..wide).map(|n| format!("a{n}:pools{{nodes{{fixedNumbers{{nodes{{pool{{...F{}}}}}}}}}}} ", level + 1)).collect();
        document += &format!("fragment F{level} on {}{{{next}}}", if level == 0 { "Query" } else { "Pool" });
    }
    document + &format!("fragment F{levels} on Pool{{name}}")
}

pub fn all() -> Vec<Attack> {
    let mut all = Vec::new();
    // Within the number of definitions and uses, and past it.
    for (levels, wide) in
        [(14, 2), (15, 4), (20, 2), (26, 2), (28, 2), (60, 2), (4, 60), (5, 12), (3, 21), (8, 8), (2, 62), (100, 1), (15, 1), (1000, 1)]
    {
        all.push(
            Attack::of(format!("fragments/{levels} levels {wide} wide"), chain(levels, wide, "viewer{subject}"))
                .maybe(levels < 16 && wide == 1),
        );
    }
    // Nothing comes of these, however often it is spread.
    for (levels, wide) in [(12, 3), (10, 4), (6, 8), (4, 15), (2, 30)] {
        all.push(Attack::of(format!("fragments/{levels} levels {wide} wide of nothing"), chain(levels, wide, "...Zzz ...Zzz")));
        let skipped = chain(levels, wide, "viewer@skip(if:true){subject}");
        all.push(Attack::of(format!("fragments/{levels} levels {wide} wide, skipped"), skipped));
    }
    for (levels, wide) in [(2, 5), (3, 4), (1, 30), (10, 2)] {
        all.push(Attack::of(format!("fragments/fields {levels} levels {wide} wide"), aliased(levels, wide)));
    }
    for size in [1, 2, 3, 10, 15, 100] {
        let ring: String = (0..size)
            .map(|n| format!("fragment F{n} on Query{{viewer{{subject}} ...F{} ...F{}}}", (n + 1) % size, (n + 2) % size))
            .collect();
        all.push(Attack::of(format!("fragments/ring of {size}"), format!("{{...F0}}{ring}")));
        all.push(Attack::of(format!("fragments/unused ring of {size}"), format!("{{viewer{{subject}}}}{ring}")));
    }
    let unused: String = (0..15).map(|n| format!("fragment F{n} on Query{{viewer{{subject}}}}")).collect();
    let many: String = (0..500).map(|n| format!("fragment F{n} on Query{{viewer{{subject}}}}")).collect();
    let uses = "...F ".repeat(60);
    let fields: String = (0..300).map(|n| format!("a{n}:__typename ")).collect();
    for (name, document) in [
        ("itself", "{...F} fragment F on Query{...F}".to_owned()),
        ("itself below", "{pools{nodes{...F}}} fragment F on Pool{fixedNumbers{nodes{pool{...F}}}}".into()),
        ("itself inline", "{...F} fragment F on Query{...{...on Query{...F}}}".into()),
        ("unused", format!("{{viewer{{subject}}}}{unused}")),
        ("many unused", format!("{{viewer{{subject}}}}{many}")),
        ("one, many times, of many fields", format!("{{{uses}}} fragment F on Query{{{fields}}}")),
        (
            "one, in each operation",
            format!(
                "{}fragment F on Query{{...G ...G}} fragment G on Query{{...H ...H}} fragment H on Query{{{fields}}}",
                (0..10).map(|n| format!("query Q{n}{{...F ...F}}")).collect::<String>()
            ),
        ),
        ("unknown", format!("{{{}}}", (0..60).map(|n| format!("...F{n} ")).collect::<String>())),
        ("twice the same name", "{...F} fragment F on Query{a} fragment F on Query{b}".into()),
        ("of an unknown type", "{...F} fragment F on Zzz{a{b{c}}}".into()),
        ("of a scalar", "{...F} fragment F on Int{a}".into()),
        ("of a type that can't be there", "{pools{nodes{...on FixedNumber{pool{...on Channel{id}}}}}}".into()),
        ("inline, many", format!("{{{}}}", "...{viewer{subject}}".repeat(60))),
        ("inline, very many", format!("{{{}}}", "...{viewer{subject}}".repeat(600))),
        ("inline in inline", format!("{}viewer{{subject}}{}", "{...".repeat(25), "}".repeat(25))),
    ] {
        let is_harmless = ["inline, many", "inline in inline"].contains(&name);
        all.push(Attack::of(format!("fragments/{name}"), document).maybe(is_harmless));
    }
    all
}
