//! The in-toto statement about a model: its exact bytes, and reading them back.
//!
//! The reference prints it from a protobuf structure: indented by two, everything beyond printable ASCII escaped, the
//! order of keys inside `predicate` and of `ignore_paths` different from run to run. Here the order is always the same
//! (`serialization` before `resources`, `name`, `algorithm`, `digest`; ignored paths sorted), so that a model and options
//! give one statement. The shard size is printed as an integer: the reference prints `4.0` and cannot use what it reads
//! back without being told the size again; from an integer it can.

use std::fmt::Write as _;

use serde::Deserialize;

use crate::error::{Error, Result};
use crate::manifest::{root_of, sort, Item, Manifest, Serialization};
use crate::name::MAX_NAME_BYTES;
use crate::options::{Method, MAX_ITEMS, MAX_SHARD_SIZE};
use crate::{hex, sha256, unhex};

pub const STATEMENT_TYPE: &str = "https://in-toto.io/Statement/v1";
pub const PREDICATE_TYPE: &str = "https://model_signing/signature/v1.0";

/// Largest statement read, in bytes: over two million resources.
pub const MAX_STATEMENT_BYTES: usize = 512 * 1024 * 1024;

/// A statement with the exact bytes that are signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    model_name: String,
    root: [u8; 32],
    manifest: Manifest,
    payload: Vec<u8>,
}

impl Statement {
    /// # Errors
    /// [`Error::Statement`] for a name that is empty or longer than 4,096 bytes.
    pub fn new(model_name: &str, manifest: Manifest) -> Result<Self> {
        check_model_name(model_name)?;
        let payload = print(model_name, &manifest).into_bytes();
        Ok(Self {
            model_name: model_name.to_owned(),
            root: manifest.root(),
            manifest,
            payload,
        })
    }

    /// Reads a statement made by anybody. As version 1.0 of the predicate demands, fields it does not know are ignored;
    /// they are still covered by [`Statement::hash`] and a signature. Resources may stand in any order: OMS 1.0 sorts
    /// names as whole strings, the reference by components, and its verifier takes the root over the payload's own order.
    ///
    /// # Errors
    /// For anything that does not describe a model that could exist; for a root that does not follow from the resources;
    /// for BLAKE hashes and the predicate of releases before 1.0, which are not supported.
    pub fn parse(payload: &[u8]) -> Result<Self> {
        if payload.len() > MAX_STATEMENT_BYTES {
            return Err(Error::TooLarge {
                what: "statement",
                limit: MAX_STATEMENT_BYTES,
            });
        }
        let head: Head = read(payload)?;
        if head.kind != STATEMENT_TYPE {
            let hint = "an in-toto Statement v1 is needed";
            return Err(Error::Unsupported {
                what: "statement type",
                found: head.kind,
                hint,
            });
        }
        if head.predicate_type != PREDICATE_TYPE {
            let hint = "sign the model with model signing 1.0 or later";
            return Err(Error::Unsupported {
                what: "predicate type",
                found: head.predicate_type,
                hint,
            });
        }
        let raw: Raw = read(payload)?;
        let [subject] = <[RawSubject; 1]>::try_from(raw.subject)
            .map_err(|_| Error::Statement("it must have exactly one subject"))?;
        check_model_name(&subject.name)?;
        let predicate = raw.predicate;
        let serialization = predicate.serialization.into_serialization()?;
        if predicate.resources.len() > MAX_ITEMS {
            return Err(Error::TooManyItems { limit: MAX_ITEMS });
        }
        let algorithm = serialization.method.algorithm();
        let mut items = predicate
            .resources
            .into_iter()
            .map(|resource| resource.into_item(serialization.method, &algorithm))
            .collect::<Result<Vec<_>>>()?;
        let root = root_of(&items);
        sort(&mut items);
        let manifest = Manifest::new(serialization, items)?;
        let computed = hex(&root);
        if subject.digest.sha256 != computed {
            return Err(Error::RootMismatch {
                stated: crate::escaped(&subject.digest.sha256),
                computed,
            });
        }
        Ok(Self {
            model_name: subject.name,
            root,
            manifest,
            payload: payload.to_vec(),
        })
    }

    /// The model's name: informative, not compared with anything.
    #[must_use]
    pub fn model_name(&self) -> &str {
        &self.model_name
    }

    /// The root that it states: SHA-256 over the digests in the order of its resources, which is [`Manifest::root`]
    /// where that is the order of names.
    #[must_use]
    pub fn root(&self) -> [u8; 32] {
        self.root
    }

    /// What it names, in the order of names.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The exact bytes that are signed.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// SHA-256 of the payload: unlike the root it covers the files' names and how they were hashed.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        sha256(&self.payload)
    }
}

fn check_model_name(name: &str) -> Result<()> {
    if name.is_empty() {
        return Err(Error::Statement("the model's name is empty"));
    }
    if name.len() > MAX_NAME_BYTES {
        return Err(Error::Statement(
            "the model's name is longer than 4096 bytes",
        ));
    }
    Ok(())
}

fn read<'a, T: Deserialize<'a>>(payload: &'a [u8]) -> Result<T> {
    serde_json::from_slice(payload).map_err(|e| Error::Json {
        what: "statement",
        why: e.to_string(),
    })
}

/// Read first: in a statement of another type the rest may have another form.
#[derive(Deserialize)]
struct Head {
    #[serde(rename = "_type")]
    kind: String,
    #[serde(rename = "predicateType")]
    predicate_type: String,
}

#[derive(Deserialize)]
struct Raw {
    subject: Vec<RawSubject>,
    predicate: RawPredicate,
}

#[derive(Deserialize)]
struct RawSubject {
    name: String,
    digest: RawDigest,
}

