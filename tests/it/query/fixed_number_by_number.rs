//! A fixed number by its digits, in whatever usual spelling.

use api::store;
use entity::id::NumberTypeId;
use entity::stock_number;
use entity::value::phone_number::PhoneNumber;
use serde_json::{Value, json};

use crate::support::caller::Caller;
use crate::support::database::Engine;
use crate::support::seed::{ORDER, Seeded, number_type, seeded};

async fn find(caller: &Caller, text: &str) -> Value {
    let query = "query($n: String!) { fixedNumberByNumber(number: $n) { id number nationalFormat status } }";
    caller.ask_with(query, json!({"n": text})).await.data()["fixedNumberByNumber"].clone()
}

#[tokio::test]
async fn a_number_is_found_in_every_usual_spelling() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 3).await;
        let id = house.ordered("Van").await;

        for text in [
            "+442079460000",
            "020 7946 0000",
            "02079460000",
            "(020) 7946-0000",
            "00442079460000",
            "+44 20 7946 0000",
            "+44.20.7946.0000",
            "+44 (0)20 7946 0000",
            "+4402079460000",
            "\u{202d}+442079460000\u{202c}",
            " 020\u{a0}7946\u{a0}0000\n",
            "tel:+44-20-7946-0000",
        ] {
            assert_eq!(find(&house.books.caller, text).await["id"], id, "{text:?}");
        }
        for text in ["+442079460001", "020 7946 0001", "7946 0000", "", "\0", "Van", "%", id.as_str(), "020 7946 0000 x1", "+4420794600_0"]
        {
            assert_eq!(find(&house.books.caller, text).await, Value::Null, "{text:?}");
        }
        for text in ["+442079460000", "011442079460000", "020 7946 0000"] {
            assert_eq!(find(&house.motors.caller, text).await, Value::Null, "{text:?} is another account's");
        }
    }
}

#[tokio::test]
async fn every_spelling_that_is_printed_can_be_read_again() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 2).await;
        for (title, stem, home) in [
            ("020 London", "", &house.books),
            ("0161 Manchester", "+441614960", &house.books),
            ("0121 Birmingham", "+441214960", &house.books),
            ("0131 Edinburgh", "+441314960", &house.books),
            ("0808 Freephone", "+448081570", &house.books),
            ("0306 UK-wide", "+443069990", &house.books),
            ("0844 Business rate", "+448442960", &house.books),
            ("+1 925 California", "+192555501", &house.motors),
            ("+1 212 New York", "+121255501", &house.motors),
        ] {
            let kind = if stem.is_empty() {
                house.london
            } else if stem.starts_with("+1") {
                us_type(&house, title, stem).await
            } else {
                number_type(&house.gateway, title, stem, 2).await
            };
            let input = json!({"numberTypeId": kind.to_string(), "poolId": home.pool.to_string(), "channelId": home.print.to_string(),
                "destination": {"default": true}, "numbers": [{"simple": {"description": title}}]});
            let order = home.caller.ask_with(ORDER, json!({"input": input})).await;
            let (id, number) = (&order.good()["fixedNumbers"][0]["id"], order.good()["fixedNumbers"][0]["number"].as_str().unwrap());

            let found = find(&home.caller, number).await;
            let again = find(&home.caller, found["nationalFormat"].as_str().unwrap()).await;

            assert_eq!((&found["id"], &again), (id, &found), "{number}");
        }
    }
}

/// American numbers are two digits shorter behind their stem than the seed's.
async fn us_type(house: &Seeded, title: &str, stem: &str) -> NumberTypeId {
    let id = number_type(&house.gateway, title, "+44000", 0).await;
    let row = stock_number::Model {
        id: house.gateway.operation(house.motors.account).mint(),
        number: PhoneNumber::parse(&format!("{stem}00")).unwrap(),
        number_type_id: id,
        pick_key: 0,
        fixed_number_id: None,
    };
    store::stock::insert_many(house.gateway.database.writer(), vec![row]).await.unwrap();
    id
}

#[tokio::test]
async fn a_held_number_is_found_and_so_is_the_one_released_last() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        let caller = &house.books.caller;
        let first = house.ordered("first").await;
        house.delete(json!({"id": first})).await.good();
        assert_eq!(find(caller, "020 7946 0000").await["status"], "HELD");

        house.release(&first).await;
        let found = find(caller, "020 7946 0000").await;
        assert_eq!((&found["id"], &found["status"]), (&json!(first), &json!("RELEASED")));

        let second = house.ordered("second").await;
        let found = find(caller, "020 7946 0000").await;
        assert_eq!((&found["id"], &found["status"], &found["number"]), (&json!(second), &json!("ACTIVE"), &json!("+442079460000")));

        house.delete(json!({"id": second})).await.good();
        house.release(&second).await;
        assert_eq!(find(caller, "+442079460000").await["id"], second);
        assert_eq!(
            house.restore(json!({"id": second})).await.user_errors(),
            "HOLD_OVER at input.id: The time in which this number could be restored is over."
        );
        assert_eq!(
            house.delete(json!({"id": second})).await.user_errors(),
            "ALREADY_DELETED at input.id: This number was deleted, and has returned to stock."
        );
    }
}
