//! Signed notes (C2SP signed-note): a text, an empty line, signature lines.
//!
//! ```text
//! <text, which may have empty lines>
//!
//! — <name> base64(key ID ‖ signature)
//! ```
//!
//! A note is valid UTF-8 without control characters but newlines, at most [`MAX_NOTE`] bytes with 1 to
//! [`MAX_SIGNATURES`] signatures. Its text means nothing until [`Note::verify`] has found a signature
//! of a key that is trusted. Signatures of unknown keys are ignored; one of a known key that does not
//! hold condemns the note.

use std::fmt::Write as _;

use crate::cosignature;
use crate::key::{is_name, KeyType, SignerKey, VerifierKey};
use crate::text::{checked, decode, encode, Lines, TextError, TextFault};

/// Bytes of a note.
pub const MAX_NOTE: usize = 1 << 20;
/// Signatures of a note; C2SP asks for at least 16.
pub const MAX_SIGNATURES: usize = 100;

const DASH: &str = "— ";

/// One signature line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The key's name.
    pub name: String,
    /// The key's ID.
    pub id: u32,
    /// What follows the ID, at least one byte.
    pub bytes: Vec<u8>,
}

impl Signature {
    /// Whether it claims to be this key's.
    #[must_use]
    pub fn is_by(&self, key: &VerifierKey) -> bool {
        self.id == key.id() && self.name == key.name()
    }

    fn write(&self, out: &mut String) {
        let bytes = encode(&[&self.id.to_be_bytes()[..], &self.bytes].concat());
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{DASH}{} {bytes}", self.name);
    }

    fn parse(line: &str) -> Result<Self, TextFault> {
        const FORM: TextFault = TextFault::Expected {
            what: "a signature: — <name> <base64>",
        };
        let (name, bytes) = line
            .strip_prefix(DASH)
            .and_then(|rest| rest.split_once(' '))
            .ok_or(FORM)?;
        if !is_name(name) {
            return Err(TextFault::Name);
        }
        let bytes = decode(bytes).ok_or(TextFault::Base64)?;
        match bytes.split_first_chunk::<4>() {
            Some((id, signature)) if !signature.is_empty() => Ok(Self {
                name: name.to_owned(),
                id: u32::from_be_bytes(*id),
                bytes: signature.to_vec(),
            }),
            _ => Err(TextFault::ShortSignature),
        }
    }
}

/// A text and its signatures, of which none is verified yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<Signature>,
}

/// A signature that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified<'a> {
    pub key: &'a VerifierKey,
    /// Seconds since 1970 at which a witness says that it signed; `None` for a log's signature.
    pub time: Option<u64>,
}

/// Why a note is not to be trusted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    #[error("none of the note's {signatures} signatures is by a known key")]
    NoKnownKey { signatures: usize },
    #[error("signature {number} says it is by {name}+{id:08x}, a known key, but is not")]
    BadSignature {
        number: usize,
        name: String,
        id: u32,
    },
    #[error("signature {number}, by {name}+{id:08x}, has a time beyond 2^63 - 1")]
    Time {
        number: usize,
        name: String,
        id: u32,
    },
    #[error("two of the known keys are {name}+{id:08x}: give one of them")]
    Ambiguous { name: String, id: u32 },
}

impl Note {
    /// A text without signatures.
    ///
    /// # Errors
    /// [`TextError`] where the text is too long, has control characters or does not end with a newline.
    pub fn new(text: &str) -> Result<Self, TextError> {
        let text = checked(text.as_bytes(), MAX_NOTE)?;
        if !text.ends_with('\n') {
            return Err(TextFault::NoFinalNewline.at(text.matches('\n').count() + 1));
        }
        Ok(Self {
            text: text.to_owned(),
            signatures: Vec::new(),
        })
    }

    /// Reads a note.
    ///
    /// # Errors
    /// [`TextError`] says what is wrong in which line.
    pub fn parse(bytes: &[u8]) -> Result<Self, TextError> {
        let all = checked(bytes, MAX_NOTE)?;
        let lines = all.matches('\n').count();
        if !all.ends_with('\n') {
            return Err(TextFault::NoFinalNewline.at(lines + 1));
        }
        let blank = TextFault::Missing {
            what: "an empty line and signatures",
        };
        let (split, _) = all
            .rmatch_indices("\n\n")
            .next()
            .ok_or(blank.clone().at(lines + 1))?;
        let (text, signatures) = (&all[..=split], &all[split + 2..]);
        if signatures.is_empty() {
            return Err(TextFault::Missing { what: "signatures" }.at(lines + 1));
        }
        let first = text.matches('\n').count() + 2;
        Ok(Self {
            text: text.to_owned(),
            signatures: parse_signatures(signatures, first)?,
        })
    }

