//! Where a call goes: right from the end of each mutation on, at every gateway, over GraphQL and over plain HTTP.

use api::action::hold_release;
use api::clock::Clock;
use axum::body::Body;
use axum::http::Request;
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::caller::Caller;
use crate::support::database::Engine;
use crate::support::manage::DESTINATION_UPDATE;
use crate::support::seed::{BOOKS_RING, MOTORS_RING, ORDER, Seeded, seeded};

const ROUTE: &str = "query($number: E164!) { route(number: $number) { number status destination fixedNumber revision
    features { callRecording callRating callAnnounce announcement } } }";

/// The only number in stock.
const NUMBER: &str = "+442079460000";

/// A switch that asks two gateways on one database.
struct Switch([Caller; 2]);

impl Switch {
    async fn of(house: &Seeded) -> Self {
        let here = house.gateway.switch("switch-1");
        let there = Caller::new(house.gateway.second().await, here.token.clone());
        Self([here, there])
    }

    /// The one answer of both, in both forms.
    async fn route(&self, number: &str) -> Value {
        let mut answers = Vec::new();
        for caller in &self.0 {
            answers.push(caller.ask_with(ROUTE, json!({"number": number})).await.data()["route"].clone());
            let request = Request::get(format!("/routes/{number}")).header("authorization", caller.bearer());
            let plain = caller.send(request.body(Body::empty()).unwrap()).await;
            assert_eq!(plain.headers["etag"].to_str().unwrap(), format!("\"{}\"", plain.body["revision"].as_str().unwrap()));
            answers.push(plain.body);
        }
        answers.dedup();
        assert_eq!(answers.len(), 1, "one question has one answer");
        answers.remove(0)
    }
}

/// Follows one number, and says what has become of it in a line.
struct Follower {
    switch: Switch,
    last: Value,
}

impl Follower {
    async fn seen(&mut self) -> String {
        let now = self.switch.route(NUMBER).await;
        let features = now["features"].as_object().map(|all| {
            let names = ["callRecording", "callRating", "callAnnounce"].into_iter().filter(|name| all[*name] == true);
            names.chain(all["announcement"].as_str()).collect::<Vec<_>>().join(" ")
        });
        let same = if now["revision"] == self.last["revision"] { "as before" } else { "new" };
        assert_eq!(now == self.last, same == "as before", "another revision is another answer: {now} after {}", self.last);
        self.last = now.clone();
        let text = |field: &str| now[field].as_str().unwrap_or("-").to_owned();
        format!("{} {} ({}), {same}", text("status"), text("destination"), features.unwrap_or("-".into()))
    }
}

