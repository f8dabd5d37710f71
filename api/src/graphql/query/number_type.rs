//! `numberType` and `numberTypes`.

use async_graphql::{Context, ID, Object};
use entity::id::{Id, NumberTypeId};

use crate::graphql::ask::{Ask, root};
use crate::graphql::connection::{Counted, List};
use crate::graphql::failure::Failure;
use crate::graphql::object::number_type::NumberType;
use crate::graphql::page::{self, Arguments};
use crate::policy::Permission;
use crate::store;

/// Reading number types.
#[derive(Default)]
pub struct NumberTypeQuery;

#[Object]
impl NumberTypeQuery {
    /// The number type that has this id; null when there is none in the account. Needs the scope `numbers:read`.
    async fn number_type(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The number type's id.")] id: ID,
    ) -> Option<Result<NumberType, Failure>> {
        root(async {
            ctx.require(Permission::NumberType)?;
            let Some(id) = NumberTypeId::parse(&id) else { return Ok(None) };
            Ok(ctx.reader().number_type.find(id).await?.map(NumberType::from))
        })
        .await
    }

    /// The number types that can be ordered, oldest first. Needs the scope `numbers:read`.
    async fn number_types(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, from 1 to 100; 20 when both `first` and `last` are left out.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many, from 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Option<Result<List<NumberType>, Failure>> {
        root(async {
            const NAME: &str = "numberTypes";
            ctx.require(Permission::NumberType)?;
            let request = Arguments { first, after, last, before }.request(NAME)?;
            let found = store::number_type::list(ctx.op().database.reader(), &request).await?;
            Ok(Some(page::by_id(NAME, &found, |row| row.id.uuid(), Counted::NumberTypes)))
        })
        .await
    }
}
