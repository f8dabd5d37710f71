//! What every request finds behind the door.

use std::collections::HashMap;
use std::sync::Arc;

use entity::id::AccountId;

use super::guard::documents::Documents;
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
        let documents = Arc::new(Documents::open(limits.document_cache_bytes));
        let schema = schema::build(&limits, Language::default());
        Self { schema, documents, database, clock, randomness, keys: Arc::new(keys), demo: None, origins: Arc::from([]), limits }
    }

    /// Makes it a demo.
    pub fn with_demo(self, account: Option<AccountId>) -> Self {
        Self { demo: Some(Demo { account }), ..self }
    }

    /// Sets other limits, and how much of the language is open.
    pub fn with_limits(self, limits: Limits, language: Language) -> Self {
        let documents = Arc::new(Documents::open(limits.document_cache_bytes));
        let limits = Arc::new(limits);
        Self { schema: schema::build(&limits, language), documents, limits, ..self }
    }

    /// Runs these documents, by their ids, and no others. Comes after the limits; tells all that is wrong with the documents.
    pub fn with_documents(self, chosen: &HashMap<String, String>) -> Result<Self, Vec<String>> {
        let documents = Arc::new(Documents::closed(&self.schema, &self.limits, chosen)?);
        Ok(Self { documents, ..self })
    }

    /// Lets pages of these origins call.
    pub fn with_origins(self, origins: Vec<String>) -> Self {
        Self { origins: origins.into(), ..self }
    }
}
