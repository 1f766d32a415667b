//! Salted commitments.
//!
//! ```text
//! commitment = SHA-256("ALTHCOM" 01 ‖ kind (2) ‖ version (1) ‖ field (1) ‖ index (1) ‖ form (1) ‖ salt (32) ‖ value)
//! salt       = HMAC-SHA-256(subject key, "ALTHSLT" 01 ‖ log (32) ‖ operator (32) ‖ sequence (8) ‖ kind (2) ‖ version (1)
//!                           ‖ field (1) ‖ index (1))                              (or 32 random bytes)
//! ```
//!
//! What an operator keeps of a value whose salt is derived is covered under the same key, so that nothing of it is left
//! in clear when that key is gone:
//!
//! ```text
//! covered    = (form (1) ‖ length (2) ‖ value ‖ zeros up to a multiple of 64 bytes) XOR (block 0 ‖ block 1 ‖ …)
//! block i    = HMAC-SHA-256(subject key, "ALTHENC" 01 ‖ log (32) ‖ operator (32) ‖ sequence (8) ‖ kind (2) ‖ version (1)
//!                           ‖ field (1) ‖ index (1) ‖ commitment (32) ‖ i (4))
//! ```
//!
//! That is a synthetic initialisation vector: the commitment, which depends on the value, keeps two values of one place
//! from ever having the same blocks, and shows whether what comes out is what was put in.
//!
//! `field` is the field's position in its kind, from 1; `index` the position in a list, from 0, and 0 outside of lists.
//!
//! *Binding*: everything before the value has a fixed length, so two openings of one commitment would be a collision of
//! SHA-256. Kind, version, field and index are hashed, so a commitment to one field opens no other.
//!
//! *Hiding*: whoever lacks the salt has to guess 256 bits, however few values are possible. A derived salt is as good as
//! a random one for whoever lacks the key, because HMAC-SHA-256 is a pseudorandom function; every field of every record
//! has its own, so showing one says nothing about another. That holds while no (operator, sequence) is used twice
//! with one key.

use crate::error::Fault;
use crate::field::Commitment;
use crate::value::Address;
use crate::Hash;
use sha2::{Digest as _, Sha256};

/// Bytes of a value. Of anything longer the digest is committed to.
pub const MAX_VALUE: usize = 4096;

const COMMIT_DOMAIN: &[u8; 8] = b"ALTHCOM\x01";
const SALT_DOMAIN: &[u8; 8] = b"ALTHSLT\x01";
const COVER_DOMAIN: &[u8; 8] = b"ALTHENC\x01";
/// Bytes of a covered value are a multiple of it, so that little is told of the value's length.
const COVER_STEP: usize = 64;
const BLOCK: usize = 64;

/// A field of one record: what a salt belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The record's log.
    pub log: Address,
    /// The record's operator.
    pub operator: Address,
    /// The record's sequence number.
    pub sequence: u64,
    /// The record's kind.
    pub kind: u16,
    /// The version of that kind's layout.
    pub version: u8,
    /// The field's position in its kind, from 1.
    pub field: u8,
    /// The position in the field's list, from 0; 0 where it is no list.
    pub index: u8,
}

impl Place {
    fn tag(&self) -> [u8; 5] {
        let [low, high] = self.kind.to_le_bytes();
        [low, high, self.version, self.field, self.index]
    }

    /// All of it, after what it is hashed for.
    fn message(&self, domain: &[u8; 8]) -> [u8; 85] {
        let mut message = [0; 85];
        message[..8].copy_from_slice(domain);
        message[8..40].copy_from_slice(&self.log);
        message[40..72].copy_from_slice(&self.operator);
        message[72..80].copy_from_slice(&self.sequence.to_le_bytes());
        message[80..].copy_from_slice(&self.tag());
        message
    }
}

/// 32 random bytes that hide a value. Shown only to whom the value is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Salt(Hash);

impl Salt {
    /// # Errors
    /// [`Fault::WeakSalt`] for 32 zeros: a salt that was never filled.
    pub fn new(bytes: Hash) -> Result<Self, Fault> {
        if bytes == [0; 32] {
            return Err(Fault::WeakSalt);
        }
        Ok(Self(bytes))
    }

    /// The 32 bytes.
    pub fn bytes(&self) -> &Hash {
        &self.0
    }
}

impl std::fmt::Debug for Salt {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Salt(hidden)")
    }
}

/// The secret of one person, from which the salts of all that is logged about that person are derived. Erasing it
/// erases their content.
#[derive(Clone)]
pub struct SubjectKey {
    inner: Sha256,
    outer: Sha256,
}

impl SubjectKey {
    /// A key of 32 random bytes.
    ///
    /// # Errors
    /// [`Fault::WeakSalt`] for 32 zeros.
    pub fn new(secret: &Hash) -> Result<Self, Fault> {
        Salt::new(*secret)?;
        let mut pads = [[0x36; BLOCK], [0x5c; BLOCK]];
        for pad in &mut pads {
            pad.iter_mut()
                .zip(secret)
                .for_each(|(byte, key)| *byte ^= key);
        }
        let [inner, outer] = pads.map(Sha256::new_with_prefix);
        Ok(Self { inner, outer })
    }

