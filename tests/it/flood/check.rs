//! Holds every row of the tables against the oracle.

use std::collections::{BTreeMap, HashMap};

use api::store::data_key;
use entity::id::{CallId, FixedNumberLabelId, Id};
use entity::{call, change, fixed_number_label, unmatched_call};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::oracle::{Owner, Past};
use super::reports::{Call, Content, Report, SWITCHES};
use crate::support::seed::Seeded;

/// What the tables hold.
#[derive(Debug, PartialEq, Eq)]
pub struct Found {
    pub calls: usize,
    pub after_delete: usize,
    pub unmatched: usize,
    pub conflicts: i64,
}

/// Rows read at once.
const PAGE: u64 = 20_000;

fn last(call: Call) -> Report {
    Report { call: call.n, revision: call.revisions - 1, other: false }
}

fn parse(id: &str) -> u32 {
    id.strip_prefix("call ").unwrap().parse().unwrap()
}

/// Whether a row says what one of the ways says in which the last revision was told.
fn says(call: Call, row: &Content) -> bool {
    let both = [false, true].into_iter().filter(|other| !other || call.contradicted == Some(call.revisions - 1));
    both.map(|other| call.content(Report { other, ..last(call) })).any(|content| content == *row)
}

fn outcome(outcome: call::CallOutcome) -> &'static str {
    match outcome {
        call::CallOutcome::Answered => "ANSWERED",
        call::CallOutcome::Busy => "BUSY",
        call::CallOutcome::NoAnswer => "NO_ANSWER",
        call::CallOutcome::Failed => "FAILED",
        call::CallOutcome::Abandoned => "ABANDONED",
    }
}

/// Checks everything.
pub async fn all(house: &Seeded, past: &Past, calls: u32) -> Found {
    let told = calls_of_accounts(house, past).await;
    let nobodys = unmatched(house, past).await;
    let (mut owned, mut nobody) = (0, 0);
    for call in (0..calls).map(|n| Call::of(n, past)).filter(|call| !call.bad) {
        match past.owner(&past.numbers[call.number], call.started_at(past)) {
            Some(_) => owned += 1,
            None => nobody += 1,
        }
    }
    // Each row was held against its call, and no call has two; so it is enough that none is missing.
    assert_eq!((told.len(), nobodys), (owned, nobody), "calls of accounts, and of nobody");
    feeds(house, &told).await;
    goals(house).await;
    let after_delete = usize::try_from(house.amount("call WHERE after_delete").await).unwrap();
    Found { calls: told.len(), after_delete, unmatched: nobodys, conflicts: conflicts(house, past, calls).await }
}

/// Every call of an account: its id, and how often it can have been written.
async fn calls_of_accounts(house: &Seeded, past: &Past) -> HashMap<CallId, (usize, u8)> {
    let (db, mut told) = (house.gateway.database.reader(), HashMap::new());
    let labels: HashMap<FixedNumberLabelId, fixed_number_label::Model> = {
        #[expect(clippy::disallowed_methods, reason = "the table itself is asked, past the store")]
        let rows = fixed_number_label::Entity::find().all(db).await.unwrap();
        rows.into_iter().map(|row| (row.id, row)).collect()
    };
    for (n, home) in [&house.books, &house.motors].into_iter().enumerate() {
        let op = house.gateway.operation(home.account);
        let key = data_key::find(&op, op.viewer.account_scope().unwrap(), db).await.unwrap();
        let mut after = CallId::from_uuid(uuid::Uuid::nil());
        loop {
            #[expect(clippy::disallowed_methods, reason = "the table itself is asked, past the store")]
            let select = call::Entity::find().filter(call::Column::AccountId.eq(home.account)).filter(call::Column::Id.gt(after));
            let rows = select.order_by_asc(call::Column::Id).limit(PAGE).all(db).await.unwrap();
            let Some(end) = rows.last() else { break };
            after = end.id;
            for row in rows {
                let call = Call::of(parse(&row.source_call_id), past);
                let key = key.as_ref().unwrap();
                let caller = row.caller_sealed.as_ref().map(|sealed| key.open(row.id.uuid(), sealed).unwrap());
                let hash = caller.as_ref().map(|text| key.search_hash(&entity::value::phone_number::PhoneNumber::parse(text).unwrap()));
                assert_eq!(row.caller_hash, hash);
                let content = Content {
                    caller,
                    withheld: row.withheld,
                    outcome: outcome(row.outcome),
                    ring_seconds: row.ring_seconds,
                    talk_seconds: row.talk_seconds,
                    rating: row.reported_rating,
                };
                assert!(!call.bad && says(call, &content), "{row:?}");
                assert_eq!((row.switch.as_str(), row.started_at), (SWITCHES[call.switch], call.started_at(past)));
                assert_eq!(row.revision, i32::from(call.revisions - 1), "{row:?}");
                let label = &labels[&row.label_id];
                let owner = Owner {
                    account: n,
                    id: row.fixed_number_id.to_string(),
                    label: label.description.as_ref().unwrap().as_str().to_owned(),
                    print: row.channel_id == home.print,
                    after_delete: row.after_delete,
                };
                assert_eq!(past.owner(&past.numbers[call.number], row.started_at), Some(owner), "{row:?}");
                assert_eq!((label.channel_id, row.pool_id), (row.channel_id, home.pool));
                let once = told.insert(row.id, (n, call.revisions));
                assert_eq!(once, None, "{row:?}");
            }
        }
    }
    told
}

