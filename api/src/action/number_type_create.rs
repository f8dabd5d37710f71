//! Making a number type. For the operator.

use entity::number_type::{Model, NumberKind};
use entity::value::country::Country;
use entity::value::name::Name;

use super::refusal::{Refusal, choose, keep};
use crate::operation::Operation;
use crate::store;
use crate::store::write::Write;

const KINDS: [(&str, NumberKind); 4] = [
    ("geographic", NumberKind::Geographic),
    ("freephone", NumberKind::Freephone),
    ("uk-wide", NumberKind::UkWide),
    ("business-rate", NumberKind::BusinessRate),
];
/// Less is against the rules for used numbers in some countries; more is no hold.
const HOLD_DAYS: std::ops::RangeInclusive<i32> = 45..=3650;

/// A number type that is wanted, as it was written.
#[derive(Clone, Debug)]
pub struct NewNumberType {
    /// What the user picks.
    pub title: String,
    /// ISO 3166 alpha-2.
    pub country: String,
    /// What its numbers begin with.
    pub prefix: String,
    /// What they are.
    pub kind: String,
    /// How long a deleted one is held.
    pub hold_days: String,
}

/// Makes a number type.
pub async fn run(op: &Operation, new: &NewNumberType) -> Result<Model, Refusal> {
    let mut faults = Vec::new();
    let row = read(op, new, &mut faults);
    let write = Write::begin(op).await?;
    let taken = || format!("Another number type has the title {:?}.", new.title.trim());
    if store::number_type::find_by_title_or_id(write.db(), new.title.trim()).await?.is_some() {
        faults.push(taken());
    }
    let Some(row) = row.filter(|_| faults.is_empty()) else {
        write.rollback().await?;
        return Err(Refusal::Faults(faults));
    };
    let made = store::number_type::insert(write.db(), row.clone()).await;
    made.map_err(|error| if error.violates(&store::error::NUMBER_TYPE_TITLE) { Refusal::Faults(vec![taken()]) } else { error.into() })?;
    write.commit_all(op, Vec::new()).await?;
    Ok(row)
}

fn read(op: &Operation, new: &NewNumberType, faults: &mut Vec<String>) -> Option<Model> {
    let title = Name::parse(&new.title).map_err(|fault| format!("--title: {}", fault.to_string().replace("A name", "A title")));
    let title = keep(faults, title);
    let country = keep(faults, Country::parse(&new.country).map_err(|fault| format!("--country: {fault}")));
    let prefix = keep(faults, prefix(&new.prefix, country.as_ref()));
    let kind = choose(&new.kind, &KINDS).ok_or_else(|| format!("--kind: There are {}.", KINDS.map(|(word, _)| word).join(", ")));
    let kind = keep(faults, kind);
    let days = new.hold_days.parse().ok().filter(|days| HOLD_DAYS.contains(days));
    let days = days.ok_or_else(|| format!("--hold-days: It must be a whole number from {} to {}.", HOLD_DAYS.start(), HOLD_DAYS.end()));
    let hold_days = keep(faults, days);
    Some(Model {
        id: op.mint(),
        title: title?.as_str().to_owned(),
        country: country?.as_str().to_owned(),
        prefix: prefix?,
        kind: kind?,
        hold_days: hold_days?,
        created_at: op.now,
    })
}

fn prefix(text: &str, country: Option<&Country>) -> Result<String, String> {
    let digits = text.strip_prefix('+').filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()) && (1..=12).contains(&digits.len()));
    if digits.is_none_or(|digits| digits.starts_with('0')) {
        return Err(format!("--prefix: It must be a plus sign and the first digits of its numbers, such as +4420, not {text:?}."));
    }
    match country.map(Country::calling_code).filter(|code| !text.starts_with(code)) {
        Some(code) => Err(format!("--prefix: Numbers of this country begin with {code}, and {text} does not.")),
        None => Ok(text.to_owned()),
    }
}
