//! From a fixed number to its type, pool, channel and destination. A page of them asks for each kind once.

use async_graphql::{ComplexObject, Context};
use entity::fixed_number::FixedNumberStatus;

use crate::graphql::ask::Ask;
use crate::graphql::failure::Failure;
use crate::graphql::object::channel::Channel;
use crate::graphql::object::destination::Destination;
use crate::graphql::object::fixed_number::FixedNumber;
use crate::graphql::object::number_type::NumberType;
use crate::graphql::object::pool::Pool;

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
}
