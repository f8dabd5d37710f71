//! Ordering fixed numbers: one per label, of one type, for one pool and channel; all or nothing.

use entity::change::ChangeKind;
use entity::fixed_number::{FixedNumberStatus, Model};
use entity::fixed_number_interval as interval;
use entity::id::{ChannelId, FixedNumberId, Id, NumberTypeId, PoolId};
use entity::value::label::{Label, LabelMode};
use entity::{channel, number_type, pool};
use serde::{Deserialize, Serialize};

use super::deed::{Deed, Done, Stop};
use super::fault::{Fault, FaultCode};
use super::labelling::{self, Wanted};
use super::routing::{self, DestinationText};
use super::warning::Warning;
use crate::operation::Operation;
use crate::policy::Permission;
use crate::rule::label::LabelText;
use crate::store;
use crate::store::change::NewChange;
use crate::store::error::StoreError;
use crate::store::write::Write;
use crate::viewer::AccountScope;

/// The most numbers of one order.
pub const NUMBERS_MAX: usize = 50;

/// An order, as it came in.
#[derive(Clone, Debug, Serialize)]
pub struct Order {
    /// Id of the number type.
    pub number_type_id: String,
    /// Id of the pool.
    pub pool_id: String,
    /// Id of the channel.
    pub channel_id: String,
    /// Where calls shall ring.
    pub destination: DestinationText,
    /// One label per number.
    pub numbers: Vec<LabelText>,
    /// Whether to count what is left, which takes the longer the more that is. Not a part of what is ordered.
    #[serde(skip)]
    pub count_left: bool,
}

/// What was ordered.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The numbers, in the order of the labels.
    pub fixed_numbers: Vec<FixedNumberId>,
    /// How many they are.
    pub ordered_count: i64,
    /// How many numbers of the type are left after it, if that was asked.
    pub available_count: Option<i64>,
    /// What is worth knowing.
    pub warnings: Vec<Warning>,
}

struct Parts {
    number_type: number_type::Model,
    pool: pool::Model,
    channel: channel::Model,
    chosen: routing::Chosen,
    labels: Vec<Label>,
    warnings: Vec<Warning>,
}

impl Deed for Order {
    const PERMISSION: Permission = Permission::FixedNumberOrder;
    const OPERATION: &'static str = "fixedNumberOrder";
    type Outcome = Outcome;

    async fn perform(&self, op: &Operation, scope: AccountScope, write: &Write) -> Result<Done<Outcome>, Stop> {
        let parts = self.check(op, scope, write).await?;
        let free = store::stock::pick(write.db(), parts.number_type.id, self.numbers.len() as u64).await?;
        if free.len() < self.numbers.len() {
            return Err(self.none_left(write, &parts.number_type).await?);
        }
        let (destination_id, destination_created) = routing::settle(scope, write, parts.chosen.clone()).await?;
        let rows: Vec<(Model, interval::Model)> = free
            .iter()
            .zip(&parts.labels)
            .map(|(stock, label)| {
                let mut row = Model {
                    id: op.mint(),
                    account_id: scope.account_id(),
                    number: stock.number.clone(),
                    number_type_id: parts.number_type.id,
                    pool_id: parts.pool.id,
                    channel_id: parts.channel.id,
                    mode: LabelMode::Simple,
                    description: None,
                    description_folded: None,
                    publisher: None,
                    campaign: None,
                    keyword: None,
                    label_folded: None,
                    search_text: String::new(),
                    destination_id,
                    status: FixedNumberStatus::Active,
                    ordered_at: op.now,
                    updated_at: op.now,
                    deleted_at: None,
                    hold_until: None,
                    version: 1,
                };
                row.set_label(label);
                let span = interval::Model {
                    id: op.mint(),
                    account_id: scope.account_id(),
                    fixed_number_id: row.id,
                    live_from: op.now,
                    live_to: None,
                };
                (row, span)
            })
            .collect();
        if let Err(error) = store::fixed_number::insert_many(write.db(), &rows).await {
            return Err(last_word(error));
        }
        let pairs: Vec<_> = free.iter().zip(&rows).map(|(stock, (row, _))| (stock.id, row.id)).collect();
        store::stock::take(write.db(), &pairs).await?;
        let mut changes: Vec<NewChange> = destination_created.into_iter().collect();
        changes.extend(rows.iter().map(|(row, _)| NewChange::fixed_number(ChangeKind::FixedNumberOrdered, None, row)));
        let outcome = Outcome {
            fixed_numbers: rows.iter().map(|(row, _)| row.id).collect(),
            ordered_count: i64::try_from(rows.len()).unwrap_or(i64::MAX),
            available_count: if self.count_left { Some(available(write, parts.number_type.id).await?) } else { None },
            warnings: parts.warnings,
        };
        Ok(Done { outcome, changes })
    }
}

