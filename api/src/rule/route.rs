//! Where a call to a number goes, and the name by which an answer is told from another.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::id::FixedNumberId;
use entity::pool::Features;
use entity::value::phone_number::PhoneNumber;
use sha2::{Digest, Sha256};

/// Where a call to a number goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The number that is called.
    pub number: PhoneNumber,
    /// What becomes of the call.
    pub fate: Fate,
}

/// What becomes of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It rings.
    Rings {
        /// The fixed number that is called.
        id: FixedNumberId,
        /// Whose telephone it is that rings.
        destination: PhoneNumber,
        /// What the switch does meanwhile.
        features: Features,
    },
    /// The number was deleted: it connects to nobody, and is still this fixed number's.
    Held(FixedNumberId),
    /// The number is nobody's.
    Unknown,
}

/// The same without what belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteStatus {
    /// Calls ring.
    Active,
    /// Calls connect to nobody: the number was deleted.
    Held,
    /// Calls connect to nobody: the number is nobody's.
    Unknown,
}

impl RouteStatus {
    /// How it is spelled.
    pub fn word(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::Held => "HELD",
            Self::Unknown => "UNKNOWN",
        }
    }
}

impl Route {
    /// What becomes of a call, without what belongs to it.
    pub fn status(&self) -> RouteStatus {
        match self.fate {
            Fate::Rings { .. } => RouteStatus::Active,
            Fate::Held(_) => RouteStatus::Held,
            Fate::Unknown => RouteStatus::Unknown,
        }
    }

    /// A short text that is the same for the same answer and another for any other: made of all that is in it, and of nothing else, so
    /// that every gateway gives the same. What is added to the answer is added here.
    pub fn revision(&self) -> String {
        let fate = match &self.fate {
            Fate::Rings { id, destination, features } => {
                let Features { call_recording, call_rating, call_announce, announcement } = features;
                // The one text of any shape comes last, and is told from none.
                let announced = announcement.as_ref().map_or_else(String::new, |text| format!("+{text}"));
                format!("{id} {} {call_recording} {call_rating} {call_announce} {announced}", destination.as_str())
            }
            Fate::Held(id) => id.to_string(),
            Fate::Unknown => String::new(),
        };
        let hash = Sha256::digest(format!("{} {} {fate}", self.number.as_str(), self.status().word()));
        // Half of it: nobody gains by two answers of one name, and it is sent with every question.
        URL_SAFE_NO_PAD.encode(&hash[..16])
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use entity::id::{FixedNumberId, Id};
    use entity::pool::Features;
    use entity::value::phone_number::PhoneNumber;
    use uuid::Uuid;

    use super::{Fate, Route};

    fn number(text: &str) -> PhoneNumber {
        PhoneNumber::parse(text).unwrap()
    }

    fn rings(id: u128, destination: &str, flags: [bool; 3], announcement: Option<&str>) -> Fate {
        let [call_recording, call_rating, call_announce] = flags;
        let features = Features { call_recording, call_rating, call_announce, announcement: announcement.map(str::to_owned) };
        Fate::Rings { id: FixedNumberId::from_uuid(Uuid::from_u128(id)), destination: number(destination), features }
    }

    #[test]
    fn every_other_answer_has_another_revision() {
        let (here, there, off) = ("+441632960018", "+441632960019", [false; 3]);
        let fates = || {
            vec![
                rings(1, here, off, None),
                rings(2, here, off, None),
                rings(1, there, off, None),
                rings(1, here, [true, false, false], None),
                rings(1, here, [false, true, false], None),
                rings(1, here, [false, false, true], None),
                rings(1, here, off, Some("")),
                rings(1, here, off, Some("+")),
                rings(1, here, off, Some("Welcome")),
                Fate::Held(FixedNumberId::from_uuid(Uuid::from_u128(1))),
                Fate::Held(FixedNumberId::from_uuid(Uuid::from_u128(2))),
                Fate::Unknown,
            ]
        };
        let revisions = || {
            let numbers = ["+442079460000", "+442079460001"].map(number).into_iter();
            let routes = numbers.flat_map(|number| fates().into_iter().map(move |fate| Route { number: number.clone(), fate }));
            routes.map(|route| route.revision()).collect::<BTreeSet<_>>()
        };

        assert_eq!(revisions().len(), 2 * fates().len());
        assert_eq!(revisions(), revisions());
        assert!(revisions().iter().all(|text| text.len() == 22 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))));
    }
}
