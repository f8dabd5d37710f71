//! `fixedNumberUpdate`: input, payload, codes, resolver.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use entity::id::{FixedNumberId, Id};

use super::input::{DestinationInput, NumberLabelInput};
use crate::action::fault::FaultCode;
use crate::action::fixed_number_update::Edit;
use crate::graphql::failure::Failure;
use crate::graphql::object::fixed_number::FixedNumber;
use crate::graphql::user_error::{ErrorCode, UserError, Warning, warn};

use super::answer::{self, Told};

/// An edit of a fixed number. What is left out stays as it is.
#[derive(InputObject)]
pub struct FixedNumberUpdateInput {
    /// Which number.
    id: ID,
    /// The version that you have seen; with it, an edit of what someone else changed meanwhile is refused.
    expected_version: Option<i32>,
    /// Its new channel. Leaving paid search drops the publisher.
    channel_id: Option<ID>,
    /// Its whole new label, which may be of the other kind.
    label: Option<NumberLabelInput>,
    /// Where calls shall ring.
    destination: Option<DestinationInput>,
}

impl From<FixedNumberUpdateInput> for Edit {
    fn from(input: FixedNumberUpdateInput) -> Self {
        Self {
            id: input.id.0,
            expected_version: input.expected_version,
            channel_id: input.channel_id.map(|id| id.0),
            label: input.label.map(Into::into),
            destination: input.destination.map(Into::into),
        }
    }
}

/// What came of `fixedNumberUpdate`.
#[derive(SimpleObject)]
pub struct FixedNumberUpdatePayload {
    /// The number as it is now. Null when the edit was refused, and in a dry run.
    fixed_number: Option<FixedNumber>,
    /// With `VERSION_CONFLICT`: the number as someone else has left it.
    current: Option<FixedNumber>,
    /// All that is wrong with the input; empty when it was done, or would be.
    user_errors: Vec<UserError<FixedNumberUpdateErrorCode>>,
    /// What is worth knowing of a deed that was done all the same.
    warnings: Vec<Warning>,
    /// Whether an earlier request with the same `idempotencyKey` did this, so that nothing was done now.
    replayed: bool,
    /// Whether everything was undone.
    dry_run: bool,
}

/// Why `fixedNumberUpdate` refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum FixedNumberUpdateErrorCode {
    /// There is no such fixed number in the account.
    FixedNumberNotFound,
    /// There is no such channel in the account, or it is archived.
    ChannelNotFound,
    /// There is no such destination in the account, or it is archived.
    DestinationNotFound,
    /// The destination is not a telephone number in E.164 form; see `suggestion`.
    #[graphql(name = "DESTINATION_NOT_E164")]
    DestinationNotE164,
    /// Calls can't be connected to this destination: premium rate, personal, pager, or a tracking number of this system.
    DestinationNotAllowed,
    /// `default: false` says nothing; give a number or an id instead.
    DefaultMustBeTrue,
    /// The description is empty.
    DescriptionMissing,
    /// The description has more than 120 characters.
    DescriptionTooLong,
    /// The description holds control characters or unpaired direction marks.
    DescriptionNotAllowed,
    /// Another active number of the account, or another label of the same input, has this description.
    DescriptionTaken,
    /// A paid-search channel needs a publisher.
    PublisherMissing,
    /// The channel is not paid search and has no publisher.
    PublisherNotApplicable,
    /// A channel other than paid search needs a campaign.
    CampaignMissing,
    /// The campaign is empty; leave it out instead.
    CampaignEmpty,
    /// The campaign has more than 255 characters.
    CampaignTooLong,
    /// The campaign holds control characters.
    CampaignNotAllowed,
    /// The keyword is empty; leave it out instead.
    KeywordEmpty,
    /// The keyword has more than 255 characters.
    KeywordTooLong,
    /// The keyword holds control characters.
    KeywordNotAllowed,
    /// It was edited by someone else meanwhile; see `currentVersion`, and `current` in the payload.
    VersionConflict,
    /// The number was deleted before.
    AlreadyDeleted,
    /// The key was used before, for another input.
    IdempotencyKeyReused,
}

impl ErrorCode for FixedNumberUpdateErrorCode {
    const ERROR: &'static str = "FixedNumberUpdateError";

    fn of(code: FaultCode) -> Option<Self> {
        Some(match code {
            FaultCode::FixedNumberNotFound => Self::FixedNumberNotFound,
            FaultCode::ChannelNotFound => Self::ChannelNotFound,
            FaultCode::DestinationNotFound => Self::DestinationNotFound,
            FaultCode::DestinationNotE164 => Self::DestinationNotE164,
            FaultCode::DestinationNotAllowed => Self::DestinationNotAllowed,
            FaultCode::DefaultMustBeTrue => Self::DefaultMustBeTrue,
            FaultCode::DescriptionMissing => Self::DescriptionMissing,
            FaultCode::DescriptionTooLong => Self::DescriptionTooLong,
            FaultCode::DescriptionNotAllowed => Self::DescriptionNotAllowed,
            FaultCode::DescriptionTaken => Self::DescriptionTaken,
            FaultCode::PublisherMissing => Self::PublisherMissing,
            FaultCode::PublisherNotApplicable => Self::PublisherNotApplicable,
            FaultCode::CampaignMissing => Self::CampaignMissing,
            FaultCode::CampaignEmpty => Self::CampaignEmpty,
            FaultCode::CampaignTooLong => Self::CampaignTooLong,
            FaultCode::CampaignNotAllowed => Self::CampaignNotAllowed,
            FaultCode::KeywordEmpty => Self::KeywordEmpty,
            FaultCode::KeywordTooLong => Self::KeywordTooLong,
            FaultCode::KeywordNotAllowed => Self::KeywordNotAllowed,
            FaultCode::VersionConflict => Self::VersionConflict,
            FaultCode::AlreadyDeleted => Self::AlreadyDeleted,
            FaultCode::IdempotencyKeyReused => Self::IdempotencyKeyReused,
            _ => return None,
        })
    }
}

/// The verb.
#[derive(Default)]
pub struct FixedNumberUpdate;

#[Object]
impl FixedNumberUpdate {
    /// Edits a fixed number's channel, label or destination; what is left out stays. Pool, type and the number itself never change. A new destination rings from the answer on. Needs the scope `numbers:write`.
    async fn fixed_number_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked for.")] input: FixedNumberUpdateInput,
        #[graphql(
            desc = "8 to 255 characters of the client's choice. A retry with the same key and input does nothing twice, and answers `replayed: true`. Kept for at least 400 days. Refusals and dry runs store no key."
        )]
        idempotency_key: Option<String>,
        #[graphql(desc = "Do everything, then undo it: the answer tells what would happen.", default = false)] dry_run: bool,
    ) -> Result<FixedNumberUpdatePayload, Failure> {
        let id = input.id.clone();
        let told: Told<_, FixedNumberUpdateErrorCode> = answer::tell(ctx, Edit::from(input), idempotency_key, dry_run).await?;
        let conflict = answer::is_conflict(&told).then(|| FixedNumberId::parse(&id)).flatten();
        Ok(FixedNumberUpdatePayload {
            fixed_number: answer::fixed_number(ctx, told.written().map(|outcome| outcome.fixed_number)).await?,
            current: answer::fixed_number(ctx, conflict).await?,
            warnings: told.outcome.as_ref().map(|outcome| warn(&outcome.warnings)).unwrap_or_default(),
            user_errors: told.user_errors,
            replayed: told.replayed,
            dry_run: told.dry_run,
        })
    }
}
