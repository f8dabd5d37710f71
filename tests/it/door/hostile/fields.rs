//! Too many of what a document may have: fields, aliases, directives, arguments, operations, variables.

use super::attack::Attack;

fn many(amount: usize, one: impl Fn(usize) -> String) -> String {
    (0..amount).map(one).collect()
}

pub fn all() -> Vec<Attack> {
    let attack = |name: &str, document: String| Attack::of(format!("fields/{name}"), document);
    let long = "a".repeat(6_500);
    let arguments = many(560, |n| format!("{}:1 ", ["a", "b", "c", "d", "e", "f"][n % 6]));
    let mut all = Vec::new();
    for amount in [31, 100, 600, 3_000, 100_000] {
        all.extend([
            attack(&format!("aliases {amount}"), format!("{{{}}}", many(amount, |n| format!("a{n}:viewer{{subject}}")))),
            attack(&format!("aliases of one field {amount}"), format!("{{viewer{{{}}}}}", many(amount, |n| format!("a{n}:subject ")))),
            attack(&format!("roots {amount}"), format!("{{{}}}", many(amount, |n| format!("r{n}:fixedNumbers{{totalCount}}")))),
            attack(
                &format!("deeds {amount}"),
                format!("mutation{{{}}}", many(amount, |n| format!("m{n}:poolCreate(input:{{name:\"{n}\"}}){{userErrors{{code}}}}"))),
            ),
            attack(&format!("operations {amount}"), many(amount, |n| format!("query Q{n}{{viewer{{subject}}}}"))),
            attack(&format!("nameless operations {amount}"), "{viewer{subject}}".repeat(amount)),
            attack(&format!("directives {amount}"), format!("{{viewer{{subject{}}}}}", "@include(if:true)".repeat(amount))),
            attack(&format!("unknown directives {amount}"), format!("{{viewer{{subject{}}}}}", "@a".repeat(amount))),
            attack(
                &format!("directives of a fragment's use {amount}"),
                format!("{{...F{}}} fragment F on Query{{viewer{{subject}}}}", "@a".repeat(amount)),
            ),
            attack(
                &format!("directives of an inline fragment {amount}"),
                format!("{{...{}{{viewer{{subject}}}}}}", "@skip(if:false)".repeat(amount)),
            ),
            attack(
                &format!("directives of a fragment {amount}"),
                format!("{{...F}} fragment F on Query{}{{viewer{{subject}}}}", "@a".repeat(amount)),
            ),
            attack(&format!("directives of an operation {amount}"), format!("query{}{{viewer{{subject}}}}", "@a".repeat(amount))),
            attack(
                &format!("directives of a variable {amount}"),
                format!("query($v:Int{}){{pools(first:$v){{totalCount}}}}", "@a".repeat(amount)),
            ),
            attack(&format!("variables {amount}"), format!("query({}){{viewer{{subject}}}}", many(amount, |n| format!("$v{n}:Int")))),
            attack(&format!("same variable {amount}"), format!("query({}){{viewer{{subject}}}}", "$v:Int=1".repeat(amount))),
            attack(&format!("unknown fields {amount}"), format!("{{{}}}", many(amount, |n| format!("zzz{n} ")))),
            attack(&format!("nearly known fields {amount}"), format!("{{{}}}", many(amount, |n| format!("fixedNumber{n} ")))),
            attack(&format!("unknown arguments {amount}"), format!("{{viewer({}){{subject}}}}", many(amount, |n| format!("a{n}:1 ")))),
            attack(&format!("undefined variables {amount}"), format!("{{nodes(ids:[{}]){{id}}}}", many(amount, |n| format!("$v{n}")))),
            attack(&format!("unknown types {amount}"), format!("query({}){{viewer{{subject}}}}", many(amount, |n| format!("$v{n}:Z{n}")))),
            attack(
                &format!("one field in two ways {amount}"),
                format!("{{{}}}", many(amount, |n| format!("a:pools(first:{n}){{totalCount}}"))),
            ),
            attack(&format!("ids {amount}"), format!("{{nodes(ids:[{}]){{id}}}}", "\"a\"".repeat(amount))).maybe(amount <= 100),
        ]);
    }
    for amount in [100, 1_000, 10_000] {
        all.extend([
            attack(&format!("the same field {amount}"), format!("{{viewer{{{}}}}}", "subject ".repeat(amount))).maybe(amount < 2_000),
            attack(&format!("the same name {amount}"), format!("{{{}}}", "__typename ".repeat(amount))).maybe(amount == 0),
            attack(&format!("the same list {amount}"), format!("{{{}}}", "pools{nodes{name}}".repeat(amount))),
        ]);
    }
    all.extend([
        attack("two fields of many arguments", format!("{{a:pools({arguments}){{totalCount}} a:pools{{totalCount}}}}")),
        attack("many arguments twice", format!("{{pools({0}){{totalCount}} pools({0}){{totalCount}}}}", many(230, |n| format!("a{n}:1 ")))),
        attack("a long name in conflict", format!("{{{long}:pools({arguments}){{totalCount}} {long}:channels{{totalCount}}}}")),
        attack("a long name of nothing", format!("{{{}}}", format!("{long} ").repeat(2))),
        attack(
            "fragments in conflict",
            format!(
                "{{{0}}}{1}",
                many(14, |n| format!("...F{n} ")),
                many(14, |n| format!("fragment F{n} on Query{{{}}}", many(15, |m| format!("a:pools(first:{}){{id}}", n * m))))
            ),
        ),
        attack("subscription", "subscription{changes{id}}".into()),
        attack("an operation of each kind", "query A{a} mutation B{b} subscription C{c}".into()),
        attack(
            "a login by aliases",
            format!("{{{}}}", many(200, |n| format!("n{n}:fixedNumberByNumber(number:\"+44207946{n:04}\"){{number}}"))),
        ),
        attack("tokens without a document", "! ".repeat(8_000)),
        attack("no selection", "{}".into()),
        attack("nothing", String::new()),
        attack("blanks", " \n\r\t,\u{feff}".repeat(1_000)),
        attack("a comment", format!("#{}", "a".repeat(16_000))),
        attack("a schema", "type Query { a: Int } extend type Query { b: Int }".repeat(10)),
    ]);
    all
}
