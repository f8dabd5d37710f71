//! `goal` and `goals`.

use async_graphql::{Context, ID, Object};
use entity::id::{GoalId, Id};

use crate::graphql::ask::{Ask, root};
use crate::graphql::connection::{Counted, List};
use crate::graphql::failure::Failure;
use crate::graphql::filter;
use crate::graphql::object::goal::Goal;
use crate::graphql::page::{self, Arguments};
use crate::policy::Permission;
use crate::store;

/// Reading goals.
#[derive(Default)]
pub struct GoalQuery;

#[Object]
impl GoalQuery {
    /// The goal that has this id; null when there is none in the account. Needs the scope `calls:read`.
    async fn goal(&self, ctx: &Context<'_>, #[graphql(desc = "The goal's id.")] id: ID) -> Option<Result<Goal, Failure>> {
        root(async {
            ctx.require(Permission::Goal)?;
            let Some(id) = GoalId::parse(&id) else { return Ok(None) };
            Ok(ctx.reader().goal.find(id).await?.map(Goal::from))
        })
        .await
    }

    /// The account's goals that are not archived, and so judge calls, oldest first: to begin with the three standard ones. Needs the scope `calls:read`.
    async fn goals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is in the name: words in any order and case, with accents ignored; at most 200 characters.")] search: Option<
            String,
        >,
        #[graphql(desc = "The first so many, from 1 to 100; 20 when both `first` and `last` are left out.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many, from 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Option<Result<List<Goal>, Failure>> {
        root(async {
            const NAME: &str = "goals";
            let scope = ctx.require(Permission::Goal)?;
            let found = filter::searched(search)?;
            let request = Arguments { first, after, last, before }.request(NAME)?;
            let page = store::goal::list(scope, ctx.op().database.reader(), found.as_ref(), &request).await?;
            Ok(Some(page::by_id(NAME, &page, |row| row.id.uuid(), Counted::Goals(found))))
        })
        .await
    }
}
