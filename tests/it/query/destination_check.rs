//! Checking a destination says exactly what an order would, over many spellings.

use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::seed::{Household, ORDER, Seeded, seeded};

const CHECK: &str = "query($number: String!) { destinationCheck(number: $number) {
    number kind suggestion refusal { code message } warnings { code } } }";

/// What is written in Britain, and what becomes of it: kind and warnings, or the refusals and the suggestion.
const BRITISH: &[(&str, &str)] = &[
    ("+442079460018", "GEOGRAPHIC"),
    ("+447624123456", "MOBILE"),
    ("+443069990000", "UK_WIDE"),
    ("+19255550150", "GEOGRAPHIC_OR_MOBILE"),
    ("+390612345678", "GEOGRAPHIC"),
    ("+448081570000", "FREEPHONE, FREEPHONE_DESTINATION"),
    ("+448442960018", "BUSINESS_RATE, BUSINESS_RATE_DESTINATION"),
    ("+448712345678", "BUSINESS_RATE, BUSINESS_RATE_DESTINATION"),
    ("+447700900123", "MOBILE, NUMBER_NOT_RECOGNISED"),
    ("+441632960018", "GEOGRAPHIC, NUMBER_NOT_RECOGNISED"),
    ("+441154960018", "GEOGRAPHIC, NUMBER_NOT_RECOGNISED"),
    ("07700 900123", "NOT_E164"),
    ("01632 960018", "NOT_E164"),
    ("020 7946 0018", "NOT_E164 -> +442079460018"),
    ("(020) 7946 0018", "NOT_E164 -> +442079460018"),
    ("020-7946-0018", "NOT_E164 -> +442079460018"),
    ("02079460018", "NOT_E164 -> +442079460018"),
    ("442079460018", "NOT_E164 -> +442079460018"),
    ("00442079460018", "NOT_E164 -> +442079460018"),
    ("+44 20 7946 0018", "NOT_E164 -> +442079460018"),
    ("+44.20.7946.0018", "NOT_E164 -> +442079460018"),
    ("+44 (0)20 7946 0018", "NOT_E164 -> +442079460018"),
    ("+4402079460018", "NOT_E164 -> +442079460018"),
    ("++442079460018", "NOT_E164"),
    (" +442079460018", "NOT_E164 -> +442079460018"),
    ("+442079460018 ", "NOT_E164 -> +442079460018"),
    ("+442079460018\n", "NOT_E164 -> +442079460018"),
    ("\u{202d}+442079460018\u{202c}", "NOT_E164 -> +442079460018"),
    ("\u{200b}+442079460018", "NOT_E164 -> +442079460018"),
    ("\u{feff}+442079460018", "NOT_E164 -> +442079460018"),
    ("+44\u{a0}020\u{a0}7946\u{a0}0018", "NOT_E164 -> +442079460018"),
    ("+44\u{fe0d}2079460018", "NOT_E164 -> +442079460018"),
    ("＋４４２０７９４６００１８", "NOT_E164 -> +442079460018"),
    ("+٤٤٢٠٧٩٤٦٠٠١٨", "NOT_E164 -> +442079460018"),
    ("tel:+442079460018", "NOT_E164 -> +442079460018"),
    ("tel:+44-20-7946-0018", "NOT_E164 -> +442079460018"),
    ("+1 925-555-0100", "NOT_E164 -> +19255550100"),
    ("07624 123456", "NOT_E164 -> +447624123456"),
    ("0808 157 0000", "NOT_E164 -> +448081570000"),
    ("+447640123456", "NOT_ALLOWED"),
    ("+447012345678", "NOT_ALLOWED"),
    ("+449098765432", "NOT_ALLOWED"),
    ("+19002123456", "NOT_ALLOWED"),
    ("+442079460000", "NOT_ALLOWED"),
    ("07640 123456", "NOT_E164 NOT_ALLOWED"),
    ("070 1234 5678", "NOT_E164 NOT_ALLOWED"),
    ("09098 765432", "NOT_E164 NOT_ALLOWED"),
    ("020 7946 0000", "NOT_E164 NOT_ALLOWED"),
    ("", "NOT_E164"),
    ("+", "NOT_E164"),
    ("+44", "NOT_E164"),
    ("999", "NOT_E164"),
    ("0", "NOT_E164"),
    ("\0", "NOT_E164"),
    ("+442079460018\0", "NOT_E164"),
    ("call me", "NOT_E164"),
    ("+44 20 7946 OO18", "NOT_E164"),
    ("020 7946 0018 x12", "NOT_E164"),
    ("020 7946 0018 / 020 7946 0019", "NOT_E164"),
    ("+442079460018,+442079460019", "NOT_E164"),
    ("+99912345678", "NOT_E164"),
    ("+44207946001800", "NOT_E164"),
    ("+4420794600180000", "NOT_E164"),
    ("+0442079460018", "NOT_E164"),
];

