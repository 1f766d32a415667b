//! What opens a commitment: an [`Opening`] as the operator keeps it, a [`Disclosure`] as it is shown.

use crate::commit::{commitment, may_be_covered, Salt, Value};
use crate::error::{Fault, RecordError};
use crate::json::{fill, push_string, Cursor, Given};
use crate::record::Record;
use crate::salts::Salts;
use crate::value::{from_hex, push_hex};
use crate::Hash;

/// Where an opening's salt is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaltSource {
    /// Here. Erasing the opening erases the content.
    Salt(Salt),
    /// Derived from the key of this name, under which the content is sealed too: erasing the key erases the content,
    /// wherever openings were copied to.
    Key(String),
}

/// A value as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub enum Content {
    /// In clear, beside its salt (or, as kept before there was the other, the name of its key).
    Clear(Value),
    /// Only to be read with the person's key; the bytes are those of `docs/records.md`.
    Sealed(Vec<u8>),
}

impl std::fmt::Debug for Content {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Clear(value) => write!(out, "{value:?}"),
            Self::Sealed(bytes) => write!(out, "Sealed({} bytes)", bytes.len()),
        }
    }
}

/// A field's value and where its salt is, as the operator keeps it. Never published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The field's name.
    pub field: String,
    /// The position in the field's list; `None` where it is no list.
    pub index: Option<u8>,
    /// The value.
    pub content: Content,
    /// Where its salt is.
    pub source: SaltSource,
}

/// A field's value and salt, as they are shown to somebody who holds the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disclosure {
    /// The field's name.
    pub field: String,
    /// The position in the field's list; `None` where it is no list.
    pub index: Option<u8>,
    /// The value.
    pub value: Value,
    /// Its salt.
    pub salt: Salt,
}

impl Opening {
    /// What to show of a record so that this field can be checked.
    ///
    /// # Errors
    /// [`Fault::UnknownKey`] once the key is erased; [`Fault::NotPersonal`], [`Fault::DoesNotOpen`] where the opening
    /// is that of another record.
    pub fn disclose(&self, record: &Record, salts: &dyn Salts) -> Result<Disclosure, RecordError> {
        let closed = || Fault::DoesNotOpen.at(&self.field);
        let (salt, value) = match (&self.source, &self.content) {
            (SaltSource::Salt(salt), Content::Clear(value)) => (*salt, value.clone()),
            (SaltSource::Salt(_), Content::Sealed(_)) => return Err(closed()),
            (SaltSource::Key(id), content) => {
                let (place, logged) = record.personal(&self.field, self.index)?;
                let key = salts
                    .key(id)
                    .ok_or_else(|| Fault::UnknownKey { id: id.clone() }.at(&self.field))?;
                let value = match content {
                    Content::Clear(value) => value.clone(),
                    Content::Sealed(bytes) => {
                        key.uncover(&place, &logged, bytes).ok_or_else(closed)?
                    }
                };
                (key.salt(&place), value)
            }
        };
        let shown = Disclosure {
            field: self.field.clone(),
            index: self.index,
            value,
            salt,
        };
        shown.check(record)?;
        Ok(shown)
    }

    /// As one object of JSON.
    pub fn to_json(&self) -> String {
        to_json(&self.field, self.index, &self.content, &self.source)
    }

    /// Reads one object of JSON.
    ///
    /// # Errors
    /// The field of the object and what is wrong with it.
    pub fn from_json(text: &str) -> Result<Self, RecordError> {
        let mut json = Cursor::new(text);
        let opening = Self::parse(&mut json)?;
        json.end()?;
        Ok(opening)
    }

