//! Changes: what a write leaves in the account's feed. The counter row makes their numbers dense and in the order of commits.

use std::collections::BTreeSet;

use entity::account_feed;
use entity::change::{ActiveModel, ChangeKind, Entity, SubjectType};
use entity::id::{AccountId, CallId, ChannelId, FixedNumberId, Id, PoolId};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::{Map, Value, json};

use super::error::StoreError;
use super::fixed_number::Rerouted;
use crate::operation::Operation;
use crate::viewer::AccountScope;

/// The calls of one account that a request wrote, and whose they are.
#[derive(Clone, Debug, Default)]
pub struct Recorded {
    /// The calls.
    pub calls: BTreeSet<CallId>,
    /// Their numbers.
    pub fixed_numbers: BTreeSet<FixedNumberId>,
    /// Those numbers' pools.
    pub pools: BTreeSet<PoolId>,
    /// The channels for which they stood.
    pub channels: BTreeSet<ChannelId>,
}

/// A change that has no number yet.
#[derive(Clone, Debug)]
pub struct NewChange {
    kind: ChangeKind,
    subject_type: SubjectType,
    subject_id: uuid::Uuid,
    /// None for a change that is no version of its subject.
    subject_version: Option<i32>,
    before: Option<Value>,
    after: Value,
    changed_fields: Vec<String>,
    touched_pools: Vec<PoolId>,
    touched_channels: Vec<ChannelId>,
    affected_count: i32,
}

impl NewChange {
    /// A fixed number was ordered, edited, deleted, restored or released.
    pub fn fixed_number(kind: ChangeKind, before: Option<&entity::fixed_number::Model>, after: &entity::fixed_number::Model) -> Self {
        let face = |row: &entity::fixed_number::Model| {
            json!({"number": row.number, "numberType": row.number_type_id, "pool": row.pool_id, "channel": row.channel_id, "mode": row.mode,
                "description": row.description, "publisher": row.publisher, "campaign": row.campaign, "keyword": row.keyword,
                "destination": row.destination_id, "status": row.status, "deletedAt": row.deleted_at, "holdUntil": row.hold_until})
        };
        let mut change =
            Self::of(kind, SubjectType::FixedNumber, after.id, after.version, before.map(face), face(after), vec![after.pool_id], 1);
        change.touched_channels = before.map(|row| row.channel_id).into_iter().chain([after.channel_id]).collect();
        change.touched_channels.dedup();
        change
    }

    /// A pool was made, edited or deleted; says which numbers it re-routed.
    pub fn pool(kind: ChangeKind, before: Option<&entity::pool::Model>, after: &entity::pool::Model, rerouted: Rerouted) -> Self {
        let face = |row: &entity::pool::Model| {
            json!({"name": row.name.as_str(), "reference": row.reference, "defaultDestination": row.default_destination_id,
                "callRecording": row.call_recording, "callRating": row.call_rating, "callAnnounce": row.call_announce,
                "announcement": row.announcement, "archivedAt": row.archived_at})
        };
        let count = amount(rerouted.numbers);
        let mut change = Self::of(kind, SubjectType::Pool, after.id, after.version, before.map(face), face(after), vec![after.id], count);
        change.touched_channels = rerouted.channels;
        change
    }

    /// A channel was made, edited or deleted.
    pub fn channel(kind: ChangeKind, before: Option<&entity::channel::Model>, after: &entity::channel::Model) -> Self {
        let face = |row: &entity::channel::Model| json!({"name": row.name.as_str(), "kind": row.kind, "archivedAt": row.archived_at});
        let mut change = Self::of(kind, SubjectType::Channel, after.id, after.version, before.map(face), face(after), Vec::new(), 0);
        change.touched_channels = vec![after.id];
        change
    }

    /// A goal was made, edited or deleted.
    pub fn goal(kind: ChangeKind, before: Option<&entity::goal::Model>, after: &entity::goal::Model) -> Self {
        let face = |row: &entity::goal::Model| {
            json!({"name": row.name.as_str(), "answered": row.answered, "leastTalkSeconds": row.least_talk_seconds,
                "mostTalkSeconds": row.most_talk_seconds, "leastRating": row.least_rating, "mostRating": row.most_rating,
                "channel": row.channel_id, "pool": row.pool_id, "archivedAt": row.archived_at})
        };
        let touched = [before, Some(after)].into_iter().flatten();
        let pools: BTreeSet<_> = touched.clone().filter_map(|row| row.pool_id).collect();
        let channels: BTreeSet<_> = touched.filter_map(|row| row.channel_id).collect();
        let pools = pools.into_iter().collect();
        let mut change = Self::of(kind, SubjectType::Goal, after.id, after.version, before.map(face), face(after), pools, 0);
        change.touched_channels = channels.into_iter().collect();
        change
    }

    /// A destination was made.
    pub fn destination_created(after: &entity::destination::Model) -> Self {
        Self::destination(ChangeKind::DestinationCreated, None, after, Rerouted::default())
    }

    /// A destination was made, edited or deleted; says which numbers it re-routed.
    pub fn destination(
        kind: ChangeKind,
        before: Option<&entity::destination::Model>,
        after: &entity::destination::Model,
        rerouted: Rerouted,
    ) -> Self {
        let face = |row: &entity::destination::Model| json!({"number": row.number, "label": row.label, "kind": row.kind, "country": row.country, "archivedAt": row.archived_at});
        let count = amount(rerouted.numbers);
        let mut change =
            Self::of(kind, SubjectType::Destination, after.id, after.version, before.map(face), face(after), rerouted.pools, count);
        change.touched_channels = rerouted.channels;
        change
    }

