//! Requests with odd JSON around their documents: deep, huge, doubled, members of wrong types, lists of requests.

use serde_json::json;

use super::attack::{Attack, escaped};

const SIMPLE: &str = "{ viewer { subject } }";
const TAKES: &str = "query($v: [ID!]!) { nodes(ids: $v) { id } }";

pub fn all() -> Vec<Attack> {
    [deep(), large(), members()].into_iter().flatten().collect()
}

fn deep() -> Vec<Attack> {
    let mut all = Vec::new();
    for levels in [100, 120, 1_000, 10_000, 100_000] {
        for (name, open, close) in [
            ("lists", "[", "]"),
            ("objects", "{\"a\":", "}"),
            ("open lists", "[", ""),
            ("open objects", "{\"a\":", ""),
            ("mixed", "[{\"a\":", "}]"),
        ] {
            let value = format!("{}1{}", open.repeat(levels), close.repeat(levels));
            let attack = |place: &str| format!("json/{name} in {place} {levels}");
            all.extend([
                Attack::of(attack("variables"), TAKES).with(format!("{{\"v\":{value}}}")).maybe(levels <= 120),
                Attack::of(attack("unused variables"), SIMPLE).with(format!("{{\"w\":{value}}}")).maybe(levels <= 120 && !close.is_empty()),
                Attack::raw(
                    attack("extensions"),
                    format!("{{\"query\":\"{{zzz}}\",\"extensions\":{value}}}"),
                    format!("query={{zzz}}&extensions={}", escaped(value.as_bytes())),
                ),
                Attack::raw(attack("the body"), value.clone(), format!("query={}", escaped(value.as_bytes()))),
            ]);
        }
    }
    all
}

fn large() -> Vec<Attack> {
    let mut all = Vec::new();
    for amount in [101, 1_000, 10_000, 100_000] {
        let list = |one: &str| format!("{{\"v\":[{}]}}", vec![one; amount].join(","));
        let is_small = amount < 10_000;
        all.extend([
            Attack::of(format!("json/ids in variables {amount}"), TAKES).with(list("\"pool_x\"")),
            Attack::of(format!("json/nulls in variables {amount}"), TAKES).with(list("null")),
            Attack::of(format!("json/lists in variables {amount}"), TAKES).with(list("[[]]")),
            Attack::of(format!("json/unused in variables {amount}"), SIMPLE).with(list("0")).maybe(true),
            Attack::of(
                format!("json/channels in variables {amount}"),
                "query($v: [ID!]) { fixedNumbers(filter: {channels: $v}) { totalCount } }",
            )
            .with(list("\"channel_x\""))
            .maybe(is_small),
            Attack::of(format!("json/many variables {amount}"), SIMPLE)
                .with(format!("{{{}}}", (0..amount).map(|n| format!("\"v{n}\":1")).collect::<Vec<_>>().join(",")))
                .maybe(true),
            Attack::of(format!("json/the same variable {amount}"), SIMPLE)
                .with(format!("{{{}}}", vec!["\"v\":1"; amount].join(",")))
                .maybe(true),
            Attack::of(format!("json/a text in variables {amount}"), "query($v: String) { pools(search: $v) { totalCount } }")
                .with(format!("{{\"v\":\"{}\"}}", "é ".repeat(amount))),
            Attack::raw(
                format!("json/a list of requests {amount}"),
                format!("[{}]", vec![json!({"query": SIMPLE}).to_string(); amount].join(",")),
                "query=a&".repeat(amount.min(7_000)),
            ),
            Attack::raw(
                format!("json/blanks {amount}"),
                format!("{}{{\"query\":\"{{zzz}}\"}}", " ".repeat(amount)),
                format!("query={}{{zzz}}", "+".repeat(amount.min(60_000))),
            ),
        ]);
    }
    all
}

fn members() -> Vec<Attack> {
    let mut all = Vec::new();
    let wrong = [json!(1), json!("x"), json!([]), json!([[{}]]), json!(true), json!({"a": {"b": [1]}}), json!("a".repeat(20_000))];
    for (n, value) in wrong.iter().enumerate() {
        for member in ["variables", "operationName", "extensions", "id", "doc_id", "documentId", "__proto__", "constructor"] {
            all.push(Attack::of(format!("json/{member} {n}"), SIMPLE).and(member, value).maybe(true));
        }
        all.push(Attack::raw(
            format!("json/query {n}"),
            format!("{{\"query\":{value}}}"),
            format!("query={}", escaped(value.to_string().as_bytes())),
        ));
        for (kind, extensions) in [
            ("persistedQuery", json!({"persistedQuery": value})),
            ("hash", json!({"persistedQuery": {"version": 1, "sha256Hash": value}})),
            ("version", json!({"persistedQuery": {"version": value, "sha256Hash": "0".repeat(64)}})),
        ] {
            all.push(Attack::of(format!("json/{kind} {n}"), SIMPLE).and("extensions", &extensions).maybe(true));
            let (body, query) =
                (json!({"extensions": extensions}).to_string(), format!("extensions={}", escaped(extensions.to_string().as_bytes())));
            all.push(Attack::raw(format!("json/{kind} without a query {n}"), body, query));
        }
    }
    all.push(Attack::of("json/an operation that is not there", SIMPLE).and("operationName", &json!("Zzz")));
    all
}
