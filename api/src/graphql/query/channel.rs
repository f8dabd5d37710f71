//! `channel` and `channels`.

use async_graphql::{Context, ID, Object};
use entity::id::{ChannelId, Id};

use crate::graphql::ask::{Ask, root};
use crate::graphql::connection::{Counted, List};
use crate::graphql::failure::Failure;
use crate::graphql::filter;
use crate::graphql::object::channel::Channel;
use crate::graphql::page::{self, Arguments};
use crate::policy::Permission;
use crate::store;

/// Reading channels.
#[derive(Default)]
pub struct ChannelQuery;

#[Object]
impl ChannelQuery {
    /// The channel that has this id; null when there is none in the account. Needs the scope `numbers:read`.
    async fn channel(&self, ctx: &Context<'_>, #[graphql(desc = "The channel's id.")] id: ID) -> Option<Result<Channel, Failure>> {
        root(async {
            ctx.require(Permission::Channel)?;
            let Some(id) = ChannelId::parse(&id) else { return Ok(None) };
            Ok(ctx.reader().channel.find(id).await?.map(Channel::from))
        })
        .await
    }

    /// The account's channels that are not archived, oldest first. Needs the scope `numbers:read`.
    async fn channels(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is in the name: words in any order and case, with accents ignored; at most 200 characters.")] search: Option<
            String,
        >,
        #[graphql(desc = "The first so many, from 1 to 100; 20 when both `first` and `last` are left out.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many, from 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Option<Result<List<Channel>, Failure>> {
        root(async {
            const NAME: &str = "channels";
            let scope = ctx.require(Permission::Channel)?;
            let found = filter::searched(search)?;
            let request = Arguments { first, after, last, before }.request(NAME)?;
            let page = store::channel::list(scope, ctx.op().database.reader(), found.as_ref(), &request).await?;
            Ok(Some(page::by_id(NAME, &page, |row| row.id.uuid(), Counted::Channels(found))))
        })
        .await
    }
}
