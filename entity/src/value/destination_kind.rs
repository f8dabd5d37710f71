//! What kind of number a destination is, which decides what a call to it costs. Knows no rule about who may be called.

use sea_orm::sea_query::StringLen;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

use super::phone_number::{LineType, PhoneNumber};

/// What kind of number a destination is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DestinationKind {
    /// A line at a place, such as 020 in London.
    Geographic,
    /// A mobile.
    Mobile,
    /// Either of the two: in North America the number does not tell.
    GeographicOrMobile,
    /// Free for the caller, such as UK 0808.
    Freephone,
    /// UK 03: charged like a call to a line at a place, wherever it rings.
    UkWide,
    /// UK 084 and 087: the caller pays a service charge.
    BusinessRate,
    /// All else, also what no numbering plan knows.
    Other,
}

impl DestinationKind {
    /// The kind of a number.
    pub fn of(number: &PhoneNumber) -> Self {
        if let Some(national) = number.as_str().strip_prefix("+44") {
            return Self::of_uk(national);
        }
        match number.line_type() {
            LineType::FixedLine => Self::Geographic,
            LineType::Mobile => Self::Mobile,
            LineType::FixedLineOrMobile => Self::GeographicOrMobile,
            LineType::TollFree => Self::Freephone,
            _ => Self::Other,
        }
    }

    /// By the prefix, which the regulator fixes for good. The library's types change with every assignment: it calls 084 shared cost,
    /// some of 087 premium rate, and does not know numbers kept for fiction.
    fn of_uk(national: &str) -> Self {
        match national.as_bytes() {
            [b'1' | b'2', ..] => Self::Geographic,
            [b'3', ..] => Self::UkWide,
            [b'7', b'1'..=b'5' | b'7'..=b'9', ..] | [b'7', b'6', b'2', b'4', ..] => Self::Mobile,
            [b'8', b'0', ..] => Self::Freephone,
            [b'8', b'4' | b'7', ..] => Self::BusinessRate,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::ActiveEnum;

    use super::super::phone_number::PhoneNumber;
    use super::DestinationKind::{self, *};

    #[test]
    fn the_number_tells_its_kind() {
        let uk = [("+442079460018", Geographic), ("+441632960018", Geographic), ("+447624123456", Mobile), ("+447700900123", Mobile)];
        let charged =
            [("+448081570000", Freephone), ("+448442960018", BusinessRate), ("+448712345678", BusinessRate), ("+443069990000", UkWide)];
        let refused = [("+449098765432", Other), ("+447012345678", Other), ("+447640123456", Other), ("+445612345678", Other)];
        let world =
            [("+19255550100", GeographicOrMobile), ("+18005550100", Freephone), ("+390612345678", Geographic), ("+393123456789", Mobile)];
        for (text, kind) in [uk, charged, refused, world].concat() {
            assert_eq!(DestinationKind::of(&PhoneNumber::parse(text).unwrap()), kind, "{text}");
        }
    }

    #[test]
    fn table_and_json_spell_a_kind_alike() {
        assert_eq!(GeographicOrMobile.to_value(), "GEOGRAPHIC_OR_MOBILE");
        assert_eq!(UkWide.to_value(), "UK_WIDE");
        assert_eq!(serde_json::to_string(&UkWide).unwrap(), "\"UK_WIDE\"");
    }
}
