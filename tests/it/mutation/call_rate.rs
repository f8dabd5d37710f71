//! Rating a call: it counts once, stands over what the switch reported, and judges the call's goals anew.

use serde_json::{Value, json};

use crate::support::call::{RATE, reported};
use crate::support::database::Engine;
use crate::support::manage::GOAL_CREATE;
use crate::support::seed::{Seeded, seeded};

const NOT_FOUND: &str = "CALL_NOT_FOUND at input.id: There is no such call in your account.";
const NUMBER: &str = "+442079460000";

/// A house in which Harbour Books has a number and a goal that asks for a good rating.
async fn stage(engine: Engine) -> Seeded {
    let house = seeded(engine, 2).await;
    house.ordered("Spring issue").await;
    house.later();
    house.manage(GOAL_CREATE, json!({"name": "Liked", "leastRating": 4})).await.good();
    house
}

/// Every row that a rating could touch.
async fn rows(house: &Seeded, id: &str) -> (Vec<String>, entity::call::Model, Vec<String>) {
    (house.rows().await, house.call(id).await, house.met(id).await)
}

#[tokio::test]
async fn a_rating_overwrites_the_last_one_and_judges_the_goals_anew() {
    for engine in Engine::BOTH {
        let house = stage(engine).await;
        let id = reported(&house, &json!({"number": NUMBER, "sourceCallId": "a", "rating": 2, "caller": "+447700900123"})).await;
        assert_eq!(house.met(&id).await, ["Call qualified"]);
        let before = rows(&house, &id).await;

        let rehearsed = house.books.caller.ask_with(RATE, json!({"input": {"id": id, "rating": 5}, "dry": true})).await;
        assert_eq!(rehearsed.payload(), &json!({"call": null, "warnings": [], "replayed": false, "dryRun": true, "userErrors": []}));
        assert_eq!(rows(&house, &id).await, before);

        let done = house.rate(&id, 5).await;
        let told = json!({"id": id, "rating": 5, "goals": [{"name": "Call qualified"}, {"name": "Liked"}]});
        assert_eq!(done.payload(), &json!({"call": told, "warnings": [], "replayed": false, "dryRun": false, "userErrors": []}));
        let call = house.call(&id).await;
        assert_eq!((call.given_rating, call.reported_rating, call.rating()), (Some(5), Some(2), Some(5)));
        assert_eq!(call, entity::call::Model { given_rating: Some(5), ..before.1 });
        assert_eq!(house.met(&id).await, ["Call qualified", "Liked"]);
        assert_eq!(
            house.last_change().await,
            json!({"kind": "CALL_RATED", "version": null, "fields": ["givenRating", "rating"], "before": {"givenRating": null, "rating": 2},
                "after": {"givenRating": 5, "rating": 5}, "pools": [house.books.pool.to_string()],
                "channels": [house.books.print.to_string()], "affected": 1})
        );

        // The same once more counts once.
        let before = rows(&house, &id).await;
        house.rate(&id, 5).await.good();
        assert_eq!(rows(&house, &id).await, before);

        house.rate(&id, 3).await.good();
        assert_eq!((house.call(&id).await.rating(), house.met(&id).await), (Some(3), vec!["Call qualified".to_owned()]));
        assert_eq!(house.changes(house.books.account).await[2..], ["CALLS_RECORDED", "CALL_RATED", "CALL_RATED"]);
    }
}

#[tokio::test]
async fn a_rating_stands_over_later_reports_until_it_is_taken_away() {
    for engine in Engine::BOTH {
        let house = stage(engine).await;
        let say = |revision: i32, rating: Value| json!({"number": NUMBER, "sourceCallId": "a", "revision": revision, "rating": rating});
        let id = reported(&house, &say(0, Value::Null)).await;

        house.rate(&id, 4).await.good();
        reported(&house, &say(1, json!(1))).await;
        let call = house.call(&id).await;
        assert_eq!((call.revision, call.reported_rating, call.rating()), (1, Some(1), Some(4)));
        assert_eq!(house.met(&id).await, ["Call qualified", "Liked"]);

        house.rate(&id, Value::Null).await.good();
        assert_eq!((house.call(&id).await.rating(), house.met(&id).await), (Some(1), vec!["Call qualified".to_owned()]));
        let before = rows(&house, &id).await;
        house.rate(&id, Value::Null).await.good();
        assert_eq!(rows(&house, &id).await, before, "there was none to take away");

        reported(&house, &say(2, json!(5))).await;
        assert_eq!(house.met(&id).await, ["Call qualified", "Liked"]);
    }
}

