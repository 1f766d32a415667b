//! Keys: EC P-256, P-384 and P-521 as the reference has them, and Ed25519 for signatures that a Solana program checks.
//!
//! The reference does not know Ed25519: such a bundle has the same form, but only this crate verifies it.

use std::fmt;

use ed25519_dalek as ed25519;
use p256::ecdsa::signature::{Signer as _, Verifier as _};
use p256::pkcs8::{DecodePrivateKey as _, DecodePublicKey as _, EncodePublicKey as _};

use crate::error::{Error, Result};
use crate::{hex, sha256};

/// DER before the 32 bytes of an Ed25519 public key (RFC 8410).
const ED25519_SPKI: [u8; 12] = [
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
];
/// DER before the 32 bytes of an Ed25519 private key (RFC 8410).
const ED25519_PKCS8: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];
/// Largest key file read, in bytes.
const MAX_KEY_BYTES: usize = 64 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// ECDSA with SHA-256.
    P256,
    /// ECDSA with SHA-384.
    P384,
    /// ECDSA with SHA-512.
    P521,
    Ed25519,
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::P256 => "EC P-256",
            Self::P384 => "EC P-384",
            Self::P521 => "EC P-521",
            Self::Ed25519 => "Ed25519",
        })
    }
}

/// A private key. Its `Debug` shows the public key only.
#[derive(Clone)]
#[allow(clippy::large_enum_variant, reason = "a process has one or two")]
pub enum SigningKey {
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
    P521(p521::SecretKey),
    Ed25519(ed25519::SigningKey),
}

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VerifyingKey {
    P256(p256::ecdsa::VerifyingKey),
    P384(p384::ecdsa::VerifyingKey),
    P521(p521::PublicKey),
    Ed25519(ed25519::VerifyingKey),
}

impl SigningKey {
    /// Reads PEM: `PRIVATE KEY` (PKCS#8) or `EC PRIVATE KEY` (SEC1), as OpenSSL writes them. Other blocks, such as curve
    /// parameters, may stand around it.
    ///
    /// # Errors
    /// [`Error::Key`] for an encrypted key, another kind or curve, no key, several keys.
    pub fn from_pem(pem: &[u8]) -> Result<Self> {
        let block = single_block(
            pem,
            &["PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"],
            "private",
        )?;
        let der = block.contents();
        if block.tag() == "ENCRYPTED PRIVATE KEY"
            || block.headers().iter().any(|(k, _)| k == "Proc-Type")
        {
            return Err(Error::Key(
                "the private key is encrypted; decrypt it with: openssl pkey -in KEY -out PLAIN",
            ));
        }
        if block.tag() == "EC PRIVATE KEY" {
            if let Ok(key) = p256::SecretKey::from_sec1_der(der) {
                return Ok(Self::P256(key.into()));
            }
            if let Ok(key) = p384::SecretKey::from_sec1_der(der) {
                return Ok(Self::P384(key.into()));
            }
            if let Ok(key) = p521::SecretKey::from_sec1_der(der) {
                return Ok(Self::P521(key));
            }
        } else if let Ok(key) = p256::SecretKey::from_pkcs8_der(der) {
            return Ok(Self::P256(key.into()));
        } else if let Ok(key) = p384::SecretKey::from_pkcs8_der(der) {
            return Ok(Self::P384(key.into()));
        } else if let Ok(key) = p521::SecretKey::from_pkcs8_der(der) {
            return Ok(Self::P521(key));
        } else if let Some(seed) = der
            .strip_prefix(&ED25519_PKCS8)
            .and_then(|seed| seed.try_into().ok())
        {
            return Ok(Self::from_ed25519_seed(seed));
        }
        Err(Error::Key("the private key is none of EC P-256, P-384, P-521 and Ed25519; make one with: openssl ecparam -name prime256v1 -genkey -noout"))
    }

    /// The first 32 bytes of a Solana keypair.
    #[must_use]
    pub fn from_ed25519_seed(seed: &[u8; 32]) -> Self {
        Self::Ed25519(ed25519::SigningKey::from_bytes(seed))
    }

    #[must_use]
    pub fn verifying_key(&self) -> VerifyingKey {
        match self {
            Self::P256(key) => VerifyingKey::P256(*key.verifying_key()),
            Self::P384(key) => VerifyingKey::P384(*key.verifying_key()),
            Self::P521(key) => VerifyingKey::P521(key.public_key()),
            Self::Ed25519(key) => VerifyingKey::Ed25519(key.verifying_key()),
        }
    }

