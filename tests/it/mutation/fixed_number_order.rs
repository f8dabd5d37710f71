//! Ordering: what the buyer gets, for how many labels, and what happens when there is not enough.

use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::seed::{BOOKS_RING, number_type, seeded};

const SUMMARY: &str = "mutation($input: FixedNumberOrderInput!) { fixedNumberOrder(input: $input) {
    fixedNumbers { number nationalFormat mode description publisher campaign keyword status version usesDefaultDestination
        orderedAt updatedAt deletedAt holdUntil pool { name } channel { name } numberType { title } destination { number } }
    orderedCount availableCount warnings { code } replayed dryRun userErrors { code } } }";

fn many(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("Issue {n}")).collect()
}

#[tokio::test]
async fn an_order_in_simple_mode_answers_the_whole_summary() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 3).await;

        let reply = house.books.caller.ask_with(SUMMARY, json!({"input": house.order(&["  Spring  Issue "])})).await;

        let number = json!({"number": "+442079460000", "nationalFormat": "020 7946 0000", "mode": "SIMPLE", "description": "Spring  Issue",
            "publisher": null, "campaign": null, "keyword": null, "status": "ACTIVE", "version": 1, "usesDefaultDestination": true,
            "orderedAt": "2026-03-02T09:30:00+00:00", "updatedAt": "2026-03-02T09:30:00+00:00", "deletedAt": null, "holdUntil": null,
            "pool": {"name": "Main"}, "channel": {"name": "Magazine"}, "numberType": {"title": "020 London"},
            "destination": {"number": BOOKS_RING}});
        assert_eq!(
            reply.payload(),
            &json!({"fixedNumbers": [number], "orderedCount": 1, "availableCount": 2, "warnings": [], "replayed": false, "dryRun": false,
                "userErrors": []})
        );
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED"]);
    }
}

#[tokio::test]
async fn an_order_in_advanced_mode_answers_the_whole_label() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 3).await;
        let mut input = house.order(&[]);
        input["channelId"] = json!(house.books.search.to_string());
        input["numbers"] = json!([{"advanced": {"publisher": "GOOGLE_ADS"}},
            {"advanced": {"publisher": "MICROSOFT_ADVERTISING", "campaign": "Brand", "keyword": "books"}}]);

        let reply = house.place(input).await;

        let label = |n: usize| {
            let number = &reply.good()["fixedNumbers"][n];
            json!([number["number"], number["description"], number["publisher"], number["campaign"], number["keyword"]])
        };
        assert_eq!(label(0), json!(["+442079460000", null, "GOOGLE_ADS", null, null]));
        assert_eq!(label(1), json!(["+442079460001", null, "MICROSOFT_ADVERTISING", "Brand", "books"]));
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED", "FIXED_NUMBER_ORDERED"]);
    }
}

#[tokio::test]
async fn a_channel_other_than_paid_search_takes_a_campaign_without_a_publisher() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 3).await;
        let mut input = house.order(&[]);
        input["numbers"] = json!([{"advanced": {"campaign": "Spring", "publisher": null}}, {"simple": {"description": "Van"}}]);

        let reply = house.place(input).await;

        let numbers = reply.good()["fixedNumbers"].as_array().unwrap();
        let labels: Vec<_> = numbers.iter().map(|n| json!([n["publisher"], n["campaign"], n["description"]])).collect();
        assert_eq!(labels, [json!([null, "Spring", null]), json!([null, null, "Van"])]);
    }
}

#[tokio::test]
async fn two_numbers_in_advanced_mode_may_have_the_same_label() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 3).await;
        let mut input = house.order(&[]);
        input["numbers"] = json!([{"advanced": {"campaign": "Spring"}}, {"advanced": {"campaign": "Spring"}}]);

        let reply = house.place(input).await;

        assert_eq!(reply.good()["orderedCount"], 2);
    }
}

#[tokio::test]
async fn an_order_asks_for_one_to_fifty_numbers() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 60).await;
        let texts = many(51);
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();

        let none = house.place(house.order(&[])).await;
        let many = house.place(house.order(&texts)).await;

        assert_eq!(none.user_errors(), "NUMBERS_MISSING at input.numbers: An order asks for at least one number.");
        assert_eq!(
            many.user_errors(),
            "NUMBERS_TOO_MANY at input.numbers: An order asks for at most 50 numbers, not 51. Send several orders."
        );
        assert!(house.changes(house.books.account).await.is_empty());
        assert_eq!(house.free().await, 60);

        let fifty = house.place(house.order(&texts[..50])).await;

        let numbers = fifty.good()["fixedNumbers"].as_array().unwrap();
        let found: Vec<_> = numbers.iter().map(|n| (n["description"].clone(), n["number"].clone())).collect();
        let wanted: Vec<_> = (0..50).map(|n| (json!(format!("Issue {n}")), json!(format!("+4420794600{n:02}")))).collect();
        assert_eq!(found, wanted);
        assert_eq!((fifty.good()["orderedCount"].clone(), fifty.good()["availableCount"].clone()), (json!(50), json!(10)));
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED"; 50]);
    }
}

#[tokio::test]
async fn an_order_for_more_than_is_left_gets_nothing() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 49).await;
        let texts = many(50);
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let mut input = house.order(&texts);
        input["destination"] = json!({"number": "+442079471234"});

        let reply = house.place(input).await;

        assert_eq!(reply.user_errors(), "NO_NUMBERS_AVAILABLE at input.numberTypeId: Only 49 numbers of the type 020 London are left.");
        let payload = reply.payload();
        assert_eq!(payload["userErrors"][0]["availableCount"], 49);
        assert_eq!(
            (&payload["fixedNumbers"], &payload["orderedCount"], &payload["availableCount"], &payload["warnings"]),
            (&Value::Null, &json!(0), &Value::Null, &json!([]))
        );
        assert!(house.changes(house.books.account).await.is_empty());
        assert_eq!((house.free().await, house.amount("fixed_number").await, house.amount("destination").await), (49, 0, 2));
        assert_eq!(house.place(house.order(&texts[..49])).await.good()["availableCount"], 0);
    }
}

#[tokio::test]
async fn a_type_that_has_run_dry_says_so() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        let mut input = house.order(&["Van"]);
        input["numberTypeId"] = json!(number_type(&house.gateway, "0844 Business rate", "+448442960", 0).await.to_string());
        let mut two = house.order(&["Van", "Poster"]);
        two["numberTypeId"] = json!(house.london.to_string());

        let never = house.place(input).await;
        let short = house.place(two).await;

        assert_eq!(never.user_errors(), "NO_NUMBERS_AVAILABLE at input.numberTypeId: No number of the type 0844 Business rate is left.");
        assert_eq!(never.payload()["userErrors"][0]["availableCount"], 0);
        assert_eq!(short.user_errors(), "NO_NUMBERS_AVAILABLE at input.numberTypeId: Only one number of the type 020 London is left.");
        assert_eq!(short.payload()["userErrors"][0]["availableCount"], 1);
        assert!(house.changes(house.books.account).await.is_empty());
    }
}
