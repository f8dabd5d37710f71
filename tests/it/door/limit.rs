//! Each limit, passed by one and kept by the other: the refusal has its name, and nothing is run.

use api::config::limits::Limits;
use axum::http::Method;
use serde_json::{Value, json};

use super::spoken::{GRAPHQL, JSON, post, send, told};
use crate::support::database::Engine;
use crate::support::seed::seeded;

fn fields(n: usize) -> String {
    format!("{{ viewer {{ {} }} }}", "subject ".repeat(n))
}

#[tokio::test]
async fn what_passes_a_limit_of_documents_is_refused_with_its_name() {
    let house = seeded(Engine::Sqlite, 1).await;
    let nested = |n: usize| format!("{{ destinationCheck(number: {}{}) {{ kind }} }}", "[".repeat(n), "]".repeat(n));
    let deep = |n: usize| {
        format!(
            "{{ pools(first: 1) {}{}{} }}",
            "{ nodes { destination: defaultDestination { pools(first: 1) ".repeat(n),
            "{ totalCount }",
            "} } }".repeat(n)
        )
    };
    let spread = |n: usize| format!("{{ viewer {{ {} }} }} fragment A on Viewer {{ subject }}", "...A ".repeat(n));
    let skipped = |n: usize| format!("{{ viewer {{ {} }} }}", "subject @skip(if: false) ".repeat(n));
    let named = |n: usize| (0..n).map(|n| format!("query Q{n} {{ viewer {{ subject }} }} ")).collect::<String>();
    let aliased = |n: usize| format!("{{ viewer {{ {} }} }}", (0..n).map(|n| format!("a{n}: subject ")).collect::<String>());
    let roots = |n: usize| format!("{{ {} }}", (0..n).map(|n| format!("r{n}: viewer {{ subject }} ")).collect::<String>());
    let deeds = |n: usize| {
        format!("mutation {{ {} }}", (0..n).map(|n| format!("d{n}: poolDelete(input: {{id: \"x\"}}) {{ deletedId }} ")).collect::<String>())
    };
    let types = |n: usize| format!("{{ __schema {{ types {{ {}name{} }} }} }}", "fields { type { ".repeat(n), " } }".repeat(n));
    let table: Vec<(&str, String, String)> = vec![
        ("documentBytes=1024", fields(100), fields(130)),
        ("documentTokens=100", fields(95), fields(96)),
        ("documentNesting=16", nested(14), nested(15)),
        ("documentDirectives=3", skipped(3), skipped(4)),
        (
            "directivesPerPlace=2",
            "{ viewer { subject @skip(if: false) @include(if: true) } }".into(),
            "{ viewer { subject @skip(if: false) @include(if: true) @skip(if: false) } }".into(),
        ),
        ("documentSpreads=3", spread(3), spread(4)),
        ("documentDefinitions=2", named(2), named(3)),
        ("depth=8", deep(2), deep(3)),
        ("introspectionDepth=10", types(2), types(5)),
        ("fields=60", fields(59), fields(60)),
        ("aliases=3", aliased(3), aliased(4)),
        ("queryFields=3", roots(3), roots(4)),
        ("mutationFields=2", deeds(2), deeds(3)),
        ("requestCost=100", "{ pools(first: 90) { nodes { name } } }".into(), "{ pools(first: 100) { nodes { name } } }".into()),
    ];
    for (setting, kept, passed) in table {
        let name = setting.split('=').next().unwrap();
        let limits = Limits::read(&format!("{setting},accountCost=0"), &mut Vec::new());
        let caller = house.gateway.limited(house.books.account, limits);
        let operation = if kept.starts_with("query Q0") { json!("Q0") } else { Value::Null };

        let reply = post(&caller, &json!({"query": kept, "operationName": operation}).to_string()).await;
        assert!(!reply.codes().contains(&"LIMIT_EXCEEDED"), "{setting}: {kept}: {}", reply.body);

        let reply = post(&caller, &json!({"query": passed, "operationName": operation}).to_string()).await;
        assert_eq!(told(&reply), (422, "LIMIT_EXCEEDED".into(), GRAPHQL.into()), "{setting}: {passed}: {}", reply.body);
        assert_eq!(reply.body["errors"][0]["extensions"]["limit"], name, "{}", reply.body);
        assert!(reply.body.get("data").is_none() && reply.body["errors"].as_array().unwrap().len() == 1, "{}", reply.body);
    }
}

#[tokio::test]
async fn fragments_are_counted_once_and_added_as_often_as_they_are_used() {
    let house = seeded(Engine::Sqlite, 1).await;
    for levels in [5, 12, 15] {
        let mut document = String::from("{ viewer { ...F0 } } ");
        for n in 0..levels {
            document += &format!("fragment F{n} on Viewer {{ ...F{0} ...F{0} }} ", n + 1);
        }
        document += &format!("fragment F{levels} on Viewer {{ subject }}");
        let limits = Limits { account_cost: 0, document_definitions: 100, document_spreads: 200, ..Limits::default() };

        let reply = post(&house.gateway.limited(house.books.account, limits), &json!({"query": document}).to_string()).await;

        let wanted: Vec<&str> = if levels < 11 { vec![] } else { vec!["LIMIT_EXCEEDED"] };
        assert_eq!(reply.codes(), wanted, "{levels}: {}", reply.body);
    }
}

