//! Signatures that the runtime has checked: one instruction of the Ed25519 or the secp256r1 program in the same
//! transaction, read strictly.
//!
//! A program cannot call these programs; they run as instructions of the transaction itself, and where a
//! signature is bad the whole transaction fails. So it does not matter whether the instruction stands before or
//! after the one that reads it, nor whether the reader was called by another program: what the instructions
//! sysvar shows are the transaction's own instructions, and all of them succeed or nothing has happened.
//!
//! What a reader has to see to is *what* was checked. The programs take signature, key and message from any
//! place of any instruction, as their offsets say. Only the plain form is taken here: exactly one signature,
//! all three parts inside the very instruction that is read. Ed25519 is verified strictly (no small-order
//! keys), P-256 only in low-S form (`s <= n / 2`), both by the runtime: `verify` of `agave-precompiles` 4.2.2,
//! `ed25519.rs` and `secp256r1.rs`.

use anchor_lang::prelude::*;
use core::ops::Range;
use solana_instructions_sysvar::{load_current_index_checked, load_instruction_at_checked};

use crate::error::AlthingError;

/// The Ed25519 program.
pub const ED25519_PROGRAM: Pubkey = pubkey!("Ed25519SigVerify111111111111111111111111111");
/// The secp256r1 (P-256) program.
pub const SECP256R1_PROGRAM: Pubkey = pubkey!("Secp256r1SigVerify1111111111111111111111111");

/// Bytes of a signature: R and S, or r and s, 32 bytes each.
pub const SIGNATURE: usize = 64;
/// Bytes of the longest public key.
pub const MAX_PUBLIC_KEY: usize = 33;
/// Count, padding and one set of offsets.
const HEADER: usize = 16;

/// How a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Scheme {
    /// Ed25519, keys of 32 bytes.
    Ed25519 = 1,
    /// ECDSA over P-256 with SHA-256, keys compressed to 33 bytes, signatures in low-S form.
    P256 = 2,
}

impl Scheme {
    /// The scheme of this number.
    ///
    /// # Errors
    /// [`AlthingError::SigningSchemeUnknown`].
    pub fn from_number(number: u8) -> Result<Self> {
        match number {
            1 => Ok(Self::Ed25519),
            2 => Ok(Self::P256),
            _ => Err(AlthingError::SigningSchemeUnknown.into()),
        }
    }

    /// Bytes of its public keys.
    #[must_use]
    pub const fn key_length(self) -> usize {
        match self {
            Self::Ed25519 => 32,
            Self::P256 => MAX_PUBLIC_KEY,
        }
    }

    /// The program that checks its signatures.
    #[must_use]
    pub const fn program(self) -> Pubkey {
        match self {
            Self::Ed25519 => ED25519_PROGRAM,
            Self::P256 => SECP256R1_PROGRAM,
        }
    }

    /// Whether these bytes have the form of one of its public keys. Whether there is such a point on the curve shows
    /// with the first signature.
    #[must_use]
    pub fn is_key(self, bytes: &[u8]) -> bool {
        bytes.len() == self.key_length()
            && match self {
                Self::Ed25519 => bytes.iter().any(|byte| *byte != 0),
                Self::P256 => matches!(bytes.first(), Some(2 | 3)),
            }
    }
}

/// A signature that the runtime has checked.
#[derive(Debug)]
pub struct Checked {
    data: Vec<u8>,
    public_key: Range<usize>,
    signature: Range<usize>,
    message: Range<usize>,
}

impl Checked {
    /// Reads an instruction of the running transaction, at its place relative to the transaction's own
    /// instruction that runs now: -1 for the one before. So instructions that a wallet puts first do not
    /// matter.
    ///
    /// # Errors
    /// [`AlthingError::PrecompileMissing`] where it is not one of the scheme's program,
    /// [`AlthingError::PrecompileMalformed`] where it does not check exactly one signature of its own.
    #[inline(never)]
    pub fn read(sysvar: &AccountInfo, relative: i16, scheme: Scheme) -> Result<Self> {
        let index = load_current_index_checked(sysvar)?
            .checked_add_signed(relative)
            .ok_or(AlthingError::PrecompileMissing)?;
        let instruction = load_instruction_at_checked(usize::from(index), sysvar)
            .map_err(|_| AlthingError::PrecompileMissing)?;
        ensure_keys_eq!(
            instruction.program_id,
            scheme.program(),
            AlthingError::PrecompileMissing
        );
        Self::parse(instruction.data, index, scheme)
            .ok_or_else(|| AlthingError::PrecompileMalformed.into())
    }

    /// The parts of an instruction's data, where it is of the plain form.
    fn parse(data: Vec<u8>, index: u16, scheme: Scheme) -> Option<Self> {
        let (header, _) = data.split_at_checked(HEADER)?;
        let (count, offsets) = header.split_at_checked(2)?;
        let mut words = offsets
            .chunks_exact(2)
            .map(|word| u16::from_le_bytes([word[0], word[1]]));
        if count != [1, 0] {
            return None;
        }
        let own = |instruction: u16| instruction == u16::MAX || instruction == index;
        let mut part = |length: Option<usize>| {
            let start = usize::from(words.next()?);
            let length = match length {
                Some(length) => length,
                None => usize::from(words.next()?),
            };
            let end = start.checked_add(length)?;
            (own(words.next()?) && start >= HEADER && end <= data.len()).then_some(start..end)
        };
        let signature = part(Some(SIGNATURE))?;
        let public_key = part(Some(scheme.key_length()))?;
        let message = part(None)?;
        Some(Self {
            data,
            public_key,
            signature,
            message,
        })
    }

