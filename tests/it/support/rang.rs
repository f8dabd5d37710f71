//! Calls, put into the table as a switch's reports would leave them.

use std::sync::Arc;

use api::seal::caller_key::CallerKey;
use api::seal::data_keys::Owner;
use api::store::data_key;
use api::store::write::Write;
use chrono::{DateTime, Utc};
use entity::call::{self, CallOutcome, talk_class};
use entity::id::{AccountId, CallId, FixedNumberId, GoalId, Id};
use entity::value::phone_number::PhoneNumber;
use entity::{call_goal, fixed_number, fixed_number_label, goal};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use super::seed::Seeded;

/// Gives a call a caller, as a report does.
pub fn called_by(row: &mut call::Model, key: &CallerKey, number: &str) {
    row.caller_sealed = Some(key.seal(row.id.uuid(), number));
    row.caller_hash = Some(key.search_hash(&PhoneNumber::parse(number).unwrap()));
}

impl Seeded {
    /// The key that seals an account's callers, made if it has none.
    pub async fn caller_key(&self, account: AccountId) -> Arc<CallerKey> {
        let op = self.gateway.operation(account);
        let write = Write::begin(&op).await.unwrap();
        let keys = data_key::find_or_make(&op, write.db(), &[Owner::Account(account)]).await.unwrap();
        write.commit_all(&op, Vec::new()).await.unwrap();
        keys[&Owner::Account(account)].clone()
    }

    /// The ids of an account's goals, in the order of birth.
    #[expect(clippy::disallowed_methods, reason = "the table itself is asked, past the store")]
    pub async fn goal_ids(&self, account: AccountId) -> Vec<GoalId> {
        let goals = goal::Entity::find().filter(goal::Column::AccountId.eq(account)).order_by_asc(goal::Column::Id);
        goals.all(self.gateway.database.reader()).await.unwrap().into_iter().map(|row| row.id).collect()
    }

    /// Marks a call as one that has met a goal.
    #[expect(clippy::disallowed_methods, reason = "the table itself is written, past the store")]
    pub async fn mark(&self, row: &call::Model, goal_id: GoalId) {
        let mark = call_goal::Model { account_id: row.account_id, call_id: row.id, goal_id, started_at: row.started_at };
        let active: call_goal::ActiveModel = mark.into_active_model().reset_all();
        call_goal::Entity::insert(active).exec_without_returning(self.gateway.database.writer()).await.unwrap();
    }

    /// A call to a number, which was answered and talked in for 30 seconds unless it is said otherwise; its row. It has the channel and
    /// the label that were valid when it began.
    #[expect(clippy::disallowed_methods, reason = "the table itself is written, past the store")]
    pub async fn rang(&self, number: &str, at: DateTime<Utc>, change: impl FnOnce(&mut call::Model)) -> call::Model {
        let db = self.gateway.database.writer();
        let id = FixedNumberId::parse(number).unwrap();
        let number = fixed_number::Entity::find().filter(fixed_number::Column::Id.eq(id)).one(db).await.unwrap().unwrap();
        let labels = fixed_number_label::Entity::find().filter(fixed_number_label::Column::FixedNumberId.eq(id));
        let labels = labels.order_by_asc(fixed_number_label::Column::ValidFrom).all(db).await.unwrap();
        // What rang before the order is given to it all the same: lists don't ask.
        let label = labels.iter().rev().find(|label| label.valid_from <= at).unwrap_or(&labels[0]);
        let op = self.gateway.operation(number.account_id);
        let call = op.mint::<CallId>();
        let mut row = call::Model {
            account_id: number.account_id,
            id: call,
            switch: "switch-1".into(),
            source_call_id: call.to_string(),
            revision: 1,
            fixed_number_id: id,
            pool_id: number.pool_id,
            channel_id: label.channel_id,
            label_id: label.id,
            started_at: at,
            withheld: false,
            caller_sealed: None,
            caller_hash: None,
            destination: None,
            outcome: CallOutcome::Answered,
            ring_seconds: 5,
            talk_seconds: 30,
            talk_class: 0,
            reported_rating: None,
            given_rating: None,
            recording_url: None,
            after_delete: false,
            recorded_at: op.now,
            erased_at: None,
        };
        change(&mut row);
        row.talk_class = talk_class(row.talk_seconds);
        let active: call::ActiveModel = row.clone().into_active_model().reset_all();
        call::Entity::insert(active).exec_without_returning(db).await.unwrap();
        row
    }
}
