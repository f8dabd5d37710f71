//! The calls of the demo: the same for the same day, topped up to the present, and last month as the page on fair usage wants it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use api::action::{demo_calls, demo_load};
use api::clock::{Clock, Randomness, StillClock, SystemRandomness};
use chrono::{DateTime, Datelike, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, Statement};

use crate::support::database::{Database, Engine};
use crate::support::gateway::data_keys;

struct Demo {
    clock: Arc<StillClock>,
    randomness: Arc<dyn Randomness>,
    database: api::database::Database,
    _home: Database,
}

impl Demo {
    /// A demo that is started for the first time at an instant.
    async fn started(engine: Engine, now: &str) -> Self {
        let home = Database::fresh(engine).await;
        let database = api::database::Database::open(&home.url).await.unwrap().with_data_keys(data_keys());
        let clock = Arc::new(StillClock::at(now.parse().unwrap()));
        let demo = Self { clock, randomness: Arc::new(SystemRandomness), database, _home: home };
        assert!(demo_load::run(&demo.database, demo.clock.now(), &demo.randomness).await.unwrap());
        demo.start().await;
        demo
    }

    /// Starts it once more; how many calls are new.
    async fn start(&self) -> u64 {
        let clock: Arc<dyn Clock> = self.clock.clone();
        let tally = demo_calls::run(&self.database, &clock, &self.randomness).await.unwrap();
        assert_eq!((tally.duplicate, tally.conflict, tally.unmatched, tally.refused), (0, 0, 0, 0));
        tally.recorded
    }

    /// Every call: the account, what the number is called, when it started, and how it ended.
    async fn calls(&self) -> Vec<(String, String, DateTime<Utc>, String)> {
        let db = self.database.reader();
        let text = "SELECT a.name, coalesce(l.description, l.campaign) AS label, c.started_at,
                c.outcome || ' ' || c.ring_seconds || ' ' || c.talk_seconds || ' ' || c.source_call_id AS told
            FROM call c JOIN account a ON a.id = c.account_id JOIN fixed_number_label l ON l.account_id = c.account_id AND l.id = c.label_id
            ORDER BY 1, c.started_at, 2";
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), text)).await.unwrap();
        let told = |text: String| text.split('-').take(1).chain(text.split('-').skip(2)).collect::<Vec<_>>().join("-");
        let read = |row: &sea_orm::QueryResult| {
            let get = |column: &str| row.try_get::<String>("", column).unwrap();
            (get("name"), get("label"), row.try_get("", "started_at").unwrap(), told(get("told")))
        };
        rows.iter().map(read).collect()
    }
}

#[tokio::test]
async fn everyone_who_starts_it_on_the_same_day_has_the_same_calls() {
    let mut all = Vec::new();
    for engine in Engine::BOTH {
        let began = Instant::now();
        let demo = Demo::started(engine, "2026-05-20T12:00:00Z").await;
        let took = began.elapsed();
        let calls = demo.calls().await;
        println!("{engine:?}: {} calls, all of it made in {took:?}", calls.len());
        assert!((2_500..6_000).contains(&calls.len()), "{}", calls.len());
        let earliest = calls.iter().map(|call| call.2).min().unwrap();
        assert!((90..93).contains(&(demo.clock.now() - earliest).num_days()), "three months: {earliest}");
        all.push(calls);
    }
    assert!(all[0] == all[1]);
    // Later on the same day there are a few more, and the others are the same.
    let later = Demo::started(Engine::Sqlite, "2026-05-20T19:00:00Z").await.calls().await;
    assert!(all[0].iter().filter(|call| !later.contains(call)).count() == 0 && later.len() > all[0].len());
}

#[tokio::test]
async fn a_later_start_adds_what_is_missing_up_to_the_present() {
    for engine in Engine::BOTH {
        let demo = Demo::started(engine, "2026-05-20T12:00:00Z").await;
        let before = demo.calls().await;
        assert_eq!(demo.start().await, 0, "nothing is missing");

        demo.clock.advance(TimeDelta::days(3));
        let added = demo.start().await;

        let calls = demo.calls().await;
        let days = TimeDelta::days(3);
        assert!((50..200).contains(&added) && calls.len() as u64 == before.len() as u64 + added, "{added} were added");
        let new: Vec<_> = calls.iter().filter(|call| !before.contains(call)).collect();
        let now = demo.clock.now();
        assert!(new.iter().all(|call| call.2 > now - days - TimeDelta::hours(12) && call.2 <= now));
        assert_eq!(demo.start().await, 0);
        // After a long pause not everything is made up: three months are.
        demo.clock.advance(TimeDelta::days(400));
        assert!((2_500..6_000).contains(&demo.start().await));
    }
}

#[tokio::test]
async fn last_month_has_numbers_with_the_calls_of_the_page_on_fair_usage() {
    for now in ["2026-03-01T00:30:00Z", "2026-05-31T23:30:00Z", "2026-12-15T12:00:00Z"] {
        let demo = Demo::started(Engine::Sqlite, now).await;
        let zone = chrono_tz_london();
        let local = |instant: DateTime<Utc>| instant.with_timezone(&zone).date_naive();
        let this = local(demo.clock.now()).with_day(1).unwrap();
        let last = this.pred_opt().unwrap();
        let mut counts: BTreeMap<String, u64> = ["Van 7", "Autumn catalogue", "City guide, back cover", "Festival", "Members' letter"]
            .map(|label| (label.to_owned(), 0))
            .into();
        for (account, label, started_at, _) in demo.calls().await {
            let day = local(started_at);
            if account == "Harbour Books" && (day.year(), day.month()) == (last.year(), last.month()) {
                *counts.entry(label).or_default() += 1;
            }
        }
        let of = |label: &str| counts[label];
        let found = [of("Members' letter"), of("Van 7"), of("Autumn catalogue"), of("City guide, back cover"), of("Festival")];
        assert_eq!(found, [0, 6, 9, 10, 25], "{now}: {counts:?}");
        assert!(of("Spring issue") > 50, "{counts:?}");
    }
}

fn chrono_tz_london() -> impl chrono::TimeZone<Offset: Copy> + Copy {
    entity::value::time_zone::TimeZone::parse("Europe/London").unwrap().rules()
}
