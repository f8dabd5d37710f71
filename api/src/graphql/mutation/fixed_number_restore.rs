//! `fixedNumberRestore`: input, payload, codes, resolver.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};

use super::input::NumberLabelInput;
use crate::action::fault::FaultCode;
use crate::action::fixed_number_restore::Restore;
use crate::graphql::failure::Failure;
use crate::graphql::object::fixed_number::FixedNumber;
use crate::graphql::user_error::{ErrorCode, UserError, Warning, warn};

use super::answer::{self, Told};

/// A restoration of a fixed number.
#[derive(InputObject)]
pub struct FixedNumberRestoreInput {
    /// Which number.
    id: ID,
    /// A new label, if it shall not have its old one.
    label: Option<NumberLabelInput>,
}

/// What came of `fixedNumberRestore`.
#[derive(SimpleObject)]
pub struct FixedNumberRestorePayload {
    /// The number as it is now. Null when the restoration was refused, and in a dry run.
    fixed_number: Option<FixedNumber>,
    /// All that is wrong with the input; empty when it was done, or would be.
    user_errors: Vec<UserError<FixedNumberRestoreErrorCode>>,
    /// What is worth knowing of a deed that was done all the same.
    warnings: Vec<Warning>,
    /// Whether an earlier request with the same `idempotencyKey` did this, so that nothing was done now.
    replayed: bool,
    /// Whether everything was undone.
    dry_run: bool,
}

/// Why `fixedNumberRestore` refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum FixedNumberRestoreErrorCode {
    /// There is no such fixed number in the account.
    FixedNumberNotFound,
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
    /// The number is active.
    NotDeleted,
    /// The time in which the number could be restored is over.
    HoldOver,
    /// The key was used before, for another input.
    IdempotencyKeyReused,
}

impl ErrorCode for FixedNumberRestoreErrorCode {
    const ERROR: &'static str = "FixedNumberRestoreError";

    fn of(code: FaultCode) -> Option<Self> {
        Some(match code {
            FaultCode::FixedNumberNotFound => Self::FixedNumberNotFound,
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
            FaultCode::NotDeleted => Self::NotDeleted,
            FaultCode::HoldOver => Self::HoldOver,
            FaultCode::IdempotencyKeyReused => Self::IdempotencyKeyReused,
            _ => return None,
        })
    }
}

/// The verb.
#[derive(Default)]
pub struct FixedNumberRestore;

#[Object]
impl FixedNumberRestore {
    /// Restores a held fixed number under the same id, number and label. If its description was taken meanwhile, a new label is needed. Needs the scope `numbers:write`.
    async fn fixed_number_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked for.")] input: FixedNumberRestoreInput,
        #[graphql(
            desc = "8 to 255 characters of the client's choice. A retry with the same key and input does nothing twice, and answers `replayed: true`. Kept for at least 400 days. Refusals and dry runs store no key."
        )]
        idempotency_key: Option<String>,
        #[graphql(desc = "Do everything, then undo it: the answer tells what would happen.", default = false)] dry_run: bool,
    ) -> Result<FixedNumberRestorePayload, Failure> {
        let told: Told<_, FixedNumberRestoreErrorCode> =
            answer::tell(ctx, Restore { id: input.id.0, label: input.label.map(Into::into) }, idempotency_key, dry_run).await?;
        Ok(FixedNumberRestorePayload {
            fixed_number: answer::fixed_number(ctx, told.written().map(|outcome| outcome.fixed_number)).await?,
            warnings: warn(&[]),
            user_errors: told.user_errors,
            replayed: told.replayed,
            dry_run: told.dry_run,
        })
    }
}