#[tokio::test]
async fn errors_are_few_short_and_hold_nothing_of_the_text() {
    let house = seeded(Engine::Sqlite, 1).await;
    let wrong = (0..300).map(|n| format!("nothing{n} ")).collect::<String>();
    let reply = post(&house.books.caller, &json!({"query": format!("{{ viewer {{ {wrong} }} }}")}).to_string()).await;
    assert_eq!((reply.body["errors"].as_array().unwrap().len(), &reply.body["extensions"]["errorsLeftOut"]), (10, &json!(290)));

    let long = "x".repeat(5_000);
    let reply = post(&house.books.caller, &json!({"query": format!("{{ {long} }}")}).to_string()).await;
    assert!(reply.body["errors"][0]["message"].as_str().unwrap().chars().count() <= 401, "{}", reply.body);

    let reply = post(&house.books.caller, &json!({"query": format!("{{ viewer {{ secret(: \"{long}\" }}")}).to_string()).await;
    assert_eq!(told(&reply).0, 400);
    insta::assert_snapshot!(reply.body["errors"][0]["message"].as_str().unwrap(), @"The document can't be read at 1:19: expected name.");
}

#[tokio::test]
async fn an_answer_that_is_too_large_is_not_sent() {
    let house = seeded(Engine::Sqlite, 1).await;
    let limits = Limits { account_cost: 0, response_bytes: 65_536, ..Limits::default() };
    let caller = house.gateway.limited(house.books.account, limits);
    let introspection = "{ __schema { types { name description fields { name description args { name description } } } } }";

    let reply = post(&caller, &json!({"query": introspection}).to_string()).await;

    assert_eq!((told(&reply).0, &reply.body["data"]), (294, &Value::Null));
    assert_eq!(reply.body["errors"][0]["extensions"], json!({"code": "LIMIT_EXCEEDED", "limit": "responseBytes"}));
}

#[tokio::test]
async fn who_may_write_may_send_more() {
    let house = seeded(Engine::Sqlite, 1).await;
    let body = |size: usize| {
        let text = json!({"query": "{ viewer { subject } }", "variables": {"x": ""}}).to_string();
        let rest = size - text.len();
        text.replace("\"\"", &format!("\"{}\"", "x".repeat(rest)))
    };
    let reads = house.gateway.caller_with(house.books.account, "numbers:read calls:read");
    let writes = house.gateway.caller_with(house.books.account, "numbers:write");
    let switch = house.gateway.switch("one");
    for (caller, most) in [(&reads, 65_536), (&writes, 262_144), (&switch, 1_048_576)] {
        assert_eq!(told(&post(caller, &body(most)).await).0, 200);
        let reply = post(caller, &body(most + 1)).await;
        assert_eq!((told(&reply).0, reply.codes()), (413, vec!["LIMIT_EXCEEDED"]));
    }
}

#[tokio::test]
async fn an_account_that_has_spent_its_points_waits() {
    let house = seeded(Engine::Sqlite, 1).await;
    let limits = Limits { account_cost: 100, account_cost_per_second: 10, ..Limits::default() };
    let caller = house.gateway.limited(house.books.account, limits);
    let ask = r#"{"query": "{ pools(first: 49) { nodes { name } } }"}"#;
    let headers = [("content-type", JSON), ("accept", GRAPHQL)];

    let mut seen = Vec::new();
    for _ in 0..3 {
        let reply = send(&caller, Method::POST, "/graphql", &headers, ask).await;
        let header = |name: &str| reply.headers.get(name).map(|value| value.to_str().unwrap().to_owned());
        seen.push((reply.status.as_u16(), header("ratelimit"), header("retry-after"), reply.body["extensions"]["cost"].clone()));
        assert_eq!(header("ratelimit-policy").unwrap(), "\"account\";q=100;qu=\"points\";w=10");
    }
    let cost = |remaining: u32| json!({"requested": 50, "limit": 10_000, "remaining": remaining, "capacity": 100});
    assert_eq!(seen[0], (200, Some("\"account\";r=50;t=5".into()), None, cost(50)));
    assert_eq!(seen[1], (200, Some("\"account\";r=0;t=10".into()), None, cost(0)));
    assert_eq!((seen[2].0, &seen[2].2), (429, &Some("1".into())));

    house.gateway.clock.advance(chrono::TimeDelta::seconds(5));
    let reply = send(&caller, Method::POST, "/graphql", &headers, ask).await;
    assert_eq!(reply.status.as_u16(), 200, "{}", reply.body);
    let other = house.gateway.limited(house.motors.account, Limits::default());
    assert_eq!(send(&other, Method::POST, "/graphql", &headers, ask).await.status.as_u16(), 200);
}
