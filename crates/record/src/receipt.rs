//! What an operator hands out for one record: the record, what is disclosed of it, and the proof that it is logged.
//!
//! ```json
//! {"receipt": 1, "log": "…", "index": 7, "record": "<hex>", "modelVersion": "…", "entry": "<hex>",
//!  "disclosures": [{"field": "subject", "text": "…", "salt": "<hex>"}], "proof": "c2sp.org/tlog-proof@v1\nindex 7\n…"}
//! ```
//!
//! `entry` stands only in receipts of records that were appended alone: the 100 bytes that the program wrote before
//! them. `modelVersion` and `disclosures` may be left out. Reading a receipt checks all that can be checked without the
//! proof; that the proof leads from [`Receipt::leaf`] to a signed or on-chain root is for the reader to check.

use crate::disclosure::{list, Disclosure};
use crate::error::{Fault, ReceiptError, RecordError};
use crate::field::{Count, Field};
use crate::header::Model;
use crate::json::{fill, push_string, Cursor};
use crate::record::{leaf_of, Record};
use crate::value::{decode_address, encode_address, from_hex, push_hex, Address};
use crate::Hash;

/// Bytes of a receipt.
pub const MAX_RECEIPT: usize = 262_144;
/// Bytes that the program writes before a payload.
pub const ENTRY_HEADER: usize = 100;

const VERSION: u64 = 1;
const PROOF_DOMAIN: &str = "c2sp.org/tlog-proof@v1\n";
const ENTRY_MAGIC: &[u8; 8] = b"ALTHING\x01";
const MAX_ENTRY_PAYLOAD: usize = 512;

/// A receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The log.
    pub log: Address,
    /// The leaf's index.
    pub index: u64,
    /// The record.
    pub record: Record,
    /// What the program wrote before the record, where it was appended alone.
    pub entry: Option<[u8; ENTRY_HEADER]>,
    /// The account of the model's version.
    pub model_version: Option<Address>,
    /// What is shown of the record.
    pub disclosures: Vec<Disclosure>,
    /// The C2SP tlog-proof, which contains the checkpoint.
    pub proof: String,
}

impl Receipt {
    /// Reads and checks a receipt.
    ///
    /// # Errors
    /// Names the part at fault.
    pub fn parse(bytes: &[u8]) -> Result<Self, ReceiptError> {
        if bytes.len() > MAX_RECEIPT {
            return Err(ReceiptError::TooLong {
                have: bytes.len(),
                max: MAX_RECEIPT,
            });
        }
        let text =
            std::str::from_utf8(bytes).map_err(|_| ReceiptError::Field(Fault::NotUtf8.into()))?;
        let receipt = Slots::read(text).map_err(ReceiptError::Field)?.receipt()?;
        receipt.check()?;
        Ok(receipt)
    }

    /// The receipt as JSON.
    ///
    /// # Errors
    /// As [`Receipt::parse`], so that nothing is handed out that would be refused.
    pub fn to_json(&self) -> Result<String, ReceiptError> {
        self.check()?;
        let mut out = format!(
            "{{\"receipt\":{VERSION},\"log\":\"{}\"",
            encode_address(&self.log)
        );
        out.push_str(&format!(",\"index\":{},\"record\":\"", self.index));
        push_hex(&self.record.encode(), &mut out);
        out.push('"');
        if let Some(entry) = &self.entry {
            out.push_str(",\"entry\":\"");
            push_hex(entry, &mut out);
            out.push('"');
        }
        if let Some(version) = &self.model_version {
            out.push_str(&format!(
                ",\"modelVersion\":\"{}\"",
                encode_address(version)
            ));
        }
        let disclosures: Vec<String> = self.disclosures.iter().map(Disclosure::to_json).collect();
        out.push_str(&format!(
            ",\"disclosures\":[{}],\"proof\":",
            disclosures.join(",")
        ));
        push_string(&self.proof, &mut out);
        out.push('}');
        match out.len() {
            have if have > MAX_RECEIPT => Err(ReceiptError::TooLong {
                have,
                max: MAX_RECEIPT,
            }),
            _ => Ok(out),
        }
    }

    /// The leaf that the proof has to lead from.
    pub fn leaf(&self) -> Hash {
        let mut bytes = self.entry.map_or_else(Vec::new, |entry| entry.to_vec());
        self.record.encode_onto(&mut bytes);
        leaf_of(&bytes)
    }

    /// Everything but the proof's hashes.
    fn check(&self) -> Result<(), ReceiptError> {
        if self.log != self.record.header().log {
            return Err(ReceiptError::OtherLog);
        }
        if let (Some(Model::Version(logged)), Some(given)) =
            (self.record.header().model, self.model_version)
        {
            if logged != given {
                return Err(ReceiptError::OtherModel);
            }
        }
        for (index, disclosure) in self.disclosures.iter().enumerate() {
            let same = |other: &&Disclosure| {
                other.field == disclosure.field && other.index == disclosure.index
            };
            if self.disclosures[..index].iter().any(|other| same(&other)) {
                return Err(ReceiptError::DisclosedTwice { index });
            }
            disclosure
                .check(&self.record)
                .map_err(|error| ReceiptError::Disclosure { index, error })?;
        }
        self.check_proof()?;
        self.check_entry()
    }

