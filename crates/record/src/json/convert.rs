//! Lines of JSON to records.

use super::cursor::{fill, Cursor};
use super::personal::Sealing;
use crate::disclosure::Opening;
use crate::error::{Fault, LineError, RecordError};
use crate::field::{Count, Digest, Field, Time};
use crate::header::{Header, Model, VERSION};
use crate::kinds::{Body, Kind, Layout};
use crate::record::{place, Record};
use crate::salts::Salts;
use crate::value::{decode_address, Address};

/// Bytes of a line, its end not counted.
pub const MAX_LINE: usize = 65_536;

/// What lines may leave out. What a line gives nevertheless must be the same.
#[derive(Clone, Copy, Debug, Default)]
pub struct Defaults {
    /// The log that the records are written for.
    pub log: Option<Address>,
    /// The operator who writes them.
    pub operator: Option<Address>,
}

/// What a line gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Converted {
    /// The record.
    pub record: Record,
    /// What opens the commitments that were made, in the record's order. For the operator alone.
    pub openings: Vec<Opening>,
}

/// Makes records of lines of JSON. Keeps nothing between lines but the last addresses, to decode them once.
pub struct LineConverter<'s> {
    defaults: Defaults,
    salts: &'s dyn Salts,
    seen: Addresses,
}

impl<'s> LineConverter<'s> {
    /// A converter that takes salts from `salts`.
    pub fn new(defaults: Defaults, salts: &'s dyn Salts) -> Self {
        Self {
            defaults,
            salts,
            seen: Addresses::default(),
        }
    }

    /// The record of one line. `number` counts lines from 1 and stands in errors; `sequence` is the record's number,
    /// which the line may give too, and must where it is `None`.
    ///
    /// # Errors
    /// The line, the field and what is wrong with it.
    pub fn convert(
        &mut self,
        number: u64,
        sequence: Option<u64>,
        line: &[u8],
    ) -> Result<Converted, LineError> {
        self.record(sequence, line).map_err(|error| LineError {
            line: number,
            error,
        })
    }

    fn record(&mut self, sequence: Option<u64>, line: &[u8]) -> Result<Converted, RecordError> {
        if line.len() > MAX_LINE {
            return Err(Fault::LineTooLong {
                have: line.len(),
                max: MAX_LINE,
            }
            .into());
        }
        let text = std::str::from_utf8(line).map_err(|_| Fault::NotUtf8)?;
        let mut json = Cursor::new(text);
        let kind = find_kind(json.clone())?;
        json.open(b'{', "an object")?;
        let mut openings = Vec::new();
        let line = Line {
            json,
            sequence,
            defaults: self.defaults,
            salts: self.salts,
            seen: &mut self.seen,
            openings: &mut openings,
        };
        let (header, body) = Body::convert(kind, line)?;
        Ok(Converted {
            record: Record::new(header, body)?,
            openings,
        })
    }
}

/// The kind that a line names, wherever it stands in it.
fn find_kind(mut json: Cursor<'_>) -> Result<Kind, RecordError> {
    json.open(b'{', "an object")?;
    let mut first = true;
    while let Some(name) = json.name(first)? {
        first = false;
        if name == "kind" {
            let kind = json.string().map_err(|fault| fault.at("kind"))?;
            return Kind::from_name(&kind).ok_or_else(|| {
                Fault::UnknownKindName {
                    kind: kind.into_owned(),
                }
                .at("kind")
            });
        }
        json.skip()?;
    }
    Err(Fault::Missing.at("kind"))
}

/// The last addresses that stood in a line, by field: a file repeats them in every line.
#[derive(Default)]
struct Addresses {
    log: (String, Address),
    operator: (String, Address),
    model: (String, Address),
}

fn remembered(seen: &mut (String, Address), json: &mut Cursor<'_>) -> Result<Address, Fault> {
    // The empty text of the beginning stands for no address.
    if seen.0.is_empty() || !json.take_string(&seen.0) {
        let text = json.string()?;
        let address = decode_address(&text)?;
        if address == [0; 32] {
            return Err(Fault::Zeros);
        }
        *seen = (text.into_owned(), address);
    }
    Ok(seen.1)
}

/// A line of a known kind, after its opening bracket.
pub(crate) struct Line<'a, 'c> {
    json: Cursor<'a>,
    sequence: Option<u64>,
    defaults: Defaults,
    salts: &'c dyn Salts,
    seen: &'c mut Addresses,
    openings: &'c mut Vec<Opening>,
}

