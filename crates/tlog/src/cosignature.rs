//! Witnesses' signatures over a checkpoint at a time (C2SP tlog-cosignature, Ed25519).
//!
//! ```text
//! signature  time (u64, big endian) ‖ Ed25519 over the message
//! message    cosignature/v1\n
//!            time <seconds since 1970>\n
//!            <the note's text>
//! ```
//!
//! It states that, at that time, the largest tree of this log that the witness has seen has this root,
//! and extends every tree of this log that it has signed before. Not in its message: the witness's
//! name. A key is therefore used under one name only.

use crate::key::{KeyType, SignerKey, VerifierKey};
use crate::note::Signature;

/// Bytes of a cosignature after the key ID.
pub const COSIGNATURE_BYTES: usize = 72;
/// The latest time, in seconds since 1970.
pub const MAX_TIME: u64 = i64::MAX as u64;

/// Why there is no cosignature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CosignatureError {
    #[error("a cosignature has {COSIGNATURE_BYTES} bytes, this one has {0}")]
    Length(usize),
    #[error("the time is beyond 2^63 - 1 seconds")]
    Time,
    #[error("the key is not of type 0x04")]
    KeyType,
    #[error("the signature is not by this key over this time and text")]
    Signature,
}

/// What a witness signs.
#[must_use]
pub fn message(time: u64, text: &str) -> Vec<u8> {
    format!("cosignature/v1\ntime {time}\n{text}").into_bytes()
}

/// Signs a note's text at a time, in seconds since 1970.
///
/// # Errors
/// [`CosignatureError::KeyType`] with a log's key; [`CosignatureError::Time`] beyond [`MAX_TIME`].
pub fn sign(key: &SignerKey, text: &str, time: u64) -> Result<Signature, CosignatureError> {
    if key.verifier().kind() != KeyType::Cosignature {
        return Err(CosignatureError::KeyType);
    }
    if time > MAX_TIME {
        return Err(CosignatureError::Time);
    }
    let signature = key.sign(&message(time, text));
    Ok(Signature {
        name: key.verifier().name().to_owned(),
        id: key.verifier().id(),
        bytes: [&time.to_be_bytes()[..], &signature].concat(),
    })
}

/// The time and the Ed25519 signature of a cosignature's bytes, unverified.
///
/// # Errors
/// [`CosignatureError::Length`] and [`CosignatureError::Time`].
pub fn split(bytes: &[u8]) -> Result<(u64, [u8; 64]), CosignatureError> {
    let wrong = CosignatureError::Length(bytes.len());
    let (time, signature) = bytes.split_first_chunk::<8>().ok_or(wrong)?;
    let signature = signature.try_into().map_err(|_| wrong)?;
    let time = u64::from_be_bytes(*time);
    if time > MAX_TIME {
        return Err(CosignatureError::Time);
    }
    Ok((time, signature))
}

/// Checks a cosignature's bytes over a note's text; returns its time.
///
/// # Errors
/// [`CosignatureError`] says why it does not hold.
pub fn verify(key: &VerifierKey, text: &str, bytes: &[u8]) -> Result<u64, CosignatureError> {
    if key.kind() != KeyType::Cosignature {
        return Err(CosignatureError::KeyType);
    }
    let (time, signature) = split(bytes)?;
    if key.signed(&message(time, text), &signature) {
        Ok(time)
    } else {
        Err(CosignatureError::Signature)
    }
}
