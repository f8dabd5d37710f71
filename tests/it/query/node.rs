//! Anything by its id, whatever its type; and nothing for an id that is not the account's.

use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::seed::{Household, ORDER, Seeded, seeded};

const SINGLE: [(&str, &str); 6] = [
    ("Pool", "pool"),
    ("Channel", "channel"),
    ("Destination", "destination"),
    ("NumberType", "numberType"),
    ("FixedNumber", "fixedNumber"),
    ("Goal", "goal"),
];

/// An id of each type, the account's own last.
async fn ids(house: &Seeded, home: &Household) -> Vec<(&'static str, String)> {
    let input = json!({"numberTypeId": house.london.to_string(), "poolId": home.pool.to_string(), "channelId": home.print.to_string(),
        "destination": {"default": true}, "numbers": [{"simple": {"description": "Van"}}]});
    let order = home.caller.ask_with(ORDER, json!({"input": input})).await;
    let number = order.good()["fixedNumbers"][0]["id"].as_str().unwrap().to_owned();
    let goals = home.caller.ask("{ goals { nodes { id } } }").await;
    let goal = goals.data()["goals"]["nodes"][0]["id"].as_str().unwrap().to_owned();
    let rows = [home.pool.to_string(), home.print.to_string(), home.destination.to_string(), house.london.to_string(), number, goal];
    SINGLE.into_iter().map(|(name, _)| name).zip(rows).chain([("Account", home.account.to_string())]).collect()
}

#[tokio::test]
async fn a_node_of_every_type_is_found_by_its_id() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let ids = ids(&house, &house.books).await;
        let caller = &house.books.caller;

        for (name, id) in &ids {
            let reply = caller.ask_with("query($id: ID!) { node(id: $id) { __typename id } }", json!({"id": id})).await;
            assert_eq!(reply.data()["node"], json!({"__typename": name, "id": id}));
        }
        for ((_, id), (_, field)) in ids.iter().zip(SINGLE) {
            let reply = caller.ask_with(&format!("query($id: ID!) {{ {field}(id: $id) {{ id }} }}"), json!({"id": id})).await;
            assert_eq!(reply.data()[field], json!({"id": id}));
        }
        let all: Vec<_> = ids.iter().rev().map(|(_, id)| id).collect();
        let reply = caller.ask_with("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({"ids": all})).await;
        assert_eq!(reply.data()["nodes"], json!(all.iter().map(|id| json!({"id": id})).collect::<Vec<_>>()));
        let account = caller.ask("{ account { id name country timeZone } viewer { account { id } } }").await;
        let id = house.books.account.to_string();
        assert_eq!(
            account.data(),
            &json!({"account": {"id": id, "name": "Harbour Books", "country": "GB", "timeZone": "Europe/London"}, "viewer": {"account": {"id": id}}})
        );
    }
}

#[tokio::test]
async fn an_id_that_is_foreign_missing_or_malformed_finds_nothing() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let mut bad: Vec<String> =
            ids(&house, &house.motors).await.into_iter().filter(|(name, _)| *name != "NumberType").map(|(_, id)| id).collect();
        let own = house.books.pool.to_string();
        for prefix in ["pool", "channel", "destination", "numbertype", "fixednumber", "goal", "account"] {
            bad.push(format!("{prefix}_{}", "0".repeat(32)));
            bad.push(format!("{prefix}_"));
            bad.push(own.replace("pool", &prefix.to_uppercase()));
        }
        bad.extend([
            "".into(),
            "\0".into(),
            "pool".into(),
            own[5..].to_owned(),
            format!(" {own}"),
            format!("{own} "),
            own.replace("pool", "channel"),
        ]);
        bad.push(format!("interval_{}", &own[5..]));

        for id in &bad {
            let reply = house.books.caller.ask_with("query($id: ID!) { node(id: $id) { id } }", json!({"id": id})).await;
            assert_eq!(reply.data()["node"], Value::Null, "{id}");
            for (_, field) in SINGLE {
                let reply =
                    house.books.caller.ask_with(&format!("query($id: ID!) {{ {field}(id: $id) {{ id }} }}"), json!({"id": id})).await;
                assert_eq!(reply.data()[field], Value::Null, "{field} {id}");
            }
        }
        let some = json!([bad[0], own, bad[3]]);
        let reply = house.books.caller.ask_with("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({"ids": some})).await;
        assert_eq!(reply.data()["nodes"], json!([null, {"id": own}, null]));
    }
}

#[tokio::test]
async fn one_request_names_at_most_a_hundred_ids() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let ask = async |count: usize| {
            let ids = vec![house.books.pool.to_string(); count];
            house.books.caller.ask_with("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({"ids": ids})).await
        };

        let hundred = ask(100).await;
        let more = ask(101).await;

        assert_eq!(hundred.data()["nodes"], json!(vec![json!({"id": house.books.pool.to_string()}); 100]));
        assert_eq!(ask(0).await.data()["nodes"], json!([]));
        assert_eq!((more.codes(), &more.body["data"]), (vec!["BAD_USER_INPUT"], &json!({"nodes": null})));
        assert_eq!(more.body["errors"][0]["message"], "ids holds at most 100, not 101.");
    }
}

#[tokio::test]
async fn a_deleted_number_is_still_found_by_its_id() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let id = house.ordered("Van").await;
        house.delete(json!({"id": id})).await.good();

        let reply = house
            .books
            .caller
            .ask_with(
                "query($id: ID!) { node(id: $id) { ... on FixedNumber { status description pool { name } destination { id } } } }",
                json!({"id": id}),
            )
            .await;

        assert_eq!(reply.data()["node"], json!({"status": "HELD", "description": "Van", "pool": {"name": "Main"}, "destination": null}));
    }
}