    /// The salt for that place.
    pub fn salt(&self, place: &Place) -> Salt {
        Salt(self.mac(&place.message(SALT_DOMAIN)))
    }

    /// The value of a commitment, so that only this key uncovers it.
    pub(crate) fn cover(&self, place: &Place, commitment: &Commitment, value: &Value) -> Vec<u8> {
        let (form, bytes) = value.kept();
        // No value is longer than 4,096 bytes.
        let [low, high, ..] = bytes.len().to_le_bytes();
        let mut covered = vec![form, low, high];
        covered.extend_from_slice(bytes);
        covered.resize(covered.len().next_multiple_of(COVER_STEP), 0);
        self.xor(place, commitment, &mut covered);
        covered
    }

    /// The value that was covered; `None` where it was not under this key for this commitment.
    pub(crate) fn uncover(
        &self,
        place: &Place,
        commitment: &Commitment,
        covered: &[u8],
    ) -> Option<Value> {
        if !may_be_covered(covered.len()) {
            return None;
        }
        let mut bytes = covered.to_vec();
        self.xor(place, commitment, &mut bytes);
        let ([form, low, high], rest) = bytes.split_first_chunk()?;
        let (value, zeros) = rest.split_at_checked(u16::from_le_bytes([*low, *high]).into())?;
        let exact = zeros.len() < COVER_STEP && zeros.iter().all(|byte| *byte == 0);
        exact.then(|| Value::from_kept(*form, value)).flatten()
    }

    fn xor(&self, place: &Place, commitment: &Commitment, bytes: &mut [u8]) {
        let mut message = [0; 121];
        message[..85].copy_from_slice(&place.message(COVER_DOMAIN));
        message[85..117].copy_from_slice(&commitment.bytes());
        for (i, block) in (0u32..).zip(bytes.chunks_mut(32)) {
            message[117..].copy_from_slice(&i.to_le_bytes());
            let mask = self.mac(&message);
            block
                .iter_mut()
                .zip(mask)
                .for_each(|(byte, mask)| *byte ^= mask);
        }
    }

    /// HMAC-SHA-256 (RFC 2104). The key's two blocks are hashed once, not for every salt.
    fn mac(&self, message: &[u8]) -> Hash {
        let inner = self.inner.clone().chain_update(message).finalize();
        self.outer.clone().chain_update(inner).finalize().into()
    }
}

impl std::fmt::Debug for SubjectKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("SubjectKey(hidden)")
    }
}

/// What a value's bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Form {
    /// The content itself.
    Content = 0,
    /// The SHA-256 of the content.
    Sha256 = 1,
}

/// A value that a commitment hides.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// Content as UTF-8.
    Text(String),
    /// Content as bytes. The same bytes as text have the same commitment.
    Bytes(Vec<u8>),
    /// The SHA-256 of content that is too large to be shown in a receipt.
    Sha256(Hash),
}

impl Value {
    /// What is hashed, and as what.
    pub fn bytes(&self) -> (Form, &[u8]) {
        match self {
            Self::Text(text) => (Form::Content, text.as_bytes()),
            Self::Bytes(bytes) => (Form::Content, bytes),
            Self::Sha256(hash) => (Form::Sha256, hash),
        }
    }

    /// Its bytes, and which of the three it is: 0 text, 1 bytes, 2 a digest.
    fn kept(&self) -> (u8, &[u8]) {
        let form = match self {
            Self::Text(_) => 0,
            Self::Bytes(_) => 1,
            Self::Sha256(_) => 2,
        };
        (form, self.bytes().1)
    }

    fn from_kept(form: u8, bytes: &[u8]) -> Option<Self> {
        Some(match form {
            0 => Self::Text(std::str::from_utf8(bytes).ok()?.to_owned()),
            1 => Self::Bytes(bytes.to_vec()),
            2 => Self::Sha256(bytes.try_into().ok()?),
            _ => return None,
        })
    }
}

/// Whether so many bytes may be a covered value.
pub(crate) fn may_be_covered(length: usize) -> bool {
    const MOST: usize = (3 + MAX_VALUE).next_multiple_of(COVER_STEP);
    (COVER_STEP..=MOST).contains(&length) && length.is_multiple_of(COVER_STEP)
}

impl std::fmt::Debug for Value {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (form, bytes) = self.bytes();
        write!(out, "Value({form:?}, {} bytes)", bytes.len())
    }
}

/// The commitment to a value at a place.
///
/// # Errors
/// [`Fault::ValueTooLong`] over 4,096 bytes.
pub fn commitment(place: &Place, salt: &Salt, value: &Value) -> Result<Commitment, Fault> {
    let (form, bytes) = value.bytes();
    if bytes.len() > MAX_VALUE {
        return Err(Fault::ValueTooLong {
            have: bytes.len(),
            max: MAX_VALUE,
        });
    }
    let mut fixed = [0; 46];
    fixed[..8].copy_from_slice(COMMIT_DOMAIN);
    fixed[8..13].copy_from_slice(&place.tag());
    fixed[13] = form as u8;
    fixed[14..].copy_from_slice(&salt.0);
    Commitment::new(
        Sha256::new_with_prefix(fixed)
            .chain_update(bytes)
            .finalize()
            .into(),
    )
}

#[cfg(test)]
mod tests;
