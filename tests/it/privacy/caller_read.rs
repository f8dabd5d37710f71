//! Callers are shown to who may see them, found by who may look for them, and every such request leaves a note.

use chrono::TimeDelta;
use entity::caller_access;
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};
use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::gateway::start;
use crate::support::rang::called_by;
use crate::support::seed::{Seeded, seeded};

const ANN: &str = "+447700900123";
const BOB: &str = "+447700900124";

/// Five calls: two of Ann's, one of Bob's, one withheld, one without a number; the last first.
async fn furnished(engine: Engine) -> Seeded {
    let house = seeded(engine, 2).await;
    let van = house.ordered("Van").await;
    let key = house.caller_key(house.books.account).await;
    for (n, caller) in [(1, Some(ANN)), (2, Some(BOB)), (3, Some(ANN)), (4, None), (5, None)] {
        house
            .rang(&van, start() + TimeDelta::minutes(n), |row| {
                caller.into_iter().for_each(|caller| called_by(row, &key, caller));
                row.withheld = n == 4;
            })
            .await;
    }
    house
}

/// Who has seen callers, told by the table: who, what, of how many calls.
#[expect(clippy::disallowed_methods, reason = "the table itself is asked, past the store")]
async fn notes(house: &Seeded) -> Vec<(String, String, i64)> {
    let rows = caller_access::Entity::find().order_by_asc(caller_access::Column::Id).all(house.gateway.database.reader()).await.unwrap();
    rows.iter().map(|row| (row.subject.clone(), format!("{:?}", row.kind), row.calls_count)).collect()
}

fn note(kind: &str, calls: i64) -> (String, String, i64) {
    ("ann".into(), kind.into(), calls)
}

fn callers(data: &Value) -> Vec<Value> {
    data["calls"]["nodes"].as_array().unwrap().iter().map(|node| node["caller"].clone()).collect()
}

#[tokio::test]
async fn numbers_are_shown_with_the_scope_and_noted_once_a_request() {
    for engine in Engine::BOTH {
        let house = furnished(engine).await;
        let document = "{ calls { nodes { caller { withheld number masked } } } }";

        let (reply, statements) = house.gateway.counting(house.books.caller.ask(document)).await;

        let shown = |number: &str, masked: &str| json!({"withheld": false, "number": number, "masked": masked});
        let none = |withheld: bool| json!({"withheld": withheld, "number": null, "masked": null});
        assert_eq!(callers(reply.data()), [none(false), none(true), shown(ANN, "•••123"), shown(BOB, "•••124"), shown(ANN, "•••123")]);
        assert_eq!(notes(&house).await, [note("Read", 3)]);
        // The page, the key, the note.
        assert_eq!(statements.len(), 3, "{statements:#?}");
    }
}

#[tokio::test]
async fn without_the_scope_a_number_is_masked_and_nothing_is_noted() {
    for engine in Engine::BOTH {
        let house = furnished(engine).await;
        let reader = house.gateway.caller_with(house.books.account, "numbers:read calls:read");

        let reply = reader.ask("{ calls(first: 3) { nodes { outcome caller { withheld number masked } } } }").await;

        let masked = json!({"withheld": false, "number": null, "masked": "•••123"});
        assert_eq!(callers(&reply.body["data"])[2], masked);
        assert_eq!(reply.codes(), ["FORBIDDEN"; 3]);
        for (n, error) in reply.body["errors"].as_array().unwrap().iter().enumerate() {
            assert_eq!(error["extensions"], json!({"code": "FORBIDDEN", "scope": "callers:read"}));
            assert_eq!(error["path"], json!(["calls", "nodes", n, "caller", "number"]));
        }
        assert!(!reply.raw().contains("7700900"), "{}", reply.raw());

        // Nor may calls be told apart by a caller.
        let document = format!(
            "{{ calls(filter: {{caller: \"{ANN}\"}}) {{ totalCount }} fixedNumbers {{ nodes {{ calls(filter: {{caller: \"{ANN}\"}}) {{ totalCount }} }} }} }}"
        );
        let reply = reader.ask(&document).await;
        assert_eq!(reply.body["data"], json!({"calls": null, "fixedNumbers": {"nodes": [{"calls": null}]}}));
        assert_eq!(reply.codes(), ["FORBIDDEN"; 2]);
        assert_eq!(reply.body["errors"][0]["extensions"]["scope"], "callers:read");
        assert_eq!(notes(&house).await, []);
    }
}

