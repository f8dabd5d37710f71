//! Pages inside pages: the numbers of pools, channels and destinations, and the pools of destinations.

use serde_json::{Value, json};

use crate::support::caller::Reply;
use crate::support::database::Engine;
use crate::support::seed::{Seeded, add_pool, seeded};

/// Two pools with five numbers each, ordered in turns; those of odd number have a destination of their own and are on paid search.
async fn furnished(engine: Engine) -> (Seeded, String) {
    let house = seeded(engine, 20).await;
    house.later();
    let other = add_pool(&house.gateway, house.books.account, "Other", house.books.destination).await.to_string();
    for n in 0..10 {
        let mut input = house.order(&[&format!("Issue {n}")]);
        if n % 2 == 1 {
            (input["poolId"], input["channelId"]) = (json!(other), json!(house.books.search.to_string()));
            input["destination"] = json!({"number": "+442079471234"});
        }
        house.later();
        house.place(input).await.good();
    }
    (house, other)
}

fn texts(list: &Value) -> Vec<&str> {
    list["nodes"].as_array().unwrap().iter().map(|node| node["description"].as_str().unwrap()).collect()
}

const LISTS: [&str; 3] = ["pools", "channels", "destinations"];

async fn read(house: &Seeded, list: &str, arguments: &str) -> Reply {
    let query = format!(
        "{{ {list} {{ nodes {{ id fixedNumbers({arguments}) {{ totalCount nodes {{ description }}
            pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }} }} }}"
    );
    house.books.caller.ask(&query).await
}

/// The page of the parent that has the numbers of even number.
fn even<'a>(reply: &'a Reply, list: &str) -> &'a Value {
    let parents = reply.data()[list]["nodes"].as_array().unwrap();
    let page = parents.iter().map(|parent| &parent["fixedNumbers"]);
    page.into_iter().find(|page| page["nodes"][0]["description"].as_str().is_some_and(|text| "02468".contains(&text[6..]))).unwrap()
}

#[tokio::test]
async fn each_parent_has_its_own_page_in_both_directions() {
    for engine in Engine::BOTH {
        let (house, _) = furnished(engine).await;
        for list in LISTS {
            let first = read(&house, list, "first: 2").await;
            let first = even(&first, list);
            let after = format!("first: 2, after: {}", first["pageInfo"]["endCursor"]);
            let second = read(&house, list, &after).await;
            let second = even(&second, list);
            let before = format!("last: 2, before: {}", second["pageInfo"]["startCursor"]);
            let home = read(&house, list, &before).await;
            let last = read(&house, list, "last: 2").await;

            assert_eq!(texts(first), ["Issue 0", "Issue 2"], "{list}");
            assert_eq!(texts(second), ["Issue 4", "Issue 6"], "{list}");
            assert_eq!(texts(even(&last, list)), ["Issue 6", "Issue 8"], "{list}");
            assert_eq!(even(&home, list), first, "{list}");
            let more = (&first["pageInfo"]["hasPreviousPage"], &first["pageInfo"]["hasNextPage"]);
            assert_eq!((more, &first["totalCount"]), ((&json!(false), &json!(true)), &json!(5)), "{list}");
        }
    }
}

#[tokio::test]
async fn a_page_inside_keeps_its_order_when_there_are_many_parents() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 200).await;
        let mut pools = vec![house.books.pool.to_string()];
        for n in 0..19 {
            house.later();
            pools.push(add_pool(&house.gateway, house.books.account, &format!("Pool {n}"), house.books.destination).await.to_string());
        }
        for round in 0..4 {
            for (n, pool) in pools.iter().enumerate().rev() {
                let mut input = house.order(&[&format!("{n} {round}"), &format!("{n} {round} too")]);
                input["poolId"] = json!(pool);
                house.later();
                house.place(input).await.good();
            }
        }

        for (arguments, wanted) in [
            ("first: 3", ["0", "0 too", "1"].as_slice()),
            ("last: 3", &["2 too", "3", "3 too"]),
            ("first: 100", &["0", "0 too", "1", "1 too", "2", "2 too", "3", "3 too"]),
        ] {
            let query = format!("{{ pools(first: 20) {{ nodes {{ fixedNumbers({arguments}) {{ nodes {{ description }} }} }} }} }}");
            let reply = house.books.caller.ask(&query).await;
            for (n, pool) in reply.data()["pools"]["nodes"].as_array().unwrap().iter().enumerate() {
                let wanted: Vec<_> = wanted.iter().map(|text| format!("{n} {text}")).collect();
                assert_eq!(texts(&pool["fixedNumbers"]), wanted, "{arguments}");
            }
        }
    }
}

