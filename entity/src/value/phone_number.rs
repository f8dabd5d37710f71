//! A telephone number in E.164 form, and how the usual spellings of one are read. Knows no rule about who may be called.

use std::fmt;

pub use rlibphonenumber::PhoneNumberType as LineType;
use rlibphonenumber::enums::Region;
use rlibphonenumber::{NumberLengthType, PHONE_NUMBER_UTIL, PhoneNumberFormat};
use sea_orm::DeriveValueType;
use serde::{Deserialize, Serialize};

use super::spelling::dialled;

/// A telephone number in E.164 form: a plus sign, a country code that exists, and a number that is possible there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct PhoneNumber(String);

/// Which of the three marks of E.164 form a text lacks; each sentence wants a noun before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotE164 {
    /// Not a plus sign and 7 to 15 digits, the first of them not 0.
    #[error("must be a plus sign, the country code and 7 to 15 digits in all, with nothing else, for example +442071234567")]
    Shape,
    /// Digits too many for its own canonical form, such as the 0 after +44.
    #[error("must leave out digits that are no part of the number, such as a 0 after +44, for example +442071234567")]
    NotCanonical,
    /// No such country code, or a length that no number has there.
    #[error("must start with a country code that exists and be as long as telephone numbers are there, for example +442071234567")]
    NotPossible,
}

