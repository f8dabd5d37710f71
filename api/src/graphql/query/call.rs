//! `calls`.

use async_graphql::{Context, Object};
use entity::id::Id;

use crate::graphql::ask::{Ask, root};
use crate::graphql::call_filter::CallFilter;
use crate::graphql::connection::{Counted, List};
use crate::graphql::failure::Failure;
use crate::graphql::object::call::Call;
use crate::graphql::page::{self, Arguments};
use crate::policy::Permission;
use crate::store;
use crate::store::call_list::NEWEST_FIRST;
use crate::store::keyset::Key;

/// Reading calls.
#[derive(Default)]
pub struct CallQuery;

#[Object]
impl CallQuery {
    /// The calls to the account's fixed numbers, those that began last first. A call that is reported late stands where it belongs by
    /// its beginning. Needs the scope `calls:read`.
    async fn calls(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which calls; all when it is left out.")] filter: Option<CallFilter>,
        #[graphql(desc = "The first so many, from 1 to 100; 20 when both `first` and `last` are left out.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many, from 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Option<Result<List<Call>, Failure>> {
        root(async {
            const NAME: &str = "calls";
            let scope = ctx.require(Permission::Call)?;
            let filter = CallFilter::read(ctx, filter).await?;
            let request = Arguments { first, after, last, before }.sorted(NAME, NEWEST_FIRST)?;
            let found = store::call_list::list(scope, ctx.op().database.reader(), &filter, &request).await?;
            ctx.reader().audit.answered(&filter, &found.rows);
            let place = |row: &entity::call::Model| (Some(Key::Instant(row.started_at)), row.id.uuid());
            Ok(Some(page::list(NAME, NEWEST_FIRST, &found, place, Counted::Calls(filter))))
        })
        .await
    }
}
