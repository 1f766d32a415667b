//! Keys of signed notes and their text forms (C2SP signed-note, and `golang.org/x/mod/sumdb/note` for
//! the private one).
//!
//! ```text
//! public   <name>+<key ID, 8 hex digits>+base64(type ‖ public key)
//! private  PRIVATE+KEY+<name>+<key ID>+base64(type ‖ seed)
//! key ID   SHA-256(name ‖ 0x0A ‖ type ‖ public key)[..4], big endian
//! ```
//!
//! The same Ed25519 key has two IDs, one for each type, so that a signature over a note never passes
//! for a cosignature.

use std::fmt;

use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use crate::text::{decode, encode};

/// What a signature is made over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyType {
    /// 0x01: Ed25519 over the note's text. A log's.
    Ed25519,
    /// 0x04: Ed25519 over a time and the note's text. A witness's.
    Cosignature,
}

impl KeyType {
    /// The type's byte.
    #[must_use]
    pub fn byte(self) -> u8 {
        match self {
            Self::Ed25519 => 0x01,
            Self::Cosignature => 0x04,
        }
    }

    fn from_byte(byte: u8) -> Result<Self, KeyError> {
        match byte {
            0x01 => Ok(Self::Ed25519),
            0x04 => Ok(Self::Cosignature),
            _ => Err(KeyError::Type(byte)),
        }
    }
}

/// Why a text is no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    #[error("expected {0}")]
    Form(&'static str),
    #[error("its name must not be empty nor contain spaces, control characters or a plus sign")]
    Name,
    #[error("its ID must be 8 lower-case hexadecimal digits")]
    Id,
    #[error("its last part must be standard base64")]
    Base64,
    #[error("its type is 0x{0:02x}, and only 0x01 (Ed25519) and 0x04 (cosignature) are known")]
    Type(u8),
    #[error("an Ed25519 key has 32 bytes, this one has {0}")]
    Length(usize),
    #[error("its bytes are no Ed25519 public key, or one of small order")]
    Point,
    #[error("it says ID {stated:08x}, but name and key give {computed:08x}")]
    WrongId { stated: u32, computed: u32 },
}

/// Whether a key may have this name: not empty, no Unicode spaces, no plus sign, no control characters.
#[must_use]
pub fn is_name(name: &str) -> bool {
    let allowed = |c: char| !c.is_whitespace() && c != '+' && c >= ' ';
    !name.is_empty() && name.chars().all(allowed)
}

/// A name and a public key whose signatures can be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    id: u32,
    kind: KeyType,
    key: VerifyingKey,
}

impl VerifierKey {
    /// A key of that name.
    ///
    /// # Errors
    /// [`KeyError`] where the name is not allowed or the bytes are no public key.
    pub fn new(name: &str, kind: KeyType, public: &[u8; 32]) -> Result<Self, KeyError> {
        if !is_name(name) {
            return Err(KeyError::Name);
        }
        let key = VerifyingKey::from_bytes(public).map_err(|_| KeyError::Point)?;
        if key.is_weak() {
            return Err(KeyError::Point);
        }
        Ok(Self {
            name: name.to_owned(),
            id: key_id(name, kind, public),
            kind,
            key,
        })
    }

    /// Reads `<name>+<key ID>+base64(type ‖ public key)`.
    ///
    /// # Errors
    /// [`KeyError`] says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let (name, id, kind, public) = parse_parts(text, "<name>+<key ID>+<base64>")?;
        Self::new(name, kind, &public)?.stated(id)
    }

    fn stated(self, stated: u32) -> Result<Self, KeyError> {
        if self.id == stated {
            Ok(self)
        } else {
            Err(KeyError::WrongId {
                stated,
                computed: self.id,
            })
        }
    }

    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key ID.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.id
    }

    #[must_use]
    pub fn kind(&self) -> KeyType {
        self.kind
    }

    /// The public key's 32 bytes.
    #[must_use]
    pub fn public(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }

    /// The same name and key for the other type.
    #[must_use]
    pub fn with_kind(&self, kind: KeyType) -> Self {
        let id = key_id(&self.name, kind, self.public());
        Self {
            id,
            kind,
            ..self.clone()
        }
    }

    /// Whether `signature` is this key's over `message`, by the strict rules that Solana's Ed25519
    /// program applies too.
    pub(crate) fn signed(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(signature);
        self.key.verify_strict(message, &signature).is_ok()
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = encode(&[&[self.kind.byte()][..], self.public()].concat());
        write!(f, "{}+{:08x}+{key}", self.name, self.id)
    }
}

