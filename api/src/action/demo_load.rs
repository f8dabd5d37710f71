//! The demo data: three accounts with pools, channels, destinations and numbers, all fictional, loaded into an empty database in one
//! transaction and through the same deeds that people use.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use entity::channel::ChannelKind::{self, Broadcast, DirectMail, Outdoor, PaidSearch, Print};
use entity::id::{AccountId, ChannelId, Id, NumberTypeId, PoolId};
use entity::value::label::Publisher;
use entity::value::phone_number::PhoneNumber;
use entity::{account, number_type, stock_number};

use super::account_create;
use super::deed::{Deed, Stop};
use super::demo_plan::{ACCOUNTS, AccountPlan, NUMBER_TYPES, NumberPlan};
use super::fixed_number_order::Order;
use super::pool_create::NewPool;
use super::pool_text::PoolText;
use super::routing::DestinationText;
use crate::clock::Randomness;
use crate::database::Database;
use crate::operation::Operation;
use crate::rule::label::LabelText;
use crate::rule::retention;
use crate::store;
use crate::store::change::NewChange;
use crate::store::error::StoreError;
use crate::store::write::Write;
use crate::viewer::{AccountScope, Principal, Viewer};

/// The name under which the demo's own deeds stand in the feeds.
pub const ACTOR: &str = "demo";
/// Days before the first start at which the demo's numbers were ordered, so that last month was a whole one for them.
const AGE_DAYS: i64 = 120;

/// Why the demo data could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The plan breaks a rule.
    #[error("the demo data is at fault: {0}")]
    Plan(String),
}

impl From<Stop> for Error {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Store(error) => Self::Store(error),
            Stop::Refused(faults) => Self::Plan(faults.into_iter().map(|fault| fault.message).collect::<Vec<_>>().join(" ")),
        }
    }
}

/// Loads the demo data, unless there is an account already. Says whether it did.
pub async fn run(database: &Database, now: DateTime<Utc>, randomness: &Arc<dyn Randomness>) -> Result<bool, Error> {
    let operator = operation(database, now, randomness);
    let write = Write::begin(&operator).await?;
    if store::account::count(write.db()).await? > 0 {
        write.rollback().await?;
        return Ok(false);
    }
    let changes = within(&operator, &write).await?;
    write.commit_all(&operator, changes).await?;
    Ok(true)
}

/// Who loads the demo data, and when: so long ago that last month was a whole one for its numbers.
pub fn operation(database: &Database, now: DateTime<Utc>, randomness: &Arc<dyn Randomness>) -> Operation {
    of(database, now - TimeDelta::days(AGE_DAYS), randomness, AccountId::from_uuid(uuid::Uuid::nil()))
}

fn of(database: &Database, now: DateTime<Utc>, randomness: &Arc<dyn Randomness>, account: AccountId) -> Operation {
    let viewer = Viewer { subject: ACTOR.into(), principal: Principal::Account(account), scopes: Vec::new(), expires_at: now };
    Operation::new(viewer, now, database.clone(), "demo".into(), randomness.clone())
}

/// Loads the demo data inside a transaction that is open; the changes that go with it.
pub async fn within(operator: &Operation, write: &Write) -> Result<Vec<(AccountScope, Vec<NewChange>)>, Error> {
    let types = stock(operator, write).await?;
    let mut changes = Vec::new();
    for plan in ACCOUNTS {
        let op = of(&operator.database, operator.now, &operator.randomness, operator.mint());
        let Some(scope) = op.viewer.account_scope() else { continue };
        changes.push((scope, fill(&op, scope, write, plan, &types).await?));
    }
    Ok(changes)
}