/// The header's values so far.
#[derive(Default)]
struct HeaderSlots {
    kind: Option<()>,
    version: Option<()>,
    log: Option<Address>,
    operator: Option<Address>,
    sequence: Option<Count>,
    time: Option<Time>,
    slot: Option<Count>,
    retention_months: Option<u16>,
    model_digest: Option<Digest>,
    model_version: Option<Address>,
}

impl Line<'_, '_> {
    /// Header and body of the line.
    pub(crate) fn convert<L: Layout>(mut self, kind: Kind) -> Result<(Header, L), RecordError> {
        let mut slots = HeaderSlots::default();
        let mut body = L::Slots::default();
        let mut first = true;
        while let Some(name) = self.json.name(first)? {
            first = false;
            let known = match L::parse(&mut body, &name, &mut self.json) {
                Ok(false) => self.header_field(&mut slots, &name),
                done => done,
            };
            match known {
                Ok(true) => {}
                Ok(false) => return Err(Fault::UnknownField.at(name)),
                Err(fault) => return Err(fault.at(name)),
            }
        }
        self.json.end()?;
        let header = self.header(slots)?;
        let mut sealing = Sealing {
            place: place(&header, kind, 0, None),
            name: "",
            salts: self.salts,
            openings: Vec::new(),
        };
        let body = L::settle(body, &mut sealing)?;
        *self.openings = sealing.openings;
        Ok((header, body))
    }

    fn header_field(&mut self, slots: &mut HeaderSlots, name: &str) -> Result<bool, Fault> {
        let json = &mut self.json;
        match name {
            // Read already by `find_kind`.
            "kind" => json.string().and_then(|_| fill(&mut slots.kind, ()))?,
            "version" => fill(&mut slots.version, version(json.integer()?)?)?,
            "log" => fill(&mut slots.log, remembered(&mut self.seen.log, json)?)?,
            "operator" => fill(
                &mut slots.operator,
                remembered(&mut self.seen.operator, json)?,
            )?,
            "sequence" => fill(&mut slots.sequence, <Count as Field>::parse(json)?)?,
            "time" => fill(&mut slots.time, <Time as Field>::parse(json)?)?,
            "slot" => fill(&mut slots.slot, <Count as Field>::parse(json)?)?,
            "retentionMonths" => fill(&mut slots.retention_months, months(json.integer()?)?)?,
            "modelDigest" => fill(&mut slots.model_digest, <Digest as Field>::parse(json)?)?,
            "modelVersion" => fill(
                &mut slots.model_version,
                remembered(&mut self.seen.model, json)?,
            )?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn header(&self, slots: HeaderSlots) -> Result<Header, RecordError> {
        let sequence = self
            .sequence
            .map(Count::new)
            .transpose()
            .map_err(|fault| fault.at("sequence"))?;
        let model = match (slots.model_digest, slots.model_version) {
            (None, None) => None,
            (Some(digest), None) => Some(Model::Digest(digest)),
            (None, Some(address)) => Some(Model::Version(address)),
            (Some(_), Some(_)) => return Err(Fault::TwoModels.into()),
        };
        Ok(Header {
            log: agreed(slots.log, self.defaults.log, "log")?,
            operator: agreed(slots.operator, self.defaults.operator, "operator")?,
            sequence: agreed(slots.sequence, sequence, "sequence")?,
            time: slots.time.ok_or_else(|| Fault::Missing.at("time"))?,
            slot: slots.slot,
            retention_months: slots.retention_months.unwrap_or(0),
            model,
        })
    }
}

/// What the line gives and what is expected, which must not differ.
fn agreed<T: PartialEq>(
    given: Option<T>,
    expected: Option<T>,
    name: &'static str,
) -> Result<T, RecordError> {
    match (given, expected) {
        (Some(given), Some(expected)) if given != expected => {
            Err(Fault::OtherThanExpected.at(name))
        }
        (given, expected) => given.or(expected).ok_or_else(|| Fault::Missing.at(name)),
    }
}

fn version(value: u64) -> Result<(), Fault> {
    match u8::try_from(value) {
        Ok(VERSION) => Ok(()),
        _ => Err(Fault::UnknownVersion { version: value }),
    }
}

fn months(value: u64) -> Result<u16, Fault> {
    match u16::try_from(value) {
        Ok(0) => Err(Fault::Zeros),
        Ok(months) => Ok(months),
        Err(_) => Err(Fault::NumberOutOfRange {
            value,
            max: u16::MAX.into(),
        }),
    }
}