/// A name and a private key. Its `Debug` shows the public half.
#[derive(Clone)]
pub struct SignerKey {
    verifier: VerifierKey,
    key: SigningKey,
}

impl fmt::Debug for SignerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignerKey({})", self.verifier)
    }
}

impl SignerKey {
    /// A key of that name from its Ed25519 seed.
    ///
    /// # Errors
    /// [`KeyError::Name`] where the name is not allowed.
    pub fn from_seed(name: &str, kind: KeyType, seed: &[u8; 32]) -> Result<Self, KeyError> {
        let key = SigningKey::from_bytes(seed);
        let verifier = VerifierKey::new(name, kind, key.verifying_key().as_bytes())?;
        Ok(Self { verifier, key })
    }

    /// Reads `PRIVATE+KEY+<name>+<key ID>+base64(type ‖ seed)`.
    ///
    /// # Errors
    /// [`KeyError`] says what is wrong with it, never what its bytes are.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        const FORM: &str = "PRIVATE+KEY+<name>+<key ID>+<base64>";
        let rest = text
            .strip_prefix("PRIVATE+KEY+")
            .ok_or(KeyError::Form(FORM))?;
        let (name, id, kind, seed) = parse_parts(rest, FORM)?;
        let key = Self::from_seed(name, kind, &seed)?;
        let verifier = key.verifier.stated(id)?;
        Ok(Self {
            verifier,
            key: key.key,
        })
    }

    /// The text form. It is as secret as the key.
    #[must_use]
    pub fn to_secret_text(&self) -> String {
        let seed = encode(&[&[self.verifier.kind.byte()][..], &self.key.to_bytes()].concat());
        format!(
            "PRIVATE+KEY+{}+{:08x}+{seed}",
            self.verifier.name, self.verifier.id
        )
    }

    /// The public half.
    #[must_use]
    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// The same name and key for the other type.
    #[must_use]
    pub fn with_kind(&self, kind: KeyType) -> Self {
        Self {
            verifier: self.verifier.with_kind(kind),
            key: self.key.clone(),
        }
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }
}

fn key_id(name: &str, kind: KeyType, public: &[u8; 32]) -> u32 {
    let mut hasher = Sha256::new();
    hasher.update(name);
    hasher.update([b'\n', kind.byte()]);
    hasher.update(public);
    let hash = hasher.finalize();
    u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]])
}

/// The base64 part may contain plus signs itself, names and IDs may not.
fn parse_parts<'a>(
    text: &'a str,
    form: &'static str,
) -> Result<(&'a str, u32, KeyType, [u8; 32]), KeyError> {
    let mut parts = text.splitn(3, '+');
    let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(KeyError::Form(form));
    };
    if !is_name(name) {
        return Err(KeyError::Name);
    }
    let lower_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if id.len() != 8 || !id.bytes().all(lower_hex) {
        return Err(KeyError::Id);
    }
    let id = u32::from_str_radix(id, 16).map_err(|_| KeyError::Id)?;
    let bytes = decode(key).ok_or(KeyError::Base64)?;
    let (kind, key) = bytes.split_first().ok_or(KeyError::Length(0))?;
    let kind = KeyType::from_byte(*kind)?;
    let key = key.try_into().map_err(|_| KeyError::Length(key.len()))?;
    Ok((name, id, kind, key))
}
