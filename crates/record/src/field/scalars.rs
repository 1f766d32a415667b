//! Values of fixed size.

use super::Scalar;
use crate::error::Fault;
use crate::json::{Cursor, Personal, Sealing};
use crate::value::{decode_address, encode_address, push_hex, Address};

/// A scalar that JSON gives whole.
macro_rules! plain {
    () => {
        type Parsed<'a> = Self;

        fn settle(parsed: Self, _: &mut Sealing<'_>, _: u8) -> Result<Self, Fault> {
            Ok(parsed)
        }
    };
}

/// A moment in unix microseconds, from 2000-01-01 to 2255-06-05. The bounds refuse seconds, milliseconds and
/// nanoseconds given by mistake, and let every JSON reader hold the number exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time(u64);

impl Time {
    /// 2000-01-01T00:00:00Z.
    pub const MIN: u64 = 946_684_800_000_000;
    /// 2^53 - 1.
    pub const MAX: u64 = (1 << 53) - 1;

    /// # Errors
    /// [`Fault::TimeOutOfRange`] outside the bounds.
    pub fn new(micros: u64) -> Result<Self, Fault> {
        if (Self::MIN..=Self::MAX).contains(&micros) {
            Ok(Self(micros))
        } else {
            Err(Fault::TimeOutOfRange { micros })
        }
    }

    /// Unix microseconds.
    pub fn micros(self) -> u64 {
        self.0
    }
}

impl Scalar for Time {
    plain!();
    const SIZE: usize = 8;
    const NONE: u8 = 0;

    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.0.to_le_bytes());
    }

    fn take(bytes: &[u8]) -> Result<Self, Fault> {
        Self::new(u64_of(bytes))
    }

    fn parse<'a>(json: &mut Cursor<'a>) -> Result<Self, Fault> {
        Self::new(json.integer()?)
    }

    fn show(&self, out: &mut String) {
        out.push_str(&self.0.to_string());
    }
}

/// A number up to 2^53 - 1, which every JSON reader holds exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count(u64);

impl Count {
    /// 2^53 - 1.
    pub const MAX: u64 = (1 << 53) - 1;

    /// # Errors
    /// [`Fault::NumberOutOfRange`] above the bound.
    pub fn new(value: u64) -> Result<Self, Fault> {
        if value > Self::MAX {
            return Err(Fault::NumberOutOfRange {
                value,
                max: Self::MAX,
            });
        }
        Ok(Self(value))
    }

    /// The number.
    pub fn get(self) -> u64 {
        self.0
    }
}

impl Scalar for Count {
    plain!();
    const SIZE: usize = 8;
    const NONE: u8 = 0xff;

    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.0.to_le_bytes());
    }

    fn take(bytes: &[u8]) -> Result<Self, Fault> {
        Self::new(u64_of(bytes))
    }

    fn parse<'a>(json: &mut Cursor<'a>) -> Result<Self, Fault> {
        Self::new(json.integer()?)
    }

    fn show(&self, out: &mut String) {
        out.push_str(&self.0.to_string());
    }
}

/// A share in basis points, 0 to 10,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bps(u16);

impl Bps {
    /// The whole.
    pub const MAX: u16 = 10_000;

    /// # Errors
    /// [`Fault::NumberOutOfRange`] above 10,000.
    pub fn new(value: u16) -> Result<Self, Fault> {
        if value > Self::MAX {
            return Err(Fault::NumberOutOfRange {
                value: value.into(),
                max: Self::MAX.into(),
            });
        }
        Ok(Self(value))
    }

    /// Basis points.
    pub fn get(self) -> u16 {
        self.0
    }
}

impl Scalar for Bps {
    plain!();
    const SIZE: usize = 2;
    const NONE: u8 = 0xff;

    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.0.to_le_bytes());
    }

    fn take(bytes: &[u8]) -> Result<Self, Fault> {
        Self::new(u16::from_le_bytes([bytes[0], bytes[1]]))
    }

    fn parse<'a>(json: &mut Cursor<'a>) -> Result<Self, Fault> {
        let value = json.integer()?;
        let max = Self::MAX.into();
        Self::new(u16::try_from(value).map_err(|_| Fault::NumberOutOfRange { value, max })?)
    }

    fn show(&self, out: &mut String) {
        out.push_str(&self.0.to_string());
    }
}

/// A plain SHA-256 of something that is not personal. Never all zeros, which mean "none".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest([u8; 32]);

impl Digest {
    /// # Errors
    /// [`Fault::Zeros`] for 32 zeros.
    pub fn new(hash: [u8; 32]) -> Result<Self, Fault> {
        if hash == [0; 32] {
            return Err(Fault::Zeros);
        }
        Ok(Self(hash))
    }

    /// The 32 bytes.
    pub fn bytes(self) -> [u8; 32] {
        self.0
    }
}

impl Scalar for Digest {
    plain!();
    const SIZE: usize = 32;
    const NONE: u8 = 0;

    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.0);
    }

    fn take(bytes: &[u8]) -> Result<Self, Fault> {
        Self::new(hash_of(bytes))
    }

    fn parse<'a>(json: &mut Cursor<'a>) -> Result<Self, Fault> {
        Self::new(json.hash()?)
    }

    fn show(&self, out: &mut String) {
        show_hash(&self.0, out);
    }
}

impl Scalar for Address {
    plain!();
    const SIZE: usize = 32;
    const NONE: u8 = 0;

    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
    }

    fn take(bytes: &[u8]) -> Result<Self, Fault> {
        Ok(hash_of(bytes))
    }

    fn parse<'a>(json: &mut Cursor<'a>) -> Result<Self, Fault> {
        match decode_address(&json.string()?)? {
            // The default key stands for "none" everywhere in the program.
            [0, rest @ ..] if rest == [0; 31] => Err(Fault::Zeros),
            address => Ok(address),
        }
    }

    fn show(&self, out: &mut String) {
        out.push('"');
        out.push_str(&encode_address(self));
        out.push('"');
    }
}

/// A salted commitment to something personal. Never all zeros, which mean "none".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commitment([u8; 32]);

impl Commitment {
    /// # Errors
    /// [`Fault::Zeros`] for 32 zeros.
    pub fn new(hash: [u8; 32]) -> Result<Self, Fault> {
        Digest::new(hash).map(|digest| Self(digest.0))
    }

    /// The 32 bytes.
    pub fn bytes(self) -> [u8; 32] {
        self.0
    }
}

impl Scalar for Commitment {
    type Parsed<'a> = Personal<'a>;
    const SIZE: usize = 32;
    const NONE: u8 = 0;

    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.0);
    }

    fn take(bytes: &[u8]) -> Result<Self, Fault> {
        Self::new(hash_of(bytes))
    }

    fn parse<'a>(json: &mut Cursor<'a>) -> Result<Personal<'a>, Fault> {
        Personal::parse(json)
    }

    fn settle(parsed: Personal<'_>, sealing: &mut Sealing<'_>, number: u8) -> Result<Self, Fault> {
        sealing.seal(parsed, number, None)
    }

    fn show(&self, out: &mut String) {
        show_hash(&self.0, out);
    }

    fn as_commitment(&self) -> Option<Commitment> {
        Some(*self)
    }
}

fn u64_of(bytes: &[u8]) -> u64 {
    let mut number = [0; 8];
    number.copy_from_slice(bytes);
    u64::from_le_bytes(number)
}

fn hash_of(bytes: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(bytes);
    hash
}

fn show_hash(hash: &[u8; 32], out: &mut String) {
    out.push('"');
    push_hex(hash, out);
    out.push('"');
}