#[tokio::test]
async fn a_caller_s_calls_are_found_in_any_spelling_and_the_search_is_noted() {
    for engine in Engine::BOTH {
        let house = furnished(engine).await;
        let document = "query($c: String!) { calls(filter: {caller: $c}) { totalCount nodes { startedAt } } }";
        let at = |n: i64| json!({"startedAt": (start() + TimeDelta::minutes(n)).to_rfc3339()});
        let mut known = Vec::new();
        let table = [
            (ANN, vec![3, 1]),
            ("07700 900123", vec![3, 1]),
            ("+44 (0)7700 900-123", vec![3, 1]),
            ("07700900124", vec![2]),
            ("+447700900125", vec![]),
            ("900123", vec![]),
            ("", vec![]),
            ("withheld", vec![]),
        ];
        for (text, minutes) in table {
            let reply = house.books.caller.ask_with(document, json!({"c": text})).await;

            let wanted: Vec<_> = minutes.iter().map(|n| at(*n)).collect();
            assert_eq!(reply.data()["calls"], json!({"totalCount": wanted.len(), "nodes": wanted}), "{text}");
            known.push(note("Searched", i64::try_from(minutes.len()).unwrap()));
            assert_eq!(notes(&house).await, known, "{text}");
        }

        // Together with other conditions, inside a number, and with the number itself shown.
        let document = format!(
            "{{ fixedNumbers {{ nodes {{ calls(filter: {{caller: \"{ANN}\", withheld: false}}, first: 1) {{ totalCount nodes {{ caller {{ number }} }} }} }} }} }}"
        );
        let reply = house.books.caller.ask(&document).await;
        let page = &reply.data()["fixedNumbers"]["nodes"][0]["calls"];
        assert_eq!(page, &json!({"totalCount": 2, "nodes": [{"caller": {"number": ANN}}]}));
        known.extend([note("Searched", 1), note("Read", 1)]);
        assert_eq!(notes(&house).await, known);
    }
}

#[tokio::test]
async fn nobody_finds_the_callers_of_another_account() {
    for engine in Engine::BOTH {
        let house = furnished(engine).await;
        house.caller_key(house.motors.account).await;

        let reply = house.motors.caller.ask(&format!("{{ calls(filter: {{caller: \"{ANN}\"}}) {{ totalCount nodes {{ id }} }} }}")).await;

        assert_eq!(reply.data(), &json!({"calls": {"totalCount": 0, "nodes": []}}));
    }
}

#[tokio::test]
async fn what_can_t_be_noted_is_not_answered() {
    for engine in Engine::BOTH {
        let house = furnished(engine).await;
        house.gateway.database.writer().execute_unprepared("DROP TABLE caller_access").await.unwrap();

        for selection in
            ["calls { nodes { caller { number } } }".to_owned(), format!("calls(filter: {{caller: \"{ANN}\"}}) {{ totalCount }}")]
        {
            let reply = house.books.caller.ask(&format!("{{ {selection} viewer {{ subject }} }}")).await;

            assert_eq!((reply.codes(), reply.body.get("data")), (vec!["INTERNAL"], None), "{selection}");
            assert!(!reply.raw().contains("7700900"), "{}", reply.raw());
        }
        // Masked ones need no note.
        let reply = house.books.caller.ask("{ calls { nodes { caller { masked } } } }").await;
        assert_eq!(callers(reply.data())[2], json!({"masked": "•••123"}));
    }
}

#[tokio::test]
async fn a_caller_whose_key_is_gone_is_as_one_that_was_cleared() {
    for engine in Engine::BOTH {
        let house = furnished(engine).await;
        house.gateway.database.writer().execute_unprepared("DELETE FROM data_key").await.unwrap();
        let read = async || {
            let reply = house.books.caller.ask("{ calls { nodes { caller { withheld number masked } } } }").await;
            let none = |withheld: bool| json!({"withheld": withheld, "number": null, "masked": null});
            assert_eq!(callers(reply.data()), [none(false), none(true), none(false), none(false), none(false)]);
        };
        read().await;
        // And so with another key.
        house.caller_key(house.books.account).await;
        read().await;
        assert_eq!(notes(&house).await, []);
    }
}
