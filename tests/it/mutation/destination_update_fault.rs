//! What an edit of a destination is refused for: all of it at once.

use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::manage::{DESTINATION_CREATE, DESTINATION_DELETE, DESTINATION_UPDATE};
use crate::support::seed::{BOOKS_RING, seeded};

const NOT_FOUND: &str = "DESTINATION_NOT_FOUND at input.id: There is no such destination in your account.";
const NEW: &str = "+448081571234";

#[tokio::test]
async fn a_number_is_held_against_an_orders_rules_and_all_that_is_wrong_is_said_at_once() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let id = house.books.destination.to_string();
        let other = house.manage(DESTINATION_CREATE, json!({"number": NEW})).await.good()["destination"]["id"].clone();
        let before = house.rows().await;
        let long = "LABEL_TOO_LONG at input.label: This text has at most 120 characters.";

        for (number, wanted) in [
            (
                "020 7947 0018",
                "DESTINATION_NOT_E164 at input.number: The destination must be a plus sign, the country code and 7 to 15 digits in all, with nothing else, for example +442071234567. [+442079470018]",
            ),
            (
                "+442079460001",
                "DESTINATION_NOT_ALLOWED at input.number: A tracking number can't be a destination: calls to it would come back here.",
            ),
            ("+449098765432", "DESTINATION_NOT_ALLOWED at input.number: A premium-rate number can't be a destination."),
            (NEW, "DESTINATION_EXISTS at input.number: Your account has a destination with this number already."),
        ] {
            let reply = house.manage(DESTINATION_UPDATE, json!({"id": id, "number": number, "label": "é".repeat(121)})).await;
            assert_eq!(reply.user_errors().lines().collect::<Vec<_>>(), [wanted, long]);
            assert_eq!((&reply.payload()["destination"], &reply.payload()["reroutedPools"]), (&Value::Null, &json!(0)));
        }
        for label in ["a\tb", "a\u{0}", "a\u{202e}b"] {
            let reply = house.manage(DESTINATION_UPDATE, json!({"id": id, "label": label})).await;
            let wanted = "LABEL_NOT_ALLOWED at input.label: This text can't hold control characters or unpaired direction marks.";
            assert_eq!(reply.user_errors(), wanted, "{label:?}");
        }
        assert_eq!(house.rows().await, before);

        house.manage(DESTINATION_DELETE, json!({"id": other})).await.good();
        house.manage(DESTINATION_UPDATE, json!({"id": id, "number": NEW})).await.good();
        house.manage(DESTINATION_CREATE, json!({"number": BOOKS_RING})).await.good();
        assert_eq!(house.manage(DESTINATION_UPDATE, json!({"id": other, "label": "Old"})).await.user_errors(), NOT_FOUND);
    }
}

#[tokio::test]
async fn a_destination_that_is_not_as_seen_or_not_there_is_not_edited() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let id = house.books.destination.to_string();
        house.manage(DESTINATION_UPDATE, json!({"id": id, "label": "Desk"})).await.good();
        let before = house.rows().await;

        let reply = house.manage(DESTINATION_UPDATE, json!({"id": id, "expectedVersion": 1, "number": NEW})).await;

        assert_eq!(
            reply.user_errors(),
            "VERSION_CONFLICT at input.expectedVersion: This was changed by someone else meanwhile: its version is now 2. Read it again before you edit it."
        );
        assert_eq!(reply.payload()["userErrors"][0]["currentVersion"], 2);
        let current = json!({"id": id, "number": BOOKS_RING, "label": "Desk", "version": 2});
        assert_eq!((&reply.payload()["current"], &reply.payload()["destination"]), (&current, &Value::Null));
        for id in house.bad_ids(house.motors.destination, "destination", house.books.pool) {
            let reply = house.manage(DESTINATION_UPDATE, json!({"id": id, "expectedVersion": 9, "number": "1"})).await;
            assert_eq!((reply.user_errors().as_str(), &reply.payload()["current"]), (NOT_FOUND, &Value::Null), "{id:?}");
        }
        assert_eq!(house.rows().await, before);
    }
}
