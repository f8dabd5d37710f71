//! `callsRecord`: input, payload, codes, resolver.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};

use super::answer::{self, Told};
use crate::action::calls_record::{Fate, Record, ReportResult};
use crate::action::fault::FaultCode;
use crate::graphql::failure::Failure;
use crate::graphql::scalar::choice::CallOutcome;
use crate::graphql::user_error::{ErrorCode, UserError, Warning};
use crate::rule::call_report::{Refusal, ReportFault, ReportText};

/// What a telephone switch says of one call.
#[derive(InputObject)]
pub struct CallInput {
    /// What the switch calls the call: 1 to 255 characters, unique for the switch. The same report sent again does nothing.
    source_call_id: String,
    /// 0 or more. A later report of the same call (ringing, answered, ended) has a higher one, and replaces the earlier.
    #[graphql(default = 0)]
    revision: i32,
    /// The number that was called, in E.164 form.
    number: String,
    /// When the call began to ring. It decides whose the call is; it may lie long ago, and at most 5 minutes ahead.
    started_at: DateTime<Utc>,
    /// What the network sent as the caller's number. Stored sealed. A text that is no telephone number is as good as none; `anonymous`,
    /// `private`, `restricted` and `withheld` mean that it is withheld.
    caller: Option<String>,
    /// Whether the caller withholds the number: then nothing of it is stored, even if the network sent one.
    #[graphql(default = false)]
    withheld: bool,
    /// Where it rang, in E.164 form.
    destination: Option<String>,
    /// How it ended, or stands.
    outcome: CallOutcome,
    /// How long it rang, in seconds: 0 to 3,600.
    #[graphql(default = 0)]
    ring_seconds: i32,
    /// How long people talked, in seconds: 0 to 86,400, and 0 unless it was answered.
    #[graphql(default = 0)]
    talk_seconds: i32,
    /// How good the call was, 1 to 5, if the switch asks for that.
    rating: Option<i32>,
    /// Where its recording is: an http or https address of at most 2,048 bytes.
    recording_url: Option<String>,
}

impl From<CallInput> for ReportText {
    fn from(input: CallInput) -> Self {
        Self {
            source_call_id: input.source_call_id,
            revision: input.revision,
            number: input.number,
            started_at: input.started_at,
            caller: input.caller,
            withheld: input.withheld,
            destination: input.destination,
            outcome: input.outcome.into(),
            ring_seconds: input.ring_seconds,
            talk_seconds: input.talk_seconds,
            rating: input.rating,
            recording_url: input.recording_url,
        }
    }
}

/// Reports of calls.
#[derive(InputObject)]
pub struct CallsRecordInput {
    /// 1 to 500 reports, in any order.
    calls: Vec<CallInput>,
}

impl From<CallsRecordInput> for Record {
    fn from(input: CallsRecordInput) -> Self {
        Self { calls: input.calls.into_iter().map(ReportText::from).collect() }
    }
}

/// What became of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Fate")]
pub enum CallRecordStatus {
    /// The call is new, and is an account's.
    Recorded,
    /// It says what is known already, or what a later revision has replaced. Nothing was written.
    Duplicate,
    /// It is a later revision of a call that is known, and took its place.
    Replaced,
    /// It contradicts what is known: the same revision says something else, or a later one is about another number. It is kept for the
    /// operator, and the call stays as it was.
    Conflict,
    /// The number was nobody's when the call started. It is kept for the operator.
    Unmatched,
    /// Something in it is wrong: see `refusals`. Nothing of it was stored. Sent again it is refused again.
    Refused,
}

/// Why a report is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Refusal")]
pub enum CallRefusalCode {
    /// The switch's own id of the call is empty.
    SourceCallIdMissing,
    /// The switch's own id of the call has more than 255 characters.
    SourceCallIdTooLong,
    /// The switch's own id of the call holds control characters.
    SourceCallIdNotAllowed,
    /// The revision is below 0.
    RevisionOutOfRange,
    /// The number that was called is not in E.164 form.
    NumberNotE164,
    /// The call starts too far in the future, or before 1970.
    StartedAtOutOfRange,
    /// The destination is not in E.164 form.
    DestinationNotE164,
    /// The call rang for less than no time, or for more than an hour.
    RingSecondsOutOfRange,
    /// People talked for less than no time, or for more than a day.
    TalkSecondsOutOfRange,
    /// People talked in a call that was not answered.
    TalkNotAnswered,
    /// The rating is not between 1 and 5.
    RatingOutOfRange,
    /// The recording's address is not a whole http or https one, or is too long.
    RecordingUrlNotAllowed,
}

