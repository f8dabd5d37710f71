//! `route`: what a telephone switch asks at each call.

use async_graphql::{Context, Object};

use crate::graphql::ask::{Ask, root};
use crate::graphql::failure::Failure;
use crate::graphql::object::route::Route;
use crate::graphql::scalar::phone_number::E164;
use crate::policy::Permission;
use crate::store;

/// Reading routes.
#[derive(Default)]
pub struct RouteQuery;

#[Object]
impl RouteQuery {
    /// Where a call to this number goes now, whichever account has it: a switch that asks at each call is right from the end of a mutation
    /// on. Needs a telephone switch's token; an account's can't ask.
    async fn route(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The number that is called, in E.164 form.")] number: E164,
    ) -> Option<Result<Route, Failure>> {
        root(async {
            let scope = ctx.require_switch(Permission::Route)?;
            Ok(Some(store::route::find(scope, ctx.op().database.reader(), number.0).await?.into()))
        })
        .await
    }
}
