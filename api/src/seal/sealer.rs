//! Sealing bytes, so that who has no key reads nothing and who changes them or moves them elsewhere is found out: AES-256-GCM with a
//! nonce drawn anew each time.
//!
//! Keys and nonces are drawn here, from the operating system, and not from the operation's chance, which tests count: a nonce that comes
//! twice under one key gives both texts away. Drawn ones are safe for 2^32 texts a key, and each owner has a key of its own.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::rand;

/// How many bytes a key has.
pub const KEY_BYTES: usize = 32;

/// What was sealed does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("what was sealed does not open: it was changed, belongs elsewhere, or was sealed with another key")]
pub struct Broken;

/// A key that seals and opens. It never prints itself.
pub struct Sealer(RandomizedNonceKey);

impl Sealer {
    /// Takes a key.
    #[expect(clippy::expect_used, reason = "the cipher takes every key of 32 bytes")]
    pub fn new(key: &[u8; KEY_BYTES]) -> Self {
        Self(RandomizedNonceKey::new(&AES_256_GCM, key).expect("a key of 32 bytes"))
    }

    /// Seals bytes, bound to a place without which they don't open: the nonce, then what is sealed, then its tag.
    #[expect(clippy::expect_used, reason = "without randomness nothing can be sealed, and nothing may be stored unsealed")]
    pub fn seal(&self, place: &[u8], mut bytes: Vec<u8>) -> Vec<u8> {
        let nonce = self.0.seal_in_place_append_tag(Aad::from(place), &mut bytes).expect("the operating system gives random bytes");
        [&nonce.as_ref()[..], &bytes].concat()
    }

    /// Opens what was sealed for the same place.
    pub fn open(&self, place: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Broken> {
        let (nonce, rest) = sealed.split_at_checked(NONCE_LEN).ok_or(Broken)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| Broken)?;
        let mut bytes = rest.to_vec();
        let length = self.0.open_in_place(nonce, Aad::from(place), &mut bytes).map_err(|_| Broken)?.len();
        bytes.truncate(length);
        Ok(bytes)
    }
}

/// Draws a key.
#[expect(clippy::expect_used, reason = "a key that is not drawn is none")]
pub fn draw() -> [u8; KEY_BYTES] {
    let mut key = [0; KEY_BYTES];
    rand::fill(&mut key).expect("the operating system gives random bytes");
    key
}
