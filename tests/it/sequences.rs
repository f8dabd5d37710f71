//! Random sequences of orders, deletions, restorations, passing days and returns, beside a model that keeps the rules in its head:
//! no number is given to anybody before its rest is over, and none is ever lost.
//!
//! Each sequence has a seed of its own, which is printed when it fails. `DIALGATE_PROOF=1` runs 100,000 of them on each engine;
//! `DIALGATE_SEQUENCE=n` only the n-th.

use std::collections::BTreeMap;
use std::time::Instant;

use api::action::deed::{self, Deed, Terms};
use api::action::fault::{Fault, FaultCode};
use api::action::fixed_number_delete::Delete;
use api::action::fixed_number_order::Order;
use api::action::fixed_number_restore::Restore;
use api::action::hold_release;
use api::action::routing::DestinationText;
use api::clock::Clock;
use api::rule::label::LabelText;
use api::store;
use chrono::{DateTime, TimeDelta, Utc};
use entity::id::FixedNumberId;
use sea_orm::{ConnectionTrait, Statement};

use crate::support::database::Engine;
use crate::support::dice::Dice;
use crate::support::seed::{Household, Seeded, seeded};

const STOCK: u32 = 12;
const HOLD: i64 = 90;

/// What the model knows of a number that somebody has.
#[derive(Clone, Debug)]
struct Given {
    id: FixedNumberId,
    account: usize,
    /// Set while it is held.
    hold_until: Option<DateTime<Utc>>,
}

/// The model, and the house that it is held against.
struct World<'a> {
    house: &'a Seeded,
    dice: Dice,
    /// Every number that is not free, by its digits.
    given: BTreeMap<String, Given>,
    /// So that no two descriptions are the same.
    named: usize,
}

impl World<'_> {
    fn home(&self, account: usize) -> &Household {
        if account == 0 { &self.house.books } else { &self.house.motors }
    }

    fn now(&self) -> DateTime<Utc> {
        self.house.gateway.clock.now()
    }

    async fn run<D: Deed>(&self, account: usize, deed: D) -> Result<D::Outcome, Vec<Fault>> {
        let op = self.house.gateway.operation(self.home(account).account);
        deed::run(&op, Terms::default(), deed).await.unwrap().outcome
    }

    async fn step(&mut self) {
        match self.dice.below(10) {
            0..=2 => self.order().await,
            3 | 4 => self.delete().await,
            5 | 6 => self.restore().await,
            7 | 8 => self.wait(),
            _ => self.return_held().await,
        }
    }

    async fn order(&mut self) {
        let (account, amount) = (self.dice.below(2), 1 + self.dice.below(4));
        let home = self.home(account);
        let numbers = (0..amount).map(|n| LabelText::Simple { description: format!("Issue {}", self.named + n) }).collect();
        let (number_type_id, pool_id, channel_id) = (self.house.london.to_string(), home.pool.to_string(), home.print.to_string());
        let order = Order { number_type_id, pool_id, channel_id, destination: DestinationText::Default(true), numbers, count_left: false };
        self.named += amount;
        let free = STOCK as usize - self.given.len();
        match self.run(account, order).await {
            Ok(outcome) => {
                let op = self.house.gateway.operation(self.home(account).account);
                let scope = op.viewer.account_scope().unwrap();
                let db = self.house.gateway.database.reader();
                let rows = store::fixed_number::find_many(scope, db, outcome.fixed_numbers.clone()).await.unwrap();
                assert!(amount <= free && rows.len() == amount, "{amount} were given of {free}");
                for (id, found) in rows {
                    let given = Given { id, account, hold_until: None };
                    let before = self.given.insert(found.row.number.to_string(), given);
                    assert!(before.is_none(), "{} was given again at {}, while it was {before:?}", found.row.number, self.now());
                }
            }
            Err(faults) => assert!(amount > free && codes(&faults) == [FaultCode::NoNumbersAvailable], "{faults:?} with {free} free"),
        }
    }

    /// One that somebody has, by chance.
    fn any(&mut self) -> Option<(String, Given)> {
        let at = self.dice.below(self.given.len().max(1));
        self.given.iter().nth(at).map(|(number, given)| (number.clone(), given.clone()))
    }

    async fn delete(&mut self) {
        let Some((number, given)) = self.any() else { return };
        let outcome = self.run(given.account, Delete { id: given.id.to_string(), expected_version: None }).await;
        match (given.hold_until, outcome) {
            (None, Ok(outcome)) => {
                assert_eq!(outcome.hold_until, self.now() + TimeDelta::days(HOLD));
                self.given.insert(number, Given { hold_until: Some(outcome.hold_until), ..given });
            }
            (Some(_), Err(faults)) => assert_eq!(codes(&faults), [FaultCode::AlreadyDeleted]),
            (_, outcome) => panic!("{number}, {given:?}: {:?}", outcome.map(|outcome| outcome.hold_until)),
        }
    }

    async fn restore(&mut self) {
        let Some((number, given)) = self.any() else { return };
        // Now and then it is somebody else who tries.
        let stranger = self.dice.below(8) == 0;
        let account = if stranger { 1 - given.account } else { given.account };
        let outcome = self.run(account, Restore { id: given.id.to_string(), label: None }).await;
        let now = self.now();
        match (given.hold_until, outcome) {
            (_, Err(faults)) if stranger => assert_eq!(codes(&faults), [FaultCode::FixedNumberNotFound]),
            (Some(until), Ok(_)) if until > now && !stranger => {
                self.given.insert(number, Given { hold_until: None, ..given });
            }
            (Some(until), Err(faults)) if until <= now => assert_eq!(codes(&faults), [FaultCode::HoldOver]),
            (None, Err(faults)) => assert_eq!(codes(&faults), [FaultCode::NotDeleted]),
            (_, outcome) => panic!("{number}, {given:?} at {now}: {:?}", outcome.map(|outcome| outcome.fixed_number)),
        }
    }

    fn wait(&mut self) {
        let now = self.now();
        // Often to the very instant of an end, or a microsecond beside it; else some days.
        let ends: Vec<_> = self.given.values().filter_map(|given| given.hold_until).filter(|until| *until > now).collect();
        let by = match (self.dice.below(4), ends.is_empty()) {
            (0, false) => ends[self.dice.below(ends.len())] - now + TimeDelta::microseconds(self.dice.below(3) as i64 - 1),
            _ => TimeDelta::days(self.dice.below(60) as i64) + TimeDelta::milliseconds(1),
        };
        self.house.gateway.clock.advance(by);
    }

    async fn return_held(&mut self) {
        let (gateway, now) = (&self.house.gateway, self.now());
        let outcome = hold_release::run(&gateway.database, now, &gateway.randomness, || false).await.unwrap();
        let before = self.given.len();
        self.given.retain(|_, given| given.hold_until.is_none_or(|until| until > now));
        assert_eq!((outcome.released, outcome.failed), ((before - self.given.len()) as u64, 0));
        self.compare().await;
    }

    /// The stock, as the tables have it, is what the model says.
    async fn compare(&self) {
        let db = self.house.gateway.database.reader();
        let text =
            "SELECT s.number, f.status FROM stock_number s LEFT JOIN fixed_number f ON f.id = s.fixed_number_id AND f.number = s.number";
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), text)).await.unwrap();
        assert_eq!(rows.len(), STOCK as usize, "no stock is lost");
        for row in rows {
            let number: String = row.try_get("", "number").unwrap();
            let status: Option<String> = row.try_get("", "status").unwrap();
            let known = self.given.get(&number).map(|given| if given.hold_until.is_some() { "HELD" } else { "ACTIVE" });
            assert_eq!(status.as_deref(), known, "{number}");
        }
    }

    /// Everything is deleted and rests: after that all the stock is free again.
    async fn drain(&mut self) {
        for given in self.given.clone().into_values().filter(|given| given.hold_until.is_none()) {
            assert!(self.run(given.account, Delete { id: given.id.to_string(), expected_version: None }).await.is_ok());
        }
        let end = self.now() + TimeDelta::days(HOLD);
        self.given.values_mut().for_each(|given| given.hold_until = Some(given.hold_until.unwrap_or(end)));
        self.house.gateway.clock.advance(TimeDelta::days(HOLD));
        self.return_held().await;
        assert!(self.given.is_empty());
    }
}

