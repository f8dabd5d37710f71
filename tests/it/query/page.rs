//! Pages of the lists at the root: forwards and backwards, their sizes, their cursors and their count.

use serde_json::{Value, json};

use crate::support::caller::Caller;
use crate::support::database::Engine;
use crate::support::seed::{Seeded, add_pool, number_type, seeded};

const LISTS: [&str; 6] = ["pools", "channels", "goals", "destinations", "numberTypes", "fixedNumbers"];

/// Five of each noun that has a list.
async fn fives(engine: Engine) -> Seeded {
    let house = seeded(engine, 10).await;
    let (gateway, books) = (&house.gateway, &house.books);
    for n in 0..4 {
        add_pool(gateway, books.account, &format!("Pool {n}"), books.destination).await;
        number_type(gateway, &format!("Type {n}"), &format!("+4416149600{n}"), 1).await;
        let mut input = house.order(&[&format!("Issue {n}")]);
        input["destination"] = json!({"number": format!("+44207947000{n}")});
        house.place(input).await.good();
    }
    for n in 0..3 {
        let text = format!("mutation {{ channelCreate(input: {{name: \"Channel {n}\", kind: OTHER}}) {{ userErrors {{ code }} }} }}");
        books.caller.ask(&text).await.good();
    }
    for n in 0..2 {
        let text = format!("mutation {{ goalCreate(input: {{name: \"Goal {n}\", answered: true}}) {{ userErrors {{ code }} }} }}");
        books.caller.ask(&text).await.good();
    }
    house.ordered("Issue 4").await;
    house
}

async fn read(caller: &Caller, list: &str, arguments: &str) -> Value {
    let query = format!(
        "{{ {list}({arguments}) {{ nodes {{ id }} edges {{ cursor node {{ id }} }}
            pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}"
    );
    let reply = caller.ask(&query).await;
    let page = reply.data()[list].clone();
    let edges = page["edges"].as_array().unwrap();
    let nodes: Vec<_> = edges.iter().map(|edge| edge["node"].clone()).collect();
    assert_eq!(page["nodes"], json!(nodes));
    assert_eq!(page["pageInfo"]["startCursor"], edges.first().map_or(Value::Null, |edge| edge["cursor"].clone()));
    assert_eq!(page["pageInfo"]["endCursor"], edges.last().map_or(Value::Null, |edge| edge["cursor"].clone()));
    page
}

fn ids(page: &Value) -> Vec<&str> {
    page["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap()).collect()
}

/// Whether there is more before and after.
fn more(page: &Value) -> (bool, bool) {
    let info = &page["pageInfo"];
    (info["hasPreviousPage"].as_bool().unwrap(), info["hasNextPage"].as_bool().unwrap())
}

#[tokio::test]
async fn a_list_is_paged_forwards_to_its_end_and_back_to_its_beginning() {
    for engine in Engine::BOTH {
        let house = fives(engine).await;
        let caller = &house.books.caller;
        for list in LISTS {
            let all = read(caller, list, "first: 100").await;
            let all_ids = ids(&all);
            assert_eq!((all_ids.len(), more(&all)), (5, (false, false)), "{list}");
            assert!(all_ids.is_sorted(), "{list}");

            let first = read(caller, list, "first: 2").await;
            let end = |page: &Value| page["pageInfo"]["endCursor"].clone();
            let second = read(caller, list, &format!("first: 2, after: {}", end(&first))).await;
            let third = read(caller, list, &format!("first: 2, after: {}", end(&second))).await;
            let none = read(caller, list, &format!("first: 2, after: {}", end(&third))).await;
            assert_eq!((ids(&first), more(&first)), (all_ids[..2].to_vec(), (false, true)), "{list}");
            assert_eq!((ids(&second), more(&second)), (all_ids[2..4].to_vec(), (true, true)), "{list}");
            assert_eq!((ids(&third), more(&third)), (all_ids[4..].to_vec(), (true, false)), "{list}");
            assert_eq!((ids(&none), more(&none)), (vec![], (true, false)), "{list}");

            let start = |page: &Value| page["pageInfo"]["startCursor"].clone();
            let back = read(caller, list, &format!("last: 2, before: {}", start(&third))).await;
            let home = read(caller, list, &format!("last: 2, before: {}", start(&second))).await;
            let last = read(caller, list, "last: 2").await;
            let nothing = read(caller, list, &format!("last: 2, before: {}", start(&first))).await;
            assert_eq!((ids(&back), more(&back)), (ids(&second), (true, true)), "{list}");
            assert_eq!((ids(&home), more(&home)), (ids(&first), (false, true)), "{list}");
            assert_eq!((ids(&last), more(&last)), (all_ids[3..].to_vec(), (true, false)), "{list}");
            assert_eq!((ids(&nothing), more(&nothing)), (vec![], (false, true)), "{list}");
        }
    }
}

#[tokio::test]
async fn a_page_may_lie_between_two_cursors() {
    for engine in Engine::BOTH {
        let house = fives(engine).await;
        let caller = &house.books.caller;
        for list in LISTS {
            let all = read(caller, list, "first: 5").await;
            let between = format!("after: {}, before: {}", all["edges"][0]["cursor"], all["edges"][4]["cursor"]);

            assert_eq!(ids(&read(caller, list, &between).await), ids(&all)[1..4], "{list}");
            assert_eq!(ids(&read(caller, list, &format!("first: 2, {between}")).await), ids(&all)[1..3], "{list}");
            assert_eq!(ids(&read(caller, list, &format!("last: 2, {between}")).await), ids(&all)[2..4], "{list}");
        }
    }
}

#[tokio::test]
async fn a_page_size_outside_one_to_a_hundred_is_refused() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let caller = &house.books.caller;
        for list in LISTS {
            for (arguments, message) in [
                ("first: 0", "first must be between 1 and 100, not 0."),
                ("first: -1", "first must be between 1 and 100, not -1."),
                ("first: 101", "first must be between 1 and 100, not 101."),
                ("last: 0", "last must be between 1 and 100, not 0."),
                ("last: -1", "last must be between 1 and 100, not -1."),
                ("last: 101", "last must be between 1 and 100, not 101."),
                ("first: 2, last: 2", "Give either first or last, not both."),
            ] {
                let reply = caller.ask(&format!("{{ {list}({arguments}) {{ nodes {{ id }} }} }}")).await;
                assert_eq!(reply.codes(), ["BAD_USER_INPUT"], "{list} {arguments}");
                assert_eq!(reply.body["errors"][0]["message"], message, "{list} {arguments}");
                assert_eq!((&reply.body["errors"][0]["path"], &reply.body["data"]), (&json!([list]), &json!({list: null})));
            }
            for arguments in ["first: 1", "first: 100", "last: 1", "last: 100", "first: null, last: 3", "first: 3, last: null, after: null"]
            {
                read(caller, list, arguments).await;
            }
        }
    }
}

