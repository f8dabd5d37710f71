//! How a deed reads labels: the text, its fit to the channel, and whether a description is taken.

use entity::channel::ChannelKind;
use entity::id::FixedNumberId;
use entity::value::label::{DescriptionFault, Label, TagFault};

use super::fault::{Fault, FaultCode};
use crate::rule::label::{self, LabelFault, LabelText};
use crate::store;
use crate::store::error::StoreError;
use crate::store::write::Write;
use crate::viewer::AccountScope;

/// A label that is wanted, and where it stands in the input.
pub struct Wanted<'a> {
    /// As it came in.
    pub text: &'a LabelText,
    /// The path to it, such as `input.numbers.3`.
    pub path: String,
}

/// Reads labels, on a channel if that was found, and finds which descriptions are taken: by the account's active numbers, but for
/// one that may keep its own, or by another label of the same input. None for a label that is at fault.
pub async fn read_all(
    scope: AccountScope,
    write: &Write,
    wanted: &[Wanted<'_>],
    kind: Option<ChannelKind>,
    but: Option<FixedNumberId>,
    faults: &mut Vec<Fault>,
) -> Result<Vec<Option<Label>>, StoreError> {
    let mut labels = Vec::with_capacity(wanted.len());
    for Wanted { text, path } in wanted {
        match label::read(text, kind) {
            Ok(label) => labels.push(Some(label)),
            Err(found) => {
                faults.extend(found.into_iter().map(|fault| explain(fault, path)));
                labels.push(None);
            }
        }
    }
    let folded: Vec<Option<String>> = labels
        .iter()
        .map(|label| match label {
            Some(Label::Simple(description)) => Some(description.folded()),
            _ => None,
        })
        .collect();
    let taken = store::fixed_number::taken_descriptions(scope, write.db(), folded.iter().flatten().cloned().collect(), but).await?;
    for (n, text) in folded.iter().enumerate() {
        let Some(text) = text else { continue };
        let message = if taken.contains(text) {
            "Another number has this description."
        } else if folded[..n].iter().flatten().any(|earlier| earlier == text) {
            "Two numbers of this order have the same description."
        } else {
            continue;
        };
        faults.push(Fault::at(format!("{}.simple.description", wanted[n].path), FaultCode::DescriptionTaken, message));
        labels[n] = None;
    }
    Ok(labels)
}

/// Says what is wrong with a label, and where.
pub fn explain(fault: LabelFault, path: &str) -> Fault {
    use FaultCode as Code;
    let (field, code, message) = match fault {
        LabelFault::Description(fault) => {
            let (code, message) = match fault {
                DescriptionFault::Missing => (Code::DescriptionMissing, "A description is needed."),
                DescriptionFault::TooLong => (Code::DescriptionTooLong, "A description has at most 120 characters."),
                DescriptionFault::NotAllowed => {
                    (Code::DescriptionNotAllowed, "A description can't hold control characters or unpaired direction marks.")
                }
            };
            ("simple.description", code, message)
        }
        LabelFault::Campaign(fault) => {
            let (code, message) = match fault {
                TagFault::Empty => (Code::CampaignEmpty, "An empty campaign can't be stored. Leave it out instead."),
                TagFault::TooLong => (Code::CampaignTooLong, "A campaign has at most 255 characters."),
                TagFault::NotAllowed => (Code::CampaignNotAllowed, "A campaign can't hold control characters."),
            };
            ("advanced.campaign", code, message)
        }
        LabelFault::Keyword(fault) => {
            let (code, message) = match fault {
                TagFault::Empty => (Code::KeywordEmpty, "An empty keyword can't be stored. Leave it out instead."),
                TagFault::TooLong => (Code::KeywordTooLong, "A keyword has at most 255 characters."),
                TagFault::NotAllowed => (Code::KeywordNotAllowed, "A keyword can't hold control characters."),
            };
            ("advanced.keyword", code, message)
        }
        LabelFault::PublisherMissing => ("advanced.publisher", Code::PublisherMissing, "A paid-search channel needs a publisher."),
        LabelFault::PublisherNotApplicable => {
            ("advanced.publisher", Code::PublisherNotApplicable, "Only a paid-search channel has a publisher. Leave it out.")
        }
        LabelFault::CampaignMissing => {
            ("advanced.campaign", Code::CampaignMissing, "In Advanced mode a channel other than paid search needs a campaign.")
        }
    };
    Fault::at(format!("{path}.{field}"), code, message)
}
