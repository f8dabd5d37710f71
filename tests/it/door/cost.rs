//! What a request costs is known before it runs, and is never less than the rows that it reads.

use serde_json::{Value, json};

use super::spoken::{post, send};
use crate::support::database::Engine;
use crate::support::dice::Dice;
use crate::support::seed::{Seeded, seeded};

async fn cost(house: &Seeded, query: &str, variables: Value) -> u64 {
    let body = json!({"query": query, "variables": variables}).to_string();
    let reply =
        send(&house.books.caller, axum::http::Method::POST, "/graphql?cost=only", &[("content-type", "application/json")], &body).await;
    assert_eq!((reply.body.get("data"), reply.body.get("errors"), reply.status.as_u16()), (None, None, 200), "{}", reply.body);
    reply.body["extensions"]["cost"]["requested"].as_u64().unwrap()
}

#[tokio::test]
async fn prices_are_about_the_rows() {
    let house = seeded(Engine::Sqlite, 1).await;
    for (query, variables, wanted) in [
        ("{ viewer { subject scopes } }", json!({}), 1),
        ("{ viewer { account { name } } }", json!({}), 1),
        ("{ account { name currency } }", json!({}), 1),
        ("{ pools { nodes { name } } }", json!({}), 21),
        ("{ pools(first: 5) { edges { cursor node { name } } } }", json!({}), 6),
        ("{ pools(first: 5) { pageInfo { hasNextPage } } }", json!({}), 6),
        ("{ pools(last: 5) { nodes { name defaultDestination { number } } } }", json!({}), 11),
        ("{ pools(first: 5) { totalCount nodes { name } } }", json!({}), 16),
        ("{ pools(first: 5, search: \"a\") { nodes { name } } }", json!({}), 26),
        ("query($n: Int) { pools(first: $n) { nodes { name } } }", json!({"n": 7}), 8),
        ("query($n: Int = 9) { pools(first: $n) { nodes { name } } }", json!({}), 10),
        ("query($n: Int = 9) { pools(first: $n) { nodes { name } } }", json!({"n": 3}), 4),
        ("query($n: Int) { pools(first: $n) { nodes { name } } }", json!({"n": null}), 21),
        ("query($n: Int) { pools(first: $n) { nodes { name } } }", json!({"n": -1}), 1),
        ("query($n: Int) { pools(first: $n) { nodes { name } } }", json!({"n": 2_000_000_000}), 101),
        ("{ pools(first: 10) { nodes { fixedNumbers(first: 10) { nodes { channel { name } } } } } }", json!({}), 11 + 10 * (11 + 10)),
        (
            "{ pools(first: 10) { ...P } } fragment P on PoolConnection { nodes { ...N } } fragment N on Pool { fixedNumbers(first: 10) { nodes { channel { name } } } }",
            json!({}),
            11 + 10 * (11 + 10),
        ),
        ("{ pools(first: 10) { ...P ...P } } fragment P on PoolConnection { nodes { defaultDestination { number } } }", json!({}), 11 + 20),
        ("query($s: Boolean!) { pools @skip(if: $s) { nodes { name } } viewer { subject } }", json!({"s": true}), 1),
        ("query($s: Boolean!) { pools @include(if: $s) { nodes { name } } viewer { subject } }", json!({"s": true}), 21),
        ("{ nodes(ids: [\"a\", \"b\", \"c\"]) { id ... on Pool { defaultDestination { number } } } }", json!({}), 6),
        ("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({"ids": ["a", "b"]}), 2),
        ("{ fixedNumbers(filter: {search: \"x\"}, first: 1) { nodes { id } } }", json!({}), 22),
        ("query($f: FixedNumberFilter) { fixedNumbers(filter: $f, first: 1) { nodes { id } } }", json!({"f": {"search": "x"}}), 22),
        ("mutation { poolDelete(input: {id: \"x\"}) { deletedId userErrors { code } } }", json!({}), 10),
        ("query A { __schema { types { name } } }", json!({}), 65),
    ] {
        assert_eq!(cost(&house, query, variables.clone()).await, wanted, "{query} {variables}");
    }
    let numbers: Vec<_> = (0..5).map(|n| json!({"simple": {"description": format!("Number {n}")}})).collect();
    let order = "mutation($i: FixedNumberOrderInput!) { fixedNumberOrder(input: $i) { fixedNumbers { number pool { name } } } }";
    assert_eq!(cost(&house, order, json!({"i": {"numbers": numbers}})).await, 10 + 5 + 5);
    assert_eq!(house.changes(house.books.account).await, Vec::<String>::new(), "pricing runs nothing");
}

#[tokio::test]
async fn what_costs_too_much_is_told_by_its_field() {
    let house = seeded(Engine::Sqlite, 1).await;
    let query = "{ viewer { subject } all: pools(first: 100) { nodes { name some: fixedNumbers(first: 100) { nodes { channel { name } pool { name } } } } } }";

    let reply = post(&house.books.caller, &json!({"query": query}).to_string()).await;

    assert_eq!(reply.status.as_u16(), 422);
    insta::assert_snapshot!(reply.body["errors"][0]["message"].as_str().unwrap(), @"The request costs 30201 points; 10000 are allowed. Most of it is all.nodes.some.nodes, with 20000: ask for fewer items.");
    assert_eq!(reply.body["extensions"]["cost"], json!({"requested": 101 + 100 * (101 + 200), "limit": 10_000}));

    let query = "{ viewer { subject } s: __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }";
    let reply = post(&house.books.caller, &json!({"query": query}).to_string()).await;
    assert_eq!((reply.status.as_u16(), &reply.body["errors"][0]["extensions"]["field"]), (422, &json!("s")), "{}", reply.body);
}

/// Selections made by chance.
impl Dice {
    fn page(&mut self) -> String {
        ["", "(first: 1)", "(first: 3)", "(last: 2)", "(first: 100)", "(first: 30)"][self.below(6)].into()
    }

    /// A selection on a noun, some levels deep.
    fn noun(&mut self, kind: &str, levels: usize) -> String {
        let mut text = String::from("__typename id");
        if levels == 0 {
            return text;
        }
        let leads: &[(&str, &str, bool)] = match kind {
            "FixedNumber" => &[
                ("pool", "Pool", false),
                ("channel", "Channel", false),
                ("destination", "Destination", false),
                ("numberType", "NumberType", false),
            ],
            "Pool" => &[("fixedNumbers", "FixedNumber", true), ("defaultDestination", "Destination", false)],
            "Channel" => &[("fixedNumbers", "FixedNumber", true)],
            "Destination" => &[("fixedNumbers", "FixedNumber", true), ("pools", "Pool", true)],
            _ => &[],
        };
        for (field, kind, page) in leads {
            match (self.below(3), page) {
                (0, _) => {}
                (_, true) => text += &format!(" {field}{} {{ {} }}", self.page(), self.connection(kind, levels - 1)),
                (_, false) => text += &format!(" {field} {{ {} }}", self.noun(kind, levels - 1)),
            }
        }
        text
    }

    fn connection(&mut self, kind: &str, levels: usize) -> String {
        match self.below(3) {
            0 => format!("edges {{ node {{ {} }} }}", self.noun(kind, levels)),
            1 => format!("totalCount nodes {{ {} }}", self.noun(kind, levels)),
            _ => format!("pageInfo {{ endCursor }} nodes {{ {} }}", self.noun(kind, levels)),
        }
    }
}

fn nouns(value: &Value) -> u64 {
    match value {
        Value::Array(all) => all.iter().map(nouns).sum(),
        Value::Object(fields) => u64::from(fields.contains_key("id")) + fields.values().map(nouns).sum::<u64>(),
        _ => 0,
    }
}

#[tokio::test]
async fn no_answer_holds_more_nouns_than_were_paid_for() {
    let house = seeded(Engine::Sqlite, 120).await;
    for n in 0..12 {
        let texts: Vec<_> = (0..9).map(|k| format!("Number {n}.{k}")).collect();
        let texts: Vec<_> = texts.iter().map(String::as_str).collect();
        let input = house.order(&texts);
        house.books.caller.ask_with(crate::support::seed::ORDER, json!({"input": input})).await.good();
    }
    let mut dice = Dice::of(0);
    let (mut asked, mut found) = (0, 0);
    for _ in 0..400 {
        let roots = [("pools", "Pool"), ("channels", "Channel"), ("destinations", "Destination"), ("fixedNumbers", "FixedNumber")];
        let (root, kind) = roots[dice.below(4)];
        let (page, levels) = (dice.page(), dice.below(4));
        let query = format!("{{ {root}{page} {{ {} }} }}", dice.connection(kind, levels));
        let reply = post(&house.books.caller, &json!({"query": query}).to_string()).await;
        if reply.status.as_u16() == 422 {
            assert_eq!(reply.codes(), ["LIMIT_EXCEEDED"], "{query}: {}", reply.body);
            continue;
        }
        let cost = reply.body["extensions"]["cost"]["requested"].as_u64().unwrap();
        let nouns = nouns(reply.data());
        assert!(nouns <= cost, "{nouns} for {cost}: {query}");
        asked += 1;
        found += nouns;
    }
    assert!(asked > 100 && found > 10_000, "{asked} {found}");
}