    /// An account changed its own settings.
    pub fn account(before: &entity::account::Model, after: &entity::account::Model) -> Self {
        let face = |row: &entity::account::Model| {
            json!({"name": row.name, "timeZone": row.time_zone, "nextTimeZone": row.next_time_zone, "nextTimeZoneFrom": row.next_time_zone_from,
                "callerRetentionMonths": row.caller_retention_months})
        };
        let kind = ChangeKind::AccountUpdated;
        Self::of(kind, SubjectType::Account, after.id, after.version, Some(face(before)), face(after), Vec::new(), 0)
    }

    /// A switch reported calls, new ones or later revisions. Tells which, and of which numbers, and nothing of their callers.
    pub fn calls_recorded(account: AccountId, recorded: &Recorded) -> Self {
        let Recorded { calls, fixed_numbers, pools, channels } = recorded;
        let count = i32::try_from(fixed_numbers.len()).unwrap_or(i32::MAX);
        let after = json!({"calls": calls, "fixedNumbers": fixed_numbers});
        let pools = pools.iter().copied().collect();
        let mut change = Self::of(ChangeKind::CallsRecorded, SubjectType::Account, account, 0, None, after, pools, count);
        change.subject_version = None;
        change.touched_channels = channels.iter().copied().collect();
        change
    }

    /// Callers were erased from so many calls. Tells nothing of them.
    pub fn callers_erased(account: AccountId, calls_count: i64) -> Self {
        let after = json!({"callsCount": calls_count});
        let mut change = Self::of(ChangeKind::CallersErased, SubjectType::Account, account, 0, None, after, Vec::new(), 0);
        change.subject_version = None;
        change
    }

    fn of(
        kind: ChangeKind,
        subject_type: SubjectType,
        id: impl Id,
        subject_version: i32,
        before: Option<Value>,
        after: Value,
        touched_pools: Vec<PoolId>,
        affected_count: i32,
    ) -> Self {
        let (before, after, changed_fields) = difference(before, after);
        Self {
            kind,
            subject_type,
            subject_id: id.uuid(),
            subject_version: Some(subject_version),
            before,
            after,
            changed_fields,
            touched_pools,
            touched_channels: Vec::new(),
            affected_count,
        }
    }
}

fn amount(count: i64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// Only what differs: the fields, as they were and as they are. Without a before, all that have a value.
fn difference(before: Option<Value>, after: Value) -> (Option<Value>, Value, Vec<String>) {
    let Value::Object(after) = after else { return (before, after, Vec::new()) };
    let Some(Value::Object(before)) = before else {
        let after: Map<_, _> = after.into_iter().filter(|(_, value)| !value.is_null()).collect();
        let fields = after.keys().cloned().collect();
        return (None, Value::Object(after), fields);
    };
    let after: Map<_, _> = after.into_iter().filter(|(name, value)| before.get(name) != Some(value)).collect();
    let before: Map<_, _> = before.into_iter().filter(|(name, _)| after.contains_key(name)).collect();
    let fields = after.keys().cloned().collect();
    (Some(Value::Object(before)), Value::Object(after), fields)
}

/// Opens the feed of an account that was just made.
pub async fn open_feed(db: &impl ConnectionTrait, account_id: AccountId) -> Result<(), StoreError> {
    let row = account_feed::ActiveModel { account_id: Set(account_id), epoch: Set(1), head: Set(0), floor: Set(0) };
    account_feed::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Numbers the changes and stores them. Must be the last statements before the commit: the counter's row is locked from here on, so
/// the order of numbers is the order of commits, and a rollback gives them back.
pub async fn append(op: &Operation, scope: AccountScope, db: &impl ConnectionTrait, changes: Vec<NewChange>) -> Result<(), StoreError> {
    let count = i64::try_from(changes.len()).unwrap_or(i64::MAX);
    if count == 0 {
        return Ok(());
    }
    let feed = account_feed::Entity::update_many()
        .col_expr(account_feed::Column::Head, Expr::col(account_feed::Column::Head).add(count))
        .filter(account_feed::Column::AccountId.eq(scope.account_id()))
        .exec_with_returning(db)
        .await?;
    let [feed] = feed.as_slice() else { return Err(StoreError::Broken(format!("{} has no feed", scope.account_id()))) };
    let rows = changes.into_iter().zip(feed.head - count + 1..).map(|(change, seq)| ActiveModel {
        account_id: Set(scope.account_id()),
        seq: Set(seq),
        kind: Set(change.kind),
        subject_type: Set(change.subject_type),
        subject_id: Set(change.subject_id),
        subject_version: Set(change.subject_version),
        occurred_at: Set(op.now),
        actor: Set(op.viewer.subject.clone()),
        request_id: Set(op.request_id.clone()),
        changed_fields: Set(json!(change.changed_fields)),
        before: Set(change.before),
        after: Set(Some(change.after)),
        touched_pools: Set(json!(change.touched_pools)),
        touched_channels: Set(json!(change.touched_channels)),
        affected_count: Set(change.affected_count),
    });
    Entity::insert_many(rows).exec_without_returning(db).await?;
    Ok(())
}
