//! Exact numbers of statements: a page costs the same for one row and for a hundred.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::Request;
use chrono::TimeDelta;
use entity::id::{DestinationId, Id};
use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::language::list;
use crate::support::manage::GOAL_CREATE;
use crate::support::seed::{ORDER, Seeded, add_pool, seeded};

const NUMBERS: &str = "query($n: Int!) { fixedNumbers(first: $n) { nodes {
    id number pool { name } channel { name } numberType { title } destination { number } } } }";

const POOLS: &str =
    "query($n: Int!) { pools(first: $n) { nodes { name fixedNumbers(first: 5) { totalCount nodes { number channel { name } } } } } }";

/// 120 numbers in 101 pools, 11 channels and 31 destinations.
pub async fn crowded(engine: Engine) -> Seeded {
    let house = seeded(engine, 130).await;
    let ann = &house.books.caller;
    let mut channels = vec![house.books.print.to_string()];
    for n in 0..10 {
        let document = format!(
            "mutation {{ channelCreate(input: {{name: \"Channel {n}\", kind: OUTDOOR}}) {{ channel {{ id }} userErrors {{ code }} }} }}"
        );
        channels.push(ann.ask(&document).await.good()["channel"]["id"].as_str().unwrap().to_owned());
    }
    let mut pools = vec![house.books.pool];
    for n in 0..120 {
        // Ids are in the order of birth from one millisecond to the next.
        house.gateway.clock.advance(TimeDelta::milliseconds(1));
        let destination = if n % 2 == 0 { json!({"default": true}) } else { json!({"number": format!("+4416329601{:02}", n % 60)}) };
        let input = json!({"numberTypeId": house.london.to_string(), "poolId": pools[n % pools.len()].to_string(),
            "channelId": channels[n % 11], "destination": destination, "numbers": [{"simple": {"description": format!("Number {n}")}}]});
        let reply = ann.ask_with(ORDER, json!({"input": input})).await;
        if n < 100 {
            let rings = reply.good()["fixedNumbers"][0]["destination"]["id"].as_str().unwrap();
            pools.push(add_pool(&house.gateway, house.books.account, &format!("Pool {n}"), DestinationId::parse(rings).unwrap()).await);
        }
    }
    house
}

/// How many statements a document takes, and what it answers.
async fn cost(house: &Seeded, query: &str, variables: Value) -> (usize, Value) {
    let (reply, statements) = house.gateway.counting(house.books.caller.ask_with(query, variables)).await;
    (statements.len(), reply.data().clone())
}

fn distinct(nodes: &[Value], pointer: &str) -> usize {
    nodes.iter().map(|node| node.pointer(pointer).unwrap().to_string()).collect::<BTreeSet<_>>().len()
}

#[tokio::test]
async fn a_page_of_numbers_with_all_that_they_point_to_is_five_statements() {
    for engine in Engine::BOTH {
        let house = crowded(engine).await;
        for n in [1, 20, 100] {
            let (statements, data) = cost(&house, NUMBERS, json!({"n": n})).await;

            let nodes = list(&data["fixedNumbers"]["nodes"]);
            assert_eq!((nodes.len(), statements), (n, 5), "{engine:?}");
            if n == 100 {
                let kinds = ["/pool/name", "/channel/name", "/destination/number"].map(|pointer| distinct(nodes, pointer));
                assert_eq!(kinds, [100, 11, 31], "{engine:?}");
            }
        }
    }
}

#[tokio::test]
async fn a_page_of_pools_with_pages_of_their_numbers_is_four_statements() {
    for engine in Engine::BOTH {
        let house = crowded(engine).await;
        for n in [1, 100] {
            let (statements, data) = cost(&house, POOLS, json!({"n": n})).await;

            let nodes = list(&data["pools"]["nodes"]);
            assert_eq!((nodes.len(), statements), (n, 4), "{engine:?}");
        }
    }
}

