//! How the text of a label is read, and which labels fit which channel.

use entity::channel::ChannelKind;
use entity::value::label::{Description, DescriptionFault, Label, Publisher, Tag, TagFault};
use serde::Serialize;

/// A label as it came in: nothing of it has been read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum LabelText {
    /// Simple mode.
    Simple {
        /// What the report shall show.
        description: String,
    },
    /// Advanced mode.
    Advanced {
        /// The paid-search network.
        publisher: Option<Publisher>,
        /// The campaign.
        campaign: Option<String>,
        /// The keyword.
        keyword: Option<String>,
    },
}

/// What is wrong with a label, by itself or on its channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelFault {
    /// The description.
    Description(DescriptionFault),
    /// The campaign.
    Campaign(TagFault),
    /// The keyword.
    Keyword(TagFault),
    /// A paid-search channel needs a publisher.
    PublisherMissing,
    /// Another channel has none.
    PublisherNotApplicable,
    /// Another channel needs a campaign.
    CampaignMissing,
}

/// Reads a label and holds it against its channel's kind, when that is known. All faults at once.
pub fn read(text: &LabelText, kind: Option<ChannelKind>) -> Result<Label, Vec<LabelFault>> {
    let mut faults = Vec::new();
    let label = match text {
        LabelText::Simple { description } => {
            Description::parse(description).map_err(|fault| faults.push(LabelFault::Description(fault))).ok().map(Label::Simple)
        }
        LabelText::Advanced { publisher, campaign, keyword } => {
            if let Some(kind) = kind {
                faults.extend(misfits(kind, publisher.is_some(), campaign.is_some()));
            }
            let campaign = campaign.as_deref().map(Tag::parse).transpose().map_err(|fault| faults.push(LabelFault::Campaign(fault)));
            let keyword = keyword.as_deref().map(Tag::parse).transpose().map_err(|fault| faults.push(LabelFault::Keyword(fault)));
            campaign.ok().zip(keyword.ok()).map(|(campaign, keyword)| Label::Advanced { publisher: *publisher, campaign, keyword })
        }
    };
    label.filter(|_| faults.is_empty()).ok_or(faults)
}

/// What an Advanced label lacks, or has too much, on a channel of this kind.
pub fn misfits(kind: ChannelKind, has_publisher: bool, has_campaign: bool) -> Vec<LabelFault> {
    match kind {
        ChannelKind::PaidSearch if !has_publisher => vec![LabelFault::PublisherMissing],
        ChannelKind::PaidSearch => Vec::new(),
        _ => {
            let publisher = has_publisher.then_some(LabelFault::PublisherNotApplicable);
            let campaign = (!has_campaign).then_some(LabelFault::CampaignMissing);
            publisher.into_iter().chain(campaign).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LabelFault, LabelText, read};
    use entity::channel::ChannelKind::{PaidSearch, Print};
    use entity::value::label::{Publisher, TagFault};

    fn advanced(publisher: Option<Publisher>, campaign: Option<&str>, keyword: Option<&str>) -> LabelText {
        LabelText::Advanced { publisher, campaign: campaign.map(str::to_owned), keyword: keyword.map(str::to_owned) }
    }

    #[test]
    fn paid_search_needs_a_publisher_and_others_a_campaign() {
        let google = Some(Publisher::GoogleAds);

        assert!(read(&advanced(google, None, None), Some(PaidSearch)).is_ok());
        assert_eq!(read(&advanced(None, Some("a"), None), Some(PaidSearch)), Err(vec![LabelFault::PublisherMissing]));
        assert!(read(&advanced(None, Some("a"), None), Some(Print)).is_ok());
        assert_eq!(
            read(&advanced(google, None, None), Some(Print)),
            Err(vec![LabelFault::PublisherNotApplicable, LabelFault::CampaignMissing])
        );
    }

    #[test]
    fn all_faults_of_a_label_come_at_once() {
        assert_eq!(
            read(&advanced(None, Some(""), Some("\t")), Some(PaidSearch)),
            Err(vec![LabelFault::PublisherMissing, LabelFault::Campaign(TagFault::Empty), LabelFault::Keyword(TagFault::NotAllowed)])
        );
    }
}
