//! Making an account, with the feed that all its changes go to. For the operator.

use entity::account::{Currency, Model, Package};
use entity::id::{AccountId, Id};
use entity::value::country::Country;
use entity::value::name::Name;
use entity::value::time_zone::{TimeZone, TimeZoneFault};

use super::refusal::{Refusal, choose, keep};
use crate::operation::Operation;
use crate::rule::{goal, retention};
use crate::store;
use crate::store::error::StoreError;
use crate::store::write::Write;

const CURRENCIES: [(&str, Currency); 2] = [("gbp", Currency::Gbp), ("usd", Currency::Usd)];
const PACKAGES: [(&str, Package); 5] = [
    ("standard", Package::Standard),
    ("professional", Package::Professional),
    ("enterprise", Package::Enterprise),
    ("premium", Package::Premium),
    ("legacy", Package::Legacy),
];

/// An account that is wanted, as it was written.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Its name.
    pub name: String,
    /// ISO 3166 alpha-2.
    pub country: String,
    /// What it is charged in.
    pub currency: String,
    /// IANA name.
    pub time_zone: String,
    /// What it has subscribed to.
    pub package: String,
}

/// Makes an account.
pub async fn run(op: &Operation, new: &NewAccount) -> Result<Model, Refusal> {
    let mut faults = Vec::new();
    let row = read(op, new, &mut faults);
    let write = Write::begin(op).await?;
    store::account::keep_others_out(write.db()).await?;
    let taken = || format!("Another account has the name {:?}.", new.name.trim());
    // Accounts may call themselves alike later; to begin with, an operator can tell them by their names.
    if !store::account::find_by_name_or_id(write.db(), new.name.trim()).await?.is_empty() {
        faults.push(taken());
    }
    let Some(row) = row.filter(|_| faults.is_empty()) else {
        write.rollback().await?;
        return Err(Refusal::Faults(faults));
    };
    within(op, &write, row.clone()).await?;
    write.commit_all(op, Vec::new()).await?;
    Ok(row)
}

fn read(op: &Operation, new: &NewAccount, faults: &mut Vec<String>) -> Option<Model> {
    let name = Name::parse(&new.name).map_err(|fault| format!("--name: {fault}")).and_then(|name| {
        // Whoever says it later means the id.
        let id = AccountId::parse(name.as_str());
        if id.is_none() { Ok(name) } else { Err("--name: A name can't look like an account's id.".into()) }
    });
    let name = keep(faults, name);
    let country = keep(faults, Country::parse(&new.country).map_err(|fault| format!("--country: {fault}")));
    let currency = choose(&new.currency, &CURRENCIES).ok_or_else(|| "--currency: There are GBP and USD.".to_owned());
    let currency = keep(faults, currency);
    let time_zone = keep(faults, TimeZone::parse(&new.time_zone).map_err(|fault| explain(&fault)));
    let package =
        choose(&new.package, &PACKAGES).ok_or_else(|| format!("--package: There are {}.", PACKAGES.map(|(word, _)| word).join(", ")));
    let package = keep(faults, package);
    Some(Model {
        id: op.mint(),
        name: name?.as_str().to_owned(),
        country: country?.as_str().to_owned(),
        package: package?,
        currency: currency?,
        time_zone: time_zone?.as_str().to_owned(),
        next_time_zone: None,
        next_time_zone_from: None,
        caller_retention_months: retention::MONTHS,
        version: 1,
        created_at: op.now,
    })
}

fn explain(fault: &TimeZoneFault) -> String {
    let meant = fault.suggestion().map(|zone| format!(" Did you mean {}?", zone.as_str())).unwrap_or_default();
    format!("--time-zone: {fault}{meant}")
}

/// Adds an account, with the goals that every one starts with, inside a transaction that is open. Its feed begins after them.
pub async fn within(op: &Operation, write: &Write, row: Model) -> Result<(), StoreError> {
    let id = row.id;
    store::account::insert(write.db(), row).await?;
    store::change::open_feed(write.db(), id).await?;
    for standard in goal::STANDARD {
        let goal = standard.begun(op.mint(), id, op.now).map_err(|fault| StoreError::Broken(fault.to_string()))?;
        store::goal::insert(write.db(), goal).await?;
    }
    Ok(())
}
