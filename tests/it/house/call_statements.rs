//! Exact numbers of statements for calls: a page costs the same for one call and for a hundred.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::statements::crowded;
use crate::support::database::Engine;
use crate::support::gateway::start;
use crate::support::rang::called_by;
use crate::support::seed::Seeded;

/// The crowded house, whose numbers have rung once each: 100 pools, 11 channels, and 120 labels.
pub async fn rung(engine: Engine) -> Seeded {
    let house = crowded(engine).await;
    let goals = house.goal_ids(house.books.account).await;
    let key = house.caller_key(house.books.account).await;
    let mut after = Value::Null;
    for half in 0..2 {
        let document = "query($a: String) { fixedNumbers(first: 60, after: $a) { nodes { id } pageInfo { endCursor } } }";
        let reply = house.books.caller.ask_with(document, json!({"a": after})).await;
        let page = &reply.data()["fixedNumbers"];
        for (n, node) in (0..).zip(page["nodes"].as_array().unwrap()) {
            let at = start() + TimeDelta::minutes(half * 60 + n);
            let row = house.rang(node["id"].as_str().unwrap(), at, |row| called_by(row, &key, "+447700900123")).await;
            house.mark(&row, goals[0]).await;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
    house
}

#[tokio::test]
async fn every_question_about_calls_has_its_price() {
    for engine in Engine::BOTH {
        let house = rung(engine).await;
        let (pool, print) = (house.books.pool.to_string(), house.books.print.to_string());
        let goals = house.goal_ids(house.books.account).await;
        let whole = "startedAt description publisher campaign keyword pool { name } channel { name } fixedNumber { number }";
        let questions = [
            ("a page with all that it points to", format!("calls(first: 100) {{ nodes {{ {whole} }} }}"), 5),
            ("a page of one with the same", format!("calls(first: 1) {{ nodes {{ {whole} }} }}"), 5),
            ("a page and its count", "calls { totalCount nodes { id } }".to_owned(), 2),
            ("with the goals that each has met", "calls(first: 100) { nodes { goals { name } } }".into(), 3),
            ("the calls of two goals", format!("calls(filter: {{goals: [\"{}\", \"{}\"]}}) {{ nodes {{ id }} }}", goals[0], goals[1]), 1),
            ("masked callers", "calls(first: 100) { nodes { caller { masked } } }".into(), 2),
            // One of them is the note.
            ("callers", "calls(first: 100) { nodes { caller { number masked } } }".into(), 3),
            ("calls of a caller", "calls(filter: {caller: \"+447700900123\"}) { nodes { id } }".into(), 3),
            ("calls of a caller, spelled otherwise", "calls(filter: {caller: \"07700 900123\"}) { nodes { id } }".into(), 4),
            ("one condition", format!("calls(filter: {{pools: [\"{pool}\"]}}) {{ nodes {{ id }} }}"), 1),
            (
                "one condition and a period",
                format!("calls(filter: {{channels: [\"{print}\"], period: {{from: \"2026-01-01T00:00:00Z\"}}}}) {{ nodes {{ id }} }}"),
                1,
            ),
            ("one condition of many ranges", "calls(filter: {leastTalkSeconds: 3}) { nodes { id } }".into(), 1),
            ("two conditions", format!("calls(filter: {{channels: [\"{print}\"], withheld: false}}) {{ nodes {{ id }} }}"), 2),
            ("two that nothing meets", "calls(filter: {outcomes: [BUSY], leastTalkSeconds: 3}) { nodes { id } }".into(), 0),
            ("two of which one says nothing", "calls(filter: {outcomes: [ANSWERED], leastTalkSeconds: 3}) { nodes { id } }".into(), 1),
            (
                "the calls of each number",
                "fixedNumbers(first: 100) { nodes { calls(first: 3) { totalCount nodes { description } } } }".into(),
                4,
            ),
            ("when each rang last", "fixedNumbers(first: 100) { nodes { lastCallAt } }".into(), 2),
            (
                "whether each rings",
                "fixedNumbers(first: 100) { nodes { testCall(since: \"2026-03-02T00:00:00Z\") { outcome } } }".into(),
                2,
            ),
        ];
        let mut wrong = Vec::new();
        for (what, question, price) in questions {
            let (reply, statements) = house.gateway.counting(house.books.caller.ask(&format!("{{ {question} }}"))).await;
            reply.data();
            if statements.len() != price {
                wrong.push(format!("{what}: {}, not {price}", statements.len()));
            }
        }
        assert_eq!(wrong, Vec::<String>::new(), "{engine:?}");
    }
}
