//! The calls of a fixed number: a page inside a page.

use async_graphql::Context;
use entity::id::{FixedNumberId, Id};

use crate::graphql::ask::Ask;
use crate::graphql::call_filter::CallFilter;
use crate::graphql::connection::{Counted, List};
use crate::graphql::failure::Failure;
use crate::graphql::object::call::Call;
use crate::graphql::page::{self, Arguments};
use crate::store::call_filter::Filter;
use crate::store::call_list::NEWEST_FIRST;
use crate::store::keyset::{Key, PageRequest};

/// Reads one number's page, together with those of its siblings.
pub async fn of(ctx: &Context<'_>, number: FixedNumberId, filter: Option<CallFilter>, arguments: Arguments) -> Result<List<Call>, Failure> {
    const NAME: &str = "fixedNumber.calls";
    let filter = CallFilter::read(ctx, filter).await?;
    let request = arguments.sorted(NAME, NEWEST_FIRST)?;
    let found = ctx.reader().calls_of.expect((filter.clone(), request, number)).await?;
    ctx.reader().audit.answered(&filter, &found.rows);
    let place = |row: &entity::call::Model| (Some(Key::Instant(row.started_at)), row.id.uuid());
    Ok(page::list(NAME, NEWEST_FIRST, &found, place, Counted::CallsOf(number, filter)))
}

/// The earliest call of a number among those that a filter lets through.
pub async fn earliest(ctx: &Context<'_>, number: FixedNumberId, filter: Filter) -> Result<Option<Call>, Failure> {
    // The newest come first, so it is the last.
    let request = PageRequest { after: None, before: None, size: 1, backward: true, sort: NEWEST_FIRST };
    let found = ctx.reader().calls_of.expect((filter, request, number)).await?;
    Ok(found.rows.first().map(|row| std::sync::Arc::new(row.clone()).into()))
}