    /// ECDSA in DER, deterministic (RFC 6979) but for P-521, whose nonce is random; P-256 with the lower of the two values
    /// of S, which the chain demands.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign(message);
                signature
                    .normalize_s()
                    .unwrap_or(signature)
                    .to_der()
                    .as_bytes()
                    .to_vec()
            }
            Self::P384(key) => {
                let signature: p384::ecdsa::Signature = key.sign(message);
                signature.to_der().as_bytes().to_vec()
            }
            Self::P521(key) => {
                let key = p521::ecdsa::SigningKey::from_bytes(&key.to_bytes())
                    .expect("a valid key has an encoding");
                let signature: p521::ecdsa::Signature = key.sign(message);
                signature.to_der().as_bytes().to_vec()
            }
            Self::Ed25519(key) => key.sign(message).to_bytes().to_vec(),
        }
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({:?})", self.verifying_key())
    }
}

impl VerifyingKey {
    /// Reads PEM: `PUBLIC KEY`, as OpenSSL writes it.
    ///
    /// # Errors
    /// [`Error::Key`] for another kind or curve, no key, several keys.
    pub fn from_pem(pem: &[u8]) -> Result<Self> {
        let block = single_block(pem, &["PUBLIC KEY"], "public")?;
        Self::from_spki(block.contents())
    }

    /// Reads a SubjectPublicKeyInfo in DER.
    ///
    /// # Errors
    /// [`Error::Key`] for another kind or curve.
    pub fn from_spki(der: &[u8]) -> Result<Self> {
        if let Ok(key) = p256::PublicKey::from_public_key_der(der) {
            return Ok(Self::P256(key.into()));
        }
        if let Ok(key) = p384::PublicKey::from_public_key_der(der) {
            return Ok(Self::P384(key.into()));
        }
        if let Ok(key) = p521::PublicKey::from_public_key_der(der) {
            return Ok(Self::P521(key));
        }
        if let Some(key) = der
            .strip_prefix(&ED25519_SPKI)
            .and_then(|key| <&[u8; 32]>::try_from(key).ok())
        {
            return Self::from_ed25519(key);
        }
        Err(Error::Key(
            "the public key is none of EC P-256, P-384, P-521 and Ed25519",
        ))
    }

    /// A Solana address as a key.
    ///
    /// # Errors
    /// [`Error::Key`] for 32 bytes that are no point, or a weak one under which forgeries exist.
    pub fn from_ed25519(key: &[u8; 32]) -> Result<Self> {
        match ed25519::VerifyingKey::from_bytes(key) {
            Ok(key) if !key.is_weak() => Ok(Self::Ed25519(key)),
            _ => Err(Error::Key("the 32 bytes are not a usable Ed25519 key")),
        }
    }

    #[must_use]
    pub fn kind(&self) -> KeyKind {
        match self {
            Self::P256(_) => KeyKind::P256,
            Self::P384(_) => KeyKind::P384,
            Self::P521(_) => KeyKind::P521,
            Self::Ed25519(_) => KeyKind::Ed25519,
        }
    }

    /// SubjectPublicKeyInfo in PEM, points uncompressed, as the reference and OpenSSL print it.
    #[must_use]
    pub fn to_pem(&self) -> String {
        let der = match self {
            Self::P256(key) => p256::PublicKey::from(key)
                .to_public_key_der()
                .expect("a valid key has an encoding")
                .as_bytes()
                .to_vec(),
            Self::P384(key) => p384::PublicKey::from(key)
                .to_public_key_der()
                .expect("a valid key has an encoding")
                .as_bytes()
                .to_vec(),
            Self::P521(key) => key
                .to_public_key_der()
                .expect("a valid key has an encoding")
                .as_bytes()
                .to_vec(),
            Self::Ed25519(key) => [&ED25519_SPKI[..], key.as_bytes()].concat(),
        };
        let config = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
        pem::encode_config(&pem::Pem::new("PUBLIC KEY", der), config)
    }

    /// The reference's hint in a bundle: SHA-256 of [`VerifyingKey::to_pem`], in hexadecimal.
    #[must_use]
    pub fn hint(&self) -> String {
        hex(&sha256(self.to_pem().as_bytes()))
    }

    /// The key as Solana's precompiles take it: 33 bytes (P-256, compressed) or 32 (Ed25519); `None` for P-384 and P-521.
    #[must_use]
    pub fn on_chain(&self) -> Option<Vec<u8>> {
        match self {
            Self::P256(key) => Some(key.to_encoded_point(true).as_bytes().to_vec()),
            Self::P384(_) | Self::P521(_) => None,
            Self::Ed25519(key) => Some(key.as_bytes().to_vec()),
        }
    }

