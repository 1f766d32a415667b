//! The types that fields have. Each value of them has one encoding, and none can hold what the format refuses.

mod lists;
mod scalars;

use crate::bytes::Source;
use crate::error::Fault;
use crate::json::{Cursor, Sealing};

pub use lists::{Bytes, People, Text, MAX_PEOPLE, MAX_RAW, MAX_TEXT};
pub use scalars::{Bps, Commitment, Count, Digest, Time};

/// A field of a record: how it stands in bytes and in JSON.
pub(crate) trait Field: Sized {
    /// A JSON value before the salts are known.
    type Parsed<'a>;

    fn write(&self, out: &mut Vec<u8>);
    fn read(source: &mut Source<'_>) -> Result<Self, Fault>;
    fn parse<'a>(json: &mut Cursor<'a>) -> Result<Self::Parsed<'a>, Fault>;
    /// The field's value; `None` where the JSON has no such field.
    fn settle(
        parsed: Option<Self::Parsed<'_>>,
        sealing: &mut Sealing<'_>,
        number: u8,
    ) -> Result<Self, Fault>;
    /// Appends the JSON value; false where there is none to show.
    fn show(&self, out: &mut String) -> bool;
    /// The commitment at an index of this field.
    fn commitment(&self, _index: Option<u8>) -> Option<Commitment> {
        None
    }
}

/// A value of fixed size with one pattern of bytes left over, which stands for "none".
pub(crate) trait Scalar: Sized + Copy {
    const SIZE: usize;
    /// The byte that fills a field which holds nothing.
    const NONE: u8;
    type Parsed<'a>;

    fn put(&self, out: &mut Vec<u8>);
    fn take(bytes: &[u8]) -> Result<Self, Fault>;
    fn parse<'a>(json: &mut Cursor<'a>) -> Result<Self::Parsed<'a>, Fault>;
    fn settle(
        parsed: Self::Parsed<'_>,
        sealing: &mut Sealing<'_>,
        number: u8,
    ) -> Result<Self, Fault>;
    fn show(&self, out: &mut String);
    fn as_commitment(&self) -> Option<Commitment> {
        None
    }
}

impl<T: Scalar> Field for Option<T> {
    type Parsed<'a> = T::Parsed<'a>;

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Some(value) => value.put(out),
            None => out.resize(out.len() + T::SIZE, T::NONE),
        }
    }

    fn read(source: &mut Source<'_>) -> Result<Self, Fault> {
        let bytes = source.take(T::SIZE)?;
        if bytes.iter().all(|byte| *byte == T::NONE) {
            return Ok(None);
        }
        T::take(bytes).map(Some)
    }

    fn parse<'a>(json: &mut Cursor<'a>) -> Result<Self::Parsed<'a>, Fault> {
        T::parse(json)
    }

    fn settle(
        parsed: Option<Self::Parsed<'_>>,
        sealing: &mut Sealing<'_>,
        number: u8,
    ) -> Result<Self, Fault> {
        parsed
            .map(|parsed| T::settle(parsed, sealing, number))
            .transpose()
    }

    fn show(&self, out: &mut String) -> bool {
        self.as_ref().map(|value| value.show(out)).is_some()
    }

    fn commitment(&self, index: Option<u8>) -> Option<Commitment> {
        self.as_ref()
            .filter(|_| index.is_none())
            .and_then(Scalar::as_commitment)
    }
}

/// A field that must be there.
macro_rules! required {
    ($($name:ty),*) => { $(
        impl Field for $name {
            type Parsed<'a> = <$name as Scalar>::Parsed<'a>;

            fn write(&self, out: &mut Vec<u8>) {
                self.put(out);
            }

            fn read(source: &mut Source<'_>) -> Result<Self, Fault> {
                <Option<$name> as Field>::read(source)?.ok_or(Fault::Missing)
            }

            fn parse<'a>(json: &mut Cursor<'a>) -> Result<Self::Parsed<'a>, Fault> {
                <$name as Scalar>::parse(json)
            }

            fn settle(parsed: Option<Self::Parsed<'_>>, sealing: &mut Sealing<'_>, number: u8) -> Result<Self, Fault> {
                <$name as Scalar>::settle(parsed.ok_or(Fault::Missing)?, sealing, number)
            }

            fn show(&self, out: &mut String) -> bool {
                Scalar::show(self, out);
                true
            }

            fn commitment(&self, index: Option<u8>) -> Option<Commitment> {
                self.as_commitment().filter(|_| index.is_none())
            }
        }
    )* };
}
required!(Time, Digest, Count, Commitment);
