//! Calls that were put aside, for the operator: those that are nobody's, and reports that contradict others.

use entity::id::Id;
use entity::value::caller_number::CallerNumber;
use entity::value::phone_number::PhoneNumber;
use entity::{call_conflict, unmatched_call};

use crate::operation::Operation;
use crate::store;
use crate::store::error::StoreError;

/// A call that is nobody's, with who called as it may be shown.
pub struct Unmatched {
    /// The call.
    pub row: unmatched_call::Model,
    /// The caller's number, masked. None: it is withheld, or the network told none.
    pub caller: Option<String>,
}

/// The newest calls that are nobody's.
pub async fn unmatched(op: &Operation, limit: u64) -> Result<Vec<Unmatched>, StoreError> {
    let rows = store::unmatched_call::newest(op.database.reader(), limit).await?;
    let key = if rows.is_empty() { None } else { store::data_key::find_of_operator(op, op.database.reader()).await? };
    let masked = |row: unmatched_call::Model| {
        let opened = key.as_ref().zip(row.caller_sealed.as_ref()).and_then(|(key, sealed)| key.open(row.id.uuid(), sealed).ok());
        let caller = opened.and_then(|text| PhoneNumber::parse(&text).ok()).map(|number| CallerNumber::new(number).masked());
        Unmatched { row, caller }
    };
    Ok(rows.into_iter().map(masked).collect())
}

/// The newest contradictions. What they say stays sealed.
pub async fn conflicts(op: &Operation, limit: u64) -> Result<Vec<call_conflict::Model>, StoreError> {
    store::call_conflict::newest(op.database.reader(), limit).await
}
