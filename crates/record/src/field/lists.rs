//! Values whose size varies: texts, lists of commitments, foreign bytes.

use super::{Commitment, Field, Scalar};
use crate::bytes::Source;
use crate::error::Fault;
use crate::json::{push_string, Cursor, Personal, Sealing};
use crate::value::{from_hex, push_hex};

/// Bytes of a text.
pub const MAX_TEXT: usize = 64;
/// Commitments in a list.
pub const MAX_PEOPLE: usize = 8;
/// Bytes that a raw record holds.
pub const MAX_RAW: usize = 3584;

/// A short public text, at most 64 bytes of UTF-8 without control characters; empty for none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(String);

impl Text {
    /// # Errors
    /// [`Fault::TextTooLong`], [`Fault::ControlCharacter`].
    pub fn new(text: impl Into<String>) -> Result<Self, Fault> {
        let text = text.into();
        if text.len() > MAX_TEXT {
            return Err(Fault::TextTooLong {
                have: text.len(),
                max: MAX_TEXT,
            });
        }
        if text.chars().any(char::is_control) {
            return Err(Fault::ControlCharacter);
        }
        Ok(Self(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Field for Text {
    type Parsed<'a> = Self;

    fn write(&self, out: &mut Vec<u8>) {
        // At most 64, so that it fits a byte.
        out.push(self.0.len() as u8);
        out.extend_from_slice(self.0.as_bytes());
    }

    fn read(source: &mut Source<'_>) -> Result<Self, Fault> {
        let [length] = source.array()?;
        let have = usize::from(length);
        if have > MAX_TEXT {
            return Err(Fault::TextTooLong {
                have,
                max: MAX_TEXT,
            });
        }
        let text = std::str::from_utf8(source.take(have)?).map_err(|_| Fault::NotUtf8)?;
        Self::new(text)
    }

    fn parse<'a>(json: &mut Cursor<'a>) -> Result<Self, Fault> {
        let text = json.string()?;
        if text.is_empty() {
            return Err(Fault::EmptyText);
        }
        Self::new(text)
    }

    fn settle(parsed: Option<Self>, _: &mut Sealing<'_>, _: u8) -> Result<Self, Fault> {
        Ok(parsed.unwrap_or_default())
    }

    fn show(&self, out: &mut String) -> bool {
        push_string(&self.0, out);
        !self.0.is_empty()
    }
}

/// Commitments to persons, at most 8, in the order that the operator gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People(Vec<Commitment>);

impl People {
    /// # Errors
    /// [`Fault::TooMany`] over 8.
    pub fn new(list: Vec<Commitment>) -> Result<Self, Fault> {
        if list.len() > MAX_PEOPLE {
            return Err(Fault::TooMany {
                have: list.len(),
                max: MAX_PEOPLE,
            });
        }
        Ok(Self(list))
    }

    /// The commitments.
    pub fn list(&self) -> &[Commitment] {
        &self.0
    }
}

impl Field for People {
    type Parsed<'a> = Vec<Personal<'a>>;

    fn write(&self, out: &mut Vec<u8>) {
        out.push(self.0.len() as u8);
        for each in &self.0 {
            each.put(out);
        }
    }

    fn read(source: &mut Source<'_>) -> Result<Self, Fault> {
        let [count] = source.array()?;
        let have = usize::from(count);
        if have > MAX_PEOPLE {
            return Err(Fault::TooMany {
                have,
                max: MAX_PEOPLE,
            });
        }
        let list = (0..have)
            .map(|_| <Commitment as Field>::read(source))
            .collect::<Result<_, _>>()?;
        Ok(Self(list))
    }

    fn parse<'a>(json: &mut Cursor<'a>) -> Result<Vec<Personal<'a>>, Fault> {
        let mut list = Vec::new();
        json.open(b'[', "a list")?;
        while json.another(b']', list.is_empty())? {
            if list.len() == MAX_PEOPLE {
                return Err(Fault::TooMany {
                    have: MAX_PEOPLE + 1,
                    max: MAX_PEOPLE,
                });
            }
            list.push(Personal::parse(json)?);
        }
        Ok(list)
    }

    fn settle(
        parsed: Option<Vec<Personal<'_>>>,
        sealing: &mut Sealing<'_>,
        number: u8,
    ) -> Result<Self, Fault> {
        let mut list = Vec::new();
        // At most 8, so that the index fits a byte.
        for (index, each) in (0..).zip(parsed.unwrap_or_default()) {
            list.push(sealing.seal(each, number, Some(index))?);
        }
        Self::new(list)
    }

    fn show(&self, out: &mut String) -> bool {
        for (i, each) in self.0.iter().enumerate() {
            out.push(if i == 0 { '[' } else { ',' });
            Scalar::show(each, out);
        }
        out.push(']');
        !self.0.is_empty()
    }

    fn commitment(&self, index: Option<u8>) -> Option<Commitment> {
        self.0.get(usize::from(index?)).copied()
    }
}

/// Bytes of any form that a raw record carries, 1 to 3,584.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bytes(Vec<u8>);

impl Bytes {
    /// # Errors
    /// [`Fault::Missing`] without any, [`Fault::RawTooLong`] over 3,584.
    pub fn new(bytes: Vec<u8>) -> Result<Self, Fault> {
        match bytes.len() {
            0 => Err(Fault::Missing),
            have if have > MAX_RAW => Err(Fault::RawTooLong { have, max: MAX_RAW }),
            _ => Ok(Self(bytes)),
        }
    }

    /// The bytes.
    pub fn as_slice(&self) -> &[u8] {
        &self.0
    }
}

impl Field for Bytes {
    type Parsed<'a> = Self;

    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&(self.0.len() as u16).to_le_bytes());
        out.extend_from_slice(&self.0);
    }

    fn read(source: &mut Source<'_>) -> Result<Self, Fault> {
        let have = usize::from(u16::from_le_bytes(source.array()?));
        if have > MAX_RAW {
            return Err(Fault::RawTooLong { have, max: MAX_RAW });
        }
        Self::new(source.take(have)?.to_vec())
    }

    fn parse<'a>(json: &mut Cursor<'a>) -> Result<Self, Fault> {
        let text = json.string()?;
        let bytes = from_hex(&text).ok_or(Fault::NotHex {
            expected: "an even number of",
        })?;
        Self::new(bytes)
    }

    fn settle(parsed: Option<Self>, _: &mut Sealing<'_>, _: u8) -> Result<Self, Fault> {
        parsed.ok_or(Fault::Missing)
    }

    fn show(&self, out: &mut String) -> bool {
        out.push('"');
        push_hex(&self.0, out);
        out.push('"');
        true
    }
}
