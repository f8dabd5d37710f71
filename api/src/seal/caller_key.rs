//! The key of one owner: it seals callers and finds them again by a hash that nobody makes without it.

use aws_lc_rs::hkdf::{HKDF_SHA256, Prk, Salt};
use aws_lc_rs::hmac::{self, HMAC_SHA256};
use entity::value::phone_number::PhoneNumber;
use uuid::Uuid;

use super::sealer::{Broken, KEY_BYTES, Sealer};

/// The form of what is sealed, which is its first byte.
const VERSION: u8 = 1;
/// Texts are filled up to a multiple of this, so that the length of what is sealed does not tell the length of a number.
const BLOCK: usize = 16;
/// What a data key is for, so that the same bytes elsewhere make other keys.
const SALT: &[u8] = b"dialgate data key";
const SEALS: &[u8] = b"seals callers";
const FINDS: &[u8] = b"finds callers";
const TELLS: &[u8] = b"tells contents apart";

/// The key of one owner, made from its data key. It never prints itself.
pub struct CallerKey {
    seals: Sealer,
    finds: hmac::Key,
    tells: hmac::Key,
}

impl CallerKey {
    /// Makes its keys from a data key: who learns one of them learns nothing of the others.
    pub fn new(data_key: &[u8; KEY_BYTES]) -> Self {
        let root = Salt::new(HKDF_SHA256, SALT).extract(data_key);
        let hmac = |purpose| hmac::Key::new(HMAC_SHA256, &derive(&root, purpose));
        Self { seals: Sealer::new(&derive(&root, SEALS)), finds: hmac(FINDS), tells: hmac(TELLS) }
    }

    /// Seals a text of a call, or of what else has an id: it opens for that id alone. The text does not end in U+0000.
    pub fn seal(&self, call: Uuid, text: &str) -> Vec<u8> {
        let mut bytes = text.as_bytes().to_vec();
        bytes.resize(bytes.len().next_multiple_of(BLOCK), 0);
        [&[VERSION][..], &self.seals.seal(&place(call), bytes)].concat()
    }

    /// Opens what was sealed for a call.
    ///
    /// Broken: it was sealed with a key that is gone since, as happens while a whole account's callers are being erased, or it was
    /// tampered with. Whoever only shows callers treats it as one that was cleared.
    pub fn open(&self, call: Uuid, sealed: &[u8]) -> Result<String, Broken> {
        let (version, rest) = sealed.split_first().ok_or(Broken)?;
        if *version != VERSION {
            return Err(Broken);
        }
        let text = String::from_utf8(self.seals.open(&place(call), rest)?).map_err(|_| Broken)?;
        Ok(text.trim_end_matches('\0').to_owned())
    }

    /// The hash by which a caller's calls are found: the same for the same number and owner, 32 bytes, and without the key no guess
    /// at a number can be checked against it.
    pub fn search_hash(&self, number: &PhoneNumber) -> Vec<u8> {
        hmac::sign(&self.finds, number.as_str().as_bytes()).as_ref().to_vec()
    }

    /// The hash by which a content is told from another, 32 bytes: for contents with a caller in them, which could be guessed from a
    /// plain hash.
    pub fn digest(&self, bytes: &[u8]) -> Vec<u8> {
        hmac::sign(&self.tells, bytes).as_ref().to_vec()
    }
}

fn place(call: Uuid) -> Vec<u8> {
    [b"caller of ", &call.as_bytes()[..]].concat()
}

#[expect(clippy::expect_used, reason = "32 bytes are as many as the hash has")]
fn derive(root: &Prk, purpose: &[u8]) -> [u8; KEY_BYTES] {
    let mut key = [0; KEY_BYTES];
    root.expand(&[purpose], HKDF_SHA256).and_then(|okm| okm.fill(&mut key)).expect("a key of 32 bytes");
    key
}

#[cfg(test)]
mod tests {
    use entity::value::phone_number::PhoneNumber;
    use uuid::Uuid;

    use super::super::sealer::{Broken, draw};
    use super::CallerKey;

    const ONE: Uuid = Uuid::from_u128(1);
    const OTHER: Uuid = Uuid::from_u128(2);

    #[test]
    fn what_is_sealed_opens_for_its_call_with_its_key_and_not_elsewhere() {
        let [books, motors] = [CallerKey::new(&draw()), CallerKey::new(&draw())];
        for text in ["", "+447700900123", "+1234567", "sixteen bytes !!", "{\"caller\": \"+447700900123\"}", "¡más!"] {
            let sealed = books.seal(ONE, text);

            assert_eq!(books.open(ONE, &sealed).as_deref(), Ok(text));
            assert_eq!(books.open(OTHER, &sealed), Err(Broken), "moved to another call");
            assert_eq!(motors.open(ONE, &sealed), Err(Broken), "moved to another account");
        }
    }

    #[test]
    fn no_byte_of_it_can_be_changed_or_left_out() {
        let key = CallerKey::new(&draw());
        let sealed = key.seal(ONE, "+447700900123");
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(key.open(ONE, &changed), Err(Broken), "byte {at}");
            assert_eq!(key.open(ONE, &sealed[..at]), Err(Broken), "up to byte {at}");
        }
    }

    #[test]
    fn neither_length_nor_repetition_tells_a_number() {
        let key = CallerKey::new(&draw());
        let [short, long] = ["+4477009", "+447700900123456"].map(|text| key.seal(ONE, text));

        assert_eq!(short.len(), long.len());
        assert_ne!(key.seal(ONE, "+447700900123"), key.seal(ONE, "+447700900123"));
    }

    #[test]
    fn a_caller_is_found_by_its_owner_alone() {
        let [data_key, other] = [draw(), draw()];
        let [number, neighbour] = ["+447700900123", "+447700900124"].map(|text| PhoneNumber::parse(text).unwrap());
        let hash = CallerKey::new(&data_key).search_hash(&number);

        assert_eq!(hash.len(), 32);
        assert_eq!(CallerKey::new(&data_key).search_hash(&number), hash);
        assert_ne!(CallerKey::new(&data_key).search_hash(&neighbour), hash);
        assert_ne!(CallerKey::new(&other).search_hash(&number), hash);
        assert_ne!(CallerKey::new(&data_key).digest(number.as_str().as_bytes()), hash);
        assert_ne!(CallerKey::new(&data_key).digest(b"one"), CallerKey::new(&other).digest(b"one"));
    }
}
