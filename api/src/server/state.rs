//! What every request finds behind the door.

use std::collections::HashMap;
use std::sync::Arc;

use entity::id::AccountId;

use super::guard::address::Addresses;
use super::guard::budget::Budget;
use super::guard::documents::Documents;
use super::guard::turn::Turns;
use super::token::Keys;
use crate::clock::{Clock, Randomness};
use crate::config::limits::Limits;
use crate::database::Database;
use crate::graphql::schema::{self, Language, Schema};

/// What every request finds behind the door. Cheap to copy.
#[derive(Clone)]
pub struct ServerState {
    /// The language.
    pub schema: Schema,
    /// The documents that were read already.
    pub documents: Arc<Documents>,
    /// How much of the language is open.
    pub language: Language,
    /// What accounts may spend.
    pub budget: Arc<Budget>,
    /// Who is worked on.
    pub turns: Turns,
    /// The rows.
    pub database: Database,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The chance.
    pub randomness: Arc<dyn Randomness>,
    /// Whose tokens are believed.
    pub keys: Arc<Keys>,
    /// Set in a demo, which answers loopback only.
    pub demo: Option<Demo>,
    /// The origins whose pages may call; in a demo it is loopback's instead.
    pub origins: Arc<[String]>,
    /// What a request may be and cost.
    pub limits: Arc<Limits>,
    /// How many proxies of ours are in front, whose word about addresses is believed.
    pub trusted_proxies: u8,
    /// How fast each address has sent.
    pub addresses: Arc<Addresses>,
}

/// What a demo gives away.
#[derive(Clone, Copy, Debug)]
pub struct Demo {
    /// The account that the explorer's page acts for; none when the database holds no demo data.
    pub account: Option<AccountId>,
}

impl ServerState {
    /// A production server without foreign origins.
    pub fn new(database: Database, clock: Arc<dyn Clock>, randomness: Arc<dyn Randomness>, keys: Keys) -> Self {
        let limits = Arc::new(Limits::default());
        Self {
            schema: schema::build(&limits, Language::default()),
            documents: Arc::new(Documents::open(limits.document_cache_bytes)),
            language: Language::default(),
            database,
            clock,
            randomness,
            keys: Arc::new(keys),
            demo: None,
            origins: Arc::from([]),
            trusted_proxies: 0,
            addresses: Arc::new(Addresses::new(&limits, 0)),
            budget: Arc::new(Budget::new(limits.account_cost, limits.account_cost_per_second)),
            turns: Turns::new(&limits),
            limits,
        }
    }

    /// Makes it a demo.
    pub fn with_demo(self, account: Option<AccountId>) -> Self {
        Self { demo: Some(Demo { account }), ..self }
    }

    /// Sets other limits.
    pub fn with_limits(self, limits: Limits) -> Self {
        let limits = Arc::new(limits);
        Self {
            schema: schema::build(&limits, self.language),
            documents: Arc::new(Documents::open(limits.document_cache_bytes)),
            addresses: Arc::new(Addresses::new(&limits, self.trusted_proxies)),
            budget: Arc::new(Budget::new(limits.account_cost, limits.account_cost_per_second)),
            turns: Turns::new(&limits),
            limits,
            ..self
        }
    }

    /// Closes a part of the language.
    pub fn with_language(self, language: Language) -> Self {
        Self { schema: schema::build(&self.limits, language), language, ..self }
    }

    /// Runs these documents, by their ids, and no others. Comes last; tells all that is wrong with the documents.
    pub fn with_documents(self, chosen: &HashMap<String, String>) -> Result<Self, Vec<String>> {
        let documents = Arc::new(Documents::closed(&self.schema, &self.limits, chosen)?);
        Ok(Self { documents, ..self })
    }

    /// Believes what so many proxies in front of us say of whom they heard.
    pub fn with_trusted_proxies(self, trusted_proxies: u8) -> Self {
        Self { addresses: Arc::new(Addresses::new(&self.limits, trusted_proxies)), trusted_proxies, ..self }
    }

    /// Lets pages of these origins call.
    pub fn with_origins(self, origins: Vec<String>) -> Self {
        Self { origins: origins.into(), ..self }
    }
}
