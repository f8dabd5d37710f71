//! `pool` and `pools`.

use async_graphql::{Context, ID, Object};
use entity::id::{Id, PoolId};

use crate::graphql::ask::{Ask, root};
use crate::graphql::connection::{Counted, List};
use crate::graphql::failure::Failure;
use crate::graphql::filter;
use crate::graphql::object::pool::Pool;
use crate::graphql::page::{self, Arguments};
use crate::policy::Permission;
use crate::store;

/// Reading pools.
#[derive(Default)]
pub struct PoolQuery;

#[Object]
impl PoolQuery {
    /// The pool that has this id; null when there is none in the account. Needs the scope `numbers:read`.
    async fn pool(&self, ctx: &Context<'_>, #[graphql(desc = "The pool's id.")] id: ID) -> Option<Result<Pool, Failure>> {
        root(async {
            ctx.require(Permission::Pool)?;
            let Some(id) = PoolId::parse(&id) else { return Ok(None) };
            Ok(ctx.reader().pool.find(id).await?.map(Pool::from))
        })
        .await
    }

    /// The account's pools that are not archived, oldest first. Needs the scope `numbers:read`.
    async fn pools(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is in the name and reference: words in any order and case, with accents ignored; at most 200 characters.")]
        search: Option<String>,
        #[graphql(desc = "The first so many, from 1 to 100; 20 when both `first` and `last` are left out.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many, from 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Option<Result<List<Pool>, Failure>> {
        root(async {
            const NAME: &str = "pools";
            let scope = ctx.require(Permission::Pool)?;
            let found = filter::searched(search)?;
            let request = Arguments { first, after, last, before }.request(NAME)?;
            let page = store::pool::list(scope, ctx.op().database.reader(), found.as_ref(), &request).await?;
            Ok(Some(page::by_id(NAME, &page, |row| row.id.uuid(), Counted::Pools(found))))
        })
        .await
    }
}
