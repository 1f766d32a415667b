//! `althing log receipt`.

use std::path::PathBuf;

use althing_publish::kept;
use althing_record::{Disclosure, Receipt as Made, Record, ENTRY_HEADER};
use althing_tlog::tlog_proof::TlogProof;
use anchor_lang::prelude::Pubkey;
use clap::Args;

use super::proofs::{inclusion, Place};
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input;
use crate::logs::secrets::Secrets;

/// What the program's entries begin with.
const ENTRY_MAGIC: &[u8; 8] = b"ALTHING\x01";

/// Make the receipt of a record, such as a decision, for whom it concerns
///
/// The receipt has the record, the proof that it is logged, and what you choose to show of what is personal in it. Whoever has
/// it checks it with `althing verify decision`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing log receipt 7 --dir log > receipt.json\n  althing log receipt 7 --dir log --disclose subject --disclose verifiers:0 --keys keys.json"
)]
pub struct Receipt {
    /// The record's index, from 0
    pub index: u64,
    #[command(flatten)]
    pub place: Place,
    /// Show this personal field, of a list with its position: FIELD or FIELD:INDEX; can be given several times
    #[arg(long, value_name = "FIELD")]
    pub disclose: Vec<String>,
    /// Keys of persons: the file that was given to `althing log append`
    #[arg(long, value_name = "FILE")]
    pub keys: Option<PathBuf>,
    /// The account of the model's version, where the record names the model by its digest
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub model_version: Option<Pubkey>,
}

impl Run for Receipt {
    fn run(self, context: &Context) -> Result<()> {
        let (tiles, head) = self.place.open()?;
        let (bytes, hashes) = inclusion(&tiles, &head, self.index)?;
        let (entry, record) = match bytes.split_first_chunk::<ENTRY_HEADER>() {
            Some((entry, rest)) if entry.starts_with(ENTRY_MAGIC) => (Some(*entry), rest),
            _ => (None, &bytes[..]),
        };
        let record = Record::decode(record).map_err(|why| {
            Error::usage(
                format!("entry {} is no record: {why}", self.index),
                "Receipts are for records (docs/records.md); for other entries: althing log prove.",
            )
        })?;
        let folder = tiles.folder().map(PathBuf::from);
        let disclosures = self.disclosures(folder.as_deref(), &record)?;
        let proof = TlogProof {
            extra: None,
            index: self.index,
            hashes,
            checkpoint: head.note.clone(),
        };
        let receipt = Made {
            log: record.header().log,
            index: self.index,
            record,
            entry,
            model_version: self.model_version.map(|address| address.to_bytes()),
            disclosures,
            proof: proof.encode(),
        };
        let text = receipt.to_json().map_err(|why| {
            Error::usage(why.to_string(), "Check --model-version and --disclose.")
        })?;
        context.out.raw(&format!("{text}\n"));
        Ok(())
    }
}

impl Receipt {
    fn disclosures(
        &self,
        folder: Option<&std::path::Path>,
        record: &Record,
    ) -> Result<Vec<Disclosure>> {
        if self.disclose.is_empty() {
            return Ok(vec![]);
        }
        let folder = folder.ok_or_else(|| {
            Error::usage(
                "what opens personal fields is not served",
                "Give the log's own folder as --dir.",
            )
        })?;
        let kept = kept::find(folder, self.index).map_err(crate::logs::publish::fault)?;
        let kept = kept.ok_or_else(|| {
            Error::usage(
                format!("nothing that opens record {} is kept", self.index),
                "It was erased, or the record came with ready commitments.",
            )
        })?;
        let secrets = Secrets::read(self.keys.as_deref())?;
        let shown = self.disclose.iter().map(|wanted| {
            let (field, index) = match wanted.split_once(':') {
                Some((field, index)) => (field, index.parse::<u8>().ok()),
                None => (wanted.as_str(), None),
            };
            let opening = kept
                .openings
                .iter()
                .find(|it| it.field == field && it.index == index);
            let opening = opening.ok_or_else(|| {
                let has: Vec<String> = kept
                    .openings
                    .iter()
                    .map(|it| match it.index {
                        Some(index) => format!("{}:{index}", it.field),
                        None => it.field.clone(),
                    })
                    .collect();
                Error::usage(
                    format!("--disclose {wanted}: nothing that opens it is kept"),
                    format!("There are: {}.", has.join(", ")),
                )
            })?;
            opening.disclose(record, &secrets).map_err(|why| {
                Error::usage(
                    format!("--disclose {wanted}: {why}"),
                    "Give the file of keys that was given to append: --keys FILE.",
                )
            })
        });
        shown.collect()
    }
}
