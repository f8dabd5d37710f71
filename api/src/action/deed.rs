//! How every deed is done: permission, a task of its own, one transaction, the idempotency record, the changes, commit or undo.

use std::future::Future;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::fault::{Fault, FaultCode};
use crate::operation::Operation;
use crate::policy::{Forbidden, Permission};
use crate::store::change::NewChange;
use crate::store::data_key;
use crate::store::error::StoreError;
use crate::store::idempotency::{self, Key};
use crate::store::write::Write;
use crate::viewer::{AccountScope, SwitchScope};

/// One verb. The value is the input as it came in; its serialised form is what a repeated key is compared with.
pub trait Deed: Clone + Serialize + Send + Sync + 'static {
    /// Who may.
    const PERMISSION: Permission;
    /// The mutation's name, which is the scope of its idempotency keys.
    const OPERATION: &'static str;
    /// Whether a caller's number may be in its input.
    const PERSONAL: bool = false;
    /// What was done: ids, counts, warnings. Stored with a key, so fields may be added and never renamed.
    type Outcome: Serialize + DeserializeOwned + Send + 'static;

    /// Checks all rules, and only when none is broken takes and writes.
    fn perform(&self, op: &Operation, scope: AccountScope, write: &Write)
    -> impl Future<Output = Result<Done<Self::Outcome>, Stop>> + Send;
}

/// One verb of a telephone switch, which concerns whichever accounts it turns out to.
pub trait SwitchDeed: Clone + Serialize + Send + Sync + 'static {
    /// Who may.
    const PERMISSION: Permission;
    /// The mutation's name, which is the scope of its idempotency keys.
    const OPERATION: &'static str;
    /// Whether a caller's number may be in its input.
    const PERSONAL: bool = false;
    /// What was done. Stored with a key, so fields may be added and never renamed.
    type Outcome: Serialize + DeserializeOwned + Send + 'static;

    /// Checks all rules, and only when none is broken takes and writes.
    fn perform(
        &self,
        op: &Operation,
        scope: SwitchScope,
        write: &Write,
    ) -> impl Future<Output = Result<Done<Self::Outcome, Vec<(AccountScope, Vec<NewChange>)>>, Stop>> + Send;
}

/// A deed that is done but for the commit.
pub struct Done<O, C = Vec<NewChange>> {
    /// What to tell.
    pub outcome: O,
    /// What to record; empty when nothing was different.
    pub changes: C,
}

/// Why a deed was not done.
pub enum Stop {
    /// The input is wrong.
    Refused(Vec<Fault>),
    /// The database is.
    Store(StoreError),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// On which terms a deed is asked for.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// A retry with the same key does nothing twice.
    pub idempotency_key: Option<String>,
    /// Do everything, then undo it.
    pub dry_run: bool,
}

/// What came of it.
#[derive(Debug)]
pub struct Answer<O> {
    /// What was done, or all that is wrong.
    pub outcome: Result<O, Vec<Fault>>,
    /// Whether an earlier request did it.
    pub replayed: bool,
    /// Whether it was undone.
    pub dry_run: bool,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Not with this token.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Not with this key.
    #[error("An idempotencyKey has 8 to 255 characters, none of them a control character.")]
    KeyMalformed,
    /// Not now.
    #[error(transparent)]
    Store(#[from] StoreError),
}

const ATTEMPTS: u32 = 4;

/// Does a deed. What it begins it ends, whatever becomes of the caller: the work runs on a task of its own, so a client that leaves
/// can't cut a transaction in half.
pub async fn run<D: Deed>(op: &Operation, terms: Terms, deed: D) -> Result<Answer<D::Outcome>, Error> {
    let scope = op.require(D::PERMISSION)?;
    carry_out(op, terms, Permitted { scope, deed }).await
}

/// Does a deed of a switch, in the same way.
pub async fn run_for_switch<D: SwitchDeed>(op: &Operation, terms: Terms, deed: D) -> Result<Answer<D::Outcome>, Error> {
    let scope = op.require_switch(D::PERMISSION)?;
    carry_out(op, terms, Permitted { scope, deed }).await
}

/// A deed that the policy has allowed.
#[derive(Clone)]
struct Permitted<S, D> {
    scope: S,
    deed: D,
}

/// What both kinds of deeds are, once they are allowed.
trait Work: Send + Sync + 'static {
    const OPERATION: &'static str;
    const PERSONAL: bool;
    type Outcome: Serialize + DeserializeOwned + Send + 'static;

    fn input(&self) -> &impl Serialize;

    fn perform(
        &self,
        op: &Operation,
        write: &Write,
    ) -> impl Future<Output = Result<Done<Self::Outcome, Vec<(AccountScope, Vec<NewChange>)>>, Stop>> + Send;
}