#[derive(Deserialize)]
struct RawDigest {
    sha256: String,
}

#[derive(Deserialize)]
struct RawPredicate {
    serialization: RawSerialization,
    resources: Vec<RawResource>,
}

#[derive(Deserialize)]
struct RawSerialization {
    method: String,
    hash_type: String,
    allow_symlinks: bool,
    shard_size: Option<f64>,
    #[serde(default)]
    ignore_paths: Vec<String>,
}

#[derive(Deserialize)]
struct RawResource {
    name: String,
    algorithm: String,
    digest: String,
}

impl RawSerialization {
    fn into_serialization(self) -> Result<Serialization> {
        if self.hash_type != "sha256" {
            let hint = "sign the model with sha256";
            return Err(Error::Unsupported {
                what: "hash type",
                found: self.hash_type,
                hint,
            });
        }
        let method = match (self.method.as_str(), self.shard_size) {
            ("files", _) => Method::Files,
            ("shards", Some(size)) => {
                if !(1.0..=MAX_SHARD_SIZE as f64).contains(&size) || size.fract() != 0.0 {
                    return Err(Error::Statement(
                        "the shard size is not a whole number from 1 to 2^53",
                    ));
                }
                Method::Shards { size: size as u64 }
            }
            ("shards", None) => return Err(Error::Statement("the shard size is missing")),
            _ => {
                let hint = "only files and shards are known";
                return Err(Error::Unsupported {
                    what: "serialization method",
                    found: self.method,
                    hint,
                });
            }
        };
        Ok(Serialization {
            method,
            allow_symlinks: self.allow_symlinks,
            ignore_paths: self.ignore_paths,
        })
    }
}

impl RawResource {
    fn into_item(self, method: Method, algorithm: &str) -> Result<Item> {
        if self.algorithm != algorithm {
            return Err(Error::Resource {
                name: self.name,
                why: "its algorithm is not that of the serialization",
            });
        }
        let Some(digest) = unhex(&self.digest) else {
            return Err(Error::Resource {
                name: self.name,
                why: "its digest is not 64 hexadecimal digits",
            });
        };
        let Method::Shards { .. } = method else {
            return Ok(Item {
                name: self.name,
                range: None,
                digest,
            });
        };
        let mut parts = self.name.split(':');
        match (
            parts.next(),
            parts.next().and_then(decimal),
            parts.next().and_then(decimal),
            parts.next(),
        ) {
            (Some(name), Some(start), Some(end), None) => Ok(Item {
                name: name.to_owned(),
                range: Some((start, end)),
                digest,
            }),
            _ => Err(Error::Resource {
                name: self.name,
                why: "the name of a shard is path:start:end",
            }),
        }
    }
}

/// A number as the reference prints it: digits only, no leading zero.
fn decimal(text: &str) -> Option<u64> {
    let canonical =
        text == "0" || (!text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit()));
    if canonical {
        text.parse().ok()
    } else {
        None
    }
}

fn print(model_name: &str, manifest: &Manifest) -> String {
    let serialization = manifest.serialization();
    let algorithm = serialization.method.algorithm();
    let method = match serialization.method {
        Method::Files => "\"files\"",
        Method::Shards { .. } => "\"shards\"",
    };
    let mut out = String::with_capacity(1024 + manifest.items().len() * 192);
    out.push_str("{\n  \"_type\": \"");
    out.push_str(STATEMENT_TYPE);
    out.push_str("\",\n  \"subject\": [\n    {\n      \"name\": ");
    quote(&mut out, model_name);
    out.push_str(",\n      \"digest\": {\n        \"sha256\": \"");
    out.push_str(&hex(&manifest.root()));
    out.push_str("\"\n      }\n    }\n  ],\n  \"predicateType\": \"");
    out.push_str(PREDICATE_TYPE);
    out.push_str("\",\n  \"predicate\": {\n    \"serialization\": {\n      \"method\": ");
    out.push_str(method);
    out.push_str(",\n      \"hash_type\": \"sha256\"");
    if let Method::Shards { size } = serialization.method {
        let _ = write!(out, ",\n      \"shard_size\": {size}");
    }
    let _ = write!(
        out,
        ",\n      \"allow_symlinks\": {}",
        serialization.allow_symlinks
    );
    if !serialization.ignore_paths.is_empty() {
        out.push_str(",\n      \"ignore_paths\": ");
        list(&mut out, &serialization.ignore_paths, |out, path| {
            out.push_str("\n        ");
            quote(out, path);
        });
    }
    out.push_str("\n    },\n    \"resources\": ");
    list(&mut out, manifest.items(), |out, item| {
        out.push_str("\n      {\n        \"name\": ");
        quote(out, &item.identifier());
        let digest = hex(&item.digest);
        let _ = write!(out, ",\n        \"algorithm\": \"{algorithm}\",\n        \"digest\": \"{digest}\"\n      }}");
    });
    out.push_str("\n  }\n}");
    out
}

/// `[]`, or the elements between brackets; the closing one is indented as deep as `"resources"` or `"ignore_paths"`.
fn list<T>(out: &mut String, elements: &[T], mut print: impl FnMut(&mut String, &T)) {
    let indent = out.len() - out.rfind('\n').map_or(0, |at| at + 1);
    let key = out[out.len() - indent..].trim_start().len();
    out.push('[');
    for (i, element) in elements.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        print(out, element);
    }
    if !elements.is_empty() {
        out.push('\n');
        out.extend(std::iter::repeat_n(' ', indent - key));
    }
    out.push(']');
}

/// A JSON string in ASCII, as Python prints it.
fn quote(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            ' '..='~' => out.push(c),
            _ => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
    }
    out.push('"');
}
