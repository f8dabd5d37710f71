//! `node` and `nodes`: anything by its id.

use async_graphql::{Context, ID, Interface, Object};
use entity::id::{AccountId, CallId, ChannelId, DestinationId, FixedNumberId, GoalId, Id, NumberTypeId, PoolId};
use futures_util::future::try_join_all;

use crate::graphql::ask::{Ask, root};
use crate::graphql::failure::Failure;
use crate::graphql::object::account::Account;
use crate::graphql::object::call::Call;
use crate::graphql::object::channel::Channel;
use crate::graphql::object::destination::Destination;
use crate::graphql::object::fixed_number::FixedNumber;
use crate::graphql::object::goal::Goal;
use crate::graphql::object::number_type::NumberType;
use crate::graphql::object::pool::Pool;
use crate::policy::Permission;
use crate::store;
use crate::viewer::AccountScope;

/// Anything that has an id. Ids are opaque, unique across all types, and never change.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "&ID", desc = "The object's id."))]
pub enum Node {
    /// An account.
    Account(Account),
    /// A pool.
    Pool(Pool),
    /// A channel.
    Channel(Channel),
    /// A destination.
    Destination(Destination),
    /// A number type.
    NumberType(NumberType),
    /// A fixed number.
    FixedNumber(FixedNumber),
    /// A call.
    Call(Call),
    /// A goal.
    Goal(Goal),
}

/// How many ids one request may name.
pub const IDS_MAX: usize = 100;

/// A thing that may not be there, or not be open, without its neighbours being so.
type Maybe = Option<Result<Node, Failure>>;

/// Reading anything by its id.
#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// Whatever has this id; null when there is nothing, or it is another account's. Needs the scope `numbers:read`, for a goal
    /// `calls:read` as well, and for a call `calls:read` instead.
    async fn node(&self, ctx: &Context<'_>, #[graphql(desc = "An id of any type.")] id: ID) -> Option<Result<Node, Failure>> {
        root(async {
            let scope = ctx.require(needed(&id))?;
            find(ctx, scope, &id).await
        })
        .await
    }

    /// Whatever has these ids, in their order, with null for each that is not there. At most 100. Needs the scope `numbers:read`, for goals
    /// `calls:read` as well, and for calls `calls:read` instead; what only another scope would open is null, with an error of its own.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Up to 100 ids of any types.")] ids: Vec<ID>,
    ) -> Option<Result<Vec<Maybe>, Failure>> {
        root(async {
            // Where one scope would open all of them, or neither is there, all are refused at once.
            let asked = [Permission::Node, Permission::Call].map(|one| (ids.iter().any(|id| needed(id) == one), ctx.require(one)));
            let scope = match asked {
                [(_, Ok(scope)), _] | [(true, _), (true, Ok(scope))] => scope,
                [(false, _), (true, opened)] => opened?,
                [(_, refused), _] => refused?,
            };
            if ids.len() > IDS_MAX {
                return Err(Failure::BadUserInput(format!("ids holds at most {IDS_MAX}, not {}.", ids.len())));
            }
            let one = async |id: &ID| match ctx.require(needed(id)) {
                Ok(_) => Ok(find(ctx, scope, id).await?.map(Ok)),
                Err(refusal) => Ok::<_, Failure>(Some(Err(refusal))),
            };
            Ok(Some(try_join_all(ids.iter().map(one)).await?))
        })
        .await
    }
}

/// What reading something by its id needs.
fn needed(id: &str) -> Permission {
    if CallId::parse(id).is_some() { Permission::Call } else { Permission::Node }
}

async fn find(ctx: &Context<'_>, scope: AccountScope, text: &str) -> Result<Option<Node>, Failure> {
    let reader = ctx.reader();
    if let Some(id) = FixedNumberId::parse(text) {
        return Ok(reader.fixed_number.find(id).await?.map(|row| Node::FixedNumber(row.into())));
    }
    if let Some(id) = CallId::parse(text) {
        return Ok(reader.call.find(id).await?.map(|row| Node::Call(row.into())));
    }
    if let Some(id) = PoolId::parse(text) {
        return Ok(reader.pool.find(id).await?.map(|row| Node::Pool(row.into())));
    }
    if let Some(id) = ChannelId::parse(text) {
        return Ok(reader.channel.find(id).await?.map(|row| Node::Channel(row.into())));
    }
    if let Some(id) = DestinationId::parse(text) {
        return Ok(reader.destination.find(id).await?.map(|row| Node::Destination(row.into())));
    }
    if let Some(id) = NumberTypeId::parse(text) {
        return Ok(reader.number_type.find(id).await?.map(|row| Node::NumberType(row.into())));
    }
    if let Some(id) = GoalId::parse(text) {
        ctx.require(Permission::Goal)?;
        return Ok(reader.goal.find(id).await?.map(|row| Node::Goal(row.into())));
    }
    if AccountId::parse(text) == Some(scope.account_id()) {
        return Ok(store::account::find(scope, ctx.op().database.reader()).await?.map(|row| Node::Account(Account::of(row, ctx.op().now))));
    }
    Ok(None)
}
