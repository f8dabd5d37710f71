//! What a call tells: of itself, of its number as it was, and whether a test call came.

use chrono::TimeDelta;
use entity::call::CallOutcome;
use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::gateway::start;
use crate::support::seed::{Seeded, seeded};

const LABELS: &str = "{ calls(last: 100) { nodes { description publisher campaign keyword channel { name } pool { name }
    fixedNumber { description channel { name } } } } }";

async fn labels(house: &Seeded) -> Vec<Value> {
    // The oldest first.
    house.books.caller.ask(LABELS).await.data()["calls"]["nodes"].as_array().unwrap().iter().rev().cloned().collect()
}

#[tokio::test]
async fn a_call_tells_all_that_was_reported_of_it() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        let van = house.ordered("Van").await;
        let row = house
            .rang(&van, start() + TimeDelta::microseconds(1_000_001), |row| {
                (row.outcome, row.talk_seconds, row.ring_seconds, row.revision) = (CallOutcome::Answered, 61, 7, 3);
                (row.reported_rating, row.given_rating) = (Some(2), Some(5));
                row.recording_url = Some("https://recordings.example/1.mp3".into());
                row.destination = Some(entity::value::phone_number::PhoneNumber::parse("+441632960018").unwrap());
            })
            .await;
        let document = "query($id: ID!) { node(id: $id) { ... on Call { id startedAt destination outcome ringSeconds talkSeconds rating
            recordingUrl afterDelete revision recordedAt description caller { withheld number masked } fixedNumber { id } } } }";

        let reply = house.books.caller.ask_with(document, json!({"id": row.id.to_string()})).await;

        assert_eq!(
            reply.data()["node"],
            json!({"id": row.id.to_string(), "startedAt": "2026-03-02T09:30:01.000001+00:00", "destination": "+441632960018",
                "outcome": "ANSWERED", "ringSeconds": 7, "talkSeconds": 61, "rating": 5, "recordingUrl": "https://recordings.example/1.mp3",
                "afterDelete": false, "revision": 3, "recordedAt": "2026-03-02T09:30:00+00:00", "description": "Van",
                "caller": {"withheld": false, "number": null, "masked": null}, "fixedNumber": {"id": van}})
        );
    }
}

#[tokio::test]
async fn renaming_a_number_in_june_does_not_rewrite_may() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 2).await;
        let van = house.ordered("May").await;
        let day = |n| start() + TimeDelta::days(n);
        house.rang(&van, day(1), |_| {}).await;
        house.gateway.clock.advance(TimeDelta::days(30));
        house.edit(json!({"id": van, "label": {"simple": {"description": "June"}}})).await.good();
        house.rang(&van, day(31), |_| {}).await;
        house.gateway.clock.advance(TimeDelta::days(30));
        let advanced = json!({"advanced": {"publisher": "GOOGLE_ADS", "campaign": "Summer", "keyword": "boats"}});
        house.edit(json!({"id": van, "channelId": house.books.search.to_string(), "label": advanced})).await.good();
        house.rang(&van, day(61), |_| {}).await;
        house.gateway.clock.advance(TimeDelta::days(30));
        house.delete(json!({"id": van})).await.good();
        house.rang(&van, day(91), |row| row.after_delete = true).await;
        house.gateway.clock.advance(TimeDelta::days(2));
        house.restore(json!({"id": van, "label": {"advanced": {"publisher": "GOOGLE_ADS", "campaign": "Autumn"}}})).await.good();
        house.rang(&van, day(93), |_| {}).await;
        // One of May is reported only now.
        house.rang(&van, day(2), |_| {}).await;

        let told: Vec<_> = labels(&house).await;

        let call = |description: Value, publisher: Value, campaign: Value, keyword: Value, channel: &str| {
            json!({"description": description, "publisher": publisher, "campaign": campaign, "keyword": keyword, "channel": {"name": channel},
                "pool": {"name": "Main"}, "fixedNumber": {"description": null, "channel": {"name": "Paid search"}}})
        };
        let simple = |text: &str| call(json!(text), json!(null), json!(null), json!(null), "Magazine");
        let advanced = |campaign: &str, keyword: Value| call(json!(null), json!("GOOGLE_ADS"), json!(campaign), keyword, "Paid search");
        let wanted = [
            simple("May"),
            simple("May"),
            simple("June"),
            advanced("Summer", json!("boats")),
            advanced("Summer", json!("boats")),
            advanced("Autumn", json!(null)),
        ];
        assert_eq!(told, wanted);
        // And they are found by the channel that they had.
        let document = "query($c: ID!) { calls(filter: {channels: [$c]}) { totalCount } }";
        for (channel, count) in [(house.books.print, 3), (house.books.search, 3)] {
            let reply = house.books.caller.ask_with(document, json!({"c": channel.to_string()})).await;
            assert_eq!(reply.data(), &json!({"calls": {"totalCount": count}}));
        }
    }
}

