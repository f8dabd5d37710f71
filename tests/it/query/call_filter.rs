//! Which calls a filter lets through, and in which order: held against the same rows, sorted by hand.

use std::cmp::Reverse;

use chrono::{DateTime, TimeDelta, Utc};
use entity::call::{self, CallOutcome};
use entity::id::GoalId;
use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::dice::Dice;
use crate::support::gateway::start;
use crate::support::seed::{Seeded, add_pool, seeded};

const OUTCOMES: [CallOutcome; 5] =
    [CallOutcome::Answered, CallOutcome::Busy, CallOutcome::NoAnswer, CallOutcome::Failed, CallOutcome::Abandoned];
const TALKED: [i32; 8] = [1, 29, 30, 45, 59, 60, 61, 4_000];

/// What meets the goals, as far as these tests are concerned; many calls meet two.
const MET: [fn(&call::Model) -> bool; 2] = [|row| row.talk_seconds >= 30, |row| row.withheld || row.talk_seconds >= 60];

/// Two hundred calls to four numbers in two pools and two channels, made by chance; many began in the same second.
pub async fn furnished(engine: Engine) -> (Seeded, Vec<String>, Vec<call::Model>) {
    let house = seeded(engine, 10).await;
    let other = add_pool(&house.gateway, house.books.account, "Other", house.books.destination).await.to_string();
    let mut numbers = Vec::new();
    for n in 0..4 {
        let mut input = house.order(&[&format!("Issue {n}")]);
        if n % 2 == 1 {
            input["poolId"] = json!(other);
        }
        if n > 1 {
            input["channelId"] = json!(house.books.search.to_string());
        }
        house.later();
        numbers.push(house.place(input).await.good()["fixedNumbers"][0]["id"].as_str().unwrap().to_owned());
    }
    let mut dice = Dice::of(7);
    let mut rows = Vec::new();
    for _ in 0..200 {
        let at = start() + TimeDelta::seconds(i64::try_from(dice.below(60)).unwrap() * 3600);
        let (number, outcome, talked) = (dice.below(5).min(3), OUTCOMES[dice.below(5)], TALKED[dice.below(8)]);
        let (withheld, after_delete) = (dice.below(4) == 0, dice.below(4) == 0);
        let row = house.rang(&numbers[number], at, |row| {
            (row.outcome, row.withheld, row.after_delete) = (outcome, withheld, after_delete);
            row.talk_seconds = if outcome == CallOutcome::Answered { talked } else { 0 };
        });
        let row = row.await;
        for (goal, met) in house.goal_ids(house.books.account).await.into_iter().zip(MET) {
            if met(&row) {
                house.mark(&row, goal).await;
            }
        }
        rows.push(row);
    }
    rows.sort_by_key(|row| Reverse((row.started_at, row.id)));
    (house, numbers, rows)
}

