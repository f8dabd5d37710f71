//! Which telephone numbers calls may be connected to, and what to say about the others. Knows no database: whether a number is itself
//! a tracking number is asked by the caller.

use entity::value::destination_kind::DestinationKind;
use entity::value::phone_number::{LineType, NotE164, PhoneNumber};

/// What a text says when it is meant as a destination. Nothing in it is ever corrected: a better spelling is only suggested.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The number, if the text is in E.164 form; also when it is refused.
    pub number: Option<PhoneNumber>,
    /// Its kind.
    pub kind: Option<DestinationKind>,
    /// What the text seems to mean, if it is not in E.164 form.
    pub suggestion: Option<PhoneNumber>,
    /// What to know about a number that is allowed.
    pub warnings: Vec<Warning>,
    /// Why the text can't be a destination; empty if it can.
    pub faults: Vec<Fault>,
}

/// What to know about a number that is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Warning {
    /// UK 084 or 087.
    BusinessRateDestination,
    /// Free for the caller, so the one who is called pays for it.
    FreephoneDestination,
    /// Possible, but in no range that is known to be in use; several ranges kept for fiction are so.
    NumberNotRecognised,
}

/// Why a text can't be a destination.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is no number in E.164 form.
    #[error("The destination {0}.")]
    NotE164(NotE164),
    /// It is a number that calls are never connected to, however it is spelled.
    #[error("{0}")]
    NotAllowed(NotAllowed),
}

/// Numbers that calls are never connected to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum NotAllowed {
    /// UK 09, and what is like it elsewhere.
    #[error("A premium-rate number can't be a destination.")]
    PremiumRate,
    /// UK 070, and what is like it elsewhere.
    #[error("A personal number, such as 070 in the UK, can't be a destination.")]
    Personal,
    /// UK 076 but for 07624, and what is like it elsewhere.
    #[error("A pager, such as 076 in the UK, can't be a destination.")]
    Pager,
    /// A number that this system gives out: a call could go round for ever.
    #[error("A tracking number can't be a destination: calls to it would come back here.")]
    TrackingNumber,
}

impl Warning {
    /// The warning as a sentence that stands alone.
    pub fn message(self) -> &'static str {
        match self {
            Self::BusinessRateDestination => "The destination is a UK business-rate number, so connecting calls to it costs more.",
            Self::FreephoneDestination => "The destination is a freephone number; a geographic number keeps call charges down.",
            Self::NumberNotRecognised => "The destination is in no range of numbers that is known to be in use.",
        }
    }
}

impl Fault {
    /// The fault as a sentence that stands alone.
    pub fn message(&self) -> String {
        self.to_string()
    }
}

impl NotAllowed {
    /// The refusal as a sentence that stands alone.
    pub fn message(&self) -> String {
        self.to_string()
    }
}

/// Reads a text as a destination of an account in a country (ISO 3166 alpha-2).
pub fn read(text: &str, country: &str) -> Reading {
    match PhoneNumber::parse(text) {
        Ok(number) => {
            let (kind, warnings, refusal) = classify(&number);
            let faults = refusal.map(Fault::NotAllowed).into_iter().collect();
            Reading { number: Some(number), kind: Some(kind), suggestion: None, warnings, faults }
        }
        Err(fault) => {
            // To suggest a number and then refuse it would send people round in a circle, so both are said at once.
            let refusal = PhoneNumber::spelled(text, country).and_then(|number| refusal(&number));
            let suggestion = if refusal.is_none() { PhoneNumber::suggest(text, country) } else { None };
            let faults = [Fault::NotE164(fault)].into_iter().chain(refusal.map(Fault::NotAllowed)).collect();
            Reading { suggestion, faults, ..Reading::default() }
        }
    }
}

/// The kind of a number, what to know about it if it is allowed, and why it is not.
pub fn classify(number: &PhoneNumber) -> (DestinationKind, Vec<Warning>, Option<NotAllowed>) {
    let kind = DestinationKind::of(number);
    let refusal = refusal(number);
    if refusal.is_some() {
        return (kind, Vec::new(), refusal);
    }
    let by_kind = match kind {
        DestinationKind::BusinessRate => Some(Warning::BusinessRateDestination),
        DestinationKind::Freephone => Some(Warning::FreephoneDestination),
        _ => None,
    };
    let unknown = (!number.is_valid()).then_some(Warning::NumberNotRecognised);
    (kind, by_kind.into_iter().chain(unknown).collect(), None)
}

