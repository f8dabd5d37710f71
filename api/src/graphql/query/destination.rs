//! `destination` and `destinations`.

use async_graphql::{Context, ID, Object};
use entity::id::{DestinationId, Id};

use crate::action;
use crate::graphql::ask::{Ask, root};
use crate::graphql::connection::{Counted, List};
use crate::graphql::failure::Failure;
use crate::graphql::filter;
use crate::graphql::object::destination::Destination;
use crate::graphql::object::destination_check::DestinationCheck;
use crate::graphql::page::{self, Arguments};
use crate::policy::Permission;
use crate::store;

/// Reading destinations.
#[derive(Default)]
pub struct DestinationQuery;

#[Object]
impl DestinationQuery {
    /// The destination that has this id; null when there is none in the account. Needs the scope `numbers:read`.
    async fn destination(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The destination's id.")] id: ID,
    ) -> Option<Result<Destination, Failure>> {
        root(async {
            ctx.require(Permission::Destination)?;
            let Some(id) = DestinationId::parse(&id) else { return Ok(None) };
            Ok(ctx.reader().destination.find(id).await?.map(Destination::from))
        })
        .await
    }

    /// The account's destinations that are not archived, oldest first. Needs the scope `numbers:read`.
    async fn destinations(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "What is in the number, in any usual spelling, and label: words in any order and case, with accents ignored; at most 200 characters."
        )]
        search: Option<String>,
        #[graphql(desc = "The first so many, from 1 to 100; 20 when both `first` and `last` are left out.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many, from 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Option<Result<List<Destination>, Failure>> {
        root(async {
            const NAME: &str = "destinations";
            let scope = ctx.require(Permission::Destination)?;
            let found = filter::searched(search)?;
            let request = Arguments { first, after, last, before }.request(NAME)?;
            let page = store::destination::list(scope, ctx.op().database.reader(), found.as_ref(), &request).await?;
            Ok(Some(page::by_id(NAME, &page, |row| row.id.uuid(), Counted::Destinations(found))))
        })
        .await
    }

    /// What an order would say of this destination. Writes nothing. Needs the scope `numbers:read`.
    async fn destination_check(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A telephone number, as a person may have typed it.")] number: String,
    ) -> Option<Result<DestinationCheck, Failure>> {
        root(async {
            match action::destination_check::run(ctx.op(), &number).await {
                Ok(checked) => Ok(Some(checked.into())),
                Err(action::destination_check::Error::Forbidden(forbidden)) => Err(forbidden.into()),
                Err(action::destination_check::Error::Store(error)) => Err(error.into()),
            }
        })
        .await
    }
}