    /// What was signed, with its last newline.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    #[must_use]
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// The note as it is stored and sent. Without signatures it is not a note that can be read.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut out = format!("{}\n", self.text);
        self.signatures
            .iter()
            .for_each(|signature| signature.write(&mut out));
        out
    }

    /// Adds the signature of a log's key, in place of an older one of that key.
    ///
    /// # Errors
    /// [`TextFault::TooMany`] beyond [`MAX_SIGNATURES`]; [`TextFault::Expected`] where the key is a
    /// witness's, which signs with a time ([`cosignature::sign`]).
    pub fn sign(&mut self, key: &SignerKey) -> Result<(), TextFault> {
        if key.verifier().kind() != KeyType::Ed25519 {
            return Err(TextFault::Expected {
                what: "a key of type 0x01, which signs a note as it is",
            });
        }
        let (name, id) = (key.verifier().name().to_owned(), key.verifier().id());
        let bytes = key.sign(self.text.as_bytes()).to_vec();
        self.add(Signature { name, id, bytes })
    }

    /// Adds a signature, in place of an older one of the same name and key ID.
    ///
    /// # Errors
    /// [`TextFault`] where its name or its bytes cannot be written, or beyond [`MAX_SIGNATURES`].
    pub fn add(&mut self, signature: Signature) -> Result<(), TextFault> {
        if !is_name(&signature.name) {
            return Err(TextFault::Name);
        }
        if signature.bytes.is_empty() {
            return Err(TextFault::ShortSignature);
        }
        self.signatures
            .retain(|old| old.name != signature.name || old.id != signature.id);
        if self.signatures.len() == MAX_SIGNATURES {
            return Err(TextFault::TooMany {
                what: "signatures",
                max: MAX_SIGNATURES,
            });
        }
        self.signatures.push(signature);
        Ok(())
    }

    /// The signatures of known keys, each key once, in the order of the note.
    ///
    /// # Errors
    /// [`VerifyError`] where a known key's signature does not hold, or there is none.
    pub fn verify<'a>(&self, keys: &'a [VerifierKey]) -> Result<Vec<Verified<'a>>, VerifyError> {
        let mut verified: Vec<Verified<'a>> = Vec::new();
        for (at, signature) in self.signatures.iter().enumerate() {
            let mut known = keys.iter().filter(|key| signature.is_by(key));
            let Some(key) = known.next() else { continue };
            let (number, name, id) = (at + 1, signature.name.clone(), signature.id);
            if known.next().is_some() {
                return Err(VerifyError::Ambiguous { name, id });
            }
            let time = match key.kind() {
                KeyType::Ed25519 => {
                    signature
                        .bytes
                        .as_slice()
                        .try_into()
                        .ok()
                        .and_then(|bytes: &[u8; 64]| {
                            key.signed(self.text.as_bytes(), bytes).then_some(None)
                        })
                }
                KeyType::Cosignature => {
                    match cosignature::verify(key, &self.text, &signature.bytes) {
                        Err(cosignature::CosignatureError::Time) => {
                            return Err(VerifyError::Time { number, name, id });
                        }
                        checked => checked.ok().map(Some),
                    }
                }
            };
            let time = time.ok_or(VerifyError::BadSignature { number, name, id })?;
            if !verified.iter().any(|other| other.key == key) {
                verified.push(Verified { key, time });
            }
        }
        if verified.is_empty() {
            return Err(VerifyError::NoKnownKey {
                signatures: self.signatures.len(),
            });
        }
        Ok(verified)
    }
}

/// Reads signature lines alone, as a witness answers with. `first` is the number of the first line.
///
/// # Errors
/// [`TextError`] says what is wrong in which line.
pub fn parse_signatures(text: &str, first: usize) -> Result<Vec<Signature>, TextError> {
    let mut lines = Lines::new(text, first);
    let mut signatures = Vec::new();
    while !lines.rest().is_empty() {
        let number = lines.number();
        let line = lines.next("a signature")?;
        if signatures.len() == MAX_SIGNATURES {
            return Err(TextFault::TooMany {
                what: "signatures",
                max: MAX_SIGNATURES,
            }
            .at(number));
        }
        signatures.push(Signature::parse(line).map_err(|fault| fault.at(number))?);
    }
    Ok(signatures)
}
