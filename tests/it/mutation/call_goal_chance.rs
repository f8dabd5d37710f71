//! Goals, reports and ratings by chance, held against a second judge who only knows the words of the domain.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::support::call::{RECORD, report};
use crate::support::database::Engine;
use crate::support::dice::Dice;
use crate::support::manage::{GOAL_CREATE, GOAL_DELETE, GOAL_UPDATE};
use crate::support::seed::{Seeded, add_pool, seeded};

const STEPS: usize = 220;
/// More than one way to spell each edge.
const SECONDS: [i64; 7] = [0, 1, 29, 30, 59, 60, 61];
const CONDITIONS: [&str; 7] = ["answered", "leastTalkSeconds", "mostTalkSeconds", "leastRating", "mostRating", "poolId", "channelId"];

/// A call as the second judge knows it.
#[derive(Clone, Debug)]
struct Known {
    id: String,
    revision: i64,
    facts: Value,
    given: Option<i64>,
    /// The ids of the goals that it has met.
    met: BTreeSet<String>,
}

struct World {
    house: Seeded,
    dice: Dice,
    /// Each number that may be called, with its pool and its channel.
    numbers: Vec<(String, String, String)>,
    /// Conditions by the ids of goals in force.
    goals: BTreeMap<String, Value>,
    calls: Vec<Known>,
    made: usize,
}

/// The second judge: every condition that is there, one after the other, over what was said.
fn meets(goal: &Value, call: &Known) -> bool {
    let rating = call.given.or(call.facts["rating"].as_i64());
    CONDITIONS.iter().filter(|name| !goal[**name].is_null()).all(|name| {
        let wanted = &goal[*name];
        match *name {
            "answered" => wanted.as_bool() == Some(call.facts["outcome"] == "ANSWERED"),
            "leastTalkSeconds" => call.facts["talkSeconds"].as_i64() >= wanted.as_i64(),
            "mostTalkSeconds" => call.facts["talkSeconds"].as_i64() <= wanted.as_i64(),
            "leastRating" => rating.is_some_and(|rating| rating >= wanted.as_i64().unwrap()),
            "mostRating" => rating.is_some_and(|rating| rating <= wanted.as_i64().unwrap()),
            name => call.facts[name] == *wanted,
        }
    })
}

impl World {
    async fn new(engine: Engine, seed: u64) -> Self {
        let house = seeded(engine, 3).await;
        let books = &house.books;
        let spare = add_pool(&house.gateway, books.account, "Spare", books.destination).await;
        let mut numbers = Vec::new();
        for (n, (pool, channel)) in [(books.pool, books.print), (spare, books.search), (spare, books.print)].into_iter().enumerate() {
            let mut input = house.order(&[&format!("Number {n}")]);
            (input["poolId"], input["channelId"]) = (json!(pool.to_string()), json!(channel.to_string()));
            let number = house.place(input).await.good()["fixedNumbers"][0]["number"].as_str().unwrap().to_owned();
            numbers.push((number, pool.to_string(), channel.to_string()));
        }
        let mut goals = BTreeMap::new();
        let list =
            house.books.caller.ask("{ goals { nodes { id answered leastTalkSeconds mostTalkSeconds leastRating mostRating } } }").await;
        for goal in list.data()["goals"]["nodes"].as_array().unwrap() {
            goals.insert(goal["id"].as_str().unwrap().to_owned(), goal.clone());
        }
        Self { house, dice: Dice::of(seed), numbers, goals, calls: Vec::new(), made: 0 }
    }

    fn judge(&mut self, n: usize) {
        let call = &self.calls[n];
        let met: BTreeSet<_> = self.goals.iter().filter(|(_, goal)| meets(goal, call)).map(|(id, _)| id.clone()).collect();
        // What is no longer in force has judged for the last time.
        let stays = call.met.iter().filter(|id| !self.goals.contains_key(*id)).cloned();
        self.calls[n].met = stays.chain(met).collect();
    }

    fn condition(&mut self, name: &str) -> Value {
        let (_, pool, channel) = self.numbers[self.dice.below(3)].clone();
        match name {
            "answered" => json!(self.dice.below(2) == 0),
            "leastTalkSeconds" => json!(SECONDS[self.dice.below(4)]),
            "mostTalkSeconds" => json!(SECONDS[3 + self.dice.below(4)]),
            "leastRating" => json!(1 + self.dice.below(3)),
            "mostRating" => json!(3 + self.dice.below(3)),
            "poolId" => json!(pool),
            _ => json!(channel),
        }
    }

    async fn make_goal(&mut self) {
        self.made += 1;
        let mut input = json!({});
        for _ in 0..1 + self.dice.below(3) {
            let name = CONDITIONS[self.dice.below(CONDITIONS.len())];
            input[name] = self.condition(name);
        }
        let known = input.clone();
        input["name"] = json!(format!("Goal {}", self.made));
        let reply = self.house.manage(GOAL_CREATE, input).await;
        self.goals.insert(reply.good()["goal"]["id"].as_str().unwrap().to_owned(), known);
    }

    fn any_goal(&mut self) -> Option<String> {
        let at = self.dice.below(self.goals.len().max(1));
        self.goals.keys().nth(at).cloned()
    }