#[tokio::test]
async fn a_cursor_that_is_malformed_or_of_another_list_is_refused() {
    for engine in Engine::BOTH {
        let house = fives(engine).await;
        let caller = &house.books.caller;
        let own = read(caller, "pools", "first: 1").await["pageInfo"]["endCursor"].as_str().unwrap().to_owned();
        let mut bad =
            vec![String::new(), "x".into(), "%".into(), format!("{own}="), format!("{own}AA"), own[1..].to_owned(), format!(" {own}")];
        bad.push(house.books.pool.to_string());
        for list in LISTS.into_iter().filter(|list| *list != "pools") {
            bad.push(read(caller, list, "first: 1").await["pageInfo"]["endCursor"].as_str().unwrap().to_owned());
        }

        for cursor in bad {
            for argument in ["after", "before"] {
                let reply = caller
                    .ask_with(&format!("query($c: String) {{ pools({argument}: $c) {{ nodes {{ id }} }} }}"), json!({"c": cursor}))
                    .await;
                assert_eq!(reply.codes(), ["BAD_USER_INPUT"], "{cursor}");
                let message = format!(
                    "The cursor in {argument} is not one of this list and order. Take it from pageInfo or an edge of the same field, asked in the same order."
                );
                assert_eq!(reply.body["errors"][0]["message"], message);
            }
        }
    }
}

#[tokio::test]
async fn a_list_is_counted_whole_and_only_when_asked() {
    for engine in Engine::BOTH {
        let house = fives(engine).await;
        let caller = &house.books.caller;
        for list in LISTS {
            let plain = format!("{{ {list}(first: 2) {{ nodes {{ id }} }} }}");
            let (_, without) = house.gateway.counting(caller.ask(&plain)).await;
            let (reply, with) = house.gateway.counting(caller.ask(&plain.replace("nodes", "totalCount nodes"))).await;

            assert_eq!(reply.data()[list]["totalCount"], 5, "{list}");
            assert_eq!((without.len(), with.len()), (1, 2), "{list}: {without:#?} {with:#?}");
            assert!(!without[0].to_lowercase().contains("count("), "{list}");
        }
    }
}

#[tokio::test]
async fn a_page_has_twenty_items_unless_it_says_otherwise() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 25).await;
        let texts: Vec<String> = (0..25).map(|n| format!("Issue {n}")).collect();
        house.place(house.order(&texts.iter().map(String::as_str).collect::<Vec<_>>())).await.good();

        let reply = house.books.caller.ask("{ fixedNumbers { totalCount nodes { description } pageInfo { hasNextPage } } }").await;

        let found = &reply.data()["fixedNumbers"];
        let nodes: Vec<_> = found["nodes"].as_array().unwrap().iter().map(|node| node["description"].as_str().unwrap()).collect();
        assert_eq!(nodes, texts[..20]);
        assert_eq!((&found["totalCount"], &found["pageInfo"]["hasNextPage"]), (&json!(25), &json!(true)));
    }
}