#[tokio::test]
async fn all_that_is_wrong_is_said_at_once_and_only_calls_of_the_account_are_rated() {
    for engine in Engine::BOTH {
        let house = stage(engine).await;
        let id = reported(&house, &json!({"number": NUMBER, "sourceCallId": "a"})).await;
        let before = rows(&house, &id).await;

        for rating in [i32::MIN, -1, 0, 6, i32::MAX] {
            let said = "RATING_OUT_OF_RANGE at input.rating: A rating is between 1 and 5.";
            assert_eq!(house.rate(&id, rating).await.user_errors(), said);
            assert_eq!(house.rate("call_", rating).await.user_errors(), format!("{NOT_FOUND}\n{said}"));
        }
        let left_out = house.books.caller.ask_with(RATE, json!({"input": {"id": id}})).await;
        assert_eq!(left_out.user_errors(), "RATING_MISSING at input.rating: Give a rating from 1 to 5, or null to take it away.");
        for bad in house.bad_ids(id.replace("call_", "goal_"), "call", house.books.pool) {
            assert_eq!(house.rate(&bad, 5).await.user_errors(), NOT_FOUND, "{bad:?}");
        }
        let foreign = house.motors.caller.ask_with(RATE, json!({"input": {"id": id, "rating": 5}})).await;
        assert_eq!(foreign.user_errors(), NOT_FOUND);
        assert_eq!(rows(&house, &id).await, before);
        assert!(house.changes(house.motors.account).await.is_empty());
    }
}

#[tokio::test]
async fn a_retry_rates_once_whatever_was_rated_since() {
    for engine in Engine::BOTH {
        let house = stage(engine).await;
        let id = reported(&house, &json!({"number": NUMBER, "sourceCallId": "a"})).await;
        let keyed = async |rating: Value| {
            let variables = json!({"input": {"id": id, "rating": rating}, "key": "rate-a-call"});
            house.books.caller.ask_with(RATE, variables).await
        };

        assert_eq!(keyed(json!(4)).await.good()["replayed"], false);
        house.rate(&id, 1).await.good();
        assert_eq!(keyed(json!(4)).await.good()["replayed"], true);
        assert_eq!(house.call(&id).await.rating(), Some(1));
        let other = "IDEMPOTENCY_KEY_REUSED at idempotencyKey: This idempotencyKey was used before, for another input. Take a new key for a new request.";
        assert_eq!(keyed(Value::Null).await.user_errors(), other);
    }
}

#[tokio::test]
async fn ratings_and_reports_at_once_leave_the_marks_of_what_the_call_is_in_the_end() {
    for engine in Engine::BOTH {
        let house = stage(engine).await;
        let say = |revision: i32| json!({"number": NUMBER, "sourceCallId": "a", "revision": revision, "talkSeconds": revision * 10});
        let id = reported(&house, &say(0)).await;

        for round in 0..6 {
            let said = [say(2 * round + 1), say(2 * round + 2)];
            let ratings = futures_util::future::join_all((1..=5).map(|rating| house.rate(&id, rating)));
            let (rated, ..) = tokio::join!(ratings, reported(&house, &said[0]), reported(&house, &said[1]));
            rated.iter().for_each(|reply| _ = reply.good());

            let call = house.call(&id).await;
            assert_eq!((call.revision, call.talk_seconds), (2 * round + 2, (2 * round + 2) * 10));
            let mut wanted = vec![if call.talk_seconds < 60 { "Call connected" } else { "Call qualified" }];
            wanted.extend((call.rating().unwrap() >= 4).then_some("Liked"));
            assert_eq!(house.met(&id).await, wanted);
        }
    }
}