#[tokio::test]
async fn a_test_call_is_the_first_since_an_instant() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 3).await;
        let [van, bus, never] = [house.ordered("Van").await, house.ordered("Bus").await, house.ordered("Never").await];
        let minute = |n| start() + TimeDelta::minutes(n);
        for n in [1, 5, 9] {
            house.rang(&van, minute(n), |row| row.ring_seconds = i32::try_from(n).unwrap()).await;
        }
        house.rang(&bus, minute(7), |row| row.after_delete = true).await;
        let document = "query($since: DateTime!) { fixedNumbers { nodes { id lastCallAt testCall(since: $since) { ringSeconds startedAt afterDelete } } } }";
        let table =
            [(0, Some(1), true), (1, Some(1), true), (2, Some(5), true), (6, Some(9), true), (8, Some(9), false), (10, None, false)];

        for (since, first, bus_rang) in table {
            let reply = house.books.caller.ask_with(document, json!({"since": minute(since)})).await;

            let nodes = reply.data()["fixedNumbers"]["nodes"].as_array().unwrap();
            let of = |id: &str| nodes.iter().find(|node| node["id"] == id).unwrap();
            assert_eq!(of(&van)["testCall"]["ringSeconds"], json!(first), "since {since}");
            assert_eq!(of(&bus)["testCall"]["afterDelete"], if bus_rang { json!(true) } else { json!(null) }, "since {since}");
            assert_eq!((&of(&never)["testCall"], &of(&never)["lastCallAt"]), (&json!(null), &json!(null)));
            assert_eq!(
                [&of(&van)["lastCallAt"], &of(&bus)["lastCallAt"]],
                [&json!("2026-03-02T09:39:00+00:00"), &json!("2026-03-02T09:37:00+00:00")]
            );
        }
    }
}

#[tokio::test]
async fn without_the_scope_the_calls_of_a_number_are_null_and_the_number_is_there() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        let van = house.ordered("Van").await;
        let call = house.rang(&van, start(), |_| {}).await.id.to_string();
        let reader = house.gateway.caller_with(house.books.account, "numbers:read");
        let document = "query($id: ID!, $call: ID!) { fixedNumber(id: $id) { description lastCallAt calls { nodes { id } }
            testCall(since: \"2026-03-02T00:00:00Z\") { id } } calls { nodes { id } } nodes(ids: [$call, $id]) { id } node(id: $call) { id } }";

        let (reply, statements) = house.gateway.counting(reader.ask_with(document, json!({"id": van, "call": call}))).await;

        let wanted = json!({"fixedNumber": {"description": "Van", "lastCallAt": null, "calls": null, "testCall": null}, "calls": null,
            "nodes": [null, {"id": van}], "node": null});
        assert_eq!(reply.body["data"], wanted);
        let mut paths: Vec<_> = reply.body["errors"].as_array().unwrap().iter().map(|error| error["path"].to_string()).collect();
        paths.sort();
        let at = [
            "[\"calls\"]",
            "[\"fixedNumber\",\"calls\"]",
            "[\"fixedNumber\",\"lastCallAt\"]",
            "[\"fixedNumber\",\"testCall\"]",
            "[\"node\"]",
            "[\"nodes\",0]",
        ];
        assert_eq!(paths, at);
        for error in reply.body["errors"].as_array().unwrap() {
            assert_eq!(error["extensions"], json!({"code": "FORBIDDEN", "scope": "calls:read"}));
        }
        assert!(statements.iter().all(|text| !text.contains("FROM \"call\"")), "{statements:?}");

        // Who may see calls and not numbers finds a call by its id, and what it leads to.
        let calls = house.gateway.caller_with(house.books.account, "calls:read");
        let reply = calls
            .ask_with("query($call: ID!) { node(id: $call) { ... on Call { fixedNumber { description } } } }", json!({"call": call}))
            .await;
        assert_eq!(reply.data(), &json!({"node": {"fixedNumber": {"description": "Van"}}}));
        let reply =
            calls.ask_with("query($call: ID!, $id: ID!) { nodes(ids: [$id, $call]) { id } }", json!({"id": van, "call": call})).await;
        assert_eq!((reply.codes(), &reply.body["data"]), (vec!["FORBIDDEN"], &json!({"nodes": [null, {"id": call}]})));
        assert_eq!(reply.body["errors"][0]["extensions"]["scope"], "numbers:read");
    }
}

#[tokio::test]
async fn a_switch_reads_no_calls() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        let van = house.ordered("Van").await;
        let call = house.rang(&van, start(), |_| {}).await.id.to_string();

        for document in [
            "{ calls { totalCount } }".to_owned(),
            format!("{{ node(id: \"{call}\") {{ id }} }}"),
            format!("{{ nodes(ids: [\"{call}\"]) {{ id }} }}"),
        ] {
            let (reply, statements) = house.gateway.counting(house.gateway.switch("switch-1").ask(&document)).await;

            assert_eq!((reply.codes(), statements), (vec!["FORBIDDEN"], Vec::new()), "{document}");
        }
    }
}
