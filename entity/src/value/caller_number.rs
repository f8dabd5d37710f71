//! The number of somebody who called: personal, so it neither prints nor serialises itself.

use std::fmt;

use super::phone_number::PhoneNumber;

/// What stands for all digits that are not shown. Always as many, so that the length of a number is not told.
const HIDDEN: &str = "•••";
/// How many digits are shown to who may not see a caller.
const SHOWN: usize = 3;

/// The number of somebody who called. Whoever wants its digits has to say [`reveal`](Self::reveal), which is easy to look for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallerNumber(PhoneNumber);

impl CallerNumber {
    /// Wraps a number.
    pub fn new(number: PhoneNumber) -> Self {
        Self(number)
    }

    /// The number, for who may see callers, for sealing it and for making its search hash.
    pub fn reveal(&self) -> &PhoneNumber {
        &self.0
    }

    /// The last three digits behind three dots, `•••123`: enough to tell two calls apart, and shared by one number in a thousand. Neither
    /// the country nor the length is told.
    pub fn masked(&self) -> String {
        let digits = self.0.digits();
        format!("{HIDDEN}{}", &digits[digits.len() - SHOWN..])
    }
}

impl fmt::Debug for CallerNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CallerNumber")
    }
}

#[cfg(test)]
mod tests {
    use super::CallerNumber;
    use crate::value::phone_number::PhoneNumber;

    /// Compiles for a type only while it has not the trait: with it, there would be two to choose from.
    trait Lacks<Mark> {
        fn holds() {}
    }
    struct Any;
    struct Prints;
    struct Serialises;
    impl<T> Lacks<Any> for T {}
    impl<T: std::fmt::Display> Lacks<Prints> for T {}
    impl<T: serde::Serialize> Lacks<Serialises> for T {}

    #[test]
    fn a_caller_neither_prints_nor_serialises_itself() {
        let number = PhoneNumber::parse("+447700900123").unwrap();
        let caller = CallerNumber::new(number.clone());

        <CallerNumber as Lacks<_>>::holds();
        assert_eq!(format!("{caller:?}"), "CallerNumber");
        assert_eq!(caller.reveal(), &number);
    }

    #[test]
    fn the_last_three_digits_are_shown_and_nothing_of_the_rest() {
        for (number, masked) in [("+447700900123", "•••123"), ("+19255550100", "•••100"), ("+2908123", "•••123")] {
            let number = PhoneNumber::parse(number).unwrap_or_else(|fault| panic!("{number}: {fault}"));
            assert_eq!(CallerNumber::new(number).masked(), masked);
        }
    }
}
