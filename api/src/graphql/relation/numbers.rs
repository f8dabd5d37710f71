//! The numbers of a pool, a channel or a destination: a page inside a page.

use async_graphql::Context;
use entity::id::Id;

use crate::graphql::ask::Ask;
use crate::graphql::connection::{Counted, List};
use crate::graphql::failure::Failure;
use crate::graphql::filter::{FixedNumberFilter, FixedNumberOrder};
use crate::graphql::object::fixed_number::FixedNumber;
use crate::graphql::page::{self, Arguments};
use crate::store::number_filter::Parent;

/// Reads one parent's page, together with those of its siblings.
pub async fn of(
    ctx: &Context<'_>,
    parent: Parent,
    filter: Option<FixedNumberFilter>,
    order_by: Option<FixedNumberOrder>,
    arguments: Arguments,
) -> Result<List<FixedNumber>, Failure> {
    let name = match parent {
        Parent::Account => "fixedNumbers",
        Parent::Pool(_) => "pool.fixedNumbers",
        Parent::Channel(_) => "channel.fixedNumbers",
        Parent::Destination(_) => "destination.fixedNumbers",
    };
    let filter = FixedNumberFilter::read(filter)?;
    let sort = FixedNumberOrder::read(order_by);
    let request = arguments.sorted(name, sort)?;
    let found = ctx.reader().numbers_of.expect((filter.clone(), request, parent)).await?;
    Ok(page::list(name, sort, &found, |found| (found.key(sort.key), found.row.id.uuid()), Counted::FixedNumbersOf(parent, filter)))
}