fn codes(faults: &[Fault]) -> Vec<FaultCode> {
    faults.iter().map(|fault| fault.code).collect()
}

/// So many sequences one after the other on one database: about a century, and small tables.
const ON_ONE_DATABASE: usize = 200;

async fn sequences(engine: Engine, numbers: Vec<u64>) -> usize {
    let mut steps = 0;
    for some in numbers.chunks(ON_ONE_DATABASE) {
        steps += on_one_database(engine, some).await;
    }
    steps
}

async fn on_one_database(engine: Engine, numbers: &[u64]) -> usize {
    let house = seeded(engine, STOCK).await;
    let mut steps = 0;
    for sequence in numbers.iter().copied() {
        let mut world = World { house: &house, dice: Dice::of(sequence), given: BTreeMap::new(), named: 0 };
        let failed = Announce(engine, sequence);
        let length = 10 + world.dice.below(11);
        for _ in 0..length {
            world.step().await;
        }
        world.drain().await;
        steps += length;
        std::mem::forget(failed);
    }
    steps
}

/// Says which sequence it was, should it fail.
struct Announce(Engine, u64);

impl Drop for Announce {
    fn drop(&mut self) {
        eprintln!("{:?}: DIALGATE_SEQUENCE={} fails", self.0, self.1);
    }
}

/// The long form is split in two, which is as many as there are cores on a small machine.
async fn run(engine: Engine) {
    let one = std::env::var("DIALGATE_SEQUENCE").ok().map(|text| text.parse::<u64>().unwrap());
    let halves: Vec<Vec<u64>> = match one {
        Some(n) => vec![vec![n]],
        None if std::env::var_os("DIALGATE_PROOF").is_some() => {
            vec![(0..50_000).collect(), (50_000..100_000).collect()]
        }
        None => vec![(0..100).collect()],
    };
    let (began, count) = (Instant::now(), halves.iter().map(Vec::len).sum::<usize>());
    let halves: Vec<_> = halves.into_iter().map(|half| tokio::spawn(sequences(engine, half))).collect();
    let mut steps = 0;
    for half in halves {
        steps += half.await.unwrap();
    }
    println!("{engine:?}: {count} sequences of {steps} steps in {:.0} s", began.elapsed().as_secs_f64());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_number_is_issued_early_or_lost_on_sqlite() {
    run(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_number_is_issued_early_or_lost_on_postgresql() {
    run(Engine::Postgres).await;
}
