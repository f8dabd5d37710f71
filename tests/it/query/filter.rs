//! Which fixed numbers a filter lets through.

use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::seed::{Seeded, add_pool, number_type, seeded};

/// One number of each kind that a filter can tell, named for it.
async fn furnished(engine: Engine) -> (Seeded, Value) {
    let house = seeded(engine, 10).await;
    let books = &house.books;
    let manchester = number_type(&house.gateway, "0161 Manchester", "+441614960", 3).await.to_string();
    let other = add_pool(&house.gateway, books.account, "Other", books.destination).await.to_string();
    house.later();
    house.ordered("plain").await;
    let mut input = house.order(&["pooled"]);
    (input["poolId"], input["numberTypeId"]) = (json!(other), json!(manchester));
    house.later();
    house.place(input).await.good();
    let mut input = house.order(&["own"]);
    input["destination"] = json!({"number": "+442079471234"});
    house.later();
    let own = house.place(input).await.good()["fixedNumbers"][0]["destination"]["id"].clone();
    let mut input = house.order(&["explicit"]);
    input["destination"] = json!({"id": books.destination.to_string()});
    house.later();
    house.place(input).await.good();
    house.later();
    house.ordered_as(books.search, json!({"advanced": {"publisher": "GOOGLE_ADS", "campaign": "google"}})).await;
    house.later();
    house.ordered_as(books.search, json!({"advanced": {"publisher": "MICROSOFT_ADVERTISING", "campaign": "microsoft"}})).await;
    house.later();
    let held = house.ordered("held").await;
    house.delete(json!({"id": held})).await.good();
    let names = json!({"main": books.pool.to_string(), "other": other, "print": books.print.to_string(), "search": books.search.to_string(),
        "london": house.london.to_string(), "manchester": manchester, "default": books.destination.to_string(), "own": own,
        "foreign": house.motors.destination.to_string()});
    (house, names)
}

#[tokio::test]
async fn a_filter_lets_through_what_meets_all_its_conditions() {
    for engine in Engine::BOTH {
        let (house, id) = furnished(engine).await;
        let active = ["plain", "pooled", "own", "explicit", "google", "microsoft"];
        let all = ["plain", "pooled", "own", "explicit", "google", "microsoft", "held"];
        let table: Vec<(Value, &[&str])> = vec![
            (json!(null), &active),
            (json!({}), &active),
            (json!({"statuses": null, "pools": null}), &active),
            (json!({"statuses": ["ACTIVE", "HELD", "RELEASED", "ACTIVE"]}), &all),
            (json!({"statuses": ["HELD"]}), &["held"]),
            (json!({"statuses": ["RELEASED"]}), &[]),
            (json!({"statuses": []}), &[]),
            (json!({"pools": [id["other"]]}), &["pooled"]),
            (json!({"pools": [id["other"], id["main"], id["other"]]}), &active),
            (json!({"pools": []}), &[]),
            (json!({"pools": ["nothing"]}), &[]),
            (json!({"pools": ["nothing", id["other"]]}), &["pooled"]),
            (json!({"channels": [id["search"]]}), &["google", "microsoft"]),
            (json!({"channels": [id["main"]]}), &[]),
            (json!({"numberTypes": [id["manchester"]]}), &["pooled"]),
            (json!({"destinations": [id["default"]]}), &["plain", "pooled", "explicit", "google", "microsoft"]),
            (json!({"destinations": [id["own"]]}), &["own"]),
            (json!({"destinations": [id["own"], id["default"]]}), &active),
            (json!({"destinations": [id["foreign"]]}), &[]),
            (json!({"destinations": [id["default"]], "statuses": ["HELD"]}), &["held"]),
            (json!({"usesDefaultDestination": false}), &["own", "explicit"]),
            (json!({"usesDefaultDestination": true}), &["plain", "pooled", "google", "microsoft"]),
            (json!({"usesDefaultDestination": false, "destinations": [id["default"]]}), &["explicit"]),
            (json!({"mode": "ADVANCED"}), &["google", "microsoft"]),
            (json!({"mode": "SIMPLE", "pools": [id["main"]]}), &["plain", "own", "explicit"]),
            (json!({"publisher": "GOOGLE_ADS"}), &["google"]),
            (json!({"publisher": "GOOGLE_ADS", "mode": "SIMPLE"}), &[]),
            (json!({"channels": [id["search"]], "numberTypes": [id["london"]], "publisher": "MICROSOFT_ADVERTISING"}), &["microsoft"]),
        ];

        for (filter, wanted) in table {
            let reply = house
                .books
                .caller
                .ask_with(
                    "query($f: FixedNumberFilter) { fixedNumbers(filter: $f) { totalCount nodes { description campaign } } }",
                    json!({"f": filter}),
                )
                .await;
            let found = &reply.data()["fixedNumbers"];
            let label = |n: &Value| n["description"].as_str().or(n["campaign"].as_str()).unwrap().to_owned();
            let names: Vec<_> = found["nodes"].as_array().unwrap().iter().map(label).collect();
            assert_eq!(
                (names.iter().map(String::as_str).collect::<Vec<_>>(), &found["totalCount"]),
                (wanted.to_vec(), &json!(wanted.len())),
                "{filter}"
            );
        }
    }
}

#[tokio::test]
async fn a_list_inside_another_noun_is_filtered_too() {
    for engine in Engine::BOTH {
        let (house, id) = furnished(engine).await;

        let reply = house
            .books
            .caller
            .ask_with(
                "query($pool: ID!, $channel: ID!, $destination: ID!) {
                    pool(id: $pool) { fixedNumbers(filter: {statuses: [HELD]}) { totalCount nodes { description } } }
                    channel(id: $channel) { fixedNumbers(filter: {publisher: GOOGLE_ADS}) { totalCount nodes { campaign } } }
                    destination(id: $destination) { fixedNumbers(filter: {usesDefaultDestination: false}) { totalCount nodes { description } } } }",
                json!({"pool": id["main"], "channel": id["search"], "destination": id["default"]}),
            )
            .await;

        assert_eq!(
            reply.data(),
            &json!({"pool": {"fixedNumbers": {"totalCount": 1, "nodes": [{"description": "held"}]}},
                "channel": {"fixedNumbers": {"totalCount": 1, "nodes": [{"campaign": "google"}]}},
                "destination": {"fixedNumbers": {"totalCount": 1, "nodes": [{"description": "explicit"}]}}})
        );
    }
}

#[tokio::test]
async fn a_filter_with_an_unknown_word_is_refused() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;

        for filter in [json!({"statuses": ["DELETED"]}), json!({"mode": "simple"}), json!({"query": "van"}), json!({"pools": [[]]})] {
            let reply = house
                .books
                .caller
                .ask_with("query($f: FixedNumberFilter) { fixedNumbers(filter: $f) { totalCount } }", json!({"f": filter}))
                .await;
            assert_eq!(reply.codes(), ["BAD_USER_INPUT"], "{filter}");
        }
    }
}
