//! Sigstore bundles as the reference writes them for signatures with a key.

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use crate::dsse::{pae, Envelope, RawEnvelope, PAYLOAD_TYPE};
use crate::error::{Error, Result};
use crate::keys::{SigningKey, VerifyingKey};
use crate::statement::{Statement, MAX_STATEMENT_BYTES};

/// The only media type that the reference reads.
pub const MEDIA_TYPE: &str = "application/vnd.dev.sigstore.bundle.v0.3+json";

/// Largest bundle read, in bytes.
pub const MAX_BUNDLE_BYTES: usize = MAX_STATEMENT_BYTES / 3 * 4 + 1024 * 1024;

/// A signed statement about a model. Nothing in it is trusted before [`Bundle::verify`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// Which key to verify with, see [`VerifyingKey::hint`]; older signers left it out.
    pub hint: Option<String>,
    pub envelope: Envelope,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RawBundle {
    media_type: String,
    verification_material: RawMaterial,
    dsse_envelope: RawEnvelope,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RawMaterial {
    #[serde(skip_serializing_if = "Option::is_none")]
    public_key: Option<RawPublicKey>,
    #[serde(default, skip_serializing)]
    x509_certificate_chain: Option<IgnoredAny>,
    #[serde(default, skip_serializing)]
    certificate: Option<IgnoredAny>,
    /// Times are those of the chain: a timestamp is passed over, as by the reference.
    #[serde(default, rename = "timestampVerificationData", skip_serializing)]
    _timestamps: Option<IgnoredAny>,
    #[serde(default)]
    tlog_entries: Vec<Nothing>,
}

/// Log entries belong to keyless signatures; a bundle with one is refused rather than accepted unchecked.
#[derive(Serialize, Deserialize)]
struct Nothing {}

/// `rawBytes` and `keyDetails` come from signers before 1.0; like the reference, nothing is decided by them.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RawPublicKey {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
    #[serde(default, rename = "rawBytes", skip_serializing)]
    _raw_bytes: Option<IgnoredAny>,
    #[serde(default, rename = "keyDetails", skip_serializing)]
    _key_details: Option<IgnoredAny>,
}

impl Bundle {
    #[must_use]
    pub fn sign(statement: &Statement, key: &SigningKey) -> Self {
        let payload = statement.payload().to_vec();
        let signature = key.sign(&pae(PAYLOAD_TYPE, &payload));
        Self {
            hint: Some(key.verifying_key().hint()),
            envelope: Envelope::new(payload, signature),
        }
    }

    /// Reads the JSON of a bundle.
    ///
    /// # Errors
    /// For anything but a bundle of version 0.3 with a key's hint and an envelope; fields that the bundle or its
    /// verification material does not have are refused.
    pub fn parse(json: &[u8]) -> Result<Self> {
        if json.len() > MAX_BUNDLE_BYTES {
            return Err(Error::TooLarge {
                what: "bundle",
                limit: MAX_BUNDLE_BYTES,
            });
        }
        let raw: RawBundle = serde_json::from_slice(json).map_err(|e| Error::Json {
            what: "bundle",
            why: e.to_string(),
        })?;
        if raw.media_type != MEDIA_TYPE {
            let hint = "a Sigstore bundle of version 0.3 is needed";
            return Err(Error::Unsupported {
                what: "media type",
                found: raw.media_type,
                hint,
            });
        }
        let material = raw.verification_material;
        if material.x509_certificate_chain.is_some() || material.certificate.is_some() {
            return Err(Error::Bundle(
                "it is signed with a certificate, and only signatures with a key are verified",
            ));
        }
        if !material.tlog_entries.is_empty() {
            return Err(Error::Bundle(
                "it has entries of a transparency log, which a signature with a key has not",
            ));
        }
        let key = material
            .public_key
            .ok_or(Error::Bundle("it does not say which key signed it"))?;
        Ok(Self {
            hint: key.hint.filter(|hint| !hint.is_empty()),
            envelope: raw.dsse_envelope.try_into()?,
        })
    }

    /// The JSON that the reference reads.
    #[must_use]
    pub fn to_json(&self) -> String {
        let public_key = RawPublicKey {
            hint: self.hint.clone(),
            _raw_bytes: None,
            _key_details: None,
        };
        let raw = RawBundle {
            media_type: MEDIA_TYPE.to_owned(),
            verification_material: RawMaterial {
                public_key: Some(public_key),
                x509_certificate_chain: None,
                certificate: None,
                _timestamps: None,
                tlog_entries: Vec::new(),
            },
            dsse_envelope: (&self.envelope).into(),
        };
        serde_json::to_string(&raw).expect("strings and lists only")
    }

    /// Checks hint and signature and reads the statement. The files are not looked at: see [`crate::compare()`].
    ///
    /// # Errors
    /// [`Error::OtherKey`], [`Error::BadSignature`], and those of [`Statement::parse`].
    pub fn verify(&self, key: &VerifyingKey) -> Result<Statement> {
        let yours = key.hint();
        if let Some(hint) = &self.hint {
            if *hint != yours {
                return Err(Error::OtherKey {
                    hint: crate::escaped(hint),
                    yours,
                });
            }
        }
        self.envelope.verify(key)?;
        Statement::parse(&self.envelope.payload)
    }
}