/// A page of this size, from a cursor on; its ids, and the arguments of the next one that way.
async fn page(house: &Seeded, field: &str, filter: &Value, arguments: Value) -> (Vec<String>, Value) {
    let document = format!(
        "query($f: CallFilter, $first: Int, $after: String, $last: Int, $before: String) {{ {field} {{
            nodes {{ id }} totalCount pageInfo {{ startCursor endCursor hasNextPage hasPreviousPage }} }} }}"
    );
    let mut variables = arguments;
    variables["f"] = filter.clone();
    let reply = house.books.caller.ask_with(&document, variables).await;
    let found = reply.data()["calls"].clone();
    (found["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap().to_owned()).collect(), found)
}

const CALLS: &str = "calls(filter: $f, first: $first, after: $after, last: $last, before: $before)";

/// Walks the whole list both ways, in pages of seven.
async fn walk(house: &Seeded, filter: &Value, wanted: &[String]) {
    let (mut there, mut after) = (Vec::new(), Value::Null);
    loop {
        let (ids, found) = page(house, CALLS, filter, json!({"first": 7, "after": after})).await;
        assert_eq!(found["totalCount"], json!(wanted.len()), "{filter}");
        there.extend(ids);
        after = found["pageInfo"]["endCursor"].clone();
        if found["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    assert_eq!(there, wanted, "{filter}");
    let (mut back, mut before) = (Vec::new(), Value::Null);
    loop {
        let (ids, found) = page(house, CALLS, filter, json!({"last": 7, "before": before})).await;
        back.splice(0..0, ids);
        before = found["pageInfo"]["startCursor"].clone();
        if found["pageInfo"]["hasPreviousPage"] == false {
            break;
        }
    }
    assert_eq!(back, wanted, "{filter}, backwards");
}

type Met = Box<dyn Fn(&call::Model) -> bool>;

/// Every condition with a value or two, and what meets it.
fn conditions(house: &Seeded, goals: &[GoalId], numbers: &[String], rows: &[call::Model]) -> Vec<(Value, Met)> {
    let (main, print) = (house.books.pool, house.books.print);
    let other = rows.iter().map(|row| row.pool_id).find(|pool| *pool != main).unwrap();
    let (first, last) = (numbers[0].clone(), numbers[3].clone());
    let (from, to): (DateTime<Utc>, DateTime<Utc>) = (start() + TimeDelta::hours(10), start() + TimeDelta::hours(40));
    let mut all: Vec<(Value, Met)> = vec![
        (json!({}), Box::new(|_| true)),
        (json!({"period": {"from": from}}), Box::new(move |row| row.started_at >= from)),
        (json!({"period": {"to": to}}), Box::new(move |row| row.started_at < to)),
        (json!({"period": {"from": from, "to": to}}), Box::new(move |row| row.started_at >= from && row.started_at < to)),
        (json!({"period": {"from": from, "to": from}}), Box::new(|_| false)),
        (json!({"period": {}}), Box::new(|_| true)),
        (json!({"pools": [main.to_string()]}), Box::new(move |row| row.pool_id == main)),
        (json!({"pools": [main.to_string(), other.to_string(), main.to_string(), "nothing"]}), Box::new(|_| true)),
        (json!({"pools": []}), Box::new(|_| false)),
        (json!({"pools": [house.motors.pool.to_string()]}), Box::new(|_| false)),
        (json!({"channels": [print.to_string()]}), Box::new(move |row| row.channel_id == print)),
        (json!({"fixedNumbers": [first]}), Box::new(move |row| row.fixed_number_id.to_string() == first)),
        (
            json!({"fixedNumbers": [numbers[0], last]}),
            Box::new({
                let both = [numbers[0].clone(), last];
                move |row| both.contains(&row.fixed_number_id.to_string())
            }),
        ),
        (json!({"outcomes": []}), Box::new(|_| false)),
        (json!({"outcomes": ["ANSWERED", "BUSY"]}), Box::new(|row| matches!(row.outcome, CallOutcome::Answered | CallOutcome::Busy))),
        (json!({"outcomes": ["ABANDONED"]}), Box::new(|row| row.outcome == CallOutcome::Abandoned)),
        (json!({"outcomes": ["ANSWERED", "BUSY", "NO_ANSWER", "FAILED", "ABANDONED"]}), Box::new(|_| true)),
    ];
    let goal = |n: usize| goals[n].to_string();
    all.push((json!({"goals": [goal(0)]}), Box::new(MET[0])));
    all.push((json!({"goals": [goal(1), goal(0)]}), Box::new(|row| MET[0](row) || MET[1](row))));
    all.push((json!({"goals": [goal(2)]}), Box::new(|_| false)));
    for yes in [true, false] {
        all.push((json!({"withheld": yes}), Box::new(move |row| row.withheld == yes)));
        all.push((json!({"afterDelete": yes}), Box::new(move |row| row.after_delete == yes)));
    }
    for least in [0, 1, 30, 31, 60, 61, 4_000, 4_001, i32::MAX] {
        all.push((json!({"leastTalkSeconds": least}), Box::new(move |row| row.talk_seconds >= least)));
    }
    all
}

fn meeting(rows: &[call::Model], met: impl Fn(&call::Model) -> bool) -> Vec<String> {
    rows.iter().filter(|row| met(row)).map(|row| row.id.to_string()).collect()
}

#[tokio::test]
async fn every_condition_alone_lets_through_what_meets_it_in_both_directions() {
    for engine in Engine::BOTH {
        let (house, numbers, rows) = furnished(engine).await;
        let goals = house.goal_ids(house.books.account).await;
        for (filter, met) in conditions(&house, &goals, &numbers, &rows) {
            walk(&house, &filter, &meeting(&rows, met)).await;
        }
    }
}

#[tokio::test]
async fn two_conditions_let_through_what_meets_both() {
    for engine in Engine::BOTH {
        let (house, numbers, rows) = furnished(engine).await;
        let goals = house.goal_ids(house.books.account).await;
        // Each pair of kinds, and of those with several values some.
        let all: Vec<_> =
            conditions(&house, &goals, &numbers, &rows).into_iter().enumerate().filter(|(n, _)| n % 3 != 1).map(|(_, one)| one).collect();
        for (n, (one, met)) in all.iter().enumerate() {
            for (other, also) in &all[n + 1..] {
                let (one, other) = (one.as_object().unwrap(), other.as_object().unwrap());
                if one.is_empty() || one.keys().any(|key| other.contains_key(key)) {
                    continue;
                }
                let filter: Value = one.iter().chain(other).map(|(key, value)| (key.clone(), value.clone())).collect();
                let wanted = meeting(&rows, |row| met(row) && also(row));

                let (ids, found) = page(&house, CALLS, &filter, json!({"first": 100})).await;
                let (back, _) = page(&house, CALLS, &filter, json!({"last": 5})).await;

                assert_eq!(found["totalCount"], json!(wanted.len()), "{filter}");
                assert_eq!(ids, wanted[..wanted.len().min(100)], "{filter}");
                assert_eq!(back, wanted[wanted.len().saturating_sub(5)..], "{filter}");
            }
        }
    }
}

#[tokio::test]
async fn many_conditions_together_let_through_what_meets_all() {
    for engine in Engine::BOTH {
        let (house, numbers, rows) = furnished(engine).await;
        let main = house.books.pool;
        let filter = json!({"pools": [main.to_string()], "fixedNumbers": [numbers[0], numbers[1], numbers[2]], "withheld": false, "afterDelete": false,
            "outcomes": ["ANSWERED"], "leastTalkSeconds": 31, "period": {"from": start(), "to": start() + TimeDelta::hours(50)},
            "channels": [house.books.print.to_string(), house.books.search.to_string()]});
        let wanted = meeting(&rows, |row| {
            row.pool_id == main
                && row.fixed_number_id.to_string() != numbers[3]
                && !row.withheld
                && !row.after_delete
                && row.talk_seconds >= 31
                && row.started_at < start() + TimeDelta::hours(50)
        });
        assert!(wanted.len() > 2, "{}", wanted.len());

        walk(&house, &filter, &wanted).await;
    }
}

#[tokio::test]
async fn a_number_s_own_calls_are_filtered_too() {
    for engine in Engine::BOTH {
        let (house, numbers, rows) = furnished(engine).await;
        let goals = house.goal_ids(house.books.account).await;
        for (filter, met) in conditions(&house, &goals, &numbers, &rows) {
            let document = "query($f: CallFilter) { fixedNumbers { nodes { id
                calls(filter: $f, first: 3) { nodes { id } totalCount } back: calls(filter: $f, last: 2) { nodes { id } } } } }";
            let reply = house.books.caller.ask_with(document, json!({"f": filter})).await;
            for number in reply.data()["fixedNumbers"]["nodes"].as_array().unwrap() {
                let wanted = meeting(&rows, |row| number["id"] == row.fixed_number_id.to_string() && met(row));
                let ids = |page: &Value| page["nodes"].as_array().unwrap().iter().map(|node| node["id"].clone()).collect::<Vec<_>>();

                assert_eq!(number["calls"]["totalCount"], json!(wanted.len()), "{filter}");
                assert_eq!(ids(&number["calls"]), wanted[..wanted.len().min(3)], "{filter}");
                assert_eq!(ids(&number["back"]), wanted[wanted.len().saturating_sub(2)..], "{filter}");
            }
        }
    }
}

