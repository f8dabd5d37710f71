//! Restoring a fixed number while it is held: the same id, digits and label, or a new label where the old one was taken.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::gateway::start;
use crate::support::seed::{BOOKS_RING, seeded};

#[tokio::test]
async fn a_restored_number_is_what_it_was_and_its_life_has_a_gap() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let id = house.ordered("Van").await;
        house.gateway.clock.advance(TimeDelta::hours(1));
        house.delete(json!({"id": id})).await.good();
        house.gateway.clock.advance(TimeDelta::hours(1));

        let reply = house.restore(json!({"id": id})).await;

        let number = json!({"id": id, "number": "+442079460000", "status": "ACTIVE", "mode": "SIMPLE", "description": "Van", "campaign": null,
            "version": 3, "deletedAt": null, "holdUntil": null, "destination": {"number": BOOKS_RING}});
        assert_eq!(reply.payload(), &json!({"fixedNumber": number, "warnings": [], "replayed": false, "dryRun": false, "userErrors": []}));
        let hour = TimeDelta::hours(1);
        assert_eq!(house.spans(&id).await, [(start(), Some(start() + hour)), (start() + hour * 2, None)]);
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED", "FIXED_NUMBER_DELETED", "FIXED_NUMBER_RESTORED"]);
    }
}

#[tokio::test]
async fn a_number_can_be_restored_until_its_hold_is_over_and_not_at_that_instant() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let (late, last) = (house.ordered("Van").await, house.ordered("Bus").await);
        house.delete(json!({"id": late})).await.good();
        house.delete(json!({"id": last})).await.good();

        house.gateway.clock.advance(TimeDelta::days(90) - TimeDelta::microseconds(1));
        let in_time = house.restore(json!({"id": last})).await;
        house.gateway.clock.advance(TimeDelta::microseconds(1));
        let at_the_end = house.restore(json!({"id": late})).await;

        assert_eq!(in_time.good()["fixedNumber"]["status"], "ACTIVE");
        assert_eq!(at_the_end.user_errors(), "HOLD_OVER at input.id: The time in which this number could be restored is over.");
        assert_eq!(at_the_end.payload()["fixedNumber"], Value::Null);
        assert_eq!(house.spans(&late).await.len(), 1);
        assert_eq!(house.changes(house.books.account).await.last().unwrap(), "FIXED_NUMBER_RESTORED");
        assert_eq!(house.changes(house.books.account).await.len(), 5);
    }
}

#[tokio::test]
async fn an_active_number_is_not_restored() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let id = house.ordered("Van").await;

        let reply = house.restore(json!({"id": id})).await;

        assert_eq!(reply.user_errors(), "NOT_DELETED at input.id: This number is active; there is nothing to restore.");
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED"]);
    }
}

#[tokio::test]
async fn a_number_whose_description_was_taken_is_restored_with_a_new_label() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let id = house.ordered("Van").await;
        house.delete(json!({"id": id})).await.good();
        house.ordered("VAN").await;

        let taken = house.restore(json!({"id": id})).await;
        let still = house.restore(json!({"id": id, "label": {"simple": {"description": " van"}}})).await;

        assert_eq!(
            taken.user_errors(),
            "DESCRIPTION_TAKEN at input.label: Another number was given this description meanwhile. Restore this one with a new label."
        );
        assert_eq!(still.user_errors(), "DESCRIPTION_TAKEN at input.label.simple.description: Another number has this description.");
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED", "FIXED_NUMBER_DELETED", "FIXED_NUMBER_ORDERED"]);

        let reply = house.restore(json!({"id": id, "label": {"simple": {"description": "Old van"}}})).await;

        let number = &reply.good()["fixedNumber"];
        assert_eq!(json!([number["id"], number["description"], number["version"]]), json!([id, "Old van", 3]));
    }
}

#[tokio::test]
async fn a_new_label_may_be_of_the_other_mode_and_must_fit_the_channel() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let id = house.ordered("Van").await;
        house.delete(json!({"id": id})).await.good();

        let bad = house.restore(json!({"id": id, "label": {"advanced": {"publisher": "GOOGLE_ADS", "campaign": ""}}})).await;
        let good = house.restore(json!({"id": id, "label": {"advanced": {"campaign": "Spring"}}})).await;

        assert_eq!(
            bad.user_errors().lines().collect::<Vec<_>>(),
            [
                "PUBLISHER_NOT_APPLICABLE at input.label.advanced.publisher: Only a paid-search channel has a publisher. Leave it out.",
                "CAMPAIGN_EMPTY at input.label.advanced.campaign: An empty campaign can't be stored. Leave it out instead."
            ]
        );
        let number = &good.good()["fixedNumber"];
        assert_eq!(json!([number["mode"], number["description"], number["campaign"]]), json!(["ADVANCED", null, "Spring"]));
    }
}

#[tokio::test]
async fn all_that_is_wrong_with_a_restoration_is_told_at_once() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let id = house.ordered("Van").await;
        house.delete(json!({"id": id})).await.good();
        house.gateway.clock.advance(TimeDelta::days(91));

        let reply = house.restore(json!({"id": id, "label": {"simple": {"description": ""}}})).await;

        assert_eq!(
            reply.user_errors().lines().collect::<Vec<_>>(),
            [
                "HOLD_OVER at input.id: The time in which this number could be restored is over.",
                "DESCRIPTION_MISSING at input.label.simple.description: A description is needed."
            ]
        );
    }
}

#[tokio::test]
async fn a_number_with_a_destination_of_its_own_rings_there_again() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let mut input = house.order(&["Van"]);
        input["destination"] = json!({"number": "+442079471234"});
        let id = house.place(input).await.good()["fixedNumbers"][0]["id"].as_str().unwrap().to_owned();
        house.delete(json!({"id": id})).await.good();

        let reply = house.restore(json!({"id": id})).await;

        assert_eq!(reply.good()["fixedNumber"]["destination"], json!({"number": "+442079471234"}));
    }
}
