//! Documents that were read and checked, by the hash of their text: read once, however often they are asked for. An open house takes in
//! what it is asked for; a closed one has what its operator chose, and runs nothing else.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::parser::types::ExecutableDocument;
use async_graphql::parser::{Error as Unreadable, parse_query};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use sha2::{Digest, Sha256};

use super::too_much::TooMuch;
use super::{expansion, lexer};
use crate::config::limits::Limits;
use crate::graphql::schema::{self, Schema};

/// The SHA-256 of a document's text.
pub type Hash = [u8; 32];

/// A document that may be run.
pub struct Checked {
    /// What it says.
    pub document: ExecutableDocument,
    /// Whether it asks for the schema.
    pub introspects: bool,
    /// Of its text.
    hash: Hash,
    /// About how many bytes it takes.
    weight: u64,
}

/// Why a document is not run.
#[derive(Debug)]
pub enum Refusal {
    /// It is no document. A sentence.
    Unreadable(String),
    /// It is more than is allowed.
    TooMuch(TooMuch),
    /// It breaks a rule of the language. A sentence.
    Invalid(String),
    /// Its operator has not chosen it.
    NotChosen,
}

/// All documents that are known.
pub struct Documents(Known);

enum Known {
    Open(Cache<Hash, Arc<Checked>, ByWeight>),
    Closed(HashMap<String, Arc<Checked>>),
}

#[derive(Clone)]
struct ByWeight;

impl Weighter<Hash, Arc<Checked>> for ByWeight {
    fn weight(&self, _: &Hash, checked: &Arc<Checked>) -> u64 {
        checked.weight
    }
}

/// About how many bytes a parsed document takes for each byte of its text.
const SPREAD: u64 = 48;

impl Documents {
    /// An open house that keeps so many bytes.
    pub fn open(bytes: u32) -> Self {
        let cache = Cache::with_weighter((bytes / 16_384).max(16) as usize, bytes.into(), ByWeight);
        Self(Known::Open(cache))
    }

    /// A closed house with these documents, by their ids; tells all that is wrong with them. One whose id is the SHA-256 of its text,
    /// with or without `sha256:`, is known by both.
    pub fn closed(schema: &Schema, limits: &Limits, chosen: &HashMap<String, String>) -> Result<Self, Vec<String>> {
        let mut known = HashMap::new();
        let mut faults = Vec::new();
        for (id, text) in chosen {
            match check(schema, limits, text) {
                Ok(checked) => {
                    let checked = Arc::new(checked);
                    known.insert(hex(&hash(text)), checked.clone());
                    known.insert(id.strip_prefix(PREFIX).unwrap_or(id).to_owned(), checked);
                }
                Err(refusal) => faults.push(format!("The document {id}: {}", refusal.sentence())),
            }
        }
        faults.sort_unstable();
        if faults.is_empty() { Ok(Self(Known::Closed(known))) } else { Err(faults) }
    }

    /// A document by its text.
    pub fn by_text(&self, schema: &Schema, limits: &Limits, text: &str) -> Result<Arc<Checked>, Refusal> {
        let hash = hash(text);
        match &self.0 {
            Known::Closed(known) => known.get(&hex(&hash)).cloned().ok_or(Refusal::NotChosen),
            Known::Open(cache) => match cache.get(&hash) {
                Some(checked) => Ok(checked),
                None => Ok(Arc::new(check(schema, limits, text)?)),
            },
        }
    }

    /// Says that a document was run, and so is a good one. An open house keeps it: those that are asked for again longer than those that
    /// are not, however many there are of these.
    pub fn ran(&self, checked: &Arc<Checked>) {
        if let Known::Open(cache) = &self.0
            && cache.peek(&checked.hash).is_none()
        {
            cache.insert(checked.hash, checked.clone());
        }
    }

    /// A document by its id: in an open house the SHA-256 of its text in hexadecimal digits, with or without `sha256:` before them.
    pub fn by_id(&self, id: &str) -> Option<Arc<Checked>> {
        let id = id.strip_prefix(PREFIX).unwrap_or(id);
        match &self.0 {
            Known::Closed(known) => known.get(id).cloned(),
            Known::Open(cache) => cache.get(&digits(id)?),
        }
    }

    /// Whether it only runs what its operator chose.
    pub fn is_closed(&self) -> bool {
        matches!(self.0, Known::Closed(_))
    }
}

impl Refusal {
    /// Why, as a sentence.
    pub fn sentence(&self) -> &str {
        match self {
            Self::Unreadable(message) | Self::Invalid(message) => message,
            Self::TooMuch(too_much) => &too_much.message,
            Self::NotChosen => "Only documents that the operator of this gateway has chosen are run here.",
        }
    }
}

/// What stands before a hash in an id, to say of which kind it is.
const PREFIX: &str = "sha256:";

/// The hash of a text.
pub fn hash(text: &str) -> Hash {
    Sha256::digest(text.as_bytes()).into()
}

/// Reads 64 hexadecimal digits.
pub fn digits(text: &str) -> Option<Hash> {
    let mut hash = Hash::default();
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    for (byte, at) in hash.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(text.get(at..at + 2)?, 16).ok()?;
    }
    Some(hash)
}

fn hex(hash: &Hash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads and checks a text: all that does not depend on who asks, nor with which variables.
pub fn check(schema: &Schema, limits: &Limits, text: &str) -> Result<Checked, Refusal> {
    lexer::look(text, limits).map_err(Refusal::TooMuch)?;
    let document = parse_query(text).map_err(|error| Refusal::Unreadable(told(&error)))?;
    let introspects = expansion::look(&document, limits).map_err(Refusal::TooMuch)?;
    if let Some(fault) = schema::check(schema, &document) {
        return Err(Refusal::Invalid(fault.message));
    }
    Ok(Checked { document, introspects, hash: hash(text), weight: 1024 + text.len() as u64 * SPREAD })
}

/// What the parser says, without the caller's own text, which it would send back.
fn told(error: &Unreadable) -> String {
    match error {
        Unreadable::Syntax { message, start, .. } => {
            let wanted = message.rsplit_once("= ").map_or("something else is expected", |(_, wanted)| wanted.trim());
            format!("The document can't be read at {start}: {}.", wanted.replace('_', " "))
        }
        other => format!("The document can't be run: {other}."),
    }
}
