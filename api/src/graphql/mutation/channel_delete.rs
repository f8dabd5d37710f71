//! `channelDelete`: input, payload, codes, resolver.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use entity::id::{ChannelId, Id};

use super::answer::{self, Told};
use crate::action::channel_delete::Delete;
use crate::action::fault::FaultCode;
use crate::graphql::failure::Failure;
use crate::graphql::object::channel::Channel;
use crate::graphql::user_error::{ErrorCode, UserError, Warning};

/// A deletion of a channel.
#[derive(InputObject)]
pub struct ChannelDeleteInput {
    /// Which channel.
    id: ID,
    /// The version that you have seen; with it, a deletion of what someone else changed meanwhile is refused.
    expected_version: Option<i32>,
}

impl From<ChannelDeleteInput> for Delete {
    fn from(input: ChannelDeleteInput) -> Self {
        Self { id: input.id.0, expected_version: input.expected_version }
    }
}

/// What came of `channelDelete`.
#[derive(SimpleObject)]
pub struct ChannelDeletePayload {
    /// The channel, archived. Null when the deletion was refused, and in a dry run.
    channel: Option<Channel>,
    /// With `VERSION_CONFLICT`: the channel as someone else has left it.
    current: Option<Channel>,
    /// All that is wrong with the input; empty when it was done, or would be.
    user_errors: Vec<UserError<ChannelDeleteErrorCode>>,
    /// What is worth knowing of a deed that was done all the same.
    warnings: Vec<Warning>,
    /// Whether an earlier request with the same `idempotencyKey` did this, so that nothing was done now.
    replayed: bool,
    /// Whether everything was undone.
    dry_run: bool,
}

/// Why `channelDelete` refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ChannelDeleteErrorCode {
    /// There is no such channel in the account, or it is archived.
    ChannelNotFound,
    /// It is in use; the message says by what, and `usedByCount` by how many.
    InUse,
    /// It was deleted before.
    AlreadyDeleted,
    /// It was edited by someone else meanwhile; see `currentVersion`, and `current` in the payload.
    VersionConflict,
    /// The key was used before, for another input.
    IdempotencyKeyReused,
}

impl ErrorCode for ChannelDeleteErrorCode {
    const ERROR: &'static str = "ChannelDeleteError";

    fn of(code: FaultCode) -> Option<Self> {
        Some(match code {
            FaultCode::ChannelNotFound => Self::ChannelNotFound,
            FaultCode::InUse => Self::InUse,
            FaultCode::AlreadyDeleted => Self::AlreadyDeleted,
            FaultCode::VersionConflict => Self::VersionConflict,
            FaultCode::IdempotencyKeyReused => Self::IdempotencyKeyReused,
            _ => return None,
        })
    }
}

/// The verb.
#[derive(Default)]
pub struct ChannelDelete;

#[Object]
impl ChannelDelete {
    /// Deletes a channel that nothing uses: no active or held number. It is archived: lists leave it out, and its id still finds it.
    /// Needs the scope `numbers:write`.
    async fn channel_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked for.")] input: ChannelDeleteInput,
        #[graphql(
            desc = "8 to 255 characters of the client's choice. A retry with the same key and input does nothing twice, and answers `replayed: true`. Kept for at least 400 days. Refusals and dry runs store no key."
        )]
        idempotency_key: Option<String>,
        #[graphql(desc = "Do everything, then undo it: the answer tells what would happen.", default = false)] dry_run: bool,
    ) -> Result<ChannelDeletePayload, Failure> {
        let id = input.id.clone();
        let told: Told<_, ChannelDeleteErrorCode> = answer::tell(ctx, Delete::from(input), idempotency_key, dry_run).await?;
        let conflict = answer::is_conflict(&told).then(|| ChannelId::parse(&id)).flatten();
        Ok(ChannelDeletePayload {
            channel: answer::channel(ctx, told.written().map(|outcome| outcome.channel)).await?,
            current: answer::channel(ctx, conflict).await?,
            warnings: Vec::new(),
            user_errors: told.user_errors,
            replayed: told.replayed,
            dry_run: told.dry_run,
        })
    }
}