    /// The key that signed.
    #[must_use]
    pub fn public_key(&self) -> &[u8] {
        self.data.get(self.public_key.clone()).unwrap_or_default()
    }

    /// What it signed.
    #[must_use]
    pub fn message(&self) -> &[u8] {
        self.data.get(self.message.clone()).unwrap_or_default()
    }

    /// The signature.
    #[must_use]
    pub fn signature(&self) -> [u8; SIGNATURE] {
        let bytes = self.data.get(self.signature.clone());
        bytes
            .and_then(|bytes| bytes.try_into().ok())
            .unwrap_or([0; SIGNATURE])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// An instruction as the SDK builds it: key, signature, message.
    fn plain(scheme: Scheme, message: &[u8]) -> Vec<u8> {
        let key = scheme.key_length() as u16;
        let (at_key, at_signature) = (16, 16 + key);
        let words = [
            at_signature,
            u16::MAX,
            at_key,
            u16::MAX,
            at_signature + 64,
            message.len() as u16,
            u16::MAX,
        ];
        let mut data = vec![1, 0];
        data.extend(words.iter().flat_map(|word| word.to_le_bytes()));
        data.extend(vec![2; usize::from(key)]);
        data.extend([3; 64]);
        data.extend(message);
        data
    }

    fn set(data: &mut [u8], word: usize, value: u16) {
        data[2 + 2 * word..4 + 2 * word].copy_from_slice(&value.to_le_bytes());
    }

    fn parse(data: &[u8]) -> Option<Checked> {
        Checked::parse(data.to_vec(), 7, Scheme::Ed25519)
    }

    #[test]
    fn the_plain_form_of_both_schemes_is_read() {
        for scheme in [Scheme::Ed25519, Scheme::P256] {
            let checked = Checked::parse(plain(scheme, b"word"), 0, scheme).unwrap();
            assert_eq!(checked.public_key(), vec![2; scheme.key_length()]);
            assert_eq!(checked.signature(), [3; 64]);
            assert_eq!(checked.message(), b"word");
        }
    }

    #[test]
    fn an_empty_message_is_one() {
        assert_eq!(
            parse(&plain(Scheme::Ed25519, b"")).unwrap().message(),
            b"" as &[u8]
        );
    }

    #[test]
    fn no_other_count_than_one_is_read() {
        for count in [[0, 0], [2, 0], [255, 0], [1, 1]] {
            let mut data = plain(Scheme::Ed25519, b"word");
            data[..2].copy_from_slice(&count);
            assert!(parse(&data).is_none(), "{count:?}");
        }
    }

    #[test]
    fn each_part_lies_in_the_instruction_itself() {
        for word in [1, 3, 6] {
            for (index, taken) in [(7, true), (u16::MAX, true), (0, false), (8, false)] {
                let mut data = plain(Scheme::Ed25519, b"word");
                set(&mut data, word, index);
                assert_eq!(parse(&data).is_some(), taken, "{word} {index}");
            }
        }
    }

    #[test]
    fn no_part_reaches_beyond_the_data_or_into_the_offsets() {
        let whole = plain(Scheme::Ed25519, b"word");
        for (word, last) in [
            (0, whole.len() - 64),
            (2, whole.len() - 32),
            (4, whole.len() - 4),
        ] {
            for (start, taken) in [
                (last, true),
                (last + 1, false),
                (65_535, false),
                (15, false),
            ] {
                let mut data = whole.clone();
                set(&mut data, word, start as u16);
                assert_eq!(parse(&data).is_some(), taken, "{word} {start}");
            }
        }
        for length in 0..whole.len() {
            assert!(parse(&whole[..length]).is_none(), "{length}");
        }
    }

    #[test]
    fn keys_have_the_length_and_form_of_their_scheme() {
        assert!(Scheme::Ed25519.is_key(&[1; 32]));
        assert!(!Scheme::Ed25519.is_key(&[0; 32]) && !Scheme::Ed25519.is_key(&[1; 33]));
        for (first, taken) in [(2, true), (3, true), (4, false), (0, false)] {
            let mut key = [9; 33];
            key[0] = first;
            assert_eq!(Scheme::P256.is_key(&key), taken);
        }
        assert!(!Scheme::P256.is_key(&[2; 32]) && !Scheme::P256.is_key(&[2; 65]));
        assert!(Scheme::from_number(0).is_err() && Scheme::from_number(3).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(data in prop::collection::vec(any::<u8>(), 0..200), index: u16) {
            for scheme in [Scheme::Ed25519, Scheme::P256] {
                if let Some(checked) = Checked::parse(data.clone(), index, scheme) {
                    prop_assert_eq!(checked.public_key().len(), scheme.key_length());
                    prop_assert_eq!(&data[..2], &[1, 0]);
                    prop_assert!(checked.message().len() + HEADER <= data.len());
                }
            }
        }
    }
}
