//! DSSE: the bytes that are signed, and the envelope that carries them.

use base64::alphabet;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use base64::engine::DecodePaddingMode;
use base64::Engine as _;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::keys::VerifyingKey;
use crate::sha256;
use crate::statement::MAX_STATEMENT_BYTES;

/// The payload type of an in-toto statement.
pub const PAYLOAD_TYPE: &str = "application/vnd.in-toto+json";

/// Longest signature read, in bytes: a P-521 signature in DER has at most 139; beside it may stand those of other kinds.
const MAX_SIGNATURE_BYTES: usize = 1024;

/// Most signatures of one envelope: each is tried.
const MAX_SIGNATURES: usize = 64;

/// Padded or not, as protobuf's JSON is read. What is hashed and signed are the bytes, however they were spelt.
const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);

/// Reads either alphabet ("Either standard or URL-safe encoding is allowed", DSSE 1.0).
fn decode(text: &str) -> Option<Vec<u8>> {
    const READERS: [GeneralPurpose; 2] = [
        GeneralPurpose::new(&alphabet::STANDARD, LENIENT),
        GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT),
    ];
    READERS.iter().find_map(|reader| reader.decode(text).ok())
}

/// Pre-authentication encoding (DSSE v1): `DSSEv1 SP len(type) SP type SP len(payload) SP payload`.
#[must_use]
pub fn pae(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let mut out = format!(
        "DSSEv1 {} {payload_type} {} ",
        payload_type.len(),
        payload.len()
    )
    .into_bytes();
    out.extend_from_slice(payload);
    out
}

/// Reads the encoding back; `None` unless it is exactly one.
#[must_use]
pub fn parse_pae(encoded: &[u8]) -> Option<(&str, &[u8])> {
    fn field(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
        let space = bytes.iter().take(21).position(|b| *b == b' ')?;
        let digits = std::str::from_utf8(&bytes[..space]).ok()?;
        let plain = digits == "0" || !digits.starts_with('0');
        if !plain || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        bytes[space + 1..].split_at_checked(digits.parse().ok()?)
    }
    let (kind, rest) = field(encoded.strip_prefix(b"DSSEv1 ")?)?;
    let (payload, rest) = field(rest.strip_prefix(b" ")?)?;
    rest.is_empty()
        .then_some((std::str::from_utf8(kind).ok()?, payload))
}

/// A statement's bytes and the signatures over their encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    pub payload: Vec<u8>,
    /// At least one. Written is mostly one: other readers of bundles may refuse several.
    pub signatures: Vec<Signature>,
}

/// One signature of an envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// ECDSA in DER, or the 64 bytes of Ed25519.
    pub bytes: Vec<u8>,
    /// A hint that nothing is decided by; the reference leaves it empty.
    pub keyid: String,
}

/// Consumers "MUST ignore unrecognized fields" (DSSE 1.0); no signature covers them.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RawEnvelope {
    payload: String,
    payload_type: String,
    signatures: Vec<RawSignature>,
}

#[derive(Serialize, Deserialize)]
struct RawSignature {
    sig: String,
    /// Absent, empty and `null` are the same: releases of the reference before 1.1 wrote `null`.
    #[serde(default)]
    keyid: Option<String>,
}

impl Envelope {
    /// A payload with one signature, as it is written.
    #[must_use]
    pub fn new(payload: Vec<u8>, signature: Vec<u8>) -> Self {
        let signature = Signature {
            bytes: signature,
            keyid: String::new(),
        };
        Self {
            payload,
            signatures: vec![signature],
        }
    }

    /// The signature that the key made: "An envelope MAY have more than one" (DSSE 1.0), and whose the others are is for
    /// their verifiers to say.
    ///
    /// # Errors
    /// [`Error::BadSignature`] where none is.
    pub fn verify(&self, key: &VerifyingKey) -> Result<&Signature> {
        let message = self.signed_bytes();
        self.signatures
            .iter()
            .find(|signature| key.verify(&message, &signature.bytes).is_ok())
            .ok_or(Error::BadSignature)
    }

    /// The bytes that the signature covers.
    #[must_use]
    pub fn signed_bytes(&self) -> Vec<u8> {
        pae(PAYLOAD_TYPE, &self.payload)
    }

    /// SHA-256 of [`Envelope::signed_bytes`].
    #[must_use]
    pub fn signed_hash(&self) -> [u8; 32] {
        sha256(&self.signed_bytes())
    }

