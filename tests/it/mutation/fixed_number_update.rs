//! Editing a fixed number: what stays, which number, which version, and where it rings.

use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::seed::{BOOKS_RING, ORDER, seeded};

#[tokio::test]
async fn an_edit_changes_only_what_it_gives() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let id = house.ordered("Van").await;
        let mut wanted = json!({"mode": "SIMPLE", "description": "Van", "publisher": null, "campaign": null, "keyword": null, "version": 1,
            "usesDefaultDestination": true, "channel": {"name": "Magazine"}, "destination": {"number": BOOKS_RING}});

        let steps: [(Value, &[(&str, Value)]); 4] = [
            (json!({"channelId": house.books.search.to_string()}), &[("channel", json!({"name": "Paid search"}))]),
            (json!({"label": {"simple": {"description": " Bus "}}}), &[("description", json!("Bus"))]),
            (
                json!({"destination": {"number": "+442079471234"}, "channelId": null, "label": null, "expectedVersion": null}),
                &[("destination", json!({"number": "+442079471234"})), ("usesDefaultDestination", json!(false))],
            ),
            (
                json!({"destination": {"default": true}}),
                &[("destination", json!({"number": BOOKS_RING})), ("usesDefaultDestination", json!(true))],
            ),
        ];
        for (version, (mut input, changed)) in (2..).zip(steps) {
            input["id"] = json!(id);
            changed.iter().for_each(|(field, value)| wanted[*field] = value.clone());
            wanted["version"] = json!(version);

            let reply = house.edit(input).await;

            assert_eq!(
                reply.payload(),
                &json!({"fixedNumber": wanted, "current": null, "warnings": [], "replayed": false, "dryRun": false, "userErrors": []})
            );
        }
        let edited = "FIXED_NUMBER_UPDATED";
        let mut changes = house.changes(house.books.account).await;
        changes.retain(|kind| kind != "DESTINATION_CREATED");
        assert_eq!(changes, ["FIXED_NUMBER_ORDERED", edited, edited, edited, edited]);
    }
}

#[tokio::test]
async fn an_edit_that_says_what_is_so_changes_nothing() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let id = house.ordered("Van").await;
        let same = [
            json!({"id": id}),
            json!({"id": id, "expectedVersion": 1, "channelId": house.books.print.to_string(), "destination": {"default": true},
                "label": {"simple": {"description": "  Van "}}}),
        ];

        for input in same {
            let reply = house.edit(input).await;
            assert_eq!((&reply.good()["fixedNumber"]["version"], &reply.good()["fixedNumber"]["description"]), (&json!(1), &json!("Van")));
        }

        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED"]);
        assert_eq!(house.amount("fixed_number WHERE updated_at = ordered_at").await, 1);
    }
}

#[tokio::test]
async fn an_edit_of_what_someone_else_changed_is_refused_and_shows_it() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let id = house.ordered("Van").await;
        house.edit(json!({"id": id, "label": {"simple": {"description": "Bus"}}})).await.good();

        for version in [1, 3, 0, -1, i32::MAX] {
            let reply = house.edit(json!({"id": id, "expectedVersion": version, "label": {"simple": {"description": "Poster"}}})).await;

            assert_eq!(
                reply.user_errors(),
                "VERSION_CONFLICT at input.expectedVersion: This was changed by someone else meanwhile: its version is now 2. Read it again before you edit it."
            );
            assert_eq!(reply.payload()["userErrors"][0]["currentVersion"], 2);
            assert_eq!(reply.payload()["current"], json!({"id": id, "version": 2, "description": "Bus"}));
            assert_eq!(reply.payload()["fixedNumber"], Value::Null);
        }
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED", "FIXED_NUMBER_UPDATED"]);
    }
}

#[tokio::test]
async fn a_number_that_is_foreign_missing_or_malformed_is_not_found() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let motors = &house.motors;
        let mut input = house.order(&["Truck"]);
        (input["poolId"], input["channelId"]) = (json!(motors.pool.to_string()), json!(motors.print.to_string()));
        let order = motors.caller.ask_with(ORDER, json!({"input": input})).await;
        let foreign = order.good()["fixedNumbers"][0]["id"].as_str().unwrap().to_owned();
        let missing = format!("fixednumber_{}", "0".repeat(32));

        for id in [&foreign, &missing, "", "fixednumber_", "\0", &house.books.pool.to_string(), &foreign.to_uppercase()] {
            let edited = house.edit(json!({"id": id, "expectedVersion": 1, "label": {"simple": {"description": ""}}})).await;
            let deleted = house.delete(json!({"id": id, "expectedVersion": 7})).await;
            let restored = house.restore(json!({"id": id})).await;
            for reply in [edited, deleted, restored] {
                assert_eq!(reply.user_errors(), "FIXED_NUMBER_NOT_FOUND at input.id: There is no such number in your account.");
            }
        }
        assert!(house.changes(house.books.account).await.is_empty());
        assert_eq!(house.changes(motors.account).await, ["FIXED_NUMBER_ORDERED"]);
    }
}

#[tokio::test]
async fn a_deleted_number_is_not_edited() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let id = house.ordered("Van").await;
        house.delete(json!({"id": id})).await.good();

        let reply = house.edit(json!({"id": id, "label": {"simple": {"description": "Bus"}}})).await;

        assert_eq!(reply.user_errors(), "ALREADY_DELETED at input.id: This number was deleted. It can be restored while it is held.");
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED", "FIXED_NUMBER_DELETED"]);
    }
}

#[tokio::test]
async fn every_fault_of_an_edit_is_told_in_one_answer() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        house.ordered("Poster").await;
        let id = house.ordered("Van").await;

        let reply = house
            .edit(json!({"id": id, "channelId": house.motors.print.to_string(), "label": {"simple": {"description": "POSTER"}},
                "destination": {"number": "07640 123456"}}))
            .await;
        let other = house
            .edit(json!({"id": id, "label": {"advanced": {"publisher": "GOOGLE_ADS", "keyword": ""}}, "destination": {"default": false}}))
            .await;

        assert_eq!(
            reply.user_errors().lines().collect::<Vec<_>>(),
            [
                "CHANNEL_NOT_FOUND at input.channelId: There is no such channel in your account.",
                "DESCRIPTION_TAKEN at input.label.simple.description: Another number has this description.",
                "DESTINATION_NOT_E164 at input.destination.number: The destination must be a plus sign, the country code and 7 to 15 digits in all, with nothing else, for example +442071234567.",
                "DESTINATION_NOT_ALLOWED at input.destination.number: A pager, such as 076 in the UK, can't be a destination."
            ]
        );
        assert_eq!(
            other.user_errors().lines().collect::<Vec<_>>(),
            [
                "PUBLISHER_NOT_APPLICABLE at input.label.advanced.publisher: Only a paid-search channel has a publisher. Leave it out.",
                "CAMPAIGN_MISSING at input.label.advanced.campaign: In Advanced mode a channel other than paid search needs a campaign.",
                "KEYWORD_EMPTY at input.label.advanced.keyword: An empty keyword can't be stored. Leave it out instead.",
                "DEFAULT_MUST_BE_TRUE at input.destination.default: To follow the pool's default destination say default: true; for another destination give its number or id."
            ]
        );
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED", "FIXED_NUMBER_ORDERED"]);
    }
}
