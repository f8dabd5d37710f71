//! From a destination to the pools and numbers that ring there.

use async_graphql::{ComplexObject, Context};
use entity::id::Id;

use super::numbers;
use crate::action::routing;
use crate::graphql::ask::Ask;
use crate::graphql::connection::{Counted, List};
use crate::graphql::failure::Failure;
use crate::graphql::filter::{FixedNumberFilter, FixedNumberOrder};
use crate::graphql::object::destination::Destination;
use crate::graphql::object::fixed_number::FixedNumber;
use crate::graphql::object::pool::Pool;
use crate::graphql::page::{self, Arguments};
use crate::graphql::user_error::{Warning, warn};
use crate::store::number_filter::Parent;

#[ComplexObject]
impl Destination {
    /// The number as people of its country write it.
    async fn national_format(&self) -> String {
        self.row.number.national_format()
    }

    /// What is worth knowing of calls to this number.
    async fn warnings(&self) -> Vec<Warning> {
        warn(&routing::warnings_of(&self.row))
    }

    /// The pools that use this destination by default.
    async fn pools(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, from 1 to 100; 20 when both `first` and `last` are left out.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many, from 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<List<Pool>, Failure> {
        const NAME: &str = "destination.pools";
        let request = Arguments { first, after, last, before }.request(NAME)?;
        let found = ctx.reader().pools_of.expect((request, self.row.id)).await?;
        Ok(page::by_id(NAME, &found, |row| row.id.uuid(), Counted::PoolsOf(self.row.id)))
    }

    /// Every fixed number that rings here, by its pool's default or by an override of its own.
    async fn fixed_numbers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which numbers; active ones when it is left out.")] filter: Option<FixedNumberFilter>,
        #[graphql(desc = "In which order; that of ordering when it is left out.")] order_by: Option<FixedNumberOrder>,
        #[graphql(desc = "The first so many, from 1 to 100; 20 when both `first` and `last` are left out.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many, from 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<List<FixedNumber>, Failure> {
        let arguments = Arguments { first, after, last, before };
        numbers::of(ctx, Parent::Destination(self.row.id), filter, order_by, arguments).await
    }
}
