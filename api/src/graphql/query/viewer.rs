//! `viewer`: who the token says I am.

use async_graphql::{Context, Object};
use chrono::{DateTime, Utc};

use crate::graphql::ask::Ask;
use crate::graphql::failure::Failure;
use crate::graphql::object::account::Account;
use crate::store;
use crate::viewer::{Principal, Viewer as Who};

/// Reading who asks.
#[derive(Default)]
pub struct ViewerQuery;

#[Object]
impl ViewerQuery {
    /// Who the token says I am. Needs no scope.
    async fn viewer(&self, ctx: &Context<'_>) -> Viewer {
        Viewer(ctx.op().viewer.clone())
    }
}

/// Who asks, as callers see it.
pub struct Viewer(Who);

/// Who the token says I am: an account's person or program, or a telephone switch.
#[Object]
impl Viewer {
    /// The subject (`sub`) of the token.
    async fn subject(&self) -> &str {
        &self.0.subject
    }

    /// The account that the token is for; null for a switch.
    async fn account(&self, ctx: &Context<'_>) -> Result<Option<Account>, Failure> {
        let Some(scope) = self.0.account_scope() else { return Ok(None) };
        Ok(store::account::find(scope, ctx.op().database.reader()).await?.map(|row| Account::of(row, ctx.op().now)))
    }

    /// The name of the switch that the token is for; null for an account.
    async fn switch(&self) -> Option<&str> {
        match &self.0.principal {
            Principal::Switch(name) => Some(name),
            Principal::Account(_) => None,
        }
    }

    /// What the token opens.
    async fn scopes(&self) -> Vec<&'static str> {
        self.0.scopes.iter().map(|scope| scope.word()).collect()
    }

    /// When the token ends.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
    }
}
