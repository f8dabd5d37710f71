//! How a deed's answer becomes a payload: the parts that all payloads share.

use std::sync::Arc;

use async_graphql::Context;
use entity::id::{CallId, ChannelId, DestinationId, FixedNumberId, GoalId, PoolId};

use crate::action::deed::{self, Answer, Deed, SwitchDeed, Terms};
use crate::graphql::ask::Ask;
use crate::graphql::failure::Failure;
use crate::graphql::object::account::Account;
use crate::graphql::object::call::Call;
use crate::graphql::object::channel::Channel;
use crate::graphql::object::destination::Destination;
use crate::graphql::object::fixed_number::FixedNumber;
use crate::graphql::object::goal::Goal;
use crate::graphql::object::pool::Pool;
use crate::graphql::user_error::{ErrorCode, UserError, explain};
use crate::store;
use crate::store::fixed_number::Row;

/// An answer whose faults are in the mutation's own words.
pub struct Told<O, C: ErrorCode> {
    /// What was done, unless it was refused.
    pub outcome: Option<O>,
    /// All that is wrong.
    pub user_errors: Vec<UserError<C>>,
    /// Whether an earlier request with the same key did it.
    pub replayed: bool,
    /// Whether it was undone.
    pub dry_run: bool,
}

impl<O, C: ErrorCode> Told<O, C> {
    /// The outcome, if its rows were written and so may enter a client's cache.
    pub fn written(&self) -> Option<&O> {
        self.outcome.as_ref().filter(|_| !self.dry_run)
    }
}

/// Does a deed and tells what came of it.
pub async fn tell<D: Deed, C: ErrorCode>(
    ctx: &Context<'_>,
    deed: D,
    idempotency_key: Option<String>,
    dry_run: bool,
) -> Result<Told<D::Outcome, C>, Failure> {
    told(deed::run(ctx.op(), Terms { idempotency_key, dry_run }, deed).await)
}

/// The same of a switch's deed.
pub async fn tell_switch<D: SwitchDeed, C: ErrorCode>(
    ctx: &Context<'_>,
    deed: D,
    idempotency_key: Option<String>,
    dry_run: bool,
) -> Result<Told<D::Outcome, C>, Failure> {
    told(deed::run_for_switch(ctx.op(), Terms { idempotency_key, dry_run }, deed).await)
}

fn told<O, C: ErrorCode>(answer: Result<Answer<O>, deed::Error>) -> Result<Told<O, C>, Failure> {
    let Answer { outcome, replayed, dry_run } = match answer {
        Ok(answer) => answer,
        Err(deed::Error::Forbidden(forbidden)) => return Err(forbidden.into()),
        Err(error @ deed::Error::KeyMalformed) => return Err(Failure::BadUserInput(error.to_string())),
        Err(deed::Error::Store(error)) => return Err(error.into()),
    };
    let (outcome, user_errors) = match outcome {
        Ok(outcome) => (Some(outcome), Vec::new()),
        Err(faults) => (None, explain(faults)?),
    };
    Ok(Told { outcome, user_errors, replayed, dry_run })
}

/// A fixed number as it is now.
pub async fn fixed_number(ctx: &Context<'_>, id: Option<FixedNumberId>) -> Result<Option<FixedNumber>, Failure> {
    let Some(id) = id else { return Ok(None) };
    let found: Option<Arc<Row>> = ctx.reader().fixed_number.find(id).await?;
    Ok(found.map(FixedNumber::from))
}

/// A pool as it is now.
pub async fn pool(ctx: &Context<'_>, id: Option<PoolId>) -> Result<Option<Pool>, Failure> {
    let Some(id) = id else { return Ok(None) };
    Ok(ctx.reader().pool.find(id).await?.map(Pool::from))
}

/// A call as it is now.
pub async fn call(ctx: &Context<'_>, id: Option<CallId>) -> Result<Option<Call>, Failure> {
    let Some(id) = id else { return Ok(None) };
    Ok(ctx.reader().call.find(id).await?.map(Call::from))
}

/// A channel as it is now.
pub async fn channel(ctx: &Context<'_>, id: Option<ChannelId>) -> Result<Option<Channel>, Failure> {
    let Some(id) = id else { return Ok(None) };
    Ok(ctx.reader().channel.find(id).await?.map(Channel::from))
}

/// A destination as it is now.
pub async fn destination(ctx: &Context<'_>, id: Option<DestinationId>) -> Result<Option<Destination>, Failure> {
    let Some(id) = id else { return Ok(None) };
    Ok(ctx.reader().destination.find(id).await?.map(Destination::from))
}

/// A goal as it is now.
pub async fn goal(ctx: &Context<'_>, id: Option<GoalId>) -> Result<Option<Goal>, Failure> {
    let Some(id) = id else { return Ok(None) };
    Ok(ctx.reader().goal.find(id).await?.map(Goal::from))
}

/// The caller's account as it is now, if it shall be shown.
pub async fn account(ctx: &Context<'_>, show: bool) -> Result<Option<Account>, Failure> {
    let op = ctx.op();
    let Some(scope) = op.viewer.account_scope().filter(|_| show) else { return Ok(None) };
    Ok(store::account::find(scope, op.database.reader()).await?.map(|row| Account::of(row, op.now)))
}

/// Whether the caller edits what it has not seen, and so shall be shown it.
pub fn is_conflict<O, C: ErrorCode>(told: &Told<O, C>) -> bool {
    told.user_errors.iter().any(|error| error.is_conflict())
}
