//! Which goals a call meets: judged when it is reported or rated, and each time that is done again, by the goals in force then.

use chrono::TimeDelta;
use entity::call_goal;
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::{Value, json};

use crate::support::call::reported;
use crate::support::database::Engine;
use crate::support::gateway::start;
use crate::support::manage::{GOAL_CREATE, GOAL_DELETE, GOAL_UPDATE};
use crate::support::seed::{Seeded, add_pool, seeded};

/// A house in which Harbour Books has the number +442079460000.
async fn stage(engine: Engine) -> Seeded {
    let house = seeded(engine, 2).await;
    house.ordered("Spring issue").await;
    house
}

async fn create(house: &Seeded, input: Value) -> String {
    // Goals are listed in the order of birth.
    house.later();
    house.manage(GOAL_CREATE, input).await.good()["goal"]["id"].as_str().unwrap().to_owned()
}

#[expect(clippy::disallowed_methods, reason = "the table itself is asked, past the store")]
async fn marks(house: &Seeded) -> Vec<call_goal::Model> {
    let select = call_goal::Entity::find().order_by_asc(call_goal::Column::CallId).order_by_asc(call_goal::Column::GoalId);
    select.all(house.gateway.database.reader()).await.unwrap()
}

#[tokio::test]
async fn a_call_is_judged_when_it_is_reported_and_by_each_later_report_anew() {
    for engine in Engine::BOTH {
        let house = stage(engine).await;
        let say = async |revision: i32, said: Value| {
            let mut report = json!({"number": "+442079460000", "sourceCallId": "a", "revision": revision});
            report.as_object_mut().unwrap().extend(said.as_object().unwrap().clone());
            let id = reported(&house, &report).await;
            house.met(&id).await
        };

        assert_eq!(say(0, json!({"outcome": "NO_ANSWER", "talkSeconds": 0})).await, ["Call not connected"]);
        assert_eq!(say(1, json!({"talkSeconds": 59})).await, ["Call connected"]);
        assert_eq!(say(2, json!({"talkSeconds": 60})).await, ["Call qualified"]);
        // What is known already judges nothing: neither an earlier revision nor a contradiction.
        assert_eq!(say(1, json!({"talkSeconds": 5})).await, ["Call qualified"]);
        assert_eq!(say(2, json!({"talkSeconds": 5})).await, ["Call qualified"]);
        assert_eq!(say(3, json!({"outcome": "BUSY", "talkSeconds": 0})).await, ["Call not connected"]);
        assert_eq!(marks(&house).await.len(), 1);
    }
}

#[tokio::test]
async fn goals_by_pool_channel_and_rating_are_met_by_the_calls_that_they_mean() {
    for engine in Engine::BOTH {
        let house = stage(engine).await;
        let books = &house.books;
        let spare = add_pool(&house.gateway, books.account, "Spare", books.destination).await;
        let goals = [
            json!({"name": "Main pool", "poolId": books.pool.to_string()}),
            json!({"name": "Spare pool", "poolId": spare.to_string()}),
            json!({"name": "Magazine", "channelId": books.print.to_string()}),
            json!({"name": "Search", "channelId": books.search.to_string()}),
            json!({"name": "Liked", "leastRating": 4}),
            json!({"name": "Disliked", "mostRating": 2}),
            json!({"name": "All of it", "answered": true, "leastTalkSeconds": 60, "mostTalkSeconds": 60, "leastRating": 3, "mostRating": 3,
                "poolId": books.pool.to_string(), "channelId": books.print.to_string()}),
        ];
        for goal in goals {
            create(&house, goal).await;
        }
        let call = async |id: &str, rating: Value| {
            let id = reported(&house, &json!({"number": "+442079460000", "sourceCallId": id, "rating": rating})).await;
            house.met(&id).await
        };

        assert_eq!(call("a", Value::Null).await, ["Call qualified", "Main pool", "Magazine"]);
        assert_eq!(call("b", json!(4)).await, ["Call qualified", "Main pool", "Magazine", "Liked"]);
        assert_eq!(call("c", json!(2)).await, ["Call qualified", "Main pool", "Magazine", "Disliked"]);
        assert_eq!(call("d", json!(3)).await, ["Call qualified", "Main pool", "Magazine", "All of it"]);
    }
}

#[tokio::test]
async fn a_goal_that_is_made_edited_or_deleted_later_leaves_earlier_calls_as_they_are() {
    for engine in Engine::BOTH {
        let house = stage(engine).await;
        let say = json!({"number": "+442079460000", "sourceCallId": "a"});
        let id = reported(&house, &say).await;
        let before = marks(&house).await;

        let long = create(&house, json!({"name": "Long", "leastTalkSeconds": 30})).await;
        let goals = house.goals().await;
        let (qualified, connected) = (&goals[0].1, &goals[1].1);
        house.manage(GOAL_UPDATE, json!({"id": connected, "mostTalkSeconds": 120})).await.good();
        house.manage(GOAL_DELETE, json!({"id": qualified})).await.good();
        assert_eq!(marks(&house).await, before);

        // Judged again, it meets what is in force now; what an archived goal has marked stays.
        house.rate(&id, 5).await.good();
        let wanted = ["Call qualified", "Call connected", "Long"];
        assert_eq!(house.met(&id).await, wanted);
        house.manage(GOAL_DELETE, json!({"id": long})).await.good();
        let mut again = say.clone();
        (again["revision"], again["talkSeconds"]) = (json!(1), json!(0));
        (again["outcome"], again["startedAt"]) = (json!("BUSY"), json!(start() + TimeDelta::seconds(1)));
        reported(&house, &again).await;
        // Whose instants follow the call's, which is checked where they are read.
        assert_eq!(house.met(&id).await, ["Call qualified", "Call not connected", "Long"]);
        let new = reported(&house, &json!({"number": "+442079460000", "sourceCallId": "b", "talkSeconds": 90})).await;
        assert_eq!(house.met(&new).await, ["Call connected"]);
    }
}

#[tokio::test]
async fn an_account_without_goals_has_calls_that_meet_none() {
    for engine in Engine::BOTH {
        let house = stage(engine).await;
        for (_, id) in house.goals().await {
            house.manage(GOAL_DELETE, json!({"id": id})).await.good();
        }
        let id = reported(&house, &json!({"number": "+442079460000", "sourceCallId": "a"})).await;
        house.rate(&id, 1).await.good();
        reported(&house, &json!({"number": "+442079460000", "sourceCallId": "a", "revision": 1, "talkSeconds": 1})).await;

        assert_eq!(marks(&house).await, Vec::new());
    }
}
