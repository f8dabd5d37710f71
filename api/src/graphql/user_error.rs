//! The first door: what is wrong with an input, told so that a program and a person can both mend it.

use std::borrow::Cow;

use async_graphql::{OutputType, SimpleObject, TypeName};

use super::failure::Failure;
use super::scalar::choice::WarningCode;
use crate::action::fault::{Fault, FaultCode};
use crate::action::warning;
use crate::store::error::StoreError;

/// The codes of one mutation.
pub trait ErrorCode: OutputType + Sized {
    /// The name of the mutation's error type.
    const ERROR: &'static str;

    /// The mutation's own code for a fact; none if it can't be refused for that.
    fn of(code: FaultCode) -> Option<Self>;
}

/// One thing that is wrong with the input. All of them come in one answer.
#[derive(SimpleObject)]
#[graphql(name_type)]
pub struct UserError<C: ErrorCode> {
    /// The fact, for programs. Codes are never taken back; new ones may be added.
    code: C,
    /// The fact as a plain sentence in English, for people.
    message: String,
    /// The path from the mutation's arguments to the value at fault, such as `["input", "numbers", "3", "advanced", "campaign"]`;
    /// list positions count from 0. Ends at the input itself where no single field is at fault.
    field: Vec<String>,
    /// The value that was probably meant, where there is one: a destination in E.164 form, or the name of a time zone.
    suggestion: Option<String>,
    /// With `VERSION_CONFLICT`: the version that the noun has now.
    current_version: Option<i32>,
    /// With `NO_NUMBERS_AVAILABLE`: how many numbers of the type are left.
    available_count: Option<i64>,
    /// With `IN_USE` and `CHANNEL_KIND_IN_USE`: how many use it.
    used_by_count: Option<i64>,
}

impl<C: ErrorCode> TypeName for UserError<C> {
    fn type_name() -> Cow<'static, str> {
        C::ERROR.into()
    }
}

impl<C: ErrorCode> UserError<C> {
    /// Whether the noun has moved on since the caller read it.
    pub fn is_conflict(&self) -> bool {
        self.current_version.is_some()
    }
}

/// Turns a deed's faults into the mutation's own errors.
pub fn explain<C: ErrorCode>(faults: Vec<Fault>) -> Result<Vec<UserError<C>>, Failure> {
    let explained = faults.into_iter().map(|fault| {
        let code = C::of(fault.code).ok_or_else(|| StoreError::Broken(format!("{} has no code for {:?}", C::ERROR, fault.code)))?;
        Ok(UserError {
            code,
            message: fault.message,
            field: fault.field,
            suggestion: fault.suggestion,
            current_version: fault.current_version,
            available_count: fault.available_count,
            used_by_count: fault.used_by_count,
        })
    });
    explained.collect()
}

/// Something worth knowing about a deed that was done all the same, or would be.
#[derive(SimpleObject)]
pub struct Warning {
    /// What it is about, for programs.
    code: WarningCode,
    /// The same as a plain sentence in English, for people.
    message: &'static str,
}

impl From<warning::Warning> for Warning {
    fn from(warning: warning::Warning) -> Self {
        Self { code: warning.into(), message: warning.message() }
    }
}

/// Turns a deed's warnings into the schema's.
pub fn warn(warnings: &[warning::Warning]) -> Vec<Warning> {
    warnings.iter().copied().map(Warning::from).collect()
}
