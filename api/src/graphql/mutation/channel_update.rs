//! `channelUpdate`: input, payload, codes, resolver.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use entity::id::{ChannelId, Id};

use super::answer::{self, Told};
use crate::action::channel_update::Edit;
use crate::action::fault::FaultCode;
use crate::graphql::failure::Failure;
use crate::graphql::object::channel::Channel;
use crate::graphql::scalar::choice::ChannelKind;
use crate::graphql::user_error::{ErrorCode, UserError, Warning};

/// An edit of a channel. What is left out stays as it is.
#[derive(InputObject)]
pub struct ChannelUpdateInput {
    /// Which channel.
    id: ID,
    /// The version that you have seen; with it, an edit of what someone else changed meanwhile is refused.
    expected_version: Option<i32>,
    /// Its new name: 1 to 120 characters, unique among the account's channels without regard to case.
    name: Option<String>,
    /// What it shall stand for. Refused while active or held numbers in Advanced mode use it, since their labels were checked against it.
    kind: Option<ChannelKind>,
}

impl From<ChannelUpdateInput> for Edit {
    fn from(input: ChannelUpdateInput) -> Self {
        Self { id: input.id.0, expected_version: input.expected_version, name: input.name, kind: input.kind.map(Into::into) }
    }
}

/// What came of `channelUpdate`.
#[derive(SimpleObject)]
pub struct ChannelUpdatePayload {
    /// The channel as it is now. Null when the edit was refused, and in a dry run.
    channel: Option<Channel>,
    /// With `VERSION_CONFLICT`: the channel as someone else has left it.
    current: Option<Channel>,
    /// All that is wrong with the input; empty when it was done, or would be.
    user_errors: Vec<UserError<ChannelUpdateErrorCode>>,
    /// What is worth knowing of a deed that was done all the same.
    warnings: Vec<Warning>,
    /// Whether an earlier request with the same `idempotencyKey` did this, so that nothing was done now.
    replayed: bool,
    /// Whether everything was undone.
    dry_run: bool,
}

/// Why `channelUpdate` refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ChannelUpdateErrorCode {
    /// There is no such channel in the account, or it is archived.
    ChannelNotFound,
    /// The name is empty.
    NameMissing,
    /// The name has more than 120 characters.
    NameTooLong,
    /// The name holds control characters or unpaired direction marks.
    NameNotAllowed,
    /// Another one of the account has this name.
    NameTaken,
    /// The kind can't change while active or held numbers in Advanced mode use the channel; `usedByCount` says how many.
    ChannelKindInUse,
    /// It was edited by someone else meanwhile; see `currentVersion`, and `current` in the payload.
    VersionConflict,
    /// The key was used before, for another input.
    IdempotencyKeyReused,
}

impl ErrorCode for ChannelUpdateErrorCode {
    const ERROR: &'static str = "ChannelUpdateError";

    fn of(code: FaultCode) -> Option<Self> {
        Some(match code {
            FaultCode::ChannelNotFound => Self::ChannelNotFound,
            FaultCode::NameMissing => Self::NameMissing,
            FaultCode::NameTooLong => Self::NameTooLong,
            FaultCode::NameNotAllowed => Self::NameNotAllowed,
            FaultCode::NameTaken => Self::NameTaken,
            FaultCode::ChannelKindInUse => Self::ChannelKindInUse,
            FaultCode::VersionConflict => Self::VersionConflict,
            FaultCode::IdempotencyKeyReused => Self::IdempotencyKeyReused,
            _ => return None,
        })
    }
}

/// The verb.
#[derive(Default)]
pub struct ChannelUpdate;

#[Object]
impl ChannelUpdate {
    /// Edits a channel; what is left out stays. Needs the scope `numbers:write`.
    async fn channel_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked for.")] input: ChannelUpdateInput,
        #[graphql(
            desc = "8 to 255 characters of the client's choice. A retry with the same key and input does nothing twice, and answers `replayed: true`. Kept for at least 400 days. Refusals and dry runs store no key."
        )]
        idempotency_key: Option<String>,
        #[graphql(desc = "Do everything, then undo it: the answer tells what would happen.", default = false)] dry_run: bool,
    ) -> Result<ChannelUpdatePayload, Failure> {
        let id = input.id.clone();
        let told: Told<_, ChannelUpdateErrorCode> = answer::tell(ctx, Edit::from(input), idempotency_key, dry_run).await?;
        let conflict = answer::is_conflict(&told).then(|| ChannelId::parse(&id)).flatten();
        Ok(ChannelUpdatePayload {
            channel: answer::channel(ctx, told.written().map(|outcome| outcome.channel)).await?,
            current: answer::channel(ctx, conflict).await?,
            warnings: Vec::new(),
            user_errors: told.user_errors,
            replayed: told.replayed,
            dry_run: told.dry_run,
        })
    }
}
