//! What a report shows for a fixed number: a description (Simple mode) or publisher, campaign and keyword (Advanced mode).

use sea_orm::sea_query::StringLen;
use sea_orm::{DeriveActiveEnum, DeriveValueType, EnumIter};
use serde::{Deserialize, Serialize};

use super::folded::{folded, is_deceptive, is_invisible};

/// The most characters (Unicode scalar values) in a description.
pub const DESCRIPTION_MAX: usize = 120;
/// The most characters (Unicode scalar values) in a campaign or a keyword.
pub const TAG_MAX: usize = 255;

/// Which of the two kinds of label a number has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LabelMode {
    /// A unique description.
    Simple,
    /// Publisher, campaign and keyword.
    Advanced,
}

/// The paid-search network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Publisher {
    /// Google Ads, formerly AdWords.
    GoogleAds,
    /// Microsoft Advertising, formerly adCenter and Bing Ads.
    MicrosoftAdvertising,
}

/// A description: 1 to 120 characters, stored trimmed, otherwise as typed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, DeriveValueType, Serialize, Deserialize)]
pub struct Description(String);

/// What is wrong with a description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DescriptionFault {
    /// Nothing that can be seen.
    Missing,
    /// More than [`DESCRIPTION_MAX`] characters.
    TooLong,
    /// Control characters, or direction marks that are not closed.
    NotAllowed,
}

impl Description {
    /// Reads a description, taking off blanks around it.
    pub fn parse(text: &str) -> Result<Self, DescriptionFault> {
        let text = text.trim();
        match () {
            () if is_deceptive(text) => Err(DescriptionFault::NotAllowed),
            () if is_invisible(text) => Err(DescriptionFault::Missing),
            () if text.chars().count() > DESCRIPTION_MAX => Err(DescriptionFault::TooLong),
            () => Ok(Self(text.to_owned())),
        }
    }

    /// The text as typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which descriptions are compared.
    pub fn folded(&self) -> String {
        folded(&self.0)
    }
}

/// A campaign or a keyword: kept byte for byte, since it has to match the advertising account exactly.
#[derive(Clone, Debug, PartialEq, Eq, Hash, DeriveValueType, Serialize, Deserialize)]
pub struct Tag(String);

/// What is wrong with a campaign or a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagFault {
    /// The empty text; leave it out instead.
    Empty,
    /// More than [`TAG_MAX`] characters.
    TooLong,
    /// Control characters.
    NotAllowed,
}

impl Tag {
    /// Reads a campaign or a keyword: nothing is trimmed, re-cased or normalised.
    pub fn parse(text: &str) -> Result<Self, TagFault> {
        match () {
            () if text.is_empty() => Err(TagFault::Empty),
            () if text.chars().any(char::is_control) => Err(TagFault::NotAllowed),
            () if text.chars().count() > TAG_MAX => Err(TagFault::TooLong),
            () => Ok(Self(text.to_owned())),
        }
    }

    /// The text, byte for byte.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A whole label, of either kind. Whether an Advanced one fits its channel is a rule, not a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Label {
    /// Simple mode.
    Simple(Description),
    /// Advanced mode.
    Advanced {
        /// Only on paid-search channels, and there required.
        publisher: Option<Publisher>,
        /// Required on all other channels.
        campaign: Option<Tag>,
        /// Always optional.
        keyword: Option<Tag>,
    },
}

impl Label {
    /// All that a person may search for in it.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let (description, campaign, keyword) = match self {
            Self::Simple(description) => (Some(description.as_str()), None, None),
            Self::Advanced { campaign, keyword, .. } => (None, campaign.as_ref().map(Tag::as_str), keyword.as_ref().map(Tag::as_str)),
        };
        [description, campaign, keyword].into_iter().flatten()
    }

    /// The text by which lists order their numbers: the folded description, or campaign and then keyword.
    pub fn sort_key(&self) -> Option<String> {
        match self {
            Self::Simple(description) => Some(description.folded()),
            Self::Advanced { campaign, keyword, .. } => {
                let parts: Vec<_> = campaign.iter().chain(keyword).map(|tag| folded(tag.as_str())).collect();
                (!parts.is_empty()).then(|| parts.join(" "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Description, DescriptionFault, Tag, TagFault};

    #[test]
    fn a_description_is_trimmed_and_otherwise_kept() {
        assert_eq!(Description::parse("  Spring  Issue\u{a0}").map(|d| d.as_str().to_owned()), Ok("Spring  Issue".into()));
        assert_eq!(Description::parse(&"é".repeat(120)).map(|_| ()), Ok(()));
        assert_eq!(Description::parse(&"é".repeat(121)), Err(DescriptionFault::TooLong));
        assert_eq!(Description::parse(" \u{200B} "), Err(DescriptionFault::Missing));
        assert_eq!(Description::parse("a\u{0}"), Err(DescriptionFault::NotAllowed));
    }

    #[test]
    fn a_campaign_is_kept_byte_for_byte() {
        assert_eq!(Tag::parse("  Brand | Exact  ").map(|t| t.as_str().to_owned()), Ok("  Brand | Exact  ".into()));
        assert_eq!(Tag::parse(""), Err(TagFault::Empty));
        assert_eq!(Tag::parse("a\tb"), Err(TagFault::NotAllowed));
        assert_eq!(Tag::parse(&"a".repeat(256)), Err(TagFault::TooLong));
    }
}