#[tokio::test]
async fn a_route_is_right_from_the_end_of_every_mutation_on() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        let pool = house.books.pool.to_string();
        let edit_pool = async |mut input: Value| {
            input["id"] = json!(pool);
            house.edit_pool(input).await.good();
        };
        let mut route = Follower { switch: Switch::of(&house).await, last: Value::Null };
        assert_eq!(route.seen().await, "UNKNOWN - (-), new");
        assert_eq!(route.seen().await, "UNKNOWN - (-), as before");
        let unknown = route.last.clone();
        assert_eq!((&unknown["number"], &unknown["fixedNumber"]), (&json!(NUMBER), &Value::Null));

        let id = house.ordered("Van").await;
        assert_eq!(route.seen().await, format!("ACTIVE {BOOKS_RING} (), new"));
        assert_eq!(route.last["fixedNumber"], id);

        edit_pool(json!({"defaultDestination": {"number": "+441632960019"}})).await;
        assert_eq!(route.seen().await, "ACTIVE +441632960019 (), new");
        edit_pool(json!({"features": {"callRecording": true, "callAnnounce": true, "announcement": "Good day"}})).await;
        assert_eq!(route.seen().await, "ACTIVE +441632960019 (callRecording callAnnounce Good day), new");
        edit_pool(json!({"features": {"announcement": "Welcome"}})).await;
        assert_eq!(route.seen().await, "ACTIVE +441632960019 (callRecording callAnnounce Welcome), new");
        edit_pool(json!({"name": "Another name"})).await;
        assert_eq!(route.seen().await, "ACTIVE +441632960019 (callRecording callAnnounce Welcome), as before");

        let asked = house.books.caller.ask(&format!("{{ pool(id: \"{pool}\") {{ defaultDestination {{ id }} }} }}")).await;
        let destination = asked.data()["pool"]["defaultDestination"]["id"].clone();
        house.manage(DESTINATION_UPDATE, json!({"id": destination, "number": "+441632960021"})).await.good();
        assert_eq!(route.seen().await, "ACTIVE +441632960021 (callRecording callAnnounce Welcome), new");

        house.edit(json!({"id": id, "destination": {"number": "+441632960022"}})).await.good();
        assert_eq!(route.seen().await, "ACTIVE +441632960022 (callRecording callAnnounce Welcome), new");
        edit_pool(json!({"defaultDestination": {"id": house.books.destination.to_string()}})).await;
        assert_eq!(route.seen().await, "ACTIVE +441632960022 (callRecording callAnnounce Welcome), as before");
        house.edit(json!({"id": id, "destination": {"default": true}})).await.good();
        assert_eq!(route.seen().await, format!("ACTIVE {BOOKS_RING} (callRecording callAnnounce Welcome), new"));
        house.edit(json!({"id": id, "label": {"simple": {"description": "Van, again"}}})).await.good();
        house.rehearse_delete(json!({"id": id})).await.data();
        assert_eq!(route.seen().await, format!("ACTIVE {BOOKS_RING} (callRecording callAnnounce Welcome), as before"));
        let active = route.last.clone();

        house.delete(json!({"id": id})).await.good();
        assert_eq!(route.seen().await, "HELD - (-), new");
        assert_eq!(route.last["fixedNumber"], id);
        edit_pool(json!({"features": {"callRating": true}})).await;
        assert_eq!(route.seen().await, "HELD - (-), as before");
        edit_pool(json!({"features": {"callRating": false}})).await;
        house.restore(json!({"id": id})).await.good();
        assert_eq!(route.seen().await, format!("ACTIVE {BOOKS_RING} (callRecording callAnnounce Welcome), new"));
        assert_eq!(route.last, active, "what is as it was has its revision again");

        house.delete(json!({"id": id})).await.good();
        let gateway = &house.gateway;
        gateway.clock.advance(TimeDelta::days(90));
        assert_eq!(route.seen().await, "HELD - (-), new");
        hold_release::run(&gateway.database, gateway.clock.now(), &gateway.randomness, || false).await.unwrap();
        assert_eq!(route.seen().await, "UNKNOWN - (-), new");
        assert_eq!(route.last, unknown);

        let mut input = house.order(&["Showroom"]);
        input["poolId"] = json!(house.motors.pool.to_string());
        input["channelId"] = json!(house.motors.print.to_string());
        let ordered = house.motors.caller.ask_with(ORDER, json!({"input": input})).await;
        assert_eq!(route.seen().await, format!("ACTIVE {MOTORS_RING} (), new"));
        assert_eq!(route.last["fixedNumber"], ordered.good()["fixedNumbers"][0]["id"]);
    }
}

#[tokio::test]
async fn a_number_that_is_none_is_refused_and_nothing_is_asked() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        let switch = house.gateway.switch("switch-1");
        for number in
            ["", "020 7946 0000", "442079460000", "+44 20 7946 0000", "+4402079460000", "+9990000000", "+44", "\0", "tel:+442079460000"]
        {
            let bound = house.gateway.counting(switch.ask_with(ROUTE, json!({"number": number}))).await;
            let spelled = house.gateway.counting(switch.ask(&format!("{{ route(number: {}) {{ status }} }}", json!(number)))).await;

            for (reply, statements) in [bound, spelled] {
                assert_eq!((reply.codes(), statements), (vec!["BAD_USER_INPUT"], Vec::new()), "{number:?}: {}", reply.body);
            }
        }
    }
}
