//! `account`.

use async_graphql::{Context, Object};

use crate::graphql::ask::{Ask, root};
use crate::graphql::failure::Failure;
use crate::graphql::object::account::Account;
use crate::policy::Permission;
use crate::store;

/// Reading the account.
#[derive(Default)]
pub struct AccountQuery;

#[Object]
impl AccountQuery {
    /// The caller's own account. Needs the scope `numbers:read`.
    async fn account(&self, ctx: &Context<'_>) -> Option<Result<Account, Failure>> {
        root(async {
            let scope = ctx.require(Permission::Account)?;
            Ok(store::account::find(scope, ctx.op().database.reader()).await?.map(|row| Account::of(row, ctx.op().now)))
        })
        .await
    }
}
