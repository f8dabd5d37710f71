//! Deleting a fixed number: it rings nobody at once, is held, and frees its description but not its digits.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::gateway::start;
use crate::support::seed::{ORDER, seeded};

#[tokio::test]
async fn a_deleted_number_rings_nobody_and_is_held_for_its_types_days() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let id = house.ordered_as(house.books.print, json!({"simple": {"description": "Van"}})).await;
        house.gateway.clock.advance(TimeDelta::hours(5));

        let reply = house.delete(json!({"id": id, "expectedVersion": 1})).await;

        let until = "2026-05-31T14:30:00+00:00";
        let number = json!({"id": id, "status": "HELD", "description": "Van", "version": 2, "deletedAt": "2026-03-02T14:30:00+00:00",
            "holdUntil": until, "destination": null});
        assert_eq!(
            reply.payload(),
            &json!({"fixedNumber": number, "current": null, "holdUntil": until, "warnings": [], "replayed": false, "dryRun": false,
                "userErrors": []})
        );
        assert_eq!(house.spans(&id).await, [(start(), Some(start() + TimeDelta::hours(5)))]);
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED", "FIXED_NUMBER_DELETED"]);
    }
}

#[tokio::test]
async fn deleting_twice_is_refused() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let id = house.ordered("Van").await;
        house.delete(json!({"id": id})).await.good();

        let reply = house.delete(json!({"id": id})).await;

        assert_eq!(reply.user_errors(), "ALREADY_DELETED at input.id: This number was deleted. It can be restored while it is held.");
        assert_eq!((&reply.payload()["fixedNumber"], &reply.payload()["holdUntil"]), (&Value::Null, &Value::Null));
        assert_eq!(house.spans(&id).await.len(), 1);
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED", "FIXED_NUMBER_DELETED"]);
    }
}

#[tokio::test]
async fn a_deletion_of_what_someone_else_changed_is_refused_and_shows_it() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let id = house.ordered("Van").await;
        house.edit(json!({"id": id, "label": {"simple": {"description": "Bus"}}})).await.good();

        let reply = house.delete(json!({"id": id, "expectedVersion": 1})).await;

        assert_eq!(
            reply.user_errors(),
            "VERSION_CONFLICT at input.expectedVersion: This was changed by someone else meanwhile: its version is now 2. Read it again before you edit it."
        );
        assert_eq!(reply.payload()["userErrors"][0]["currentVersion"], 2);
        assert_eq!(reply.payload()["current"], json!({"id": id, "version": 2, "description": "Bus"}));
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED", "FIXED_NUMBER_UPDATED"]);
    }
}

#[tokio::test]
async fn the_description_of_a_deleted_number_is_free_at_once() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let (first, other) = (house.ordered("Van").await, house.ordered("Bus").await);
        house.delete(json!({"id": first})).await.good();

        let renamed = house.edit(json!({"id": other, "label": {"simple": {"description": "van"}}})).await;
        house.delete(json!({"id": other})).await.good();
        let ordered = house.place(house.order(&["VAN"])).await;

        assert_eq!(renamed.good()["fixedNumber"]["description"], "van");
        assert_eq!(ordered.good()["fixedNumbers"][0]["number"], "+442079460002");
    }
}

#[tokio::test]
async fn a_held_number_is_given_to_nobody() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let id = house.ordered("Van").await;
        house.delete(json!({"id": id})).await.good();
        house.gateway.clock.advance(TimeDelta::days(400));
        let motors = &house.motors;
        let order = |texts: &[&str]| {
            let mut input = house.order(texts);
            (input["poolId"], input["channelId"]) = (json!(motors.pool.to_string()), json!(motors.print.to_string()));
            json!({"input": input})
        };

        let five = motors.caller.ask_with(ORDER, order(&["a", "b", "c", "d", "e"])).await;
        let four = motors.caller.ask_with(ORDER, order(&["a", "b", "c", "d"])).await;

        assert_eq!(five.user_errors(), "NO_NUMBERS_AVAILABLE at input.numberTypeId: Only 4 numbers of the type 020 London are left.");
        let numbers: Vec<_> = four.good()["fixedNumbers"].as_array().unwrap().iter().map(|n| n["number"].as_str().unwrap()).collect();
        assert_eq!(numbers, ["+442079460001", "+442079460002", "+442079460003", "+442079460004"]);
    }
}
