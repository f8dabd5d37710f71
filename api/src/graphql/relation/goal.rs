//! From a goal to the pool and the channel that it asks for. Goals come with the calls, pools and channels with the numbers: who may
//! read the one may not therefore read the other.

use async_graphql::{ComplexObject, Context};

use crate::graphql::ask::{Ask, root};
use crate::graphql::failure::Failure;
use crate::graphql::object::channel::Channel;
use crate::graphql::object::goal::Goal;
use crate::graphql::object::pool::Pool;
use crate::policy::Permission;

#[ComplexObject]
impl Goal {
    /// The call was to a number of this pool; it may be archived by now. Needs the scope `numbers:read`.
    async fn pool(&self, ctx: &Context<'_>) -> Option<Result<Pool, Failure>> {
        root(async {
            let Some(id) = self.row.pool_id else { return Ok(None) };
            ctx.require(Permission::Pool)?;
            Ok(Some(ctx.reader().pool.expect(id).await?.into()))
        })
        .await
    }

    /// The call was to a number that stood for this channel when it rang; it may be archived by now. Needs the scope `numbers:read`.
    async fn channel(&self, ctx: &Context<'_>) -> Option<Result<Channel, Failure>> {
        root(async {
            let Some(id) = self.row.channel_id else { return Ok(None) };
            ctx.require(Permission::Channel)?;
            Ok(Some(ctx.reader().channel.expect(id).await?.into()))
        })
        .await
    }
}
