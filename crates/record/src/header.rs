//! What every record begins with: 136 bytes, all numbers little endian.
//!
//! | offset | bytes | field |
//! |---|---|---|
//! | 0 | 7 | `ALTHREC` |
//! | 7 | 1 | version of this header's layout: 1 |
//! | 8 | 2 | kind |
//! | 10 | 1 | version of the kind's layout |
//! | 11 | 1 | flags: bits 0 and 1 say what `model` is: 0 none, 1 a digest, 2 a version account |
//! | 12 | 2 | months that the operator keeps the record, 0 for not stated |
//! | 14 | 2 | bytes of the body |
//! | 16 | 8 | sequence: counts the operator's records in this log; a gap shows that one is missing |
//! | 24 | 8 | time, unix microseconds |
//! | 32 | 8 | slot at about that time, all ones for not stated |
//! | 40 | 32 | log |
//! | 72 | 32 | operator |
//! | 104 | 32 | model, zeros for none |
//! | 136 | n | body |

use crate::bytes::Source;
use crate::error::{Fault, RecordError};
use crate::field::{Count, Digest, Field, Time};
use crate::kinds::Kind;
use crate::value::Address;

/// Bytes before the body.
pub const HEADER: usize = 136;
/// Domain and version of the header. Log entries of the program begin with other bytes.
pub const MAGIC: [u8; 8] = *b"ALTHREC\x01";
/// Version of every kind's layout so far.
pub(crate) const VERSION: u8 = 1;

/// Which model a record is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// The weights digest of a version.
    Digest(Digest),
    /// The account of a version on chain.
    Version(Address),
}

/// What every record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// The log's address: a record of one log means nothing in another.
    pub log: Address,
    /// The key or account that answers for the record.
    pub operator: Address,
    /// Counts the operator's records in this log, so that a gap shows.
    pub sequence: Count,
    /// When what is recorded happened.
    pub time: Time,
    /// The slot at about that time.
    pub slot: Option<Count>,
    /// For how many months the operator keeps what the record refers to; 0 for not stated. (The EU AI Act, Art. 19,
    /// asks for six at least.)
    pub retention_months: u16,
    /// Which model it is about.
    pub model: Option<Model>,
}

impl Header {
    pub(crate) fn check(&self) -> Result<(), RecordError> {
        for (name, address) in [("log", self.log), ("operator", self.operator)] {
            if address == [0; 32] {
                return Err(Fault::Missing.at(name));
            }
        }
        match self.model {
            Some(Model::Version(address)) if address == [0; 32] => {
                Err(Fault::Zeros.at("modelVersion"))
            }
            _ => Ok(()),
        }
    }

    /// Appends the header of a body of `length` bytes, which is at most `MAX_RECORD - HEADER`.
    pub(crate) fn write(&self, kind: Kind, length: usize, out: &mut Vec<u8>) {
        let (flags, model) = match self.model {
            None => (0, [0; 32]),
            Some(Model::Digest(digest)) => (1, digest.bytes()),
            Some(Model::Version(address)) => (2, address),
        };
        let mut bytes = [0; HEADER];
        bytes[..8].copy_from_slice(&MAGIC);
        bytes[8..10].copy_from_slice(&kind.number().to_le_bytes());
        bytes[10] = VERSION;
        bytes[11] = flags;
        bytes[12..14].copy_from_slice(&self.retention_months.to_le_bytes());
        bytes[14..16].copy_from_slice(&(length as u16).to_le_bytes());
        bytes[16..24].copy_from_slice(&self.sequence.get().to_le_bytes());
        bytes[24..32].copy_from_slice(&self.time.micros().to_le_bytes());
        bytes[32..40].copy_from_slice(&self.slot.map_or(u64::MAX, Count::get).to_le_bytes());
        bytes[40..72].copy_from_slice(&self.log);
        bytes[72..104].copy_from_slice(&self.operator);
        bytes[104..].copy_from_slice(&model);
        out.extend_from_slice(&bytes);
    }

    /// Reads the header; what is left in `source` is the body.
    pub(crate) fn read(source: &mut Source<'_>) -> Result<(Self, Kind), RecordError> {
        let magic: [u8; 8] = source.array()?;
        if magic[..7] != MAGIC[..7] {
            return Err(Fault::NotARecord.into());
        }
        if magic[7] != MAGIC[7] {
            return Err(Fault::UnknownLayout { version: magic[7] }.into());
        }
        let number = u16::from_le_bytes(source.array()?);
        let [version, flags] = source.array()?;
        let kind = Kind::from_number(number).ok_or(Fault::UnknownKind { kind: number })?;
        if version != VERSION {
            return Err(Fault::UnknownVersion {
                version: version.into(),
            }
            .into());
        }
        let retention_months = u16::from_le_bytes(source.array()?);
        let stated = usize::from(u16::from_le_bytes(source.array()?));
        let header = Self {
            sequence: Count::read(source).map_err(|fault| fault.at("sequence"))?,
            time: Time::read(source).map_err(|fault| fault.at("time"))?,
            slot: Field::read(source).map_err(|fault| fault.at("slot"))?,
            log: source.array()?,
            operator: source.array()?,
            model: read_model(flags, source.array()?)?,
            retention_months,
        };
        if stated != source.left() {
            return Err(Fault::WrongLength {
                stated,
                actual: source.left(),
            }
            .into());
        }
        header.check()?;
        Ok((header, kind))
    }
}

fn read_model(flags: u8, bytes: [u8; 32]) -> Result<Option<Model>, RecordError> {
    match flags {
        0 if bytes == [0; 32] => Ok(None),
        1 => Ok(Some(Model::Digest(
            Digest::new(bytes).map_err(|fault| fault.at("modelDigest"))?,
        ))),
        2 => Ok(Some(Model::Version(bytes))),
        // A second encoding of "none".
        0 => Err(Fault::StrayModel.into()),
        _ => Err(Fault::UnknownFlags { flags }.into()),
    }
}
