//! What commands say: named values with a meaning, of which each form of output makes its own.

use anchor_lang::prelude::Pubkey;
use serde::{ser::SerializeMap, ser::SerializeStruct, Serialize, Serializer};

use crate::input::{bytes::to_hex, decimal::format_units, format_time};

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing there.
    None,
    Bool(bool),
    /// A count, a number, a slot.
    Count(u64),
    Text(String),
    /// A number that may not fit a JSON number (2^53): text in JSON.
    Big(u128),
    /// Base units of a token with so many decimals.
    Amount(u64, u8),
    /// Unix seconds; 0 is never.
    Time(i64),
    /// Seconds.
    Span(i64),
    /// Basis points: a number in JSON, a percentage in text.
    Bps(u16),
    Record(Record),
    List(Vec<Cell>),
}

/// Named values in order. Names are camelCase, as in the JSON of the Solana tools.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record(pub Vec<(String, Cell)>);

impl Record {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With one more value.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Cell>) -> Self {
        self.0.push((name.into(), value.into()));
        self
    }

    /// With the values of another.
    #[must_use]
    pub fn and(mut self, other: Record) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The value of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Cell> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    }
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::None | Self::Time(0) => serializer.serialize_none(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Count(value) => serializer.serialize_u64(*value),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Big(value) => serializer.serialize_str(&value.to_string()),
            Self::Amount(units, decimals) => {
                // As in the JSON of the Solana tools, without its floating point.
                let mut amount = serializer.serialize_struct("Amount", 3)?;
                amount.serialize_field("amount", &units.to_string())?;
                amount.serialize_field("decimals", decimals)?;
                amount.serialize_field("uiAmountString", &format_units(*units, *decimals))?;
                amount.end()
            }
            Self::Time(unix) => serializer.serialize_str(&format_time(*unix)),
            Self::Span(seconds) => serializer.serialize_i64(*seconds),
            Self::Bps(bps) => serializer.serialize_u16(*bps),
            Self::Record(record) => record.serialize(serializer),
            Self::List(cells) => cells.serialize(serializer),
        }
    }
}

/// 32 bytes as hex; zeros are none.
#[must_use]
pub fn digest(bytes: &[u8; 32]) -> Cell {
    if *bytes == [0; 32] {
        return Cell::None;
    }
    Cell::Text(to_hex(bytes))
}

/// An address; the default one is none.
#[must_use]
pub fn optional(address: &Pubkey) -> Cell {
    if *address == Pubkey::default() {
        return Cell::None;
    }
    address.into()
}

/// Zero-padded UTF-8 of an account.
#[must_use]
pub fn padded(bytes: &[u8]) -> Cell {
    Cell::Text(unpad(bytes))
}

/// Zero-padded UTF-8 of an account, as text.
#[must_use]
pub fn unpad(bytes: &[u8]) -> String {
    let end = bytes
        .iter()
        .rposition(|byte| *byte != 0)
        .map_or(0, |last| last.saturating_add(1));
    String::from_utf8_lossy(bytes.get(..end).unwrap_or_default()).into_owned()
}

macro_rules! from {
    ($($type:ty: $make:expr),* $(,)?) => {
        $(impl From<$type> for Cell {
            fn from(value: $type) -> Self {
                $make(value)
            }
        })*
    };
}

from! {
    bool: Cell::Bool,
    u64: Cell::Count,
    u8: |value| Cell::Count(u64::from(value)),
    u16: |value| Cell::Count(u64::from(value)),
    u32: |value| Cell::Count(u64::from(value)),
    usize: |value| Cell::Count(value as u64),
    u128: Cell::Big,
    String: Cell::Text,
    &String: |value: &String| Cell::Text(value.clone()),
    &str: |value: &str| Cell::Text(value.into()),
    Pubkey: |value: Pubkey| Cell::Text(value.to_string()),
    &Pubkey: |value: &Pubkey| Cell::Text(value.to_string()),
    Record: Cell::Record,
    Vec<Cell>: Cell::List,
    Vec<Record>: |value: Vec<Record>| Cell::List(value.into_iter().map(Cell::Record).collect()),
    Vec<String>: |value: Vec<String>| Cell::List(value.into_iter().map(Cell::Text).collect()),
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::None, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_keeps_order_and_never_loses_digits() {
        let record = crate::record! {
            "zulu" => 1u64,
            "alpha" => Cell::Big(u128::from(u64::MAX)),
            "amount" => Cell::Amount(1_500_000, 6),
            "at" => Cell::Time(1),
            "never" => Cell::Time(0),
            "span" => Cell::Span(90),
            "none" => Cell::None,
            "list" => Vec::<Cell>::new(),
        };
        let json = serde_json::to_string(&record).unwrap();
        assert_eq!(
            json,
            r#"{"zulu":1,"alpha":"18446744073709551615","amount":{"amount":"1500000","decimals":6,"uiAmountString":"1.5"},"at":"1970-01-01T00:00:01Z","never":null,"span":90,"none":null,"list":[]}"#
        );
    }

    #[test]
    fn padding_and_zeros_disappear() {
        assert_eq!(padded(b"ab\0\0"), Cell::Text("ab".into()));
        assert_eq!(padded(b"\0\0"), Cell::Text(String::new()));
        assert_eq!(digest(&[0; 32]), Cell::None);
        assert_eq!(optional(&Pubkey::default()), Cell::None);
    }
}
