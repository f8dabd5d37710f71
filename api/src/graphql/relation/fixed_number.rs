//! From a fixed number to its type, pool, channel and destination. A page of them asks for each kind once.

use async_graphql::{ComplexObject, Context};
use chrono::{DateTime, Utc};
use entity::fixed_number::FixedNumberStatus;

use super::calls;
use crate::graphql::ask::{Ask, root};
use crate::graphql::call_filter::CallFilter;
use crate::graphql::connection::List;
use crate::graphql::failure::Failure;
use crate::graphql::object::call::Call;
use crate::graphql::object::channel::Channel;
use crate::graphql::object::destination::Destination;
use crate::graphql::object::fixed_number::FixedNumber;
use crate::graphql::object::number_type::NumberType;
use crate::graphql::object::pool::Pool;
use crate::graphql::page::Arguments;
use crate::policy::Permission;
use crate::rule::moment;
use crate::store::call_filter::Filter;

#[ComplexObject]
impl FixedNumber {
    /// The number as people of its country write it.
    async fn national_format(&self) -> String {
        self.found.row.number.national_format()
    }

    /// What it was ordered as. Never changes.
    async fn number_type(&self, ctx: &Context<'_>) -> Result<NumberType, Failure> {
        Ok(ctx.reader().number_type.expect(self.found.row.number_type_id).await?.into())
    }

    /// The pool it belongs to. Never changes.
    async fn pool(&self, ctx: &Context<'_>) -> Result<Pool, Failure> {
        Ok(ctx.reader().pool.expect(self.found.row.pool_id).await?.into())
    }

    /// The kind of marketing it stands for.
    async fn channel(&self, ctx: &Context<'_>) -> Result<Channel, Failure> {
        Ok(ctx.reader().channel.expect(self.found.row.channel_id).await?.into())
    }

    /// Where a call rings now: its own destination, or its pool's default. Null unless it is `ACTIVE`.
    async fn destination(&self, ctx: &Context<'_>) -> Result<Option<Destination>, Failure> {
        if self.found.row.status != FixedNumberStatus::Active {
            return Ok(None);
        }
        Ok(Some(ctx.reader().destination.expect(self.found.ringing_id).await?.into()))
    }

    /// The calls to it while it was the account's, those that began last first. Needs the scope `calls:read`; without it, null.
    async fn calls(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which calls; all when it is left out.")] filter: Option<CallFilter>,
        #[graphql(desc = "The first so many, from 1 to 100; 20 when both `first` and `last` are left out.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many, from 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Option<Result<List<Call>, Failure>> {
        root(async {
            ctx.require(Permission::Call)?;
            let arguments = Arguments { first, after, last, before };
            Ok(Some(calls::of(ctx, self.found.row.id, filter, arguments).await?))
        })
        .await
    }

    /// When the last call to it began. Null when it never rang. Needs the scope `calls:read`; without it, null.
    async fn last_call_at(&self, ctx: &Context<'_>) -> Option<Result<DateTime<Utc>, Failure>> {
        root(async {
            ctx.require(Permission::Call)?;
            Ok(ctx.reader().last_call_at.find(self.found.row.id).await?.map(|at| *at))
        })
        .await
    }

    /// Whether it rings: the first call to it that began at an instant or later; null while there is none. Take the time, place a test
    /// call from any telephone, and ask until the call is here. A test call is a call like any other: it rings at the real destination,
    /// and counts as received. Needs the scope `calls:read`; without it, null.
    async fn test_call(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The instant from which on calls are looked at.")] since: DateTime<Utc>,
    ) -> Option<Result<Call, Failure>> {
        root(async {
            ctx.require(Permission::Call)?;
            let filter = Filter { from: Some(moment::not_before(since)), ..Filter::default() };
            calls::earliest(ctx, self.found.row.id, filter).await
        })
        .await
    }
}
