//! Whose a call is, told by living through the past of its number once more, deed by deed. Shares nothing with the gateway's own way.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

/// What was written down of the past.
pub struct Past {
    /// All numbers that may be called; the last two were never anybody's.
    pub numbers: Vec<String>,
    pub begun: DateTime<Utc>,
    pub ended: DateTime<Utc>,
    pub events: BTreeMap<String, Vec<Event>>,
}

/// Something that happened to a number.
pub struct Event {
    pub at: DateTime<Utc>,
    pub what: What,
}

pub enum What {
    Ordered { account: usize, id: String, label: String, print: bool },
    Labelled { label: String, print: bool },
    Deleted { until: DateTime<Utc> },
    Restored { label: String, print: bool },
}

/// Whose a call is, and what its number was called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    pub account: usize,
    pub id: String,
    pub label: String,
    /// Whether its channel was the magazine one.
    pub print: bool,
    pub after_delete: bool,
}

impl Past {
    /// Whose a call to a number at an instant is.
    pub fn owner(&self, number: &str, at: DateTime<Utc>) -> Option<Owner> {
        let mut owner: Option<Owner> = None;
        let mut held_until = None;
        for event in self.events.get(number).map(Vec::as_slice).unwrap_or_default().iter().take_while(|event| event.at <= at) {
            match (&event.what, &mut owner) {
                (What::Ordered { account, id, label, print }, _) => {
                    owner = Some(Owner { account: *account, id: id.clone(), label: label.clone(), print: *print, after_delete: false });
                    held_until = None;
                }
                (What::Labelled { label, print }, Some(owner)) => (owner.label, owner.print) = (label.clone(), *print),
                (What::Deleted { until }, Some(owner)) => {
                    owner.after_delete = true;
                    held_until = Some(*until);
                }
                (What::Restored { label, print }, Some(owner)) => {
                    (owner.label, owner.print, owner.after_delete) = (label.clone(), *print, false);
                    held_until = None;
                }
                _ => panic!("something happened to {number}, which was nobody's"),
            }
        }
        owner.filter(|_| held_until.is_none_or(|until| at < until))
    }
}
