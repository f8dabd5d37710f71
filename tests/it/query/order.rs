//! Every order of a list of numbers, forwards and backwards: held against the same rows sorted by hand.

use std::cmp::Ordering;

use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::seed::{Seeded, add_pool, seeded};

/// Twenty numbers with labels of both kinds, some of them alike and some without one, in two pools.
async fn furnished(engine: Engine) -> (Seeded, String) {
    let house = seeded(engine, 40).await;
    let other = add_pool(&house.gateway, house.books.account, "Other", house.books.destination).await.to_string();
    for (n, text) in ["Zebra", "apple", "Äpfel", "éclair", "banana", "Banana 2", "10", "9", "ω", "🚐 van"].into_iter().enumerate() {
        let mut input = house.order(&[text]);
        input["poolId"] = if n % 3 == 0 { json!(other) } else { input["poolId"].clone() };
        house.later();
        house.place(input).await.good();
    }
    let label = |campaign: Option<&str>| json!({"advanced": {"publisher": "GOOGLE_ADS", "campaign": campaign}});
    for campaign in [Some("same"), None, Some("same"), None, Some("Same"), Some("apple"), None, Some(" blank"), None, Some("zz")] {
        house.later();
        house.ordered_as(house.books.search, label(campaign)).await;
    }
    (house, other)
}

const FIELDS: &str = "id number description campaign orderedAt status pool { id }";

fn order(field: &str, direction: &str) -> Value {
    json!({"field": field, "direction": direction})
}

/// The label as it is compared; these have no accents that folding would move.
fn label(node: &Value) -> Option<String> {
    let text = node["description"].as_str().or(node["campaign"].as_str())?;
    Some(text.trim().to_lowercase())
}

fn sorted(mut all: Vec<Value>, field: &str, direction: &str) -> Vec<Value> {
    let text = |node: &Value, name: &str| node[name].as_str().unwrap().to_owned();
    all.sort_by(|one, other| {
        let ids = text(one, "id").cmp(&text(other, "id"));
        let way = |order: Ordering| if direction == "DESC" { order.reverse() } else { order };
        match field {
            "ORDERED_AT" => way(text(one, "orderedAt").cmp(&text(other, "orderedAt")).then(ids)),
            "NUMBER" => way(text(one, "number").cmp(&text(other, "number")).then(ids)),
            // Without a label last, whichever the direction.
            _ => match (label(one), label(other)) {
                (Some(one), Some(other)) => way(one.cmp(&other).then(ids)),
                (None, None) => way(ids),
                (one, other) => one.is_none().cmp(&other.is_none()),
            },
        }
    });
    all
}

async fn page(house: &Seeded, variables: Value) -> Value {
    let document = format!(
        "query($f: FixedNumberFilter, $o: FixedNumberOrder, $first: Int, $after: String, $last: Int, $before: String) {{
            fixedNumbers(filter: $f, orderBy: $o, first: $first, after: $after, last: $last, before: $before) {{
                totalCount nodes {{ {FIELDS} }} edges {{ cursor }} pageInfo {{ startCursor endCursor hasNextPage hasPreviousPage }} }} }}"
    );
    house.books.caller.ask_with(&document, variables).await.data()["fixedNumbers"].clone()
}

fn nodes(page: &Value) -> Vec<Value> {
    page["nodes"].as_array().unwrap().clone()
}

#[tokio::test]
async fn every_order_is_paged_forwards_and_backwards_under_filters_and_searches() {
    for engine in Engine::BOTH {
        let (house, other) = furnished(engine).await;
        let held = nodes(&page(&house, json!({"first": 3})).await);
        for node in &held {
            house.delete(json!({"id": node["id"]})).await.good();
        }
        let all = nodes(&page(&house, json!({"first": 100, "f": {"statuses": ["ACTIVE", "HELD"]}})).await);
        let main = house.books.pool.to_string();
        let active = |node: &&Value| node["status"] == "ACTIVE";
        let filters: Vec<(Value, Vec<Value>)> = vec![
            (json!({}), all.iter().filter(active).cloned().collect()),
            (json!({"statuses": ["HELD", "ACTIVE"]}), all.clone()),
            (json!({"pools": [other]}), all.iter().filter(active).filter(|node| node["pool"]["id"] == other).cloned().collect()),
            (json!({"pools": [other, main], "statuses": ["ACTIVE", "HELD"]}), all.clone()),
            (json!({"pools": [main], "mode": "ADVANCED"}), all.iter().filter(|node| node["description"].is_null()).cloned().collect()),
            (json!({"destinations": [house.books.destination.to_string()]}), all.iter().filter(active).cloned().collect()),
            (json!({"search": "7946", "statuses": ["ACTIVE", "HELD"]}), all.clone()),
            (
                json!({"search": "an"}),
                all.iter().filter(active).filter(|n| label(n).is_some_and(|text| text.contains("an"))).cloned().collect(),
            ),
        ];

        for (filter, expected) in filters {
            for (field, direction) in ["ORDERED_AT", "NUMBER", "LABEL"].iter().flat_map(|field| [(field, "ASC"), (field, "DESC")]) {
                let expected = sorted(expected.clone(), field, direction);
                let order = order(field, direction);
                let (mut forwards, mut cursor, mut ends) = (Vec::new(), Value::Null, Vec::new());
                loop {
                    let page = page(&house, json!({"f": filter, "o": order, "first": 3, "after": cursor})).await;
                    assert_eq!(page["totalCount"], expected.len(), "{filter}");
                    forwards.extend(nodes(&page));
                    ends.push(page["pageInfo"]["startCursor"].clone());
                    cursor = page["pageInfo"]["endCursor"].clone();
                    if page["pageInfo"]["hasNextPage"] == false {
                        break;
                    }
                }
                assert_eq!(forwards, expected, "{engine:?}: {filter} by {field} {direction}");

                let (mut backwards, mut cursor) = (Vec::new(), Value::Null);
                loop {
                    let page = page(&house, json!({"f": filter, "o": order, "last": 4, "before": cursor})).await;
                    backwards.splice(0..0, nodes(&page));
                    cursor = page["pageInfo"]["startCursor"].clone();
                    if page["pageInfo"]["hasPreviousPage"] == false {
                        break;
                    }
                }
                assert_eq!(backwards, expected, "{engine:?}: {filter} by {field} {direction}, backwards");
            }
        }
    }
}

