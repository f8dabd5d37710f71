//! Calls, as a switch reports them and as the tables have them; and which goals they have met.

use std::collections::BTreeSet;

use api::store;
use entity::call;
use entity::id::{CallId, Id};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use super::caller::Reply;
use super::gateway::start;
use super::seed::Seeded;

pub const RECORD: &str = "mutation($calls: [CallInput!]!) { callsRecord(input: {calls: $calls}) {
    results { status callId refusals { message } } userErrors { code } } }";

pub const RATE: &str = "mutation($input: CallRateInput!, $key: String, $dry: Boolean! = false) {
    callRate(input: $input, idempotencyKey: $key, dryRun: $dry) {
        call { id rating goals { name } } warnings { code } replayed dryRun userErrors { code message field } } }";

/// A report of a call that was answered and talked on for a minute, but for what is said otherwise. It has to say which number and which
/// call.
pub fn report(said: &Value) -> Value {
    let mut report = json!({"startedAt": start(), "outcome": "ANSWERED", "ringSeconds": 7, "talkSeconds": 60});
    report.as_object_mut().unwrap().extend(said.as_object().unwrap().clone());
    report
}

/// Has the switch report a call that some account shall have; its id.
pub async fn reported(house: &Seeded, said: &Value) -> String {
    let reply = house.gateway.switch("switch-1").ask_with(RECORD, json!({"calls": [report(said)]})).await;
    let result = &reply.good()["results"][0];
    result["callId"].as_str().unwrap_or_else(|| panic!("{result}")).to_owned()
}

impl Seeded {
    /// Rates a call of Harbour Books.
    pub async fn rate(&self, id: &str, rating: impl Into<Value>) -> Reply {
        self.books.caller.ask_with(RATE, json!({"input": {"id": id, "rating": rating.into()}})).await
    }

    /// A call as the table has it.
    #[expect(clippy::disallowed_methods, reason = "the table itself is asked, past the store")]
    pub async fn call(&self, id: &str) -> call::Model {
        let select = call::Entity::find().filter(call::Column::Id.eq(CallId::parse(id).unwrap()));
        select.one(self.gateway.database.reader()).await.unwrap().unwrap()
    }

    /// The names of the goals that a call of Harbour Books has met, archived ones as well, in the order of their ids.
    pub async fn met(&self, id: &str) -> Vec<String> {
        use entity::call_goal::{Column, Entity};
        let (op, db) = (self.gateway.operation(self.books.account), self.gateway.database.reader());
        let call = self.call(id).await;
        #[expect(clippy::disallowed_methods, reason = "the table itself is asked, past the store")]
        let marks = Entity::find().filter(Column::CallId.eq(call.id)).all(db).await.unwrap();
        assert!(marks.iter().all(|mark| (mark.account_id, mark.started_at) == (call.account_id, call.started_at)), "{marks:?}");
        let ids: BTreeSet<_> = marks.iter().map(|mark| mark.goal_id).collect();
        let goals = store::goal::find_many(op.viewer.account_scope().unwrap(), db, ids.iter().copied().collect()).await.unwrap();
        ids.iter().map(|id| goals[id].name.as_str().to_owned()).collect()
    }
}
