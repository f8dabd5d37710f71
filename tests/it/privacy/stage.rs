//! A house in which a switch reports calls, and its tables as they are.

use api::action::caller_retention::{self, Outcome};
use api::clock::Clock;
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use entity::{call, call_conflict, caller_access, unmatched_call};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, Statement};
use serde_json::{Value, json};

use crate::support::caller::Caller;
use crate::support::database::Engine;
use crate::support::seed::{Seeded, seeded};

pub const ANN: &str = "+447700900123";
pub const BOB: &str = "+447700900456";
/// Where recordings are.
pub const RECORDING: &str = "https://recordings.example/";

const RECORD: &str = "mutation($calls: [CallInput!]!, $key: String) { callsRecord(input: {calls: $calls}, idempotencyKey: $key) {
    results { sourceCallId status callId refusals { code message field } } userErrors { code message } replayed } }";
const ERASE: &str = "mutation($number: String!, $key: String, $dry: Boolean! = false) {
    callerErase(input: {number: $number}, idempotencyKey: $key, dryRun: $dry) {
        erasedCalls userErrors { code message field } replayed dryRun } }";

/// A house in which Harbour Books has the number +442079460000, and a switch.
pub struct Stage {
    pub house: Seeded,
    pub switch: Caller,
}

impl Stage {
    /// An hour after the number was ordered.
    pub async fn set(engine: Engine) -> Self {
        let house = seeded(engine, 2).await;
        house.ordered("Spring issue").await;
        house.gateway.clock.advance(TimeDelta::hours(1));
        let switch = house.gateway.switch("switch-1");
        Self { house, switch }
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.house.gateway.clock.now()
    }

    /// A call of somebody to that number, an hour after its order, with a recording.
    pub fn report(&self, id: &str, caller: &str) -> Value {
        let at = (crate::support::gateway::start() + TimeDelta::minutes(30)).to_rfc3339_opts(SecondsFormat::Secs, true);
        json!({"sourceCallId": id, "revision": 1, "number": "+442079460000", "startedAt": at, "caller": caller, "destination": "+441632960018",
            "outcome": "ANSWERED", "ringSeconds": 7, "talkSeconds": 61, "recordingUrl": format!("{RECORDING}{id}")})
    }

    /// Reports calls; what became of each.
    pub async fn send(&self, calls: &[Value]) -> Vec<String> {
        let reply = self.switch.ask_with(RECORD, json!({"calls": calls})).await;
        let results = reply.good()["results"].as_array().unwrap();
        results.iter().map(|result| result["status"].as_str().unwrap().to_owned()).collect()
    }

    /// Erases a caller of Harbour Books.
    pub async fn erase(&self, number: &str, key: Option<&str>, dry: bool) -> crate::support::caller::Reply {
        self.house.books.caller.ask_with(ERASE, json!({"number": number, "key": key, "dry": dry})).await
    }

    #[expect(clippy::disallowed_methods, reason = "the table itself is asked, past the store")]
    pub async fn calls(&self) -> Vec<call::Model> {
        call::Entity::find().order_by_asc(call::Column::SourceCallId).all(self.house.gateway.database.reader()).await.unwrap()
    }

    #[expect(clippy::disallowed_methods, reason = "the table itself is asked, past the store")]
    pub async fn unmatched(&self) -> Vec<unmatched_call::Model> {
        let order = unmatched_call::Column::SourceCallId;
        unmatched_call::Entity::find().order_by_asc(order).all(self.house.gateway.database.reader()).await.unwrap()
    }

    #[expect(clippy::disallowed_methods, reason = "the table itself is asked, past the store")]
    pub async fn conflicts(&self) -> Vec<call_conflict::Model> {
        call_conflict::Entity::find().order_by_asc(call_conflict::Column::Id).all(self.house.gateway.database.reader()).await.unwrap()
    }

    /// What is kept of who has seen callers: what, and of how many calls.
    #[expect(clippy::disallowed_methods, reason = "the table itself is asked, past the store")]
    pub async fn audit(&self) -> Vec<(String, String, i64)> {
        let order = caller_access::Column::Id;
        let rows = caller_access::Entity::find().order_by_asc(order).all(self.house.gateway.database.reader()).await.unwrap();
        rows.into_iter().map(|row| (row.subject, format!("{:?}", row.kind), row.calls_count)).collect()
    }

    /// What a statement finds first.
    pub async fn text(&self, statement: &str) -> String {
        let db = self.house.gateway.database.reader();
        let statement = Statement::from_string(db.get_database_backend(), statement);
        db.query_one_raw(statement).await.unwrap().unwrap().try_get("", "found").unwrap()
    }

    /// Runs the job once.
    pub async fn clear_old(&self) -> Outcome {
        let gateway = &self.house.gateway;
        caller_retention::run(&gateway.database, gateway.clock.now(), &gateway.randomness, || false).await.unwrap()
    }
}

/// Whether nothing personal is left of a call.
pub fn is_cleared(row: &call::Model) -> bool {
    row.caller_sealed.is_none() && row.caller_hash.is_none() && row.recording_url.is_none() && row.erased_at.is_some()
}

/// A call without what clearing takes away.
pub fn bare(row: &call::Model) -> call::Model {
    call::Model { caller_sealed: None, caller_hash: None, recording_url: None, erased_at: None, ..row.clone() }
}

/// A report with other values.
pub fn with(mut report: Value, changes: Value) -> Value {
    report.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    report
}
