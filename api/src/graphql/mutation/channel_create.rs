//! `channelCreate`: input, payload, codes, resolver.

use async_graphql::{Context, Enum, InputObject, Object, SimpleObject};

use super::answer::{self, Told};
use crate::action::channel_create::NewChannel;
use crate::action::fault::FaultCode;
use crate::graphql::failure::Failure;
use crate::graphql::object::channel::Channel;
use crate::graphql::scalar::choice::ChannelKind;
use crate::graphql::user_error::{ErrorCode, UserError, Warning};

/// A new channel.
#[derive(InputObject)]
pub struct ChannelCreateInput {
    /// Its name: 1 to 120 characters, unique among the account's channels without regard to case.
    name: String,
    /// What it stands for.
    kind: ChannelKind,
}

impl From<ChannelCreateInput> for NewChannel {
    fn from(input: ChannelCreateInput) -> Self {
        Self { name: input.name, kind: input.kind.into() }
    }
}

/// What came of `channelCreate`.
#[derive(SimpleObject)]
pub struct ChannelCreatePayload {
    /// The channel. Null when it was refused, and in a dry run.
    channel: Option<Channel>,
    /// All that is wrong with the input; empty when it was done, or would be.
    user_errors: Vec<UserError<ChannelCreateErrorCode>>,
    /// What is worth knowing of a deed that was done all the same.
    warnings: Vec<Warning>,
    /// Whether an earlier request with the same `idempotencyKey` did this, so that nothing was done now.
    replayed: bool,
    /// Whether everything was undone.
    dry_run: bool,
}

/// Why `channelCreate` refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ChannelCreateErrorCode {
    /// The name is empty.
    NameMissing,
    /// The name has more than 120 characters.
    NameTooLong,
    /// The name holds control characters or unpaired direction marks.
    NameNotAllowed,
    /// Another one of the account has this name.
    NameTaken,
    /// The key was used before, for another input.
    IdempotencyKeyReused,
}

impl ErrorCode for ChannelCreateErrorCode {
    const ERROR: &'static str = "ChannelCreateError";

    fn of(code: FaultCode) -> Option<Self> {
        Some(match code {
            FaultCode::NameMissing => Self::NameMissing,
            FaultCode::NameTooLong => Self::NameTooLong,
            FaultCode::NameNotAllowed => Self::NameNotAllowed,
            FaultCode::NameTaken => Self::NameTaken,
            FaultCode::IdempotencyKeyReused => Self::IdempotencyKeyReused,
            _ => return None,
        })
    }
}

/// The verb.
#[derive(Default)]
pub struct ChannelCreate;

#[Object]
impl ChannelCreate {
    /// Makes a channel. Needs the scope `numbers:write`.
    async fn channel_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked for.")] input: ChannelCreateInput,
        #[graphql(
            desc = "8 to 255 characters of the client's choice. A retry with the same key and input does nothing twice, and answers `replayed: true`. Kept for at least 400 days. Refusals and dry runs store no key."
        )]
        idempotency_key: Option<String>,
        #[graphql(desc = "Do everything, then undo it: the answer tells what would happen.", default = false)] dry_run: bool,
    ) -> Result<ChannelCreatePayload, Failure> {
        let told: Told<_, ChannelCreateErrorCode> = answer::tell(ctx, NewChannel::from(input), idempotency_key, dry_run).await?;
        Ok(ChannelCreatePayload {
            channel: answer::channel(ctx, told.written().map(|outcome| outcome.channel)).await?,
            warnings: Vec::new(),
            user_errors: told.user_errors,
            replayed: told.replayed,
            dry_run: told.dry_run,
        })
    }
}
