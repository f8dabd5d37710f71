//! From a call to its number, and to the pool, channel and label that it had when it rang.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context};
use entity::fixed_number_label::Model as Label;

use crate::graphql::ask::Ask;
use crate::graphql::failure::Failure;
use crate::graphql::object::call::Call;
use crate::graphql::object::channel::Channel;
use crate::graphql::object::fixed_number::FixedNumber;
use crate::graphql::object::goal::Goal;
use crate::graphql::object::pool::Pool;
use crate::graphql::scalar::choice::Publisher;

#[ComplexObject]
impl Call {
    /// The number that was called. Its own label and channel are those of now.
    async fn fixed_number(&self, ctx: &Context<'_>) -> Result<FixedNumber, Failure> {
        Ok(ctx.reader().fixed_number.expect(self.row.fixed_number_id).await?.into())
    }

    /// The pool of the number.
    async fn pool(&self, ctx: &Context<'_>) -> Result<Pool, Failure> {
        Ok(ctx.reader().pool.expect(self.row.pool_id).await?.into())
    }

    /// The channel that the number stood for when it rang.
    async fn channel(&self, ctx: &Context<'_>) -> Result<Channel, Failure> {
        Ok(ctx.reader().channel.expect(self.row.channel_id).await?.into())
    }

    /// The goals that it met when it was judged last, in the order of their making; one may be archived by now.
    async fn goals(&self, ctx: &Context<'_>) -> Result<Vec<Goal>, Failure> {
        let met = ctx.reader().goals_of.find(self.row.id).await?;
        Ok(met.iter().flat_map(|met| met.iter()).map(|goal| Arc::new(goal.clone()).into()).collect())
    }

    /// What reports showed for the number when it rang, if it was in Simple mode.
    async fn description(&self, ctx: &Context<'_>) -> Result<Option<String>, Failure> {
        Ok(self.label(ctx).await?.description.as_ref().map(|text| text.as_str().to_owned()))
    }

    /// The network that the number stood for when it rang, if it was in Advanced mode on a paid-search channel.
    async fn publisher(&self, ctx: &Context<'_>) -> Result<Option<Publisher>, Failure> {
        Ok(self.label(ctx).await?.publisher.map(Publisher::from))
    }

    /// The campaign that the number stood for when it rang, if it was in Advanced mode and had one.
    async fn campaign(&self, ctx: &Context<'_>) -> Result<Option<String>, Failure> {
        Ok(self.label(ctx).await?.campaign.as_ref().map(|text| text.as_str().to_owned()))
    }

    /// The keyword that the number stood for when it rang, if it was in Advanced mode and had one.
    async fn keyword(&self, ctx: &Context<'_>) -> Result<Option<String>, Failure> {
        Ok(self.label(ctx).await?.keyword.as_ref().map(|text| text.as_str().to_owned()))
    }
}

impl Call {
    async fn label(&self, ctx: &Context<'_>) -> Result<Arc<Label>, Failure> {
        Ok(ctx.reader().label.expect(self.row.label_id).await?)
    }
}
