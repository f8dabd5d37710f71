//! Making a destination by itself: held against an order's rules, and one for each number of the account.

use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::manage::{DESTINATION_CREATE, DESTINATION_DELETE};
use crate::support::seed::{BOOKS_RING, MOTORS_RING, seeded};

#[tokio::test]
async fn a_destination_is_made_and_can_be_chosen() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        house.later();
        let input = json!({"number": "+448081571234", "label": "  Front  desk "});
        let before = house.rows().await;

        let rehearsed = house.rehearse_manage(DESTINATION_CREATE, input.clone()).await;

        let warnings = json!([{"code": "FREEPHONE_DESTINATION"}]);
        assert_eq!(
            rehearsed.payload(),
            &json!({"destination": null, "warnings": warnings, "replayed": false, "dryRun": true, "userErrors": []})
        );
        assert_eq!(house.rows().await, before);

        let done = house.manage(DESTINATION_CREATE, input).await;

        let id = &done.good()["destination"]["id"];
        let destination = json!({"id": id, "number": "+448081571234", "label": "Front  desk", "kind": "FREEPHONE", "country": "GB",
            "version": 1, "archivedAt": null});
        assert_eq!(
            done.payload(),
            &json!({"destination": destination, "warnings": warnings, "replayed": false, "dryRun": false, "userErrors": []})
        );
        assert_eq!(house.changes(house.books.account).await, ["DESTINATION_CREATED"]);
        let change = house.last_change().await;
        assert_eq!((&change["pools"], &change["channels"], &change["affected"]), (&json!([]), &json!([]), &json!(0)));
        let listed = house.books.caller.ask("{ destinations { totalCount nodes { label } } }").await;
        assert_eq!(listed.data()["destinations"], json!({"totalCount": 2, "nodes": [{"label": null}, {"label": "Front  desk"}]}));
        for destination in [json!({"id": id}), json!({"number": "+448081571234"})] {
            let mut order = house.order(&[&destination.to_string()]);
            order["destination"] = destination;
            assert_eq!(&house.place(order).await.good()["fixedNumbers"][0]["destination"]["id"], id);
        }
    }
}

#[tokio::test]
async fn a_number_has_one_destination_in_an_account_until_that_is_deleted() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let input = json!({"number": "+448081571234", "label": "Old"});
        let first = house.manage(DESTINATION_CREATE, input.clone()).await.good()["destination"]["id"].clone();
        let before = house.rows().await;

        for (number, label) in [("+448081571234", json!("New")), (BOOKS_RING, Value::Null)] {
            let reply = house.manage(DESTINATION_CREATE, json!({"number": number, "label": label})).await;
            assert_eq!(reply.user_errors(), "DESTINATION_EXISTS at input.number: Your account has a destination with this number already.");
            assert_eq!((&reply.payload()["destination"], &reply.payload()["warnings"]), (&Value::Null, &json!([])));
        }
        assert_eq!(house.rows().await, before);

        house.manage(DESTINATION_DELETE, json!({"id": first})).await.good();
        let again = house.manage(DESTINATION_CREATE, input).await;
        let foreign = house.manage(DESTINATION_CREATE, json!({"number": MOTORS_RING})).await;

        assert_ne!(again.good()["destination"]["id"], first);
        assert_eq!(foreign.good()["destination"]["country"], "US", "the other account's destination is its own");
        assert_eq!(
            house.changes(house.books.account).await,
            ["DESTINATION_CREATED", "DESTINATION_DELETED", "DESTINATION_CREATED", "DESTINATION_CREATED"]
        );
        assert!(house.changes(house.motors.account).await.is_empty());
    }
}

#[tokio::test]
async fn all_that_is_wrong_is_said_at_once() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let before = house.rows().await;
        let deceptive = "LABEL_NOT_ALLOWED at input.label: This text can't hold control characters or unpaired direction marks.";
        let number = |text: &str| format!("{text} at input.number: ");

        for (text, label, wanted, because) in [
            (
                "020 7947 0018",
                "é".repeat(121),
                number("DESTINATION_NOT_E164")
                    + "The destination must be a plus sign, the country code and 7 to 15 digits in all, with nothing else, for example +442071234567. [+442079470018]",
                "LABEL_TOO_LONG at input.label: This text has at most 120 characters.",
            ),
            (
                "+442079460001",
                "a\tb".into(),
                number("DESTINATION_NOT_ALLOWED") + "A tracking number can't be a destination: calls to it would come back here.",
                deceptive,
            ),
            (
                "+449098765432",
                "a\u{202e}b".into(),
                number("DESTINATION_NOT_ALLOWED") + "A premium-rate number can't be a destination.",
                deceptive,
            ),
            (
                BOOKS_RING,
                "a\u{0}".into(),
                number("DESTINATION_EXISTS") + "Your account has a destination with this number already.",
                deceptive,
            ),
        ] {
            let reply = house.manage(DESTINATION_CREATE, json!({"number": text, "label": label})).await;
            let mut lines: Vec<_> = reply.user_errors().lines().map(str::to_owned).collect();
            lines.sort();
            assert_eq!((lines, &reply.payload()["destination"]), (vec![wanted, because.to_owned()], &Value::Null));
        }
        assert_eq!(house.rows().await, before);

        for (number, label, kept) in [
            ("+448081571234", json!("é".repeat(120)), json!("é".repeat(120))),
            ("+448081571235", json!(" \u{200b} "), Value::Null),
            ("+448081571236", json!(""), Value::Null),
        ] {
            let reply = house.manage(DESTINATION_CREATE, json!({"number": number, "label": label})).await;
            assert_eq!(reply.good()["destination"]["label"], kept, "{number}");
        }
    }
}