#[tokio::test]
async fn a_cursor_outlives_its_row_and_rows_beside_it() {
    for engine in Engine::BOTH {
        let (house, _) = furnished(engine).await;
        for (field, direction) in [("LABEL", "ASC"), ("NUMBER", "DESC"), ("ORDERED_AT", "ASC")] {
            let order = order(field, direction);
            let first = page(&house, json!({"o": order, "first": 5})).await;
            let rest = nodes(&page(&house, json!({"o": order, "first": 100, "after": first["pageInfo"]["endCursor"]})).await);
            let last = nodes(&first).pop().unwrap();
            house.delete(json!({"id": last["id"]})).await.good();
            house.delete(json!({"id": rest[0]["id"]})).await.good();

            let seen = nodes(&page(&house, json!({"o": order, "first": 100, "after": first["pageInfo"]["endCursor"]})).await);

            assert_eq!(seen, rest[1..], "{engine:?}: {field} {direction}");
        }
    }
}

#[tokio::test]
async fn a_cursor_of_another_order_is_refused() {
    for engine in Engine::BOTH {
        let (house, _) = furnished(engine).await;
        let orders =
            ["ORDERED_AT", "NUMBER", "LABEL"].iter().flat_map(|field| [order(field, "ASC"), order(field, "DESC")]).collect::<Vec<_>>();
        for of in &orders {
            let cursor = page(&house, json!({"o": of, "first": 2})).await["pageInfo"]["endCursor"].clone();
            for asked in orders.iter().filter(|asked| *asked != of) {
                let document = "query($o: FixedNumberOrder, $c: String) { fixedNumbers(orderBy: $o, after: $c) { nodes { id } } }";
                let reply = house.books.caller.ask_with(document, json!({"o": asked, "c": cursor})).await;
                assert_eq!(reply.codes(), ["BAD_USER_INPUT"], "{of} {asked}");
            }
        }
        // Left out, the order is that of ordering: the same cursors.
        let cursor = page(&house, json!({"first": 2})).await["pageInfo"]["endCursor"].clone();
        assert_eq!(nodes(&page(&house, json!({"o": orders[0], "first": 100, "after": cursor})).await).len(), 18);
    }
}

#[tokio::test]
async fn a_list_inside_another_noun_has_every_order_too() {
    for engine in Engine::BOTH {
        let (house, other) = furnished(engine).await;
        let document = format!(
            "query($o: FixedNumberOrder, $f: FixedNumberFilter) {{ pools {{ nodes {{ id fixedNumbers(first: 4, orderBy: $o, filter: $f) {{ totalCount nodes {{ {FIELDS} }} }} }} }}
                destinations {{ nodes {{ fixedNumbers(last: 4, orderBy: $o, filter: $f) {{ nodes {{ {FIELDS} }} }} }} }}
                pool(id: \"{other}\") {{ fixedNumbers(first: 2, orderBy: $o, filter: $f) {{ nodes {{ {FIELDS} }} }} }} }}"
        );
        for filter in [
            json!({}),
            json!({"search": "a"}),
            json!({"search": "ban"}),
            json!({"mode": "SIMPLE"}),
            json!({"mode": "SIMPLE", "search": "020 7946"}),
        ] {
            let all = nodes(&page(&house, json!({"f": filter, "first": 100})).await);
            for (field, direction) in [("LABEL", "ASC"), ("LABEL", "DESC"), ("NUMBER", "DESC"), ("ORDERED_AT", "DESC")] {
                let expected = sorted(all.clone(), field, direction);
                let of = |id: &Value| expected.iter().filter(|node| node["pool"]["id"] == *id).cloned().collect::<Vec<_>>();

                let seen = house.books.caller.ask_with(&document, json!({"o": order(field, direction), "f": filter})).await;

                for pool in seen.data()["pools"]["nodes"].as_array().unwrap() {
                    let own = of(&pool["id"]);
                    assert_eq!(pool["fixedNumbers"]["totalCount"], own.len());
                    assert_eq!(nodes(&pool["fixedNumbers"]), own[..own.len().min(4)], "{engine:?}: {filter} by {field} {direction}");
                }
                let own = of(&json!(other));
                assert_eq!(nodes(&seen.data()["pool"]["fixedNumbers"]), own[..own.len().min(2)]);
                let ringing = nodes(&seen.data()["destinations"]["nodes"][0]["fixedNumbers"]);
                assert_eq!(ringing, expected[expected.len().saturating_sub(4)..], "{engine:?}: {filter} by {field} {direction}");
            }
        }
    }
}