#[tokio::test]
async fn a_filter_that_makes_no_sense_is_refused() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let many: Vec<_> = (0..101).map(|n| format!("pool_{n}")).collect();
        let table = [
            (json!({"leastTalkSeconds": -1}), "leastTalkSeconds is 0 or more."),
            (json!({"period": {"from": "2026-06-02T00:00:00Z", "to": "2026-06-01T00:00:00Z"}}), "The period ends before it begins."),
            (json!({"pools": many}), "pools holds at most 100 ids, not 101."),
            (json!({"fixedNumbers": many}), "fixedNumbers holds at most 100 ids, not 101."),
            (json!({"channels": many}), "channels holds at most 100 ids, not 101."),
        ];
        for (filter, message) in table {
            let reply =
                house.books.caller.ask_with("query($f: CallFilter) { calls(filter: $f) { nodes { id } } }", json!({"f": filter})).await;
            assert_eq!((reply.codes(), &reply.body["errors"][0]["message"]), (vec!["BAD_USER_INPUT"], &json!(message)), "{filter}");
        }
        for filter in [json!({"outcomes": ["LOST"]}), json!({"period": {"from": "yesterday"}}), json!({"number": "x"})] {
            let reply =
                house.books.caller.ask_with("query($f: CallFilter) { calls(filter: $f) { nodes { id } } }", json!({"f": filter})).await;
            assert_eq!(reply.codes(), ["BAD_USER_INPUT"], "{filter}");
        }
    }
}