async fn unmatched(house: &Seeded, past: &Past) -> usize {
    let (db, mut found, mut after) = (house.gateway.database.reader(), 0, CallId::from_uuid(uuid::Uuid::nil()));
    let op = house.gateway.operation(house.books.account);
    let key = data_key::find_of_operator(&op, db).await.unwrap();
    loop {
        #[expect(clippy::disallowed_methods, reason = "the table itself is asked, past the store")]
        let select = unmatched_call::Entity::find().filter(unmatched_call::Column::Id.gt(after));
        let rows = select.order_by_asc(unmatched_call::Column::Id).limit(PAGE).all(db).await.unwrap();
        let Some(end) = rows.last() else { return found };
        after = end.id;
        for row in rows {
            let call = Call::of(parse(&row.source_call_id), past);
            let content = Content {
                caller: row.caller_sealed.as_ref().map(|sealed| key.as_ref().unwrap().open(row.id.uuid(), sealed).unwrap()),
                withheld: row.withheld,
                outcome: outcome(row.outcome),
                ring_seconds: row.ring_seconds,
                talk_seconds: row.talk_seconds,
                rating: row.reported_rating,
            };
            assert!(!call.bad && says(call, &content), "{row:?}");
            assert_eq!((row.switch.as_str(), row.revision), (SWITCHES[call.switch], i32::from(call.revisions - 1)));
            assert_eq!(past.owner(row.number.as_str(), row.started_at), None, "{row:?}");
            found += 1;
        }
    }
}

/// Every call meets exactly one of the three goals that an account starts with: told by the words of the domain, in SQL.
async fn goals(house: &Seeded) {
    let met = "(g.standard = 'QUALIFIED' AND c.talk_seconds >= 60) OR (g.standard = 'CONNECTED' AND c.outcome = 'ANSWERED' AND c.talk_seconds < 60)
        OR (g.standard = 'NOT_CONNECTED' AND c.outcome <> 'ANSWERED')";
    let right = format!("call c JOIN goal g ON g.account_id = c.account_id WHERE ({met})");
    let mark = "m.account_id = c.account_id AND m.call_id = c.id AND m.goal_id = g.id AND m.started_at = c.started_at";
    let marked = format!("{right} AND EXISTS (SELECT 1 FROM call_goal m WHERE {mark})");
    let amounts = [house.amount("call").await, house.amount(&right).await, house.amount(&marked).await, house.amount("call_goal").await];
    assert_eq!(amounts, [amounts[0]; 4], "calls, goals that they meet, goals that they are marked with, and marks");
}

/// A contradiction of the last revision is always found, one of an earlier revision unless a later one came first; none is kept twice.
async fn conflicts(house: &Seeded, past: &Past, calls: u32) -> i64 {
    let doubtful = (0..calls).map(|n| Call::of(n, past)).filter(|call| !call.bad && call.contradicted.is_some());
    let (sure, all) = doubtful.fold((0, 0), |(sure, all), call| (sure + i64::from(call.contradicted == Some(call.revisions - 1)), all + 1));
    let found = house.amount("call_conflict").await;
    assert!((sure..=all).contains(&found), "{found} contradictions were kept; at least {sure}, at most {all} there were");
    found
}

/// Every call is told of in its own account's feed, at least once and at most once for each of its revisions.
async fn feeds(house: &Seeded, told: &HashMap<CallId, (usize, u8)>) {
    let mut times: BTreeMap<CallId, u8> = BTreeMap::new();
    for (n, home) in [&house.books, &house.motors].into_iter().enumerate() {
        let _dense = house.changes(home.account).await;
        let (db, mut after) = (house.gateway.database.reader(), 0);
        loop {
            #[expect(clippy::disallowed_methods, reason = "the table itself is asked, past the store")]
            let select = change::Entity::find().filter(change::Column::AccountId.eq(home.account)).filter(change::Column::Seq.gt(after));
            let rows = select.order_by_asc(change::Column::Seq).limit(1_000).all(db).await.unwrap();
            let Some(end) = rows.last() else { break };
            after = end.seq;
            for row in rows.iter().filter(|row| row.kind == change::ChangeKind::CallsRecorded) {
                for id in row.after.as_ref().unwrap()["calls"].as_array().unwrap() {
                    let id = CallId::parse(id.as_str().unwrap()).unwrap();
                    assert_eq!(told.get(&id).map(|(account, _)| *account), Some(n), "{id} is told of in another feed");
                    *times.entry(id).or_default() += 1;
                }
            }
        }
    }
    for (id, (_, revisions)) in told {
        let found = times.get(id).copied().unwrap_or_default();
        assert!((1..=*revisions).contains(&found), "{id} is told of {found} times");
    }
}