async fn stock(op: &Operation, write: &Write) -> Result<Vec<(&'static str, NumberTypeId)>, Error> {
    let mut types = Vec::new();
    for plan in NUMBER_TYPES {
        let row = number_type::Model {
            id: op.mint(),
            title: plan.title.into(),
            country: plan.country.into(),
            prefix: plan.prefix.into(),
            kind: plan.kind,
            hold_days: 90,
            created_at: op.now,
        };
        types.push((plan.title, row.id));
        store::number_type::insert(write.db(), row).await?;
    }
    for (plan, (_, number_type_id)) in NUMBER_TYPES.iter().zip(&types) {
        let numbers = (0..plan.amount).map(|n| {
            let number =
                PhoneNumber::parse(&format!("{}{:04}", plan.stem, n + plan.first)).map_err(|fault| Error::Plan(fault.to_string()))?;
            Ok(stock_number::Model { id: op.mint(), number, number_type_id: *number_type_id, pick_key: op.draw(), fixed_number_id: None })
        });
        let numbers = numbers.collect::<Result<Vec<_>, Error>>()?;
        store::stock::insert_many(write.db(), numbers).await?;
    }
    Ok(types)
}

async fn fill(
    op: &Operation,
    scope: AccountScope,
    write: &Write,
    plan: &AccountPlan,
    types: &[(&str, NumberTypeId)],
) -> Result<Vec<NewChange>, Error> {
    let account = account::Model {
        id: scope.account_id(),
        name: plan.name.into(),
        country: plan.country.into(),
        package: plan.package,
        currency: plan.currency,
        time_zone: plan.time_zone.into(),
        next_time_zone: None,
        next_time_zone_from: None,
        caller_retention_months: retention::MONTHS,
        version: 1,
        created_at: op.now,
    };
    account_create::within(op, write, account).await?;
    let mut changes = Vec::new();
    let mut pools = Vec::new();
    for (name, number) in plan.pools {
        pools.push((*name, add_pool(op, scope, write, name, number, &mut changes).await?));
    }
    let mut channels = Vec::new();
    for (name, kind) in
        [("Paid search", PaidSearch), ("Magazine", Print), ("Radio", Broadcast), ("Direct mail", DirectMail), ("Vans", Outdoor)]
    {
        channels.push((name, add_channel(op, scope, write, name, kind, &mut changes).await?));
    }
    for number in plan.numbers {
        let order = order(number, types, &pools, &channels);
        changes.extend(order.perform(op, scope, write).await?.changes);
    }
    Ok(changes)
}

async fn add_pool(
    op: &Operation,
    scope: AccountScope,
    write: &Write,
    name: &str,
    number: &str,
    changes: &mut Vec<NewChange>,
) -> Result<PoolId, Error> {
    let text = PoolText { name: Some(name.into()), ..PoolText::default() };
    let done = NewPool { text, default_destination: DestinationText::Number(number.into()) }.perform(op, scope, write).await?;
    changes.extend(done.changes);
    Ok(done.outcome.pool)
}

async fn add_channel(
    op: &Operation,
    scope: AccountScope,
    write: &Write,
    name: &str,
    kind: ChannelKind,
    changes: &mut Vec<NewChange>,
) -> Result<ChannelId, Error> {
    let done = super::channel_create::NewChannel { name: name.into(), kind }.perform(op, scope, write).await?;
    changes.extend(done.changes);
    Ok(done.outcome.channel)
}

fn order(plan: &NumberPlan, types: &[(&str, NumberTypeId)], pools: &[(&str, PoolId)], channels: &[(&str, ChannelId)]) -> Order {
    fn id<I: Id + ToString>(named: &[(&str, I)], name: &str) -> String {
        named.iter().find(|(known, _)| *known == name).map(|(_, id)| id.to_string()).unwrap_or_default()
    }
    let tag = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let label = match plan.label {
        (description, "", "") => LabelText::Simple { description: description.into() },
        (_, campaign, keyword) => LabelText::Advanced {
            publisher: (plan.channel == "Paid search").then_some(Publisher::GoogleAds),
            campaign: tag(campaign),
            keyword: tag(keyword),
        },
    };
    Order {
        number_type_id: id(types, plan.number_type),
        pool_id: id(pools, plan.pool),
        channel_id: id(channels, plan.channel),
        destination: plan.destination.map_or(DestinationText::Default(true), |number| DestinationText::Number(number.into())),
        numbers: vec![label],
        count_left: false,
    }
}
