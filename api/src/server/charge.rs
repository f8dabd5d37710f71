//! What a request costs its account: priced before it runs, paid out of the account's budget, and told beside the answer.

use std::sync::Arc;

use async_graphql::parser::types::OperationDefinition;
use axum::http::{HeaderMap, StatusCode};
use chrono::{DateTime, Utc};
use entity::id::Id;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::answer::{Fault, LIMIT_EXCEEDED, RATE_LIMITED};
use super::door::Arrival;
use super::guard::budget::{Budget, Spent};
use super::guard::cost::Pricing;
use super::guard::documents::Checked;
use super::question::Question;
use super::state::ServerState;
use crate::graphql::schema;
use crate::viewer::{Principal, Viewer};

/// What reading a request costs, whatever is in it; it is part of the price.
const ENTRY: u32 = 1;

/// What one request spends of its account's budget. A switch has none.
pub struct Purse {
    budget: Arc<Budget>,
    account: Option<Uuid>,
    now: DateTime<Utc>,
    spent: Option<Spent>,
    /// What the request costs, and what it may.
    price: Option<(u64, u32)>,
}

impl Purse {
    /// The purse of whoever asks.
    pub fn of(state: &ServerState, viewer: &Viewer, arrival: &Arrival) -> Self {
        let account = match &viewer.principal {
            Principal::Account(id) => Some(id.uuid()),
            Principal::Switch(_) => None,
        };
        Self { budget: state.budget.clone(), account, now: arrival.now, spent: None, price: None }
    }

    /// Pays for having a request read. So a flood of documents that can't be run is paid for as well.
    pub fn enter(&mut self) -> Result<(), Fault> {
        self.pay(ENTRY)
    }

    /// Finds out what a request costs. One that costs too much is refused, and told by which field.
    pub fn price(
        &mut self,
        state: &ServerState,
        checked: &Checked,
        operation: Option<&OperationDefinition>,
        question: &Question,
    ) -> Result<(), Fault> {
        let limit = state.limits.request_cost;
        // One that can't be found will not be run.
        let Some(operation) = operation else { return Ok(()) };
        let mut pricing = Pricing::new(schema::shape(&state.schema), &checked.document, operation, &question.variables);
        let requested = pricing.total(operation);
        self.price = Some((requested, limit));
        if requested <= u64::from(limit) {
            return Ok(());
        }
        let (field, most) = pricing.costliest(operation).unwrap_or_else(|| ("__schema".into(), requested));
        let message =
            format!("The request costs {requested} points; {limit} are allowed. Most of it is {field}, with {most}: ask for fewer items.");
        let fault = Fault::new(StatusCode::UNPROCESSABLE_ENTITY, LIMIT_EXCEEDED, message);
        Err(fault.with("limit", "requestCost").with("field", field).beside("cost", self.told()))
    }

    /// Pays the price.
    pub fn settle(&mut self) -> Result<(), Fault> {
        let requested = self.price.map_or(0, |(requested, _)| u32::try_from(requested).unwrap_or(u32::MAX));
        self.pay(requested.saturating_sub(ENTRY))
    }

    fn pay(&mut self, points: u32) -> Result<(), Fault> {
        let Some(account) = self.account else { return Ok(()) };
        let spent = self.budget.spend(account, points, self.now);
        let (allowed, hopeless) = (spent.allowed, spent.is_hopeless());
        self.spent = Some(spent);
        if allowed {
            return Ok(());
        }
        let fault = if hopeless {
            let message = "The request costs more than the account may ever spend at once: ask for fewer items.";
            Fault::new(StatusCode::UNPROCESSABLE_ENTITY, LIMIT_EXCEEDED, message).with("limit", "accountCost")
        } else {
            let message = "The account has spent its cost points. Nothing was done; try again after the seconds in the header Retry-After.";
            Fault::new(StatusCode::TOO_MANY_REQUESTS, RATE_LIMITED, message).with("limit", "accountCost")
        };
        Err(fault.beside("cost", self.told()))
    }

    /// For `extensions.cost`: the price, what one request may cost, and what the account may still spend.
    pub fn told(&self) -> Value {
        let mut cost = Map::new();
        if let Some((requested, limit)) = self.price {
            cost.insert("requested".into(), requested.into());
            cost.insert("limit".into(), limit.into());
        }
        if let Some(spent) = self.spent.as_ref().filter(|spent| spent.capacity > 0) {
            cost.insert("remaining".into(), spent.remaining.into());
            cost.insert("capacity".into(), spent.capacity.into());
        }
        cost.into()
    }

    /// The header fields of the answer.
    pub fn headers(&self) -> HeaderMap {
        self.spent.as_ref().map(|spent| self.budget.headers(spent)).unwrap_or_default()
    }
}
