//! How a deed reads free texts: a name that must be there and unique, and texts that may be cleared.

use entity::value::folded::{is_deceptive, is_invisible};
use entity::value::name::NameFault;

use super::fault::{Fault, FaultCode};

/// What can be wrong with a text that may be left out.
#[derive(Clone, Copy)]
pub struct Limits {
    /// The most characters (Unicode scalar values).
    pub max: usize,
    /// It has more.
    pub too_long: FaultCode,
    /// It holds what nobody can see, or what reorders the rest.
    pub not_allowed: FaultCode,
}

/// What an account's own systems call a thing.
pub const REFERENCE: Limits = Limits { max: 255, too_long: FaultCode::ReferenceTooLong, not_allowed: FaultCode::ReferenceNotAllowed };
/// What is announced to the person who answers.
pub const ANNOUNCEMENT: Limits =
    Limits { max: 500, too_long: FaultCode::AnnouncementTooLong, not_allowed: FaultCode::AnnouncementNotAllowed };
/// What people call a destination.
pub const LABEL: Limits = Limits { max: 120, too_long: FaultCode::LabelTooLong, not_allowed: FaultCode::LabelNotAllowed };

/// Puts a text in, trimmed, or takes it out; an empty one is none. Left out, it changes nothing.
pub fn put(from: &Option<Option<String>>, to: &mut Option<String>, path: &str, limits: Limits, faults: &mut Vec<Fault>) {
    let Some(text) = from else { return };
    let text = text.as_deref().map(str::trim).filter(|text| !is_invisible(text));
    match text {
        Some(text) if is_deceptive(text) => {
            faults.push(Fault::at(path, limits.not_allowed, "This text can't hold control characters or unpaired direction marks."));
        }
        Some(text) if text.chars().count() > limits.max => {
            faults.push(Fault::at(path, limits.too_long, format!("This text has at most {} characters.", limits.max)));
        }
        text => *to = text.map(str::to_owned),
    }
}

/// Says what is wrong with a name.
pub fn explain(fault: NameFault) -> Fault {
    let code = match fault {
        NameFault::Missing => FaultCode::NameMissing,
        NameFault::TooLong => FaultCode::NameTooLong,
        NameFault::NotAllowed => FaultCode::NameNotAllowed,
    };
    Fault::at("input.name", code, fault.to_string())
}

/// Says that a name is taken, by another one of a kind.
pub fn taken(noun: &str) -> Fault {
    Fault::at("input.name", FaultCode::NameTaken, format!("Another {noun} has this name."))
}
