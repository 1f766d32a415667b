//! Borsh bytes, read by a type of the IDL.

use anchor_lang::prelude::Pubkey;
use serde_json::Value;

use super::idl;
use crate::input::bytes::to_hex;
use crate::output::{Cell, Record};

/// Types within types; more is hostile.
const MAX_DEPTH: u8 = 16;

/// Reads values one after the other.
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// What was not read.
    #[must_use]
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// A value of that type; `None` where the bytes are not one.
    pub fn value(&mut self, kind: &Value) -> Option<Cell> {
        self.typed(kind, MAX_DEPTH)
    }

    /// Named values, as in a struct or an instruction's arguments.
    pub fn fields(&mut self, fields: &[Value]) -> Option<Record> {
        self.named(fields, MAX_DEPTH)
    }

    fn named(&mut self, fields: &[Value], depth: u8) -> Option<Record> {
        let mut record = Record::new();
        for field in fields {
            let value = self.typed(&field["type"], depth)?;
            record = record.with(&camel(field["name"].as_str()?), value);
        }
        Some(record)
    }

    fn typed(&mut self, kind: &Value, depth: u8) -> Option<Cell> {
        let depth = depth.checked_sub(1)?;
        if let Some(name) = kind.as_str() {
            return self.primitive(name);
        }
        if let Some(name) = kind["defined"]["name"].as_str() {
            return self.defined(name, depth);
        }
        if let Some(inner) = kind.get("option") {
            return match self.take::<1>()?[0] {
                0 => Some(Cell::None),
                1 => self.typed(inner, depth),
                _ => None,
            };
        }
        if let Some(inner) = kind.get("vec") {
            let length = u32::from_le_bytes(self.take()?) as usize;
            return self.many(inner, length, depth);
        }
        let array = kind["array"].as_array()?;
        let length = usize::try_from(array.get(1)?.as_u64()?).ok()?;
        if array.first()? == "u8" {
            return Some(Cell::Text(to_hex(self.bytes(length)?)));
        }
        self.many(array.first()?, length, depth)
    }

    fn many(&mut self, kind: &Value, length: usize, depth: u8) -> Option<Cell> {
        // Every value has at least a byte, so no length can ask for more than there is.
        (length <= self.rest.len()).then_some(())?;
        (0..length)
            .map(|_| self.typed(kind, depth))
            .collect::<Option<Vec<_>>>()
            .map(Cell::List)
    }

    fn primitive(&mut self, name: &str) -> Option<Cell> {
        Some(match name {
            "bool" => match self.take::<1>()?[0] {
                0 => Cell::Bool(false),
                1 => Cell::Bool(true),
                _ => return None,
            },
            "u8" => Cell::from(self.take::<1>()?[0]),
            "u16" => Cell::from(u16::from_le_bytes(self.take()?)),
            "u32" => Cell::from(u32::from_le_bytes(self.take()?)),
            "u64" => Cell::Big(u128::from(u64::from_le_bytes(self.take()?))),
            "u128" => Cell::Big(u128::from_le_bytes(self.take()?)),
            "i64" => Cell::Text(i64::from_le_bytes(self.take()?).to_string()),
            "pubkey" => Cell::from(Pubkey::new_from_array(self.take()?)),
            "string" => Cell::Text(String::from_utf8(self.sized()?.to_vec()).ok()?),
            "bytes" => Cell::Text(to_hex(self.sized()?)),
            _ => return None,
        })
    }

    fn defined(&mut self, name: &str, depth: u8) -> Option<Cell> {
        let kind = &idl::definition(name)?["type"];
        if let Some(variants) = kind["variants"].as_array() {
            let variant = variants.get(usize::from(self.take::<1>()?[0]))?;
            let name = variant["name"].as_str()?;
            return match variant["fields"].as_array() {
                None => Some(Cell::Text(name.into())),
                Some(fields) => self
                    .named(fields, depth)
                    .map(|inner| Cell::Record(Record::new().with(name, inner))),
            };
        }
        let fields = kind["fields"].as_array()?;
        self.named(fields, depth).map(Cell::Record)
    }

    fn sized(&mut self) -> Option<&'a [u8]> {
        let length = u32::from_le_bytes(self.take()?) as usize;
        self.bytes(length)
    }

    fn bytes(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.bytes(N)?.try_into().ok()
    }
}

/// `voting_ends_at` as `votingEndsAt`.
#[must_use]
pub fn camel(name: &str) -> String {
    let mut words = name.split('_').filter(|word| !word.is_empty());
    let mut out = words.next().unwrap_or_default().to_string();
    for word in words {
        let mut letters = word.chars();
        out.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        out.push_str(letters.as_str());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_become_camel_case() {
        assert_eq!(camel("voting_ends_at"), "votingEndsAt");
        assert_eq!(camel("dao"), "dao");
    }

    #[test]
    fn truncated_and_oversized_values_are_none() {
        let read = |bytes: &[u8], kind: Value| Reader::new(bytes).value(&kind);
        assert_eq!(read(&[1, 0, 0], json!("u32")), None);
        assert_eq!(read(&[2], json!("bool")), None);
        assert_eq!(read(&[255, 255, 255, 255], json!({ "vec": "u8" })), None);
        assert_eq!(read(&[255, 255, 255, 255, 1], json!("bytes")), None);
        assert_eq!(read(&[2, 0, 0, 0, 0xff, 0xfe], json!("string")), None);
        assert_eq!(
            read(&[1, 5, 0], json!({ "option": "u16" })),
            Some(Cell::Count(5))
        );
        assert_eq!(read(&[0], json!({ "option": "u16" })), Some(Cell::None));
        assert_eq!(
            read(&[7], json!({ "defined": { "name": "NoSuchType" } })),
            None
        );
    }

    #[test]
    fn types_of_the_program_are_followed() {
        let args = json!({ "defined": { "name": "AttestVersionArgs" } });
        let bytes: Vec<u8> = [7; 32].into_iter().chain([1]).collect();
        let Some(Cell::Record(record)) = Reader::new(&bytes).value(&args) else {
            panic!("no record");
        };
        assert_eq!(record.get("resultHash"), Some(&Cell::Text("07".repeat(32))));
        assert_eq!(record.get("passed"), Some(&Cell::Bool(true)));
    }
}