/// The same in America.
const AMERICAN: &[(&str, &str)] = &[
    ("+19255550150", "GEOGRAPHIC_OR_MOBILE"),
    ("+442079460018", "GEOGRAPHIC"),
    ("+18005550100", "FREEPHONE, FREEPHONE_DESTINATION"),
    ("(925) 555-0100", "NOT_E164 -> +19255550100"),
    ("925.555.0100", "NOT_E164 -> +19255550100"),
    ("1-925-555-0100", "NOT_E164 -> +19255550100"),
    ("+1 925-555-0100", "NOT_E164 -> +19255550100"),
    ("011442079460018", "NOT_E164 -> +442079460018"),
    ("00442079460018", "NOT_E164"),
    ("020 7946 0018", "NOT_E164"),
    ("555-0100", "NOT_E164"),
    ("+449098765432", "NOT_ALLOWED"),
    ("1 900 212 3456", "NOT_E164 NOT_ALLOWED"),
];

fn codes(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().trim_start_matches("DESTINATION_").to_owned()).collect()
}

async fn assert_agreed(house: &Seeded, home: &Household, text: &str, wanted: &str) {
    let input = json!({"numberTypeId": house.london.to_string(), "poolId": home.pool.to_string(), "channelId": home.print.to_string(),
        "destination": {"number": text}, "numbers": [{"simple": {"description": "Van"}}]});

    let check = home.caller.ask_with(CHECK, json!({"number": text})).await;
    let order = home.caller.ask_with(ORDER, json!({"input": input, "dry": true})).await;

    let (check, order) = (&check.data()["destinationCheck"], order.payload());
    let errors = order["userErrors"].as_array().unwrap();
    let (refused, warned) = (codes(&order["userErrors"]), codes(&order["warnings"]));
    let suggestion = errors.first().map_or(&Value::Null, |error| &error["suggestion"]);
    let told = match suggestion.as_str() {
        Some(suggestion) => format!("{} -> {suggestion}", refused.join(" ")),
        None if refused.is_empty() => [vec![check["kind"].as_str().unwrap().to_owned()], warned].concat().join(", "),
        None => refused.join(" "),
    };
    assert_eq!(told, wanted, "{text:?}");
    // Of two refusals the check tells the weightier, which an order tells last.
    let refusal = errors.last().map_or(Value::Null, |error| json!({"code": error["code"], "message": error["message"]}));
    assert_eq!((&check["refusal"], &check["suggestion"], &check["warnings"]), (&refusal, suggestion, &order["warnings"]), "{text:?}");
    assert_eq!(check["number"].is_null(), check["kind"].is_null(), "{text:?}");
    assert_eq!(order["orderedCount"], i32::from(errors.is_empty()), "{text:?}");
    if !check["number"].is_null() {
        assert_eq!(check["number"], text);
    }
    assert!(errors.iter().all(|error| error["field"] == json!(["input", "destination", "number"])), "{text:?}");
}

#[tokio::test]
async fn a_check_says_what_an_order_would() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;

        for (text, wanted) in BRITISH {
            assert_agreed(&house, &house.books, text, wanted).await;
        }
        for (text, wanted) in AMERICAN {
            assert_agreed(&house, &house.motors, text, wanted).await;
        }

        assert!(house.changes(house.books.account).await.is_empty());
        assert!(house.changes(house.motors.account).await.is_empty());
        assert_eq!((house.amount("destination").await, house.free().await), (2, 1));
    }
}

#[tokio::test]
async fn the_message_says_which_mark_of_the_form_is_lacking() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        let message = async |text: &str| {
            let reply = house.books.caller.ask_with(CHECK, json!({"number": text})).await;
            reply.data()["destinationCheck"]["refusal"]["message"].as_str().unwrap().to_owned()
        };

        assert_eq!(
            message("020 7946 0018").await,
            "The destination must be a plus sign, the country code and 7 to 15 digits in all, with nothing else, for example +442071234567."
        );
        assert_eq!(
            message("+4402079460018").await,
            "The destination must leave out digits that are no part of the number, such as a 0 after +44, for example +442071234567."
        );
        assert_eq!(
            message("+99912345678").await,
            "The destination must start with a country code that exists and be as long as telephone numbers are there, for example +442071234567."
        );
        assert_eq!(message("+442079460000").await, "A tracking number can't be a destination: calls to it would come back here.");
    }
}