fn refusal(number: &PhoneNumber) -> Option<NotAllowed> {
    if let Some(national) = number.as_str().strip_prefix("+44") {
        // By prefix, so that a range of which the library does not know yet is refused too.
        return match national.as_bytes() {
            [b'9', ..] => Some(NotAllowed::PremiumRate),
            [b'7', b'0', ..] => Some(NotAllowed::Personal),
            [b'7', b'6', b'2', b'4', ..] => None, // mobiles on the Isle of Man
            [b'7', b'6', ..] => Some(NotAllowed::Pager),
            _ => None,
        };
    }
    match number.line_type() {
        LineType::PremiumRate => Some(NotAllowed::PremiumRate),
        LineType::PersonalNumber => Some(NotAllowed::Personal),
        LineType::Pager => Some(NotAllowed::Pager),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use entity::value::destination_kind::DestinationKind;
    use entity::value::phone_number::NotE164;

    use super::{Fault, NotAllowed, Reading, Warning, read};

    fn allowed(text: &str) -> (DestinationKind, Vec<Warning>) {
        let Reading { number, kind, suggestion, warnings, faults } = read(text, "GB");
        assert_eq!((number.unwrap().as_str(), suggestion, faults), (text, None, vec![]));
        (kind.unwrap(), warnings)
    }

    fn refused(text: &str, country: &str) -> (Vec<Fault>, Option<String>) {
        let reading = read(text, country);
        assert_eq!((reading.number.is_some(), reading.warnings), (reading.kind.is_some(), vec![]), "{text:?}");
        (reading.faults, reading.suggestion.map(|number| number.to_string()))
    }

    #[test]
    fn a_good_number_is_allowed_and_warned_of_what_it_costs() {
        assert_eq!(allowed("+442079460018"), (DestinationKind::Geographic, vec![]));
        assert_eq!(allowed("+447624123456"), (DestinationKind::Mobile, vec![]));
        assert_eq!(allowed("+443069990000"), (DestinationKind::UkWide, vec![]));
        assert_eq!(allowed("+19255550150"), (DestinationKind::GeographicOrMobile, vec![]));
        assert_eq!(allowed("+448081570000"), (DestinationKind::Freephone, vec![Warning::FreephoneDestination]));
        for text in ["+448442960018", "+448712345678", "+448451234567"] {
            assert_eq!(allowed(text), (DestinationKind::BusinessRate, vec![Warning::BusinessRateDestination]), "{text}");
        }
    }

    #[test]
    fn a_number_kept_for_fiction_is_allowed_but_never_suggested() {
        for text in ["+447700900123", "+441632960018", "+441154960018"] {
            assert_eq!(allowed(text).1, [Warning::NumberNotRecognised], "{text}");
        }
        assert_eq!(refused("07700 900123", "GB"), (vec![Fault::NotE164(NotE164::Shape)], None));
    }

    #[test]
    fn a_number_of_a_refused_kind_is_refused_however_it_is_spelled() {
        let uk =
            [("+447640123456", NotAllowed::Pager), ("+447012345678", NotAllowed::Personal), ("+449098765432", NotAllowed::PremiumRate)];
        let world =
            [("+19002123456", NotAllowed::PremiumRate), ("+15002345678", NotAllowed::Personal), ("+979123456789", NotAllowed::PremiumRate)];
        for (text, why) in [uk, world].concat() {
            assert_eq!(refused(text, "GB"), (vec![Fault::NotAllowed(why)], None), "{text}");
            assert_eq!(read(text, "GB").number.map(|number| number.to_string()).as_deref(), Some(text));
        }
        for (text, why) in
            [("07640 123456", NotAllowed::Pager), ("+44 (0)70 1234 5678", NotAllowed::Personal), ("09098 765432", NotAllowed::PremiumRate)]
        {
            assert_eq!(refused(text, "GB"), (vec![Fault::NotE164(NotE164::Shape), Fault::NotAllowed(why)], None), "{text}");
        }
        let both = vec![Fault::NotE164(NotE164::NotCanonical), Fault::NotAllowed(NotAllowed::PremiumRate)];
        assert_eq!(refused("+4409098765432", "US"), (both, None));
    }

    #[test]
    fn another_spelling_is_refused_with_what_it_seems_to_mean() {
        let shape = |number: Option<&str>| (vec![Fault::NotE164(NotE164::Shape)], number.map(str::to_owned));
        for text in
            ["020 7946 0018", "00442079460018", "\u{202D}+442079460018\u{202C}", "+442079460018\n", "+44.20.7946.0018", "tel:+442079460018"]
        {
            assert_eq!(refused(text, "GB"), shape(Some("+442079460018")), "{text:?}");
        }
        assert_eq!(refused("07624 123456", "GB"), shape(Some("+447624123456")));
        assert_eq!(refused("0808 157 0000", "GB"), shape(Some("+448081570000")), "freephone is allowed, so it is suggested");
        assert_eq!(refused("(925) 555-0100", "US"), shape(Some("+19255550100")));
        assert_eq!(refused("00442079460018", "US"), shape(None));
        for text in ["", "\0", "020 7946 0018 x12", "020 7946 0018 / 020 7946 0019", "call me"] {
            assert_eq!(refused(text, "GB"), shape(None), "{text:?}");
        }
        assert_eq!(refused("+4402079460018", "US"), (vec![Fault::NotE164(NotE164::NotCanonical)], Some("+442079460018".into())));
        assert_eq!(refused("+99912345678", "GB"), (vec![Fault::NotE164(NotE164::NotPossible)], None));
    }

    #[test]
    fn every_message_is_a_sentence() {
        let refusals =
            [NotAllowed::PremiumRate, NotAllowed::Personal, NotAllowed::Pager, NotAllowed::TrackingNumber].map(Fault::NotAllowed);
        let faults = [NotE164::Shape, NotE164::NotCanonical, NotE164::NotPossible].map(Fault::NotE164);
        let warnings = [Warning::BusinessRateDestination, Warning::FreephoneDestination, Warning::NumberNotRecognised];
        for text in refusals.iter().chain(&faults).map(Fault::message).chain(warnings.map(|w| w.message().to_owned())) {
            assert!(
                text.starts_with(|c: char| c.is_ascii_uppercase()) && (text.ends_with('.') || text.ends_with("+442071234567.")),
                "{text}"
            );
        }
    }
}