    /// A key as Solana's precompiles take it, see [`Self::on_chain`].
    ///
    /// # Errors
    /// [`Error::Key`] for bytes that are no key, or a weak one.
    pub fn from_on_chain(bytes: &[u8]) -> Result<Self> {
        if let Ok(key) = <&[u8; 32]>::try_from(bytes) {
            return Self::from_ed25519(key);
        }
        let compressed = bytes.len() == 33;
        match p256::ecdsa::VerifyingKey::from_sec1_bytes(bytes) {
            Ok(key) if compressed => Ok(Self::P256(key)),
            _ => Err(Error::Key(
                "neither 32 bytes of an Ed25519 key nor 33 of a compressed P-256 key",
            )),
        }
    }

    /// Checks a signature in the form of [`VerifyingKey::on_chain_signature`].
    ///
    /// # Errors
    /// [`Error::BadSignature`], also for P-384 and P-521, and for a P-256 signature with the higher S, which the chain refuses.
    pub fn verify_on_chain(&self, message: &[u8], signature: &[u8; 64]) -> Result<()> {
        match self {
            Self::P256(key) => {
                let signature = p256::ecdsa::Signature::from_slice(signature)
                    .ok()
                    .filter(|signature| signature.normalize_s().is_none());
                match signature {
                    Some(signature) if key.verify(message, &signature).is_ok() => Ok(()),
                    _ => Err(Error::BadSignature),
                }
            }
            Self::P384(_) | Self::P521(_) => Err(Error::BadSignature),
            Self::Ed25519(_) => self.verify(message, signature),
        }
    }

    /// A signature of this kind as Solana's precompiles take it: 64 bytes, for P-256 with the lower S.
    ///
    /// # Errors
    /// [`Error::BadSignature`] if it is not of this kind's form; [`Error::Key`] for P-384 and P-521, which no precompile checks.
    pub fn on_chain_signature(&self, signature: &[u8]) -> Result<[u8; 64]> {
        match self {
            Self::P256(_) => {
                let signature =
                    p256::ecdsa::Signature::from_der(signature).map_err(|_| Error::BadSignature)?;
                Ok(signature
                    .normalize_s()
                    .unwrap_or(signature)
                    .to_bytes()
                    .into())
            }
            Self::P384(_) | Self::P521(_) => Err(Error::Key(
                "no program of the chain checks P-384 or P-521; sign with P-256 or Ed25519",
            )),
            Self::Ed25519(_) => signature.try_into().map_err(|_| Error::BadSignature),
        }
    }

    /// # Errors
    /// [`Error::BadSignature`].
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<()> {
        let ok = match self {
            Self::P256(key) => p256::ecdsa::Signature::from_der(signature)
                .is_ok_and(|s| key.verify(message, &s).is_ok()),
            Self::P384(key) => p384::ecdsa::Signature::from_der(signature)
                .is_ok_and(|s| key.verify(message, &s).is_ok()),
            Self::P521(key) => p521::ecdsa::VerifyingKey::from_affine(*key.as_affine())
                .and_then(|key| key.verify(message, &p521::ecdsa::Signature::from_der(signature)?))
                .is_ok(),
            Self::Ed25519(key) => ed25519::Signature::from_slice(signature)
                .is_ok_and(|s| key.verify_strict(message, &s).is_ok()),
        };
        if ok {
            Ok(())
        } else {
            Err(Error::BadSignature)
        }
    }
}

/// The only block with one of the tags.
fn single_block(text: &[u8], tags: &[&str], what: &str) -> Result<pem::Pem> {
    if text.len() > MAX_KEY_BYTES {
        return Err(Error::TooLarge {
            what: "key file",
            limit: MAX_KEY_BYTES,
        });
    }
    let blocks = pem::parse_many(text).map_err(|_| Error::Key("the key file is not PEM"))?;
    let mut blocks = blocks
        .into_iter()
        .filter(|block| tags.contains(&block.tag()));
    match (blocks.next(), blocks.next()) {
        (Some(block), None) => Ok(block),
        (None, _) if what == "public" => Err(Error::Key(
            "the file has no PUBLIC KEY; make it with: openssl pkey -in KEY -pubout",
        )),
        (None, _) => Err(Error::Key("the file has no PRIVATE KEY")),
        (Some(_), Some(_)) => Err(Error::Key("the file has several keys; leave one")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_back_from_the_chains_form() {
        let p256 = SigningKey::P256(p256::ecdsa::SigningKey::from_bytes(&[7; 32].into()).unwrap());
        for key in [SigningKey::from_ed25519_seed(&[5; 32]), p256] {
            let public = key.verifying_key();
            let bytes = public.on_chain().unwrap();
            assert_eq!(
                VerifyingKey::from_on_chain(&bytes).ok(),
                Some(public.clone())
            );
            let signature = public.on_chain_signature(&key.sign(b"m")).unwrap();
            assert_eq!(signature.len(), 64);
            for bad in [&bytes[1..], &[bytes.clone(), vec![0]].concat(), &[]] {
                assert!(VerifyingKey::from_on_chain(bad).is_err(), "{bad:?}");
            }
        }
    }
}
