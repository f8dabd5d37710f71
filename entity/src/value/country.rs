//! A country in which telephone numbers are read: ISO 3166 alpha-2, with a telephone region of its own.

use rlibphonenumber::PHONE_NUMBER_UTIL;
use rlibphonenumber::enums::Region;

/// A country with a telephone region.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Country(String);

/// What is wrong with the code of a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("A country must be two capital letters of ISO 3166 that have telephone numbers, such as GB or US.")]
pub struct CountryFault;

impl Country {
    /// Reads a code, and corrects nothing.
    pub fn parse(text: &str) -> Result<Self, CountryFault> {
        let shaped = text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase());
        let country = Self(text.to_owned());
        if shaped && country.region().is_some() { Ok(country) } else { Err(CountryFault) }
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digits that its numbers begin with in E.164 form, with the plus, such as +44.
    pub fn calling_code(&self) -> String {
        let code = self.region().and_then(|region| PHONE_NUMBER_UTIL.get_country_code_for_region(region));
        code.map_or_else(String::new, |code| format!("+{code}"))
    }

    fn region(&self) -> Option<Region> {
        let region = Region::from_code(&self.0).ok()?;
        PHONE_NUMBER_UTIL.get_country_code_for_region(region).map(|_| region)
    }
}

#[cfg(test)]
mod tests {
    use super::{Country, CountryFault};

    #[test]
    fn only_a_code_with_telephone_numbers_is_a_country() {
        for (code, calling) in [("GB", "+44"), ("US", "+1"), ("DE", "+49"), ("JE", "+44"), ("KZ", "+7")] {
            assert_eq!(Country::parse(code).map(|country| country.calling_code()), Ok(calling.into()));
        }
        for wrong in ["", "gb", "UK", "GBR", "001", "ZZ", "AQ", "G", "G\u{0}", " GB"] {
            assert_eq!(Country::parse(wrong), Err(CountryFault), "{wrong:?}");
        }
    }
}
