//! From a channel to its numbers.

use async_graphql::{ComplexObject, Context};

use super::numbers;
use crate::graphql::failure::Failure;
use crate::graphql::filter::FixedNumberFilter;
use crate::graphql::object::channel::Channel;
use crate::graphql::object::fixed_number::FixedNumber;
use crate::graphql::page::{Arguments, List};
use crate::store::fixed_number::Parent;

#[ComplexObject]
impl Channel {
    /// The channel's fixed numbers, in the order in which they were ordered.
    async fn fixed_numbers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which numbers; active ones when it is left out.")] filter: Option<FixedNumberFilter>,
        #[graphql(desc = "The first so many, from 1 to 100; 20 when both `first` and `last` are left out.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many, from 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<List<FixedNumber>, Failure> {
        let filter = FixedNumberFilter::read(filter);
        numbers::of(ctx, Parent::Channel(self.row.id), filter, Arguments { first, after, last, before }).await
    }
}