#[tokio::test]
async fn one_parent_may_be_asked_for_several_pages_at_once() {
    for engine in Engine::BOTH {
        let (house, other) = furnished(engine).await;

        let reply = house
            .books
            .caller
            .ask_with(
                "query($id: ID!) { pool(id: $id) { a: fixedNumbers(first: 1) { nodes { description } totalCount }
                    b: fixedNumbers(last: 1) { nodes { description } }
                    c: fixedNumbers(filter: {usesDefaultDestination: true}) { nodes { description } totalCount }
                    d: fixedNumbers(filter: {statuses: [HELD, ACTIVE]}, first: 2) { nodes { description } } } }",
                json!({"id": other}),
            )
            .await;

        let pool = &reply.data()["pool"];
        assert_eq!((texts(&pool["a"]), &pool["a"]["totalCount"]), (vec!["Issue 1"], &json!(5)));
        assert_eq!(texts(&pool["b"]), ["Issue 9"]);
        assert_eq!((texts(&pool["c"]), &pool["c"]["totalCount"]), (vec![], &json!(0)));
        assert_eq!(texts(&pool["d"]), ["Issue 1", "Issue 3"]);
    }
}

#[tokio::test]
async fn the_pools_of_a_destination_are_paged() {
    for engine in Engine::BOTH {
        let (house, other) = furnished(engine).await;
        let read = async |arguments: &str| {
            let query = format!(
                "query($id: ID!) {{ destination(id: $id) {{ pools({arguments}) {{ totalCount nodes {{ id }} pageInfo {{ hasNextPage hasPreviousPage endCursor startCursor }} }} }} }}"
            );
            let reply = house.books.caller.ask_with(&query, json!({"id": house.books.destination.to_string()})).await;
            reply.data()["destination"]["pools"].clone()
        };

        let first = read("first: 1").await;
        let second = read(&format!("first: 1, after: {}", first["pageInfo"]["endCursor"])).await;
        let home = read(&format!("last: 1, before: {}", second["pageInfo"]["startCursor"])).await;

        assert_eq!((&first["nodes"], &first["totalCount"]), (&json!([{"id": house.books.pool.to_string()}]), &json!(2)));
        assert_eq!((&second["nodes"], &second["pageInfo"]["hasNextPage"]), (&json!([{"id": other}]), &json!(false)));
        assert_eq!(home, first);
    }
}

#[tokio::test]
async fn a_page_inside_refuses_sizes_and_cursors_of_other_lists() {
    for engine in Engine::BOTH {
        let (house, _) = furnished(engine).await;
        let pools = read(&house, "pools", "first: 1").await;
        let of_pool = pools.data()["pools"]["nodes"][0]["fixedNumbers"]["pageInfo"]["endCursor"].to_string();
        let root = house.books.caller.ask("{ fixedNumbers(first: 1) { pageInfo { endCursor } } }").await;
        let of_root = root.data()["fixedNumbers"]["pageInfo"]["endCursor"].to_string();

        for list in LISTS {
            let foreign = if list == "pools" { &of_root } else { &of_pool };
            for arguments in
                ["first: 0", "last: 101", "first: 1, last: 1", "after: \"x\"", &format!("after: {foreign}"), &format!("before: {foreign}")]
            {
                let reply = read(&house, list, arguments).await;
                assert!(
                    !reply.codes().is_empty() && reply.codes().iter().all(|code| *code == "BAD_USER_INPUT"),
                    "{list} {arguments}: {:#}",
                    reply.body
                );
            }
        }
    }
}

#[tokio::test]
async fn a_destination_that_hundreds_of_pools_ring_at_has_its_page_too() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        for n in 0..500 {
            add_pool(&house.gateway, house.books.account, &format!("Pool {n}"), house.books.destination).await;
        }
        house.ordered("rings there").await;
        // Beside another one, so that each is read by itself.
        let mut elsewhere = house.order(&["elsewhere"]);
        elsewhere["destination"] = json!({"number": "+442079471234"});
        house.place(elsewhere).await.good();

        for list in [
            "destinations { nodes { fixedNumbers { totalCount nodes { description } } } }",
            "fixedNumbers(filter: {destinations: [\"ID\"]}) { totalCount nodes { description } }",
        ] {
            let list = list.replace("ID", &house.books.destination.to_string());
            let reply = house.books.caller.ask(&format!("{{ {list} }}")).await;

            let seen = reply.data().to_string();
            assert!(seen.contains("rings there") && seen.contains("\"totalCount\":1"), "{engine:?}: {seen}");
        }
    }
}