#[tokio::test]
async fn every_other_question_has_its_price() {
    for engine in Engine::BOTH {
        let house = crowded(engine).await;
        let id = cost(&house, NUMBERS, json!({"n": 1})).await.1["fixedNumbers"]["nodes"][0]["id"].as_str().unwrap().to_owned();
        let books = &house.books;
        let goal = json!({"name": "Here", "poolId": house.books.pool.to_string(), "channelId": house.books.print.to_string()});
        let goal = house.manage(GOAL_CREATE, goal).await.good()["goal"]["id"].as_str().unwrap().to_owned();
        let mixed = format!(
            "[\"{id}\", \"{goal}\", \"{}\", \"{}\", \"{}\", \"{}\", \"{}\"]",
            books.pool, books.print, books.destination, house.london, books.account
        );
        let questions = [
            ("nobody's data", "{ viewer { subject } }".to_owned(), 0),
            ("one by id", format!("{{ fixedNumber(id: \"{id}\") {{ number }} }}"), 1),
            ("one by its digits", "{ fixedNumberByNumber(number: \"+442079460000\") { number } }".to_owned(), 1),
            ("one by national digits", "{ fixedNumberByNumber(number: \"020 7946 0000\") { number } }".to_owned(), 2),
            ("an id of nothing", "{ node(id: \"nothing\") { id } }".to_owned(), 0),
            ("seven nouns by id", format!("{{ nodes(ids: {mixed}) {{ id }} }}"), 7),
            ("twice the same", format!("{{ a: pool(id: \"{0}\") {{ name }} b: pool(id: \"{0}\") {{ version }} }}", books.pool), 1),
            ("a count alone", "{ fixedNumbers { totalCount } }".to_owned(), 2),
            ("a destination and who rings there", format!("{{ destination(id: \"{}\") {{ pools {{ nodes {{ name }} }} fixedNumbers {{ nodes {{ number }} }} }} }}", books.destination), 4),
            ("all destinations and who rings there", "{ destinations(first: 100) { nodes { pools { totalCount nodes { name } } fixedNumbers { totalCount nodes { number } } } } }".to_owned(), 6),
            ("two conditions", format!("{{ fixedNumbers(filter: {{pools: [\"{}\"], mode: SIMPLE}}) {{ nodes {{ number }} }} }}", books.pool), 2),
            ("a search", "{ fixedNumbers(filter: {search: \"020 7946\"}, orderBy: {field: LABEL, direction: DESC}) { nodes { number } } }".to_owned(), 2),
            ("a search inside each pool", "{ pools(first: 100) { nodes { fixedNumbers(filter: {search: \"7946\"}) { nodes { number } } } } }".to_owned(), 3),
            ("all goals and what they ask for", "{ goals { totalCount nodes { pool { name } channel { name } } } }".to_owned(), 4),
            ("all types and their stock", "{ numberTypes { nodes { title availableCount } } }".to_owned(), 2),
            ("there and back", "{ fixedNumbers(first: 50) { nodes { pool { fixedNumbers(first: 2) { nodes { pool { defaultDestination { number } } } } } } } }".to_owned(), 5),
        ];

        let mut wrong = Vec::new();
        for (what, question, price) in questions {
            let (statements, _) = cost(&house, &question, json!({})).await;
            if statements != price {
                wrong.push(format!("{what}: {statements}, not {price}"));
            }
        }
        assert_eq!(wrong, Vec::<String>::new(), "{engine:?}");
    }
}

#[tokio::test]
async fn a_route_is_one_statement() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 3).await;
        let switch = house.gateway.switch("switch-1");
        house.ordered("Follows its pool").await;
        let own = house.ordered("Has its own").await;
        house.edit(json!({"id": own, "destination": {"number": "+441632960022"}})).await.good();
        let held = house.ordered("Held").await;
        house.delete(json!({"id": held})).await.good();
        for (number, status) in
            [("+442079460000", "ACTIVE"), ("+442079460001", "ACTIVE"), ("+442079460002", "HELD"), ("+442079460003", "UNKNOWN")]
        {
            let document =
                format!("{{ route(number: \"{number}\") {{ status destination fixedNumber revision features {{ announcement }} }} }}");
            let (asked, over_graphql) = house.gateway.counting(switch.ask(&document)).await;
            let plain = Request::get(format!("/routes/{number}")).header("authorization", switch.bearer()).body(Body::empty()).unwrap();
            let (got, over_get) = house.gateway.counting(switch.send(plain)).await;

            assert_eq!((&asked.data()["route"]["status"], &got.body["status"]), (&json!(status), &json!(status)), "{number}");
            assert_eq!((over_graphql.len(), &over_graphql), (1, &over_get), "{engine:?}");
        }
    }
}

#[tokio::test]
async fn an_order_has_the_same_price_for_one_number_and_for_fifty() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 100).await;
        for amount in [1, 50] {
            let descriptions: Vec<_> = (0..amount).map(|n| format!("{n} of {amount}")).collect();
            let input = house.order(&descriptions.iter().map(String::as_str).collect::<Vec<_>>());

            let (reply, statements) = house.gateway.counting(house.place(input)).await;

            assert_eq!(reply.good()["orderedCount"], amount);
            // Beginning, the savepoint around the picking and the commit are not heard.
            assert_eq!(statements.len(), 14, "{engine:?}: {statements:#?}");
        }
    }
}