    /// Reads the JSON of an envelope.
    ///
    /// # Errors
    /// For another payload type, for no signature or more than 64, for what is not base64 of one of the two alphabets.
    pub fn parse(json: &[u8]) -> Result<Self> {
        const LIMIT: usize = MAX_STATEMENT_BYTES / 3 * 4 + 4096;
        if json.len() > LIMIT {
            return Err(Error::TooLarge {
                what: "envelope",
                limit: LIMIT,
            });
        }
        let raw: RawEnvelope = serde_json::from_slice(json).map_err(|e| Error::Json {
            what: "envelope",
            why: e.to_string(),
        })?;
        raw.try_into()
    }

    /// The JSON of the envelope alone.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(&RawEnvelope::from(self)).expect("strings only")
    }
}

impl TryFrom<RawEnvelope> for Envelope {
    type Error = Error;

    fn try_from(raw: RawEnvelope) -> Result<Self> {
        if raw.payload_type != PAYLOAD_TYPE {
            let hint = "a model's signature is over an in-toto statement";
            return Err(Error::Unsupported {
                what: "payload type",
                found: raw.payload_type,
                hint,
            });
        }
        if raw.signatures.is_empty() || raw.signatures.len() > MAX_SIGNATURES {
            return Err(Error::Bundle(
                "the envelope must have a signature, and at most 64",
            ));
        }
        let payload = decode(&raw.payload).ok_or(Error::Bundle("the payload is not base64"))?;
        if payload.len() > MAX_STATEMENT_BYTES {
            return Err(Error::TooLarge {
                what: "statement",
                limit: MAX_STATEMENT_BYTES,
            });
        }
        let signatures = raw.signatures.into_iter().map(Signature::try_from);
        Ok(Self {
            payload,
            signatures: signatures.collect::<Result<_>>()?,
        })
    }
}

impl TryFrom<RawSignature> for Signature {
    type Error = Error;

    fn try_from(raw: RawSignature) -> Result<Self> {
        let bytes = decode(&raw.sig).ok_or(Error::Bundle("the signature is not base64"))?;
        if bytes.is_empty() || bytes.len() > MAX_SIGNATURE_BYTES {
            return Err(Error::Bundle("the signature is empty or too long"));
        }
        Ok(Self {
            bytes,
            keyid: raw.keyid.unwrap_or_default(),
        })
    }
}

impl From<&Envelope> for RawEnvelope {
    fn from(envelope: &Envelope) -> Self {
        let signatures = envelope.signatures.iter().map(|signature| RawSignature {
            sig: STANDARD.encode(&signature.bytes),
            keyid: Some(signature.keyid.clone()),
        });
        Self {
            payload: STANDARD.encode(&envelope.payload),
            payload_type: PAYLOAD_TYPE.to_owned(),
            signatures: signatures.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The test vector of the DSSE specification's protocol.
    #[test]
    fn the_specification_s_vector() {
        let encoded = pae("http://example.com/HelloWorld", b"hello world");
        assert_eq!(
            encoded,
            b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
        );
    }

    #[test]
    fn an_encoding_is_exact() {
        assert_eq!(parse_pae(b"DSSEv1 1 a 0 "), Some(("a", &b""[..])));
        for bad in [
            "",
            "DSSEv1",
            "DSSEv1 1 a 0",
            "DSSEv1 1 a 1 ",
            "DSSEv1 1 a 0 x",
            "DSSEv1 01 a 0 ",
            "DSSEv1 2 a 0 ",
        ] {
            assert_eq!(parse_pae(bad.as_bytes()), None, "{bad}");
        }
        for bad in [
            "DSSEV1 1 a 0 ",
            "DSSEv1 +1 a 0 ",
            "DSSEv1 99999999999999999999 a 0 ",
            "DSSEv1 1 a 18446744073709551615 ",
        ] {
            assert_eq!(parse_pae(bad.as_bytes()), None, "{bad}");
        }
        assert_eq!(parse_pae(b"DSSEv1 1 \xff 0 "), None);
    }

    #[test]
    fn base64_is_read_in_both_alphabets_padded_or_not() {
        let bytes = [0xfb, 0xff, 0xbe, 0x01];
        for text in ["+/++AQ==", "-_--AQ==", "+/++AQ", "-_--AQ"] {
            assert_eq!(decode(text).as_deref(), Some(&bytes[..]), "{text}");
        }
        // Both alphabets at once, bits that are left over, too little, padding in the middle.
        for text in ["+_++AQ==", "+/++AR==", "+/++A", "AQ==AQ==", "+/++ AQ=="] {
            assert_eq!(decode(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn encodings_read_back(kind in ".{0,20}", payload in proptest::collection::vec(any::<u8>(), 0..64)) {
            let encoded = pae(&kind, &payload);
            prop_assert_eq!(parse_pae(&encoded), Some((kind.as_str(), payload.as_slice())));
        }
    }
}