impl<D: Deed> Work for Permitted<AccountScope, D> {
    const OPERATION: &'static str = D::OPERATION;
    const PERSONAL: bool = D::PERSONAL;
    type Outcome = D::Outcome;

    fn input(&self) -> &impl Serialize {
        &self.deed
    }

    async fn perform(&self, op: &Operation, write: &Write) -> Result<Done<D::Outcome, Vec<(AccountScope, Vec<NewChange>)>>, Stop> {
        let Done { outcome, changes } = self.deed.perform(op, self.scope, write).await?;
        Ok(Done { outcome, changes: vec![(self.scope, changes)] })
    }
}

impl<D: SwitchDeed> Work for Permitted<SwitchScope, D> {
    const OPERATION: &'static str = D::OPERATION;
    const PERSONAL: bool = D::PERSONAL;
    type Outcome = D::Outcome;

    fn input(&self) -> &impl Serialize {
        &self.deed
    }

    async fn perform(&self, op: &Operation, write: &Write) -> Result<Done<D::Outcome, Vec<(AccountScope, Vec<NewChange>)>>, Stop> {
        self.deed.perform(op, self.scope, write).await
    }
}

async fn carry_out<W: Work>(op: &Operation, terms: Terms, work: W) -> Result<Answer<W::Outcome>, Error> {
    let key = key::<W>(op, &terms)?;
    let op = op.clone();
    let task = tokio::spawn(async move {
        let mut attempt = 1;
        loop {
            match once(&op, &terms, key.as_ref(), &work).await {
                Err(error) if error.is_retryable() && attempt < ATTEMPTS => {
                    // Nothing of it remains, so all of it is run again, after a moment that differs for each.
                    let jitter = u64::try_from(op.draw() % 10).unwrap_or_default();
                    tokio::time::sleep(Duration::from_millis(u64::from(attempt) * 5 + jitter)).await;
                    attempt += 1;
                }
                result => return result,
            }
        }
    });
    Ok(task.await.map_err(StoreError::Lost)??)
}

fn key<W: Work>(op: &Operation, terms: &Terms) -> Result<Option<Key>, Error> {
    let Some(key) = terms.idempotency_key.clone() else { return Ok(None) };
    if !(8..=255).contains(&key.chars().count()) || key.chars().any(char::is_control) {
        return Err(Error::KeyMalformed);
    }
    // A dry run leaves no trace, and so has nothing to repeat.
    Ok((!terms.dry_run).then(|| Key { principal: op.viewer.principal_key(), operation: W::OPERATION, key }))
}

async fn once<W: Work>(op: &Operation, terms: &Terms, key: Option<&Key>, work: &W) -> Result<Answer<W::Outcome>, StoreError> {
    let answer = |outcome, replayed| Answer { outcome, replayed, dry_run: terms.dry_run };
    let write = Write::begin(op).await?;
    if let Some(key) = key {
        let hash = fingerprint(op, &write, work).await?;
        if let Some(stored) = idempotency::claim(op, write.db(), key, &hash).await? {
            write.rollback().await?;
            if stored.request_hash != hash {
                return Ok(answer(Err(vec![reused()]), false));
            }
            let outcome =
                serde_json::from_value(stored.outcome).map_err(|error| StoreError::Broken(format!("a stored outcome: {error}")))?;
            return Ok(answer(Ok(outcome), true));
        }
    }
    let done = match work.perform(op, &write).await {
        Ok(done) => done,
        Err(Stop::Refused(faults)) => {
            write.rollback().await?;
            return Ok(answer(Err(faults), false));
        }
        Err(Stop::Store(error)) => return Err(error),
    };
    if terms.dry_run {
        write.rehearse(op, done.changes).await?;
        return Ok(answer(Ok(done.outcome), false));
    }
    if let Some(key) = key {
        let outcome = serde_json::to_value(&done.outcome).map_err(|error| StoreError::Broken(format!("an outcome: {error}")))?;
        idempotency::keep(write.db(), key, outcome).await?;
    }
    write.commit_all(op, done.changes).await?;
    Ok(answer(Ok(done.outcome), false))
}

/// What a repeated key is compared by. A plain hash of an input with a caller's number in it would give the number away to whoever tries
/// them all; so it is made with the operator's key where there may be one.
async fn fingerprint<W: Work>(op: &Operation, write: &Write, work: &W) -> Result<String, StoreError> {
    let bytes = serde_json::to_vec(work.input()).map_err(|error| StoreError::Broken(format!("an input: {error}")))?;
    let hash = if W::PERSONAL { data_key::of_operator(op, write.db()).await?.digest(&bytes) } else { Sha256::digest(bytes).to_vec() };
    Ok(hash.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn reused() -> Fault {
    let message = "This idempotencyKey was used before, for another input. Take a new key for a new request.";
    Fault::at("idempotencyKey", FaultCode::IdempotencyKeyReused, message)
}
