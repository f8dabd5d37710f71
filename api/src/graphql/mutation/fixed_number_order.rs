//! `fixedNumberOrder`: input, payload, codes, resolver.

use async_graphql::{ComplexObject, Context, Enum, ID, InputObject, Object, SimpleObject};
use entity::id::{Id, NumberTypeId};
use futures_util::future::try_join_all;

use super::input::{DestinationInput, NumberLabelInput};
use crate::action::fault::FaultCode;
use crate::action::fixed_number_order::Order;
use crate::graphql::ask::Ask;
use crate::graphql::failure::Failure;
use crate::graphql::object::fixed_number::FixedNumber;
use crate::graphql::user_error::{ErrorCode, UserError, Warning, warn};

use super::answer::{self, Told};

/// An order: one number per label, all of one type.
#[derive(InputObject)]
pub struct FixedNumberOrderInput {
    /// What kind of number.
    number_type_id: ID,
    /// For which pool.
    pool_id: ID,
    /// For which channel.
    channel_id: ID,
    /// Where calls shall ring.
    destination: DestinationInput,
    /// 1 to 50 labels.
    numbers: Vec<NumberLabelInput>,
}

impl From<FixedNumberOrderInput> for Order {
    fn from(input: FixedNumberOrderInput) -> Self {
        Self {
            number_type_id: input.number_type_id.0,
            pool_id: input.pool_id.0,
            channel_id: input.channel_id.0,
            destination: input.destination.into(),
            numbers: input.numbers.into_iter().map(Into::into).collect(),
            count_left: false,
        }
    }
}

/// What came of `fixedNumberOrder`.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct FixedNumberOrderPayload {
    #[graphql(skip)]
    number_type: Option<NumberTypeId>,
    #[graphql(skip)]
    counted: Option<i64>,
    /// The numbers, in the order of the labels. Null when the order was refused, and in a dry run.
    fixed_numbers: Option<Vec<FixedNumber>>,
    /// How many numbers were ordered, or would be; 0 when the order was refused.
    ordered_count: i64,
    /// All that is wrong with the input; empty when it was done, or would be.
    user_errors: Vec<UserError<FixedNumberOrderErrorCode>>,
    /// What is worth knowing of a deed that was done all the same.
    warnings: Vec<Warning>,
    /// Whether an earlier request with the same `idempotencyKey` did this, so that nothing was done now.
    replayed: bool,
    /// Whether everything was undone.
    dry_run: bool,
}

/// Why `fixedNumberOrder` refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum FixedNumberOrderErrorCode {
    /// There is no such pool in the account, or it is archived.
    PoolNotFound,
    /// There is no such channel in the account, or it is archived.
    ChannelNotFound,
    /// There is no such number type.
    NumberTypeNotFound,
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
    /// The order asks for no number.
    NumbersMissing,
    /// The order asks for more than 50 numbers.
    NumbersTooMany,
    /// Fewer numbers of this type are left than were asked for; see `availableCount`.
    NoNumbersAvailable,
    /// The key was used before, for another input.
    IdempotencyKeyReused,
}

impl ErrorCode for FixedNumberOrderErrorCode {
    const ERROR: &'static str = "FixedNumberOrderError";

    fn of(code: FaultCode) -> Option<Self> {
        Some(match code {
            FaultCode::PoolNotFound => Self::PoolNotFound,
            FaultCode::ChannelNotFound => Self::ChannelNotFound,
            FaultCode::NumberTypeNotFound => Self::NumberTypeNotFound,
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
            FaultCode::NumbersMissing => Self::NumbersMissing,
            FaultCode::NumbersTooMany => Self::NumbersTooMany,
            FaultCode::NoNumbersAvailable => Self::NoNumbersAvailable,
            FaultCode::IdempotencyKeyReused => Self::IdempotencyKeyReused,
            _ => return None,
        })
    }
}

#[ComplexObject]
impl FixedNumberOrderPayload {
    /// How many numbers of the type are left after the order, or would be; null when it was refused. In a replay, as it was then.
    async fn available_count(&self, ctx: &Context<'_>) -> Result<Option<i64>, Failure> {
        match (self.counted, self.number_type) {
            (Some(count), _) => Ok(Some(count)),
            // A replay that asks for what the first request did not: then there is only now.
            (None, Some(id)) => Ok(Some(*ctx.reader().available.expect(id).await?)),
            (None, None) => Ok(None),
        }
    }
}

/// The verb.
#[derive(Default)]
pub struct FixedNumberOrder;

// The order of a list has the name of the verb.
#[Object(name = "FixedNumberOrderVerb")]
impl FixedNumberOrder {
    /// Orders fixed numbers, one per label, for a pool and a channel; all or nothing. Calls ring through from the answer on. Needs the scope `numbers:write`.
    async fn fixed_number_order(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked for.")] input: FixedNumberOrderInput,
        #[graphql(
            desc = "8 to 255 characters of the client's choice. A retry with the same key and input does nothing twice, and answers `replayed: true`. Kept for at least 400 days. Refusals and dry runs store no key."
        )]
        idempotency_key: Option<String>,
        #[graphql(desc = "Do everything, then undo it: the answer tells what would happen.", default = false)] dry_run: bool,
    ) -> Result<FixedNumberOrderPayload, Failure> {
        let number_type = NumberTypeId::parse(&input.number_type_id);
        let count_left = ctx.look_ahead().field("availableCount").exists();
        let order = Order { count_left, ..input.into() };
        let told: Told<_, FixedNumberOrderErrorCode> = answer::tell(ctx, order, idempotency_key, dry_run).await?;
        let ids = told.written().map(|outcome| outcome.fixed_numbers.clone());
        let fixed_numbers = match ids {
            Some(ids) => {
                Some(try_join_all(ids.into_iter().map(|id| answer::fixed_number(ctx, Some(id)))).await?.into_iter().flatten().collect())
            }
            None => None,
        };
        Ok(FixedNumberOrderPayload {
            fixed_numbers,
            ordered_count: told.outcome.as_ref().map_or(0, |outcome| outcome.ordered_count),
            number_type: told.outcome.as_ref().and(number_type),
            counted: told.outcome.as_ref().and_then(|outcome| outcome.available_count),
            warnings: told.outcome.as_ref().map(|outcome| warn(&outcome.warnings)).unwrap_or_default(),
            user_errors: told.user_errors,
            replayed: told.replayed,
            dry_run: told.dry_run,
        })
    }
}
