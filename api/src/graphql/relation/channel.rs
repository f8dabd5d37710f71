//! From a channel to its numbers.

use async_graphql::{ComplexObject, Context};

use super::numbers;
use crate::graphql::connection::List;
use crate::graphql::failure::Failure;
use crate::graphql::filter::{FixedNumberFilter, FixedNumberOrder};
use crate::graphql::object::channel::Channel;
use crate::graphql::object::fixed_number::FixedNumber;
use crate::graphql::page::Arguments;
use crate::store::number_filter::Parent;

#[ComplexObject]
impl Channel {
    /// The channel's fixed numbers.
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
        numbers::of(ctx, Parent::Channel(self.row.id), filter, order_by, arguments).await
    }
}
