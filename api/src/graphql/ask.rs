//! How a resolver asks for the request's own things.

use async_graphql::Context;

use super::failure::Failure;
use super::reader::Reader;
use crate::operation::Operation;
use crate::policy::Permission;
use crate::viewer::{AccountScope, SwitchScope};

/// What every request brings along.
pub trait Ask {
    /// Who asks, when, on which database.
    fn op(&self) -> &Operation;

    /// The request's loaders.
    fn reader(&self) -> &Reader;

    /// Asks the policy; the first line of every root field.
    fn require(&self, permission: Permission) -> Result<AccountScope, Failure> {
        Ok(self.op().require(permission)?)
    }

    /// The same, for a root field of switches.
    fn require_switch(&self, permission: Permission) -> Result<SwitchScope, Failure> {
        Ok(self.op().require_switch(permission)?)
    }
}

impl Ask for Context<'_> {
    fn op(&self) -> &Operation {
        self.data_unchecked()
    }

    fn reader(&self) -> &Reader {
        self.data_unchecked()
    }
}

/// Answers a root field that may be null, or another one with a scope of its own. The library hands the error of a field that answers a
/// `Result` to the field's parent, which for a root is the whole answer; an error inside an `Option` stays where it is, and leaves the
/// fields beside it alone.
pub async fn root<T>(work: impl Future<Output = Result<Option<T>, Failure>>) -> Option<Result<T, Failure>> {
    work.await.transpose()
}