    async fn edit_goal(&mut self) {
        let Some(id) = self.any_goal() else { return };
        let name = CONDITIONS[self.dice.below(CONDITIONS.len())];
        let given = if self.dice.below(3) == 0 { Value::Null } else { self.condition(name) };
        let mut edited = self.goals[&id].clone();
        edited[name] = given.clone();
        let reply = self.house.manage(GOAL_UPDATE, json!({"id": id, name: given})).await;
        if CONDITIONS.iter().all(|name| edited[*name].is_null()) {
            assert!(reply.user_errors().starts_with("CONDITION_MISSING"), "{}", reply.body);
        } else if edited["leastTalkSeconds"].as_i64() > edited["mostTalkSeconds"].as_i64() && !edited["mostTalkSeconds"].is_null() {
            assert!(reply.user_errors().starts_with("LEAST_ABOVE_MOST"), "{}", reply.body);
        } else {
            reply.good();
            self.goals.insert(id, edited);
        }
    }

    async fn delete_goal(&mut self) {
        let Some(id) = self.any_goal() else { return };
        self.house.manage(GOAL_DELETE, json!({"id": id})).await.good();
        self.goals.remove(&id);
    }

    fn facts(&mut self) -> Value {
        let outcome = ["ANSWERED", "ANSWERED", "ANSWERED", "BUSY", "NO_ANSWER"][self.dice.below(5)];
        let seconds = if outcome == "ANSWERED" { SECONDS[self.dice.below(SECONDS.len())] } else { 0 };
        let rating = if self.dice.below(2) == 0 { json!(1 + self.dice.below(5)) } else { Value::Null };
        json!({"outcome": outcome, "talkSeconds": seconds, "rating": rating})
    }

    /// Some calls in one request, some of them known already.
    async fn report(&mut self) {
        let (mut told, mut about) = (Vec::new(), Vec::new());
        for _ in 0..1 + self.dice.below(4) {
            let n = self.dice.below(self.calls.len() + 2).min(self.calls.len());
            if about.contains(&n) {
                continue;
            }
            let mut facts = self.facts();
            if n == self.calls.len() {
                let (number, pool, channel) = self.numbers[self.dice.below(3)].clone();
                facts["number"] = json!(number);
                let new = Known { id: String::new(), revision: -1, facts: facts.clone(), given: None, met: BTreeSet::new() };
                self.calls.push(new);
                (self.calls[n].facts["poolId"], self.calls[n].facts["channelId"]) = (json!(pool), json!(channel));
            }
            let call = &mut self.calls[n];
            call.revision += 1;
            for name in ["outcome", "talkSeconds", "rating"] {
                call.facts[name] = facts[name].clone();
            }
            facts["number"] = call.facts["number"].clone();
            (facts["sourceCallId"], facts["revision"]) = (json!(n.to_string()), json!(call.revision));
            told.push(report(&facts));
            about.push(n);
        }
        let reply = self.house.gateway.switch("switch-1").ask_with(RECORD, json!({"calls": told})).await;
        for (n, result) in about.into_iter().zip(reply.good()["results"].as_array().unwrap()) {
            assert!(["RECORDED", "REPLACED"].contains(&result["status"].as_str().unwrap()), "{result}");
            self.calls[n].id = result["callId"].as_str().unwrap().to_owned();
            self.judge(n);
        }
    }

    async fn rate(&mut self) {
        if self.calls.is_empty() {
            return;
        }
        let n = self.dice.below(self.calls.len());
        let rating = (self.dice.below(4) > 0).then(|| 1 + self.dice.below(5));
        self.house.rate(&self.calls[n].id, json!(rating)).await.good();
        let rating = rating.map(|rating| i64::try_from(rating).unwrap());
        // The same rating again is no rating: nothing is judged by it.
        if self.calls[n].given != rating {
            self.calls[n].given = rating;
            self.judge(n);
        }
    }

    #[expect(clippy::disallowed_methods, reason = "the table itself is asked, past the store")]
    async fn marks(&self) -> BTreeSet<(String, String)> {
        use sea_orm::EntityTrait;
        let rows = entity::call_goal::Entity::find().all(self.house.gateway.database.reader()).await.unwrap();
        rows.iter().map(|mark| (mark.call_id.to_string(), mark.goal_id.to_string())).collect()
    }
}

#[tokio::test]
async fn whatever_is_done_calls_have_met_what_a_second_judge_says() {
    for (engine, seed) in Engine::BOTH.into_iter().zip([11, 12]) {
        let mut world = World::new(engine, seed).await;
        let (mut most, mut stayed) = (0, 0);
        for step in 0..STEPS {
            match world.dice.below(10) {
                0 => world.make_goal().await,
                1 => world.edit_goal().await,
                2 if step % 2 == 0 => world.delete_goal().await,
                3..=5 => world.rate().await,
                _ => world.report().await,
            }
            let wanted: BTreeSet<_> =
                world.calls.iter().flat_map(|call| call.met.iter().map(|goal| (call.id.clone(), goal.clone()))).collect();
            assert_eq!(world.marks().await, wanted, "{engine:?}, step {step}");
            most = most.max(wanted.len());
            stayed = wanted.iter().filter(|(_, goal)| !world.goals.contains_key(goal)).count();
        }
        // It was not all the same.
        assert!(most > 100 && stayed > 10 && world.made > 10, "{most} marks, {stayed} of archived goals, {} goals made", world.made);
    }
}
