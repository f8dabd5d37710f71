//! Who called, opened: in full for who may see callers, and masked for who may see calls.

use async_graphql::{ComplexObject, Context};
use entity::id::Id;
use entity::value::caller_number::CallerNumber;
use entity::value::phone_number::PhoneNumber;

use crate::graphql::ask::{Ask, root};
use crate::graphql::failure::Failure;
use crate::graphql::object::call::Caller;
use crate::graphql::scalar::phone_number::E164;
use crate::policy::Permission;

#[ComplexObject]
impl Caller {
    /// The caller's number. Null when it was withheld, was none, or the account's time for keeping it is over. Needs the scope
    /// `callers:read`; without it, null. The account keeps a note of who has seen callers.
    async fn number(&self, ctx: &Context<'_>) -> Option<Result<E164, Failure>> {
        root(async {
            ctx.require(Permission::Caller)?;
            let Some(number) = self.opened(ctx).await? else { return Ok(None) };
            ctx.reader().audit.shown();
            Ok(Some(E164(number.reveal().clone())))
        })
        .await
    }

    /// The last three digits of the number behind dots, such as `•••123`: enough to tell two calls apart. Null when there is no number.
    async fn masked(&self, ctx: &Context<'_>) -> Result<Option<String>, Failure> {
        Ok(self.opened(ctx).await?.map(|number| number.masked()))
    }
}

impl Caller {
    /// What can't be opened is as one that was cleared: its key is gone, or it was tampered with.
    async fn opened(&self, ctx: &Context<'_>) -> Result<Option<CallerNumber>, Failure> {
        let Some(sealed) = &self.row.caller_sealed else { return Ok(None) };
        let Some(key) = ctx.reader().caller_key.find(()).await? else { return Ok(None) };
        let text = key.open(self.row.id.uuid(), sealed).ok();
        Ok(text.and_then(|text| PhoneNumber::parse(&text).ok()).map(CallerNumber::new))
    }
}