impl PhoneNumber {
    /// Reads a number that already is in E.164 form, and corrects nothing.
    pub fn parse(text: &str) -> Result<Self, NotE164> {
        let digits = text.strip_prefix('+').ok_or(NotE164::Shape)?;
        if !(7..=15).contains(&digits.len()) || digits.starts_with('0') || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotE164::Shape);
        }
        let number = PHONE_NUMBER_UTIL.parse(text, None).map_err(|_| NotE164::NotPossible)?;
        // The library also finds numbers possible that lack their area code; nobody could reach them by this form. A few are whole
        // without one (Canada's 310-1234), and those are valid.
        if number.is_possible_with_reason() != Ok(NumberLengthType::IsPossible) && !number.is_valid() {
            return Err(NotE164::NotPossible);
        }
        if number.format_as(PhoneNumberFormat::E164) != text {
            return Err(NotE164::NotCanonical);
        }
        Ok(Self(text.to_owned()))
    }

    /// The number that a text in any usual spelling means in a country (ISO 3166 alpha-2), if it is sure enough to be offered.
    pub fn suggest(text: &str, country: &str) -> Option<Self> {
        Self::read(text, country).filter(Self::is_valid)
    }

    /// The number that a text means when an existing one is looked for: being possible is enough, as it is in E.164 form.
    pub fn spelled(text: &str, country: &str) -> Option<Self> {
        Self::parse(text).ok().or_else(|| Self::read(text, country))
    }

    fn read(text: &str, country: &str) -> Option<Self> {
        let dialled = dialled(text)?;
        let number = PHONE_NUMBER_UTIL.parse(dialled, Region::from_code(country).ok()).ok()?;
        Self::parse(&number.format_as(PhoneNumberFormat::E164)).ok()
    }

    /// The number in E.164 form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digits alone, with the country code.
    pub fn digits(&self) -> &str {
        &self.0[1..]
    }

    /// The number as people of its country write it, and with its country code if it belongs to none.
    pub fn national_format(&self) -> String {
        let format = if self.country().is_some() { PhoneNumberFormat::National } else { PhoneNumberFormat::International };
        self.parts().map_or_else(|| self.0.clone(), |number| number.format_as(format).into_owned())
    }

    /// The country of the number as ISO 3166 alpha-2: the main one of its country code where the number itself does not tell, and
    /// none for a number of the whole world such as +800.
    pub fn country(&self) -> Option<String> {
        let number = self.parts()?;
        let region = number.get_region_code().or_else(|| PHONE_NUMBER_UTIL.get_region_for_country_code(number.country_code))?;
        (region != Region::World).then(|| region.to_string())
    }

    /// Whether the number lies in a range that is known to be in use.
    pub fn is_valid(&self) -> bool {
        self.parts().is_some_and(|number| number.is_valid())
    }

    /// What its range is used for; unknown when the number is not valid.
    pub fn line_type(&self) -> LineType {
        self.parts().map_or(LineType::Unknown, |number| number.get_type())
    }

    fn parts(&self) -> Option<rlibphonenumber::PhoneNumber> {
        PHONE_NUMBER_UTIL.parse(&self.0, None).ok()
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = NotE164;

    fn try_from(text: String) -> Result<Self, NotE164> {
        Self::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::{LineType, NotE164, PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat};
    use crate::value::spelling::{SPELLING_MAX, digit};

    const LONDON: &str = "+442079460018";

    fn suggest(text: &str, country: &str) -> Option<String> {
        PhoneNumber::suggest(text, country).map(|number| number.to_string())
    }

    #[test]
    fn only_e164_form_is_a_number() {
        for good in [LONDON, "+19255550100", "+447700900123", "+441632960018", "+390612345678", "+80012345678", "+13101234"] {
            assert_eq!(PhoneNumber::parse(good).map(|n| n.to_string()), Ok(good.into()));
        }
        let near = ["442079460018", "+44 2079460018", " +442079460018", "+442079460018\n", "++442079460018", "tel:+442079460018"];
        let far = ["", "+", "+44207946001a", "+0442079460018", "+442079", "+4420794600180000", "+44２079460018", "+\u{200B}442079460018"];
        for bad in near.into_iter().chain(far) {
            assert_eq!(PhoneNumber::parse(bad), Err(NotE164::Shape), "{bad:?}");
        }
        for bad in ["+4402079460018", "+49030123456"] {
            assert_eq!(PhoneNumber::parse(bad), Err(NotE164::NotCanonical), "{bad}");
        }
        for bad in ["+2101234567", "+99912345678", "+44207946001800", "+15550100", "+4479460018"] {
            assert_eq!(PhoneNumber::parse(bad), Err(NotE164::NotPossible), "{bad}");
        }
    }

    #[test]
    fn a_wrong_number_can_not_be_read_from_json() {
        assert_eq!(serde_json::from_str::<PhoneNumber>("\"+442079460018\"").unwrap().as_str(), LONDON);
        assert!(serde_json::from_str::<PhoneNumber>("\"020 7946 0018\"").is_err());
        assert_eq!(serde_json::to_string(&PhoneNumber::parse(LONDON).unwrap()).unwrap(), "\"+442079460018\"");
    }

    #[test]
    fn usual_spellings_suggest_the_number() {
        let plain =
            ["020 7946 0018", "(020) 7946-0018", "+44 (0)20 7946 0018", "(+44) 20 7946 0018", "00442079460018", "00 44 (0) 20 7946 0018"];
        let others = [
            "+44.20.7946.0018",
            "442079460018",
            "020/79460018",
            "'02079460018",
            "+44–20–7946–0018",
            "+4402079460018",
            "  020 7946 0018.  ",
        ];
        let links = ["tel:+44-20-7946-0018", "TEL:02079460018", "tel:020-7946-0018;phone-context=+44", "tel:%2B44%2020%207946%200018"];
        let scripts = ["０２０ ７９４６ ００１８", "٠٢٠٧٩٤٦٠٠١٨", "＋４４２０７９４６００１８", "०२० ७९४६ ००१८"];
        let unseen = ["\u{202D}+442079460018\u{202C}", "\u{200B}+442079460018", "+44\u{A0}20\u{A0}7946\u{A0}0018", "+44\u{FE0D}2079460018"];
        let more = [
            "+442079460018\n",
            "\u{200F}020 7946 0018\u{200E}",
            "\u{FEFF}+44\u{2060}20\u{AD}79460018",
            "\t020\u{7F}\u{3000}7946\u{2009}0018\r\n",
        ];
        for text in [&plain[..], &others, &links, &scripts, &unseen, &more].concat() {
            assert_eq!(suggest(text, "GB").as_deref(), Some(LONDON), "{text:?}");
        }
        for text in ["+1 925-555-0100", "(925) 555-0100", "1-925-555-0100", "925.555.0100", "011 1 925 555 0100", "tel:925-555-0100"] {
            assert_eq!(suggest(text, "US").as_deref(), Some("+19255550100"), "{text:?}");
        }
        assert_eq!(suggest("011442079460018", "US").as_deref(), Some(LONDON));
        assert_eq!(suggest("06 1234 5678", "IT").as_deref(), Some("+390612345678"), "an Italian zero stays");
        assert_eq!(suggest("+49 30/1234567", "GB").as_deref(), Some("+49301234567"));
        for (text, number) in [("01534 856123", "+441534856123"), ("01481 256123", "+441481256123"), ("01624 756123", "+441624756123")] {
            assert_eq!(suggest(text, "GB").as_deref(), Some(number), "the islands share +44");
        }
    }

    #[test]
    fn what_may_mean_another_number_suggests_none() {
        let letters = ["hello", "020 7946 OO18", "0800 FLOWERS", "020 7946 0018 x12", "4.42079E+11", "Tel 020 7946 0018"];
        let extensions = ["020 7946 0018 ext. 12", "020 7946 0018 #12", "020 7946 0018,12", "030 123456 (12)", "*67 020 7946 0018"];
        let links = ["tel:", "tel:+442079460018;ext=12", "tel:+442079460018;isub=1", "sip:442079460018@example.com"];
        let two = ["020 7946 0018 / 020 7946 0019", "020 7946 0018; 020 7946 0019", "020 7946 0018\n020 7946 0019", "030 1234\n5678"];
        let more = ["+442079460018+442079460019", "030 123456/57", "03012345/67890", "234567/68", "020 7946 0018 00"];
        let signs = ["", "+", "()", "\0", "020 7946 0018\0", "📞 020 7946 0018", "0\u{20E3}20 7946 0018", "²²²²²²²", "£020 7946 0018"];
        let unseen = ["\u{202E}8100 6497 020", "+\u{202E}8100 6497 0244"];
        let other = ["00 100 555 0100", "0044", "+0442079460018", "+02079460018", "07700 900123", "555-0100", "7946 0018"];
        for text in [&letters[..], &extensions, &links, &two, &more, &signs, &unseen].concat() {
            // Germany has numbers of nearly every length, so there it is the spelling alone that is refused.
            assert_eq!((suggest(text, "GB"), suggest(text, "DE")), (None, None), "{text:?}");
        }
        for text in other {
            assert_eq!(suggest(text, "GB"), None, "{text:?}");
        }
        assert_eq!((suggest("00442079460018", "US"), suggest("011442079460018", "GB"), suggest("555-0100", "US")), (None, None, None));
        assert_eq!((suggest("020 7946 0018", "??"), suggest("020 7946 0018", "")), (None, None));
    }

    #[test]
    fn a_text_of_any_kind_and_length_is_safe() {
        for unit in ["0", "+44", "(", "+", "-", "tel:", "💥", "a", " ", "\u{200B}", ";phone-context=", "٠", "020 7946 0018 ", "x1"] {
            assert_eq!(suggest(&unit.repeat(1_000_000), "GB"), None, "{unit:?}");
            assert_eq!(suggest(&unit.repeat(SPELLING_MAX / unit.chars().count()), "GB"), None, "{unit:?}");
        }
        assert_eq!(suggest(&format!("{LONDON}{}", " ".repeat(187)), "GB").as_deref(), Some(LONDON));
        // One more character inside a number is either nothing or a reason to be silent; never another number.
        for c in (0..=0x10_FFFF).filter_map(char::from_u32).filter(|c| digit(*c).is_none()) {
            let text = format!("{c}020 7946{c}0018{c}");
            assert!(PhoneNumber::spelled(&text, "GB").is_none_or(|number| number.as_str() == LONDON), "{text:?}");
        }
    }

    #[test]
    fn every_number_that_is_printed_can_be_read_again() {
        let ranges =
            [(442_079_460_000, 1000), (441_614_960_000, 1000), (441_214_960_000, 1000), (441_314_960_000, 1000), (448_081_570_000, 1000)];
        let more =
            [(443_069_990_000, 1000), (447_700_900_000, 1000), (441_632_960_000, 1000), (19_255_550_100, 100), (12_125_550_100_u64, 100)];
        for (first, count) in ranges.into_iter().chain(more) {
            for digits in (first..first + count).step_by(37) {
                let number = PhoneNumber::parse(&format!("+{digits}")).unwrap();
                let country = if digits < 20_000_000_000 { "US" } else { "GB" };
                assert_eq!(number.country().as_deref(), Some(country));
                for text in [number.to_string(), number.national_format()] {
                    assert_eq!(PhoneNumber::spelled(&text, country).as_ref(), Some(&number), "{text}");
                }
            }
        }
        assert_eq!(PhoneNumber::parse(LONDON).map(|n| n.national_format()), Ok("020 7946 0018".into()));
        assert_eq!(PhoneNumber::parse("+80012345678").map(|n| (n.national_format(), n.country())), Ok(("+800 1234 5678".into(), None)));
        assert_eq!(PhoneNumber::spelled("01632 960018", "GB").map(|n| n.is_valid()), Some(false));
    }

    #[test]
    fn the_library_s_own_examples_of_every_country_agree() {
        use LineType::{FixedLine, Mobile, Pager, PersonalNumber, PremiumRate, SharedCost, TollFree, UAN, VoIP, VoiceMail};
        let types = [FixedLine, Mobile, TollFree, PremiumRate, SharedCost, VoIP, PersonalNumber, Pager, UAN, VoiceMail];
        let mut tried = 0;
        for region in PHONE_NUMBER_UTIL.get_supported_regions() {
            let examples = types.iter().filter_map(|t| PHONE_NUMBER_UTIL.get_example_number_for_type_and_region(region, *t).ok());
            // One is shorter than E.164 form allows here: Iran's +98 9601.
            for text in examples.map(|e| e.format_as(PhoneNumberFormat::E164).into_owned()).filter(|text| text.len() > 7) {
                let number = PhoneNumber::parse(&text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
                let (printed, country) = (number.national_format(), number.country().unwrap());
                for home in [region.to_string(), country] {
                    assert_eq!(suggest(&printed, &home).as_deref(), Some(number.as_str()), "{printed} in {home}");
                }
                tried += 1;
            }
        }
        assert!(tried > 1000, "{tried}");
    }
}