/// One thing that is wrong with a report.
#[derive(SimpleObject)]
pub struct CallRefusal {
    /// The fact; it never changes its meaning.
    code: CallRefusalCode,
    /// A plain sentence that stands alone.
    message: String,
    /// The path from the mutation's arguments to the value at fault, such as `["input", "calls", "3", "number"]`.
    field: Vec<String>,
}

/// What became of one report.
#[derive(SimpleObject)]
pub struct CallRecordResult {
    /// What the switch calls the call.
    source_call_id: String,
    /// What became of the report.
    status: CallRecordStatus,
    /// The id of the call in its account. Null while it is nobody's, when the report was refused, and in a dry run for a call that is new.
    call_id: Option<ID>,
    /// All that is wrong with the report; empty unless it is `REFUSED`.
    refusals: Vec<CallRefusal>,
}

impl CallRecordResult {
    fn of(n: usize, result: &ReportResult, dry_run: bool) -> Self {
        let refusal = |fault: &ReportFault| CallRefusal {
            code: fault.code.into(),
            message: fault.message.clone(),
            field: ["input", "calls", &n.to_string(), &fault.field].map(str::to_owned).to_vec(),
        };
        let written = !(dry_run && result.fate == Fate::Recorded);
        Self {
            source_call_id: result.source_call_id.clone(),
            status: result.fate.into(),
            call_id: result.call.filter(|_| written).map(|id| id.to_string().into()),
            refusals: result.faults.iter().map(refusal).collect(),
        }
    }
}

/// What came of `callsRecord`.
#[derive(SimpleObject)]
pub struct CallsRecordPayload {
    /// What became of each report, in their order. Null when the request as a whole was refused.
    results: Option<Vec<CallRecordResult>>,
    /// All that is wrong with the request as a whole; what is wrong with one report is told in its result.
    user_errors: Vec<UserError<CallsRecordErrorCode>>,
    /// Always empty so far.
    warnings: Vec<Warning>,
    /// Whether an earlier request with the same `idempotencyKey` did this, so that nothing was done now.
    replayed: bool,
    /// Whether everything was undone.
    dry_run: bool,
}

/// Why `callsRecord` refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum CallsRecordErrorCode {
    /// There is no report.
    CallsMissing,
    /// There are more than 500 reports.
    CallsTooMany,
    /// The key was used before, for another input.
    IdempotencyKeyReused,
}

impl ErrorCode for CallsRecordErrorCode {
    const ERROR: &'static str = "CallsRecordError";

    fn of(code: FaultCode) -> Option<Self> {
        Some(match code {
            FaultCode::CallsMissing => Self::CallsMissing,
            FaultCode::CallsTooMany => Self::CallsTooMany,
            FaultCode::IdempotencyKeyReused => Self::IdempotencyKeyReused,
            _ => return None,
        })
    }
}

/// The verb.
#[derive(Default)]
pub struct CallsRecord;

#[Object]
impl CallsRecord {
    /// Records calls, whichever accounts their numbers are of: all reports of a request in one transaction, with a result for each. They may
    /// come late, again, out of order, and through several gateways at once: a call is known by the switch's name and its own id of
    /// it. Needs a telephone switch's token; an account's can't report, since calls decide what an account pays.
    async fn calls_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The reports.")] input: CallsRecordInput,
        #[graphql(
            desc = "8 to 255 characters of the client's choice. A retry with the same key and input does nothing twice, and answers `replayed: true`. Kept for at least 400 days. Refusals and dry runs store no key. Reports need none: sent again they are duplicates."
        )]
        idempotency_key: Option<String>,
        #[graphql(desc = "Do everything, then undo it: the answer tells what would happen.", default = false)] dry_run: bool,
    ) -> Result<CallsRecordPayload, Failure> {
        let told: Told<_, CallsRecordErrorCode> = answer::tell_switch(ctx, Record::from(input), idempotency_key, dry_run).await?;
        let results = told.outcome.as_ref().map(|outcome| {
            let results = outcome.results.iter().enumerate();
            results.map(|(n, result)| CallRecordResult::of(n, result, told.dry_run)).collect()
        });
        Ok(CallsRecordPayload {
            results,
            warnings: Vec::new(),
            user_errors: told.user_errors,
            replayed: told.replayed,
            dry_run: told.dry_run,
        })
    }
}