    fn parse(json: &mut Cursor<'_>) -> Result<Self, RecordError> {
        let (mut field, mut index, mut covered) = (None, None, None);
        let (value, salt, key) = Given::parts(json, |name, json| {
            match name {
                "field" => fill(&mut field, json.string()?.into_owned())?,
                "index" => fill(&mut index, small(json.integer()?)?)?,
                "sealed" => fill(&mut covered, sealed(&json.string()?)?)?,
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        let content = match (value, covered) {
            (Some(_), Some(_)) => return Err(Fault::TwoValues.into()),
            (Some(value), None) => Content::Clear(value),
            (None, Some(bytes)) => Content::Sealed(bytes),
            (None, None) => return Err(Fault::ValueMissing.into()),
        };
        let source = match (salt, key) {
            (Some(_), _) if matches!(content, Content::Sealed(_)) => {
                return Err(Fault::UnknownField.at("sealed"))
            }
            (Some(salt), _) => SaltSource::Salt(salt),
            (None, Some(id)) => SaltSource::Key(id.into_owned()),
            (None, None) => return Err(Fault::SaltMissing.into()),
        };
        Ok(Self {
            field: field.ok_or_else(|| Fault::Missing.at("field"))?,
            index,
            content,
            source,
        })
    }
}

impl Disclosure {
    /// Whether salt and value open the record's commitment.
    ///
    /// # Errors
    /// [`Fault::DoesNotOpen`] where they do not, [`Fault::NotPersonal`] where the record has no such field.
    pub fn check(&self, record: &Record) -> Result<(), RecordError> {
        let (place, logged) = record.personal(&self.field, self.index)?;
        let made =
            commitment(&place, &self.salt, &self.value).map_err(|fault| fault.at(&self.field))?;
        if made != logged {
            return Err(Fault::DoesNotOpen.at(&self.field));
        }
        Ok(())
    }

    /// As one object of JSON.
    pub fn to_json(&self) -> String {
        to_json(
            &self.field,
            self.index,
            &Content::Clear(self.value.clone()),
            &SaltSource::Salt(self.salt),
        )
    }

    pub(crate) fn parse(json: &mut Cursor<'_>) -> Result<Self, RecordError> {
        let Opening {
            field,
            index,
            content,
            source,
        } = Opening::parse(json)?;
        match (source, content) {
            (SaltSource::Salt(salt), Content::Clear(value)) => Ok(Self {
                field,
                index,
                value,
                salt,
            }),
            // A key would open everything about its person.
            _ => Err(Fault::SaltMissing.at(field)),
        }
    }
}

/// The openings of one record, as an operator keeps them beside the log: one line of JSON each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The record's sequence number.
    pub sequence: u64,
    /// Its leaf.
    pub leaf: Hash,
    /// What opens its commitments.
    pub openings: Vec<Opening>,
}

impl Kept {
    /// As one line of JSON, without the line's end.
    pub fn to_json(&self) -> String {
        let mut out = format!("{{\"sequence\":{},\"leaf\":\"", self.sequence);
        push_hex(&self.leaf, &mut out);
        out.push_str("\",\"openings\":[");
        for (i, opening) in self.openings.iter().enumerate() {
            if i > 0 {
                out.push(',');
            }
            out.push_str(&opening.to_json());
        }
        out.push_str("]}");
        out
    }

    /// Reads one line.
    ///
    /// # Errors
    /// The field and what is wrong with it.
    pub fn from_json(text: &str) -> Result<Self, RecordError> {
        let mut json = Cursor::new(text);
        let (mut sequence, mut leaf, mut openings) = (None, None, None);
        json.open(b'{', "an object")?;
        let mut first = true;
        while let Some(name) = json.name(first)? {
            first = false;
            let name = &*name;
            match name {
                "sequence" => json.integer().and_then(|value| fill(&mut sequence, value)),
                "leaf" => json.hash().and_then(|value| fill(&mut leaf, value)),
                "openings" => fill(&mut openings, list(&mut json, Opening::parse)?),
                _ => Err(Fault::UnknownField),
            }
            .map_err(|fault| fault.at(name))?;
        }
        json.end()?;
        Ok(Self {
            sequence: sequence.ok_or_else(|| Fault::Missing.at("sequence"))?,
            leaf: leaf.ok_or_else(|| Fault::Missing.at("leaf"))?,
            openings: openings.ok_or_else(|| Fault::Missing.at("openings"))?,
        })
    }
}

/// A record has fewer personal fields than this.
const MAX_LIST: usize = 32;

/// A list of objects.
pub(crate) fn list<T>(
    json: &mut Cursor<'_>,
    parse: impl Fn(&mut Cursor<'_>) -> Result<T, RecordError>,
) -> Result<Vec<T>, RecordError> {
    let mut list = Vec::new();
    json.open(b'[', "a list")?;
    while json.another(b']', list.is_empty())? {
        if list.len() == MAX_LIST {
            return Err(Fault::TooMany {
                have: MAX_LIST + 1,
                max: MAX_LIST,
            }
            .into());
        }
        list.push(parse(json)?);
    }
    Ok(list)
}

/// The bytes of a sealed value.
fn sealed(digits: &str) -> Result<Vec<u8>, Fault> {
    from_hex(digits)
        .filter(|bytes| may_be_covered(bytes.len()))
        .ok_or(Fault::NotHex {
            expected: "a multiple of 128, at most 8,320,",
        })
}

fn small(value: u64) -> Result<u8, Fault> {
    u8::try_from(value).map_err(|_| Fault::NumberOutOfRange {
        value,
        max: u8::MAX.into(),
    })
}

fn to_json(field: &str, index: Option<u8>, content: &Content, source: &SaltSource) -> String {
    let mut out = String::from("{\"field\":");
    push_string(field, &mut out);
    if let Some(index) = index {
        out.push_str(&format!(",\"index\":{index}"));
    }
    match content {
        Content::Clear(Value::Text(text)) => {
            out.push_str(",\"text\":");
            push_string(text, &mut out);
        }
        Content::Clear(Value::Bytes(bytes)) => quoted_hex(",\"hex\":", bytes, &mut out),
        Content::Clear(Value::Sha256(hash)) => quoted_hex(",\"sha256\":", hash, &mut out),
        Content::Sealed(bytes) => quoted_hex(",\"sealed\":", bytes, &mut out),
    }
    match source {
        SaltSource::Salt(salt) => quoted_hex(",\"salt\":", salt.bytes(), &mut out),
        SaltSource::Key(id) => {
            out.push_str(",\"key\":");
            push_string(id, &mut out);
        }
    }
    out.push('}');
    out
}

fn quoted_hex(name: &str, bytes: &[u8], out: &mut String) {
    out.push_str(name);
    out.push('"');
    push_hex(bytes, out);
    out.push('"');
}
