//! A past in which numbers were ordered, renamed, deleted, restored and given to others; and what was written down of it meanwhile.

use std::collections::BTreeMap;

use api::action::hold_release;
use api::clock::Clock;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::oracle::{Event, Past, What};
use crate::support::caller::Caller;
use crate::support::database::Engine;
use crate::support::dice::Dice;
use crate::support::gateway::start;
use crate::support::seed::{Household, ORDER, Seeded, seeded};

/// Numbers that have a past.
const STOCK: u32 = 24;
/// Deeds of which it is made: some seven months, which lie behind the clock of the machine, by which the gateways of a flood go.
const DEEDS: usize = 160;
/// Before which deeds half a hold passes, and the job returns numbers.
const RELEASES: [usize; 4] = [40, 80, 120, 140];

const EDIT: &str = "mutation($input: FixedNumberUpdateInput!) { fixedNumberUpdate(input: $input) { userErrors { code message } } }";
const DELETE: &str = "mutation($input: FixedNumberDeleteInput!) { fixedNumberDelete(input: $input) { fixedNumber { holdUntil } userErrors { code message } } }";
const RESTORE: &str = "mutation($input: FixedNumberRestoreInput!) { fixedNumberRestore(input: $input) { userErrors { code message } } }";

/// A number that somebody has.
struct Had {
    number: String,
    account: usize,
    label: String,
    print: bool,
    held_until: Option<DateTime<Utc>>,
}

struct Maker {
    house: Seeded,
    dice: Dice,
    had: BTreeMap<String, Had>,
    past: Past,
    named: usize,
}

/// Makes a past; and the house in which it happened.
pub async fn make(engine: Engine, seed: u64) -> (Seeded, Past) {
    let house = seeded(engine, STOCK).await;
    let numbers = (0..STOCK + 2).map(|n| format!("+442079460{n:03}")).collect();
    let past = Past { numbers, begun: start(), ended: start(), events: BTreeMap::new() };
    let mut maker = Maker { house, dice: Dice::of(seed), had: BTreeMap::new(), past, named: 0 };
    for n in 0..DEEDS {
        if RELEASES.contains(&n) {
            maker.release().await;
        }
        let minutes = 1 + maker.dice.below(12 * 60);
        maker.house.gateway.clock.advance(TimeDelta::minutes(i64::try_from(minutes).unwrap()));
        maker.deed().await;
    }
    maker.house.gateway.clock.advance(TimeDelta::days(1));
    maker.past.ended = maker.now();
    (maker.house, maker.past)
}

impl Maker {
    fn now(&self) -> DateTime<Utc> {
        self.house.gateway.clock.now()
    }

    fn home(&self, account: usize) -> &Household {
        if account == 0 { &self.house.books } else { &self.house.motors }
    }

    fn caller(&self, account: usize) -> Caller {
        self.home(account).caller.clone()
    }

    fn note(&mut self, number: &str, what: What) {
        let at = self.now();
        self.past.events.entry(number.to_owned()).or_default().push(Event { at, what });
    }

    fn words(&mut self) -> (String, Value) {
        self.named += 1;
        let text = format!("Issue {}", self.named);
        (text.clone(), json!({"simple": {"description": text}}))
    }

    fn channel(&self, account: usize, print: bool) -> String {
        let home = self.home(account);
        if print { home.print } else { home.search }.to_string()
    }

    async fn deed(&mut self) {
        match self.dice.below(9) {
            0..=2 => self.order().await,
            3..=5 => self.rename().await,
            6 | 7 => self.delete().await,
            _ => self.restore().await,
        }
    }

    async fn order(&mut self) {
        let (account, print) = (self.dice.below(2), self.dice.below(2) == 0);
        let ((label, words), home) = (self.words(), self.home(account));
        let input = json!({"numberTypeId": self.house.london.to_string(), "poolId": home.pool.to_string(),
            "channelId": self.channel(account, print), "destination": {"default": true}, "numbers": [words]});
        let reply = self.caller(account).ask_with(ORDER, json!({"input": input})).await;
        if reply.user_errors().starts_with("NO_NUMBERS_AVAILABLE") {
            return;
        }
        let ordered = &reply.good()["fixedNumbers"][0];
        let [id, number] = ["id", "number"].map(|field| ordered[field].as_str().unwrap().to_owned());
        self.note(&number, What::Ordered { account, id: id.clone(), label: label.clone(), print });
        self.had.insert(id, Had { number, account, label, print, held_until: None });
    }

    /// Any number of somebody's that is held, or is not.
    fn any(&mut self, held: bool) -> Option<String> {
        let ids: Vec<_> = self.had.iter().filter(|(_, had)| had.held_until.is_some() == held).map(|(id, _)| id.clone()).collect();
        (!ids.is_empty()).then(|| ids[self.dice.below(ids.len())].clone())
    }

    async fn rename(&mut self) {
        let Some(id) = self.any(false) else { return };
        let ((label, words), move_it) = (self.words(), self.dice.below(2) == 0);
        let (account, print) = (self.had[&id].account, self.had[&id].print != move_it);
        let input = json!({"id": id, "label": words, "channelId": self.channel(account, print)});
        self.caller(account).ask_with(EDIT, json!({"input": input})).await.good();
        let had = self.had.get_mut(&id).unwrap();
        (had.label, had.print) = (label.clone(), print);
        let number = had.number.clone();
        self.note(&number, What::Labelled { label, print });
    }

    async fn delete(&mut self) {
        let Some(id) = self.any(false) else { return };
        let reply = self.caller(self.had[&id].account).ask_with(DELETE, json!({"input": {"id": id}})).await;
        let until: DateTime<Utc> = reply.good()["fixedNumber"]["holdUntil"].as_str().unwrap().parse().unwrap();
        let had = self.had.get_mut(&id).unwrap();
        had.held_until = Some(until);
        let number = had.number.clone();
        self.note(&number, What::Deleted { until });
    }

    async fn restore(&mut self) {
        let Some(id) = self.any(true).filter(|id| self.had[id].held_until.unwrap() > self.now()) else { return };
        let (label, words) = self.words();
        let input = json!({"id": id, "label": words});
        self.caller(self.had[&id].account).ask_with(RESTORE, json!({"input": input})).await.good();
        let had = self.had.get_mut(&id).unwrap();
        (had.held_until, had.label) = (None, label.clone());
        let (number, print) = (had.number.clone(), had.print);
        self.note(&number, What::Restored { label, print });
    }

    /// Waits for a hold to be over, and lets the job return the numbers.
    async fn release(&mut self) {
        self.house.gateway.clock.advance(TimeDelta::days(45));
        let (now, gateway) = (self.now(), &self.house.gateway);
        hold_release::run(&gateway.database, now, &gateway.randomness, || false).await.unwrap();
        self.had.retain(|_, had| had.held_until.is_none_or(|until| until > now));
    }
}