impl Order {
    /// Holds the whole input against every rule before any of it is refused. Locks in one order: pool, channel, destination.
    async fn check(&self, op: &Operation, scope: AccountScope, write: &Write) -> Result<Parts, Stop> {
        let db = write.db();
        let mut faults = Vec::new();
        let number_type = match NumberTypeId::parse(&self.number_type_id) {
            Some(id) => store::number_type::find_many(db, vec![id]).await?.remove(&id),
            None => None,
        };
        if number_type.is_none() {
            faults.push(Fault::at("input.numberTypeId", FaultCode::NumberTypeNotFound, "There is no such number type."));
        }
        let pool = match PoolId::parse(&self.pool_id) {
            Some(id) => store::pool::lock(scope, db, id).await?.filter(|pool| pool.archived_at.is_none()),
            None => None,
        };
        if pool.is_none() {
            faults.push(Fault::at("input.poolId", FaultCode::PoolNotFound, "There is no such pool in your account."));
        }
        let channel = find_channel(scope, write, &self.channel_id, &mut faults).await?;

        let wanted: Vec<_> = self.numbers.iter().enumerate().map(|(n, text)| Wanted { text, path: format!("input.numbers.{n}") }).collect();
        let labels = match wanted.len() {
            0 => {
                faults.push(Fault::at("input.numbers", FaultCode::NumbersMissing, "An order asks for at least one number."));
                Vec::new()
            }
            n if n > NUMBERS_MAX => {
                let message = format!("An order asks for at most {NUMBERS_MAX} numbers, not {n}. Send several orders.");
                faults.push(Fault::at("input.numbers", FaultCode::NumbersTooMany, message));
                Vec::new()
            }
            _ => labelling::read_all(scope, write, &wanted, channel.as_ref().map(|channel| channel.kind), None, &mut faults).await?,
        };
        let found = routing::find(op, scope, write, &self.destination, "input.destination").await?;
        faults.extend(found.faults);
        match (number_type, pool, channel, found.chosen, labels.into_iter().collect::<Option<Vec<_>>>()) {
            (Some(number_type), Some(pool), Some(channel), Some(chosen), Some(labels)) if faults.is_empty() => {
                Ok(Parts { number_type, pool, channel, chosen, labels, warnings: found.warnings })
            }
            _ => Err(Stop::Refused(faults)),
        }
    }

    async fn none_left(&self, write: &Write, number_type: &number_type::Model) -> Result<Stop, StoreError> {
        let left = available(write, number_type.id).await?;
        let message = match left {
            0 => format!("No number of the type {} is left.", number_type.title),
            1 => format!("Only one number of the type {} is left.", number_type.title),
            _ => format!("Only {left} numbers of the type {} are left.", number_type.title),
        };
        let fault = Fault { available_count: Some(left), ..Fault::at("input.numberTypeId", FaultCode::NoNumbersAvailable, message) };
        Ok(Stop::Refused(vec![fault]))
    }
}

/// The channel that an order or an edit names, if it is there to be used.
pub async fn find_channel(
    scope: AccountScope,
    write: &Write,
    text: &str,
    faults: &mut Vec<Fault>,
) -> Result<Option<channel::Model>, StoreError> {
    let channel = match ChannelId::parse(text) {
        Some(id) => store::channel::lock(scope, write.db(), id).await?.filter(|channel| channel.archived_at.is_none()),
        None => None,
    };
    if channel.is_none() {
        faults.push(Fault::at("input.channelId", FaultCode::ChannelNotFound, "There is no such channel in your account."));
    }
    Ok(channel)
}

/// What the database itself had to refuse: a description that another request took since we looked.
pub fn last_word(error: StoreError) -> Stop {
    if error.violates(&store::error::FIXED_NUMBER_DESCRIPTION) {
        let message = "Another number has this description.";
        return Stop::Refused(vec![Fault::at("input", FaultCode::DescriptionTaken, message)]);
    }
    Stop::Store(error)
}

async fn available(write: &Write, id: NumberTypeId) -> Result<i64, StoreError> {
    Ok(store::stock::count_free(write.db(), &[id]).await?.remove(&id).unwrap_or_default())
}
