//! Where an ordered number rings: the pool's default, a number that is found or made, or a destination by its id.

use serde_json::{Value, json};

use crate::support::caller::Reply;
use crate::support::database::Engine;
use crate::support::seed::{BOOKS_RING, Seeded, number_type, seeded};

async fn ringing(house: &Seeded, description: &str, destination: Value) -> Reply {
    let mut input = house.order(&[description]);
    input["destination"] = destination;
    house.place(input).await
}

fn destination(reply: &Reply) -> (String, String) {
    let found = &reply.good()["fixedNumbers"][0]["destination"];
    (found["id"].as_str().unwrap().to_owned(), found["number"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_number_rings_at_the_default_at_a_number_or_at_an_id() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 10).await;
        let main = house.books.destination.to_string();

        let default = ringing(&house, "a", json!({"default": true})).await;
        let made = ringing(&house, "b", json!({"number": "+442079471234"})).await;
        let found = ringing(&house, "c", json!({"number": "+442079471234"})).await;
        let known = ringing(&house, "d", json!({"number": BOOKS_RING})).await;
        let named = ringing(&house, "e", json!({"id": main})).await;

        assert_eq!(destination(&default), (main.clone(), BOOKS_RING.into()));
        assert_eq!(destination(&made).1, "+442079471234");
        assert_eq!(destination(&found), destination(&made));
        assert_eq!(destination(&known), destination(&default));
        assert_eq!(destination(&named), destination(&default));
        assert_eq!(house.amount("destination").await, 3);
        assert_eq!(house.amount("fixed_number WHERE destination_id IS NULL").await, 1);
        let mut changes = house.changes(house.books.account).await;
        changes.sort();
        assert_eq!(changes, ["DESTINATION_CREATED"].into_iter().chain(["FIXED_NUMBER_ORDERED"; 5]).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn the_same_number_is_a_destination_of_each_account_that_uses_it() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 10).await;

        let reply = ringing(&house, "a", json!({"number": "+14155550132"})).await;

        assert_ne!(destination(&reply).0, house.motors.destination.to_string());
        assert_eq!(house.amount("destination WHERE number = '+14155550132'").await, 2);
    }
}

#[tokio::test]
async fn default_must_be_true() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 10).await;

        let reply = ringing(&house, "a", json!({"default": false})).await;

        assert_eq!(
            reply.user_errors(),
            "DEFAULT_MUST_BE_TRUE at input.destination.default: To follow the pool's default destination say default: true; for another destination give its number or id."
        );
        assert!(house.changes(house.books.account).await.is_empty());
    }
}

#[tokio::test]
async fn a_destination_that_costs_more_or_is_unknown_is_warned_of() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 10).await;
        let table = [
            ("+442079471234", json!([])),
            ("+448081571234", json!([{"code": "FREEPHONE_DESTINATION"}])),
            ("+448442960018", json!([{"code": "BUSINESS_RATE_DESTINATION"}])),
            ("+447700900123", json!([{"code": "NUMBER_NOT_RECOGNISED"}])),
        ];

        for (number, warnings) in table {
            let by_number = ringing(&house, number, json!({"number": number})).await;
            let by_id = ringing(&house, &format!("{number} again"), json!({"id": destination(&by_number).0})).await;

            assert_eq!((destination(&by_number).1.as_str(), &by_number.good()["warnings"]), (number, &warnings));
            assert_eq!(by_id.good()["warnings"], warnings, "{number}");
        }
    }
}

#[tokio::test]
async fn a_destination_that_would_come_back_here_is_refused_in_every_spelling() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 10).await;
        house.ordered("Van").await;
        let shape = "DESTINATION_NOT_E164 at input.destination.number: The destination must be a plus sign, the country code and 7 to 15 digits in all, with nothing else, for example +442071234567.";
        let digits = "DESTINATION_NOT_E164 at input.destination.number: The destination must leave out digits that are no part of the number, such as a 0 after +44, for example +442071234567.";
        let round = "DESTINATION_NOT_ALLOWED at input.destination.number: A tracking number can't be a destination: calls to it would come back here.";

        for (text, first) in [
            ("+442079460000", None),
            ("+442079460009", None),
            ("020 7946 0000", Some(shape)),
            ("00442079460009", Some(shape)),
            ("\u{202d}+442079460009\u{202c}", Some(shape)),
            ("+4402079460009", Some(digits)),
        ] {
            let reply = ringing(&house, "a", json!({"number": text})).await;
            let lines: Vec<&str> = first.into_iter().chain([round]).collect();
            assert_eq!(reply.user_errors(), lines.join("\n"), "{text}");
        }
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED"]);
        assert_eq!(house.amount("destination").await, 2);
    }
}

#[tokio::test]
async fn a_destination_whose_number_came_to_stock_later_is_refused_by_number_and_by_id() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 10).await;
        let before = ringing(&house, "a", json!({"number": "+441614960001"})).await;
        let id = destination(&before).0;
        number_type(&house.gateway, "0161 Manchester", "+441614960", 3).await;

        let by_number = ringing(&house, "b", json!({"number": "+441614960001"})).await;
        let by_id = ringing(&house, "c", json!({"id": id})).await;

        assert_eq!(
            by_number.user_errors(),
            "DESTINATION_NOT_ALLOWED at input.destination.number: A tracking number can't be a destination: calls to it would come back here."
        );
        assert_eq!(
            by_id.user_errors(),
            "DESTINATION_NOT_ALLOWED at input.destination.id: A tracking number can't be a destination: calls to it would come back here."
        );
        assert_eq!(house.changes(house.books.account).await.len(), 2);
    }
}