    /// That the proof is one of this format and about this index.
    fn check_proof(&self) -> Result<(), ReceiptError> {
        let rest = self.proof.strip_prefix(PROOF_DOMAIN);
        let rest = rest.ok_or(ReceiptError::Proof(
            "does not begin with c2sp.org/tlog-proof@v1",
        ))?;
        // Not `lines()`, which passes over carriage returns.
        let mut lines = rest.split('\n');
        let index = match lines.next() {
            Some(line) if line.starts_with("extra ") => lines.next(),
            line => line,
        };
        match index.and_then(|line| line.strip_prefix("index ")) {
            None => Err(ReceiptError::Proof("states no index")),
            Some(index) if index != self.index.to_string() => Err(ReceiptError::Proof(
                "is about another index than the receipt",
            )),
            Some(_) => Ok(()),
        }
    }

    /// That the program's header is that of this record.
    fn check_entry(&self) -> Result<(), ReceiptError> {
        let Some(entry) = &self.entry else {
            return Ok(());
        };
        let length = self.record.encode().len();
        let kind = self.record.kind().number();
        let fault = if &entry[..8] != ENTRY_MAGIC {
            "does not begin with ALTHING, version 1"
        } else if entry[8..40] != self.log {
            "is that of another log"
        } else if entry[40..48] != self.index.to_le_bytes() {
            "is about another index than the receipt"
        } else if entry[96..98] != kind.to_le_bytes() {
            "is of another kind than the record"
        } else if length > MAX_ENTRY_PAYLOAD {
            "cannot carry a record of more than 512 bytes"
        } else if entry[98..100] != (length as u16).to_le_bytes() {
            "states another length than the record's"
        } else {
            return Ok(());
        };
        Err(ReceiptError::Entry(fault))
    }
}

/// A receipt's fields as JSON gives them.
#[derive(Default)]
struct Slots {
    version: Option<()>,
    log: Option<Address>,
    index: Option<Count>,
    record: Option<Vec<u8>>,
    entry: Option<[u8; ENTRY_HEADER]>,
    model_version: Option<Address>,
    disclosures: Option<Vec<Disclosure>>,
    proof: Option<String>,
}

impl Slots {
    fn read(text: &str) -> Result<Self, RecordError> {
        let mut slots = Self::default();
        let mut json = Cursor::new(text);
        json.open(b'{', "an object")?;
        let mut first = true;
        while let Some(name) = json.name(first)? {
            first = false;
            slots.field(&name, &mut json)?;
        }
        json.end()?;
        Ok(slots)
    }

    fn field(&mut self, name: &str, json: &mut Cursor<'_>) -> Result<(), RecordError> {
        match name {
            "receipt" => json
                .integer()
                .and_then(version)
                .and_then(|known| fill(&mut self.version, known)),
            "log" => json
                .string()
                .and_then(|it| decode_address(&it))
                .and_then(|it| fill(&mut self.log, it)),
            "index" => <Count as Field>::parse(json).and_then(|index| fill(&mut self.index, index)),
            "record" => hex(json).and_then(|bytes| fill(&mut self.record, bytes)),
            "entry" => hex(json).and_then(|bytes| {
                fill(
                    &mut self.entry,
                    bytes
                        .try_into()
                        .map_err(|_| Fault::NotHex { expected: "200" })?,
                )
            }),
            "modelVersion" => json
                .string()
                .and_then(|it| decode_address(&it))
                .and_then(|it| fill(&mut self.model_version, it)),
            "disclosures" => fill(&mut self.disclosures, list(json, Disclosure::parse)?),
            "proof" => json
                .string()
                .and_then(|proof| fill(&mut self.proof, proof.into_owned())),
            _ => Err(Fault::UnknownField),
        }
        .map_err(|fault| fault.at(name))
    }

    fn receipt(self) -> Result<Receipt, ReceiptError> {
        let missing = |name: &'static str| ReceiptError::Field(Fault::Missing.at(name));
        self.version.ok_or_else(|| missing("receipt"))?;
        let record = self.record.ok_or_else(|| missing("record"))?;
        Ok(Receipt {
            log: self.log.ok_or_else(|| missing("log"))?,
            index: self.index.ok_or_else(|| missing("index"))?.get(),
            record: Record::decode(&record).map_err(ReceiptError::Record)?,
            entry: self.entry,
            model_version: self.model_version,
            disclosures: self.disclosures.unwrap_or_default(),
            proof: self.proof.ok_or_else(|| missing("proof"))?,
        })
    }
}

fn version(value: u64) -> Result<(), Fault> {
    match value {
        VERSION => Ok(()),
        version => Err(Fault::UnknownVersion { version }),
    }
}

fn hex(json: &mut Cursor<'_>) -> Result<Vec<u8>, Fault> {
    from_hex(&json.string()?).ok_or(Fault::NotHex {
        expected: "an even number of",
    })
}
