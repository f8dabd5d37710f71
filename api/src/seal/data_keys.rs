//! The operator's keys. They wrap the data key of each owner, and are kept outside the database: who has a copy of it and none of these
//! reads no caller.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use entity::id::{AccountId, Id};

use super::caller_key::CallerKey;
use super::sealer::{KEY_BYTES, Sealer, draw};

/// The form of a wrapped key, which is its first byte.
const VERSION: u8 = 1;
/// How many bytes name an operator's key.
const NAME_BYTES: usize = 8;
/// Random keys of 32 bytes have many more different ones.
const DIFFERENT_BYTES: usize = 8;

/// Whose data key it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// Of a call that could be given to nobody.
    Operator,
    /// Of everything that belongs to an account.
    Account(AccountId),
}

/// The operator's keys: the first wraps, all of them unwrap. They never print themselves. Without any, nothing is wrapped or unwrapped.
#[derive(Clone, Default)]
pub struct DataKeys(Arc<[Wrapping]>);

struct Wrapping {
    name: [u8; NAME_BYTES],
    sealer: Sealer,
}

/// What is wrong with one of the keys of a text, counted from 1. It never tells the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// Nothing, not base64, or not as long as a key.
    #[error("key {0} is not base64 of {KEY_BYTES} bytes, which is what `dialgate data-key new` prints")]
    NotAKey(usize),
    /// Too regular to be drawn.
    #[error("key {0} can be guessed: it repeats a few bytes")]
    Guessable(usize),
    /// There twice.
    #[error("key {0} is there twice")]
    Twice(usize),
}

/// Why a data key can't be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Locked {
    /// None of the operator's keys was given.
    #[error("no DIALGATE_DATA_KEY was given")]
    NoKey,
    /// The one that wrapped it was not.
    #[error("it was wrapped with a DIALGATE_DATA_KEY that was not given")]
    UnknownKey,
    /// It was changed, or belongs to another owner.
    #[error("it was tampered with")]
    Broken,
}

impl DataKeys {
    /// Reads one key or several, separated by commas. Tells all that is wrong.
    pub fn read(text: &str) -> Result<Self, Vec<KeyFault>> {
        let (mut keys, mut faults) = (Vec::<Wrapping>::new(), Vec::new());
        for (n, part) in text.split(',').enumerate() {
            let bytes = STANDARD.decode(part.trim()).ok().and_then(|bytes| <[u8; KEY_BYTES]>::try_from(bytes).ok());
            let Some(key) = bytes else {
                faults.push(KeyFault::NotAKey(n + 1));
                continue;
            };
            let wrapping = Wrapping::new(&key);
            if BTreeSet::from(key).len() < DIFFERENT_BYTES {
                faults.push(KeyFault::Guessable(n + 1));
            } else if keys.iter().any(|other| other.name == wrapping.name) {
                faults.push(KeyFault::Twice(n + 1));
            }
            keys.push(wrapping);
        }
        if faults.is_empty() { Ok(Self(keys.into())) } else { Err(faults) }
    }

    /// Draws a new key and spells it as it is read.
    pub fn draw() -> String {
        STANDARD.encode(draw())
    }

    /// Draws a data key for an owner: what it seals with, and what to store of it.
    pub fn make(&self, owner: Owner) -> Result<(CallerKey, Vec<u8>), Locked> {
        let first = self.0.first().ok_or(Locked::NoKey)?;
        let data_key = draw();
        Ok((CallerKey::new(&data_key), first.wrap(owner, &data_key)))
    }

    /// Opens the stored data key of an owner.
    pub fn unwrap(&self, owner: Owner, wrapped: &[u8]) -> Result<CallerKey, Locked> {
        self.open(owner, wrapped).map(|(data_key, _)| CallerKey::new(&data_key))
    }

    /// Wraps a stored data key with the first of the keys; none when it is so already.
    pub fn rewrap(&self, owner: Owner, wrapped: &[u8]) -> Result<Option<Vec<u8>>, Locked> {
        let (data_key, by) = self.open(owner, wrapped)?;
        Ok(self.0.first().filter(|first| first.name != by.name).map(|first| first.wrap(owner, &data_key)))
    }

    fn open(&self, owner: Owner, wrapped: &[u8]) -> Result<([u8; KEY_BYTES], &Wrapping), Locked> {
        if self.0.is_empty() {
            return Err(Locked::NoKey);
        }
        let (head, sealed) = wrapped.split_at_checked(1 + NAME_BYTES).ok_or(Locked::Broken)?;
        let by = self.0.iter().find(|key| key.head() == head).ok_or(Locked::UnknownKey)?;
        let bytes = by.sealer.open(&place(owner), sealed).map_err(|_| Locked::Broken)?;
        Ok((bytes.try_into().map_err(|_| Locked::Broken)?, by))
    }
}

impl Wrapping {
    fn new(key: &[u8; KEY_BYTES]) -> Self {
        let mut name = [0; NAME_BYTES];
        name.copy_from_slice(&digest(&SHA256, key).as_ref()[..NAME_BYTES]);
        Self { name, sealer: Sealer::new(key) }
    }

    /// What is stored in front of what is sealed: the form, and which key it was.
    fn head(&self) -> Vec<u8> {
        [&[VERSION][..], &self.name].concat()
    }

    fn wrap(&self, owner: Owner, data_key: &[u8; KEY_BYTES]) -> Vec<u8> {
        [self.head(), self.sealer.seal(&place(owner), data_key.to_vec())].concat()
    }
}

fn place(owner: Owner) -> Vec<u8> {
    match owner {
        Owner::Operator => b"data key of the operator".to_vec(),
        Owner::Account(id) => [b"data key of account ", &id.uuid().as_bytes()[..]].concat(),
    }
}

impl fmt::Debug for DataKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKeys")
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operator => f.write_str("the operator"),
            Self::Account(id) => id.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests;
