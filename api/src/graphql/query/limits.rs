//! `limits`: what a request may be and cost.

use std::sync::Arc;

use async_graphql::{Context, Object};

use crate::config::limits::{Limit as Known, Limits};

/// Reading the limits of the door.
#[derive(Default)]
pub struct LimitsQuery;

#[Object]
impl LimitsQuery {
    /// Every limit on requests that this gateway has, in the order in which a request meets them; there is no other. Needs no scope.
    async fn limits(&self, ctx: &Context<'_>) -> Option<Vec<Limit>> {
        Some(ctx.data_opt::<Arc<Limits>>()?.list().into_iter().map(Limit).collect())
    }
}

/// A limit, as callers see it.
pub struct Limit(Known);

/// A limit on requests. What passes it is refused with `LIMIT_EXCEEDED` and the limit's name, in `extensions.limit` of the error.
#[Object]
impl Limit {
    /// Its name, such as `requestCost`.
    async fn name(&self) -> &str {
        self.0.name
    }

    /// What it is set to. Where its description says so, 0 means that there is no such limit.
    async fn value(&self) -> i64 {
        self.0.value.into()
    }

    /// What it counts, in the plural, such as `points` or `bytes`.
    async fn unit(&self) -> &str {
        self.0.unit
    }

    /// What it bounds.
    async fn description(&self) -> &str {
        self.0.about
    }
}
