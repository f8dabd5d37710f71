//! Inputs of which exactly one field is given: anything else is refused before it is carried out.

use serde_json::{Value, json};

use crate::support::caller::Reply;
use crate::support::database::Engine;
use crate::support::seed::{ORDER, Seeded, seeded};

async fn literal(house: &Seeded, destination: &str, label: &str) -> Reply {
    let books = &house.books;
    let query = format!(
        "mutation {{ fixedNumberOrder(input: {{numberTypeId: \"{}\", poolId: \"{}\", channelId: \"{}\", destination: {destination}, numbers: [{label}]}}) {{
            orderedCount userErrors {{ code }} }} }}",
        house.london, books.pool, books.print
    );
    books.caller.ask(&query).await
}

async fn variable(house: &Seeded, destination: &Value, label: &Value) -> Reply {
    let mut input = house.order(&[]);
    (input["destination"], input["numbers"]) = (destination.clone(), json!([label]));
    house.books.caller.ask_with(ORDER, json!({"input": input})).await
}

async fn assert_refused(house: &Seeded, reply: &Reply, what: &str) {
    assert_eq!(reply.codes(), ["BAD_USER_INPUT"], "{what}: {:#}", reply.body);
    assert!(reply.body["data"].is_null(), "{what}: {:#}", reply.body);
    assert!(house.changes(house.books.account).await.is_empty(), "{what}");
}

const VAN: &str = "{simple: {description: \"Van\"}}";

#[tokio::test]
async fn a_destination_is_exactly_one_of_three_as_a_literal() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;

        for text in [
            "{}",
            "null",
            "{default: null}",
            "{number: null}",
            "{default: true, number: null}",
            "{default: true, id: null, number: null}",
            "{default: true, number: \"+442079471234\"}",
            "{default: true, nothing: 1}",
            "{nothing: true}",
            "{default: \"true\"}",
            "{number: 442079471234}",
        ] {
            let reply = literal(&house, text, VAN).await;
            assert_refused(&house, &reply, text).await;
        }
        assert_eq!(house.free().await, 5);
    }
}

#[tokio::test]
async fn a_destination_is_exactly_one_of_three_as_a_variable() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let label = json!({"simple": {"description": "Van"}});

        for value in [
            json!({}),
            json!(null),
            json!({"default": null}),
            json!({"number": null}),
            json!({"default": true, "number": null}),
            json!({"default": true, "id": null, "number": null}),
            json!({"default": true, "number": "+442079471234"}),
            json!({"default": true, "nothing": 1}),
            json!({"nothing": true}),
            json!({"default": "true"}),
            json!({"number": 442_079_471_234_i64}),
            json!([{"default": true}, {"default": true}]),
        ] {
            let reply = variable(&house, &value, &label).await;
            assert_refused(&house, &reply, &value.to_string()).await;
        }
        assert_eq!(house.free().await, 5);
    }
}

#[tokio::test]
async fn a_label_is_exactly_one_of_two() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;

        for text in [
            "{}",
            "null",
            "{simple: null}",
            "{simple: {description: \"Van\"}, advanced: null}",
            "{simple: {description: \"Van\"}, advanced: {campaign: \"a\"}}",
            "{simple: {}}",
            "{simple: {description: null}}",
            "{advanced: {publisher: YAHOO}}",
        ] {
            let reply = literal(&house, "{default: true}", text).await;
            assert_refused(&house, &reply, text).await;
        }
        for value in [
            json!({}),
            json!(null),
            json!({"simple": null}),
            json!({"simple": {"description": "Van"}, "advanced": null}),
            json!({"simple": {"description": "Van"}, "advanced": {"campaign": "a"}}),
            json!({"simple": {}}),
            json!({"advanced": {"publisher": "YAHOO"}}),
        ] {
            let reply = variable(&house, &json!({"default": true}), &value).await;
            assert_refused(&house, &reply, &value.to_string()).await;
        }
    }
}

/// An order to ring at the variable `$n`, declared like this.
fn with_variable(house: &Seeded, declared: &str) -> String {
    format!(
        "mutation({declared}) {{ fixedNumberOrder(input: {{numberTypeId: \"{}\", poolId: \"{}\", channelId: \"{}\",
            destination: {{number: $n}}, numbers: [{VAN}]}}) {{ orderedCount userErrors {{ code }} }} }}",
        house.london, house.books.pool, house.books.print
    )
}

#[tokio::test]
async fn a_variable_inside_a_choice_can_not_be_null() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;

        for variables in [json!({}), json!({"n": null})] {
            for declared in ["$n: String", "$n: String!"] {
                let reply = house.books.caller.ask_with(&with_variable(&house, declared), variables.clone()).await;
                assert_refused(&house, &reply, &format!("{declared} {variables}")).await;
            }
        }
        let good = house.books.caller.ask_with(&with_variable(&house, "$n: String!"), json!({"n": "+442079471234"})).await;

        assert_eq!(good.good()["orderedCount"], 1);
    }
}

#[tokio::test]
async fn a_variable_inside_a_choice_is_declared_non_null() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;

        let reply = house.books.caller.ask_with(&with_variable(&house, "$n: String"), json!({"n": "+442079471234"})).await;

        assert_refused(&house, &reply, "a value in a variable that may be null").await;
    }
}
