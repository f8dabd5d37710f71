//! What one request learns of callers: counted while it runs, and kept before its answer leaves.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use entity::call::Model;
use entity::caller_access::CallerAccessKind;

use super::failure::Failure;
use crate::action;
use crate::operation::Operation;
use crate::store::call_filter::Filter;

/// What a request has learned of callers so far.
#[derive(Debug, Default)]
pub struct CallerAudit {
    /// How many numbers were shown in full.
    read: AtomicI64,
    /// Whether calls of one caller were looked for.
    searched: AtomicBool,
    /// How many calls such a search has answered with.
    found: AtomicI64,
}

impl CallerAudit {
    /// A number is about to be shown in full.
    pub fn shown(&self) {
        self.read.fetch_add(1, Ordering::Relaxed);
    }

    /// A list is about to be answered; it counts if it tells a caller's calls from others.
    pub fn answered(&self, filter: &Filter, rows: &[Model]) {
        if filter.callers.is_some() {
            self.searched.store(true, Ordering::Relaxed);
            self.found.fetch_add(i64::try_from(rows.len()).unwrap_or(i64::MAX), Ordering::Relaxed);
        }
    }

    /// Keeps what was learned, if anything was. Failing, nothing of the answer may leave.
    pub async fn settle(&self, op: &Operation) -> Result<(), Failure> {
        let (read, searched) = (self.read.load(Ordering::Relaxed), self.searched.load(Ordering::Relaxed));
        let searched = searched.then(|| (CallerAccessKind::Searched, self.found.load(Ordering::Relaxed)));
        let looks: Vec<_> = searched.into_iter().chain((read > 0).then_some((CallerAccessKind::Read, read))).collect();
        match op.viewer.account_scope() {
            Some(scope) if !looks.is_empty() => Ok(action::caller_audit::run(op, scope, &looks).await?),
            _ => Ok(()),
        }
    }
}
