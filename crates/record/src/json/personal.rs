//! Personal fields in JSON: a commitment that is ready, or a value with its salt.

use std::borrow::Cow;

use super::cursor::{fill, Cursor};
use crate::commit::{commitment, Place, Salt, Value, MAX_VALUE};
use crate::disclosure::{Content, Opening, SaltSource};
use crate::error::{Fault, RecordError};
use crate::field::Commitment;
use crate::salts::Salts;
use crate::value::from_hex;

/// A personal field as it stands in a line.
pub(crate) enum Personal<'a> {
    /// A commitment.
    Ready(Commitment),
    /// What one is made of. Boxed, so that lines with ready commitments move little.
    Open(Box<Given<'a>>),
}

/// A value, and at most one of salt and key.
pub(crate) struct Given<'a> {
    pub(crate) value: Value,
    pub(crate) salt: Option<Salt>,
    pub(crate) key: Option<Cow<'a, str>>,
}

impl<'a> Personal<'a> {
    /// A commitment as hexadecimal, or an object of a value (`text`, `hex` or `sha256`) and `salt` or `key`.
    pub(crate) fn parse(json: &mut Cursor<'a>) -> Result<Self, Fault> {
        if json.peek() != Some(b'{') {
            if json.peek() != Some(b'"') {
                json.open(
                    b'{',
                    "a commitment in hexadecimal, or an object of value and salt",
                )?;
            }
            return Ok(Self::Ready(Commitment::new(json.hash()?)?));
        }
        let given = Given::parse(json).map_err(|error| error.fault)?;
        Ok(Self::Open(Box::new(given)))
    }
}

impl<'a> Given<'a> {
    /// An object of a value, and a salt or key.
    pub(crate) fn parse(json: &mut Cursor<'a>) -> Result<Self, RecordError> {
        let (value, salt, key) = Self::parts(json, |_, _| Ok(false))?;
        let value = value.ok_or(Fault::ValueMissing)?;
        Ok(Self { value, salt, key })
    }

    /// Those parts of an object, each of which may be missing, and what `other` reads besides.
    pub(crate) fn parts(
        json: &mut Cursor<'a>,
        mut other: impl FnMut(&str, &mut Cursor<'a>) -> Result<bool, Fault>,
    ) -> Result<Parts<'a>, RecordError> {
        let (mut value, mut salt, mut key) = (None, None, None);
        json.open(b'{', "an object")?;
        let mut first = true;
        while let Some(name) = json.name(first)? {
            first = false;
            let done = match &*name {
                "salt" => json
                    .hash()
                    .and_then(Salt::new)
                    .and_then(|read| fill(&mut salt, read)),
                "key" => json.string().and_then(|read| fill(&mut key, read)),
                "text" | "hex" | "sha256" if value.is_some() => Err(Fault::TwoValues),
                form @ ("text" | "hex" | "sha256") => {
                    read_value(form, json).map(|read| value = Some(read))
                }
                other_name => match other(other_name, json) {
                    Ok(false) => Err(Fault::UnknownField),
                    done => done.map(drop),
                },
            };
            done.map_err(|fault| fault.at(name))?;
        }
        if salt.is_some() && key.is_some() {
            return Err(Fault::TwoSalts.into());
        }
        Ok((value, salt, key))
    }
}

/// A value, its salt, the name of its key, where they are given.
type Parts<'a> = (Option<Value>, Option<Salt>, Option<Cow<'a, str>>);

fn read_value(form: &str, json: &mut Cursor<'_>) -> Result<Value, Fault> {
    let value = match form {
        "text" => Value::Text(json.string()?.into_owned()),
        "hex" => Value::Bytes(from_hex(&json.string()?).ok_or(Fault::NotHex {
            expected: "an even number of",
        })?),
        _ => Value::Sha256(json.hash()?),
    };
    match value.bytes().1.len() {
        have if have > MAX_VALUE => Err(Fault::ValueTooLong {
            have,
            max: MAX_VALUE,
        }),
        _ => Ok(value),
    }
}

/// Making the commitments of one record.
pub(crate) struct Sealing<'s> {
    /// The record's place; field and index are set for each commitment.
    pub(crate) place: Place,
    /// The field at hand.
    pub(crate) name: &'static str,
    pub(crate) salts: &'s dyn Salts,
    pub(crate) openings: Vec<Opening>,
}

impl Sealing<'_> {
    /// The commitment of the field at hand.
    pub(crate) fn seal(
        &mut self,
        personal: Personal<'_>,
        field: u8,
        index: Option<u8>,
    ) -> Result<Commitment, Fault> {
        let Given { value, salt, key } = match personal {
            Personal::Ready(commitment) => return Ok(commitment),
            Personal::Open(given) => *given,
        };
        let place = Place {
            field,
            index: index.unwrap_or(0),
            ..self.place
        };
        let (sealed, content, source) = match (salt, key) {
            (None, Some(id)) => {
                let key = self.salts.key(&id).ok_or_else(|| Fault::UnknownKey {
                    id: id.clone().into_owned(),
                })?;
                let sealed = commitment(&place, &key.salt(&place), &value)?;
                let covered = Content::Sealed(key.cover(&place, &sealed, &value));
                (sealed, covered, SaltSource::Key(id.into_owned()))
            }
            (salt, _) => {
                let salt = salt.or_else(|| self.salts.fresh());
                let salt = salt.ok_or(Fault::SaltMissing)?;
                let sealed = commitment(&place, &salt, &value)?;
                (sealed, Content::Clear(value), SaltSource::Salt(salt))
            }
        };
        self.openings.push(Opening {
            field: self.name.to_owned(),
            index,
            content,
            source,
        });
        Ok(sealed)
    }
}
