//! What is wrong with an input: a fact, where it was found, and what would be right where that is known.

/// A fact about an input. Stable: a code is never taken back, and says the same wherever it appears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the fact that its name states; the schema describes them for callers")]
pub enum FaultCode {
    PoolNotFound,
    ChannelNotFound,
    NumberTypeNotFound,
    DestinationNotFound,
    FixedNumberNotFound,
    DestinationNotE164,
    DestinationNotAllowed,
    DestinationExists,
    DefaultMustBeTrue,
    DescriptionMissing,
    DescriptionTooLong,
    DescriptionNotAllowed,
    DescriptionTaken,
    PublisherMissing,
    PublisherNotApplicable,
    CampaignMissing,
    CampaignEmpty,
    CampaignTooLong,
    CampaignNotAllowed,
    KeywordEmpty,
    KeywordTooLong,
    KeywordNotAllowed,
    NumbersMissing,
    NumbersTooMany,
    CallsMissing,
    CallsTooMany,
    NoNumbersAvailable,
    NumberNotReadable,
    NameMissing,
    NameTooLong,
    NameNotAllowed,
    NameTaken,
    ReferenceTooLong,
    ReferenceNotAllowed,
    AnnouncementMissing,
    AnnouncementTooLong,
    AnnouncementNotAllowed,
    LabelTooLong,
    LabelNotAllowed,
    TalkSecondsOutOfRange,
    RatingOutOfRange,
    LeastAboveMost,
    ConditionMissing,
    GoalsTooMany,
    GoalNotFound,
    InUse,
    ChannelKindInUse,
    TimeZoneNotFound,
    VersionConflict,
    AlreadyDeleted,
    NotDeleted,
    HoldOver,
    IdempotencyKeyReused,
}

/// One thing that is wrong with an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The fact.
    pub code: FaultCode,
    /// A plain sentence that stands alone.
    pub message: String,
    /// The path from the mutation's arguments to the text at fault.
    pub field: Vec<String>,
    /// What would be right.
    pub suggestion: Option<String>,
    /// The version that the noun has now.
    pub current_version: Option<i32>,
    /// How many numbers are left.
    pub available_count: Option<i64>,
    /// How many use it.
    pub used_by_count: Option<i64>,
}

impl Fault {
    /// A fact at a path such as `input.numbers.3.advanced.campaign`.
    pub fn at(field: impl AsRef<str>, code: FaultCode, message: impl Into<String>) -> Self {
        let field = field.as_ref().split('.').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        Self { code, message: message.into(), field, suggestion: None, current_version: None, available_count: None, used_by_count: None }
    }

    /// The noun has moved on since the caller read it.
    pub fn version_conflict(current: i32) -> Self {
        let message =
            format!("This was changed by someone else meanwhile: its version is now {current}. Read it again before you edit it.");
        Self { current_version: Some(current), ..Self::at("input.expectedVersion", FaultCode::VersionConflict, message) }
    }
}
