//! A record: a header and a body.

use crate::bytes::Source;
use crate::commit::Place;
use crate::error::{Fault, RecordError};
use crate::field::Commitment;
use crate::header::{Header, Model, HEADER, VERSION};
use crate::json::{push_string, Shown};
use crate::kinds::{Body, Kind};
use crate::value::to_hex;
use crate::Hash;
use sha2::{Digest as _, Sha256};

/// Bytes of a record.
pub const MAX_RECORD: usize = 4096;

/// What an operator logs. There is none that breaks the format's rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    header: Header,
    body: Body,
}

impl Record {
    /// A record of these.
    ///
    /// # Errors
    /// The field that breaks a rule of its kind, such as a period that ends before it starts.
    pub fn new(header: Header, body: Body) -> Result<Self, RecordError> {
        header.check()?;
        if header.model.is_none() && body.kind().needs_model() {
            return Err(Fault::ModelMissing.into());
        }
        body.check()?;
        Ok(Self { header, body })
    }

    /// What every record says.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// What this kind of record says.
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// The kind.
    pub fn kind(&self) -> Kind {
        self.body.kind()
    }

    /// The record's bytes, at most [`MAX_RECORD`].
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(512);
        self.encode_onto(&mut out);
        out
    }

    /// Appends the record's bytes.
    pub fn encode_onto(&self, out: &mut Vec<u8>) {
        let start = out.len();
        self.header.write(self.kind(), 0, out);
        self.body.write(out);
        // The largest body, a raw one, has 3,651 bytes.
        let length = (out.len() - start - HEADER) as u16;
        out[start + 14..start + 16].copy_from_slice(&length.to_le_bytes());
    }

    /// The record of these bytes.
    ///
    /// # Errors
    /// Names what is wrong with bytes that [`Record::encode`] does not make.
    pub fn decode(bytes: &[u8]) -> Result<Self, RecordError> {
        let have = bytes.len();
        if have < HEADER {
            return Err(Fault::TooShort { have }.into());
        }
        if have > MAX_RECORD {
            return Err(Fault::TooLong { have }.into());
        }
        let mut source = Source::new(bytes);
        let (header, kind) = Header::read(&mut source)?;
        let body = Body::read(kind, &mut source)?;
        if source.left() > 0 {
            return Err(Fault::Trailing {
                extra: source.left(),
            }
            .into());
        }
        Self::new(header, body)
    }

    /// The hash that stands for the record in its log's tree when it is logged in a batch.
    pub fn leaf(&self) -> Hash {
        leaf_of(&self.encode())
    }

    /// The record as one line of JSON, without the line's end. Converting it gives the same record.
    pub fn to_json(&self) -> String {
        let mut out = String::with_capacity(1024);
        let header = &self.header;
        out.push_str("{\"kind\":");
        push_string(self.kind().name(), &mut out);
        out.push_str(&format!(",\"version\":{VERSION}"));
        let mut shown = Shown::new(&mut out);
        shown.field("log", &Some(header.log));
        shown.field("operator", &Some(header.operator));
        shown.field("sequence", &header.sequence);
        shown.field("time", &header.time);
        shown.field("slot", &header.slot);
        if header.retention_months > 0 {
            shown.raw("retentionMonths", &header.retention_months.to_string());
        }
        match header.model {
            None => {}
            Some(Model::Digest(digest)) => shown.field("modelDigest", &digest),
            Some(Model::Version(address)) => shown.field("modelVersion", &Some(address)),
        }
        self.body.show(&mut shown);
        out.push('}');
        out
    }

    /// The personal field of that name (and, in a list, index): its commitment, and the place that it is made for.
    ///
    /// # Errors
    /// [`Fault::NotPersonal`] where this record has none of that name and index.
    pub fn personal(
        &self,
        name: &str,
        index: Option<u8>,
    ) -> Result<(Place, Commitment), RecordError> {
        let (field, commitment) = self
            .body
            .personal(name, index)
            .ok_or_else(|| Fault::NotPersonal.at(name))?;
        Ok((place(&self.header, self.kind(), field, index), commitment))
    }
}

pub(crate) fn place(header: &Header, kind: Kind, field: u8, index: Option<u8>) -> Place {
    Place {
        log: header.log,
        operator: header.operator,
        sequence: header.sequence.get(),
        kind: kind.number(),
        version: VERSION,
        field,
        index: index.unwrap_or(0),
    }
}

/// The leaf hash of a record's bytes: SHA-256 of `0x00` and them (RFC 6962, section 2.1).
pub fn leaf_of(record: &[u8]) -> Hash {
    Sha256::new_with_prefix([0])
        .chain_update(record)
        .finalize()
        .into()
}

impl std::fmt::Display for Record {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            out,
            "{} {} {}",
            self.kind().name(),
            self.header.sequence.get(),
            to_hex(&self.leaf())
        )
    }
}
