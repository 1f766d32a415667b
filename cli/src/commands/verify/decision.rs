//! `althing verify decision`.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use althing_record::{to_hex, Receipt, Value, MAX_RECEIPT};
use althing_tlog::note::MAX_NOTE;
use althing_tlog::proof::verify_inclusion;
use althing_tlog::tlog_proof::TlogProof;
use anchor_lang::prelude::Pubkey;
use clap::Args;

use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::logs::checkpoint::{key, Standing};
use crate::logs::receipt::{model, stamp};
use crate::logs::Head;
use crate::output::{Cell, Record};

/// Check the receipt of a decision, or of another record
///
/// The receipt's record is hashed with its salts into a leaf, and its proof folded from the leaf to a root, which the chain's log
/// must have, or have had; what is shown of personal fields must open the record's commitments; and the model's version must
/// have been in production then. With --offline no cluster is asked: the checkpoint in the receipt must be signed by --key.
/// Exit code 3 where anything does not hold.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing verify decision receipt.json\n  althing verify decision receipt.json --offline --key 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q --checkpoint checkpoint"
)]
pub struct Decision {
    /// The receipt, a file
    pub receipt: PathBuf,
    /// Who must have signed the checkpoint: NAME+ID+BASE64 or an address [default: nobody, the chain is enough]
    #[arg(long)]
    pub key: Option<String>,
    /// A checkpoint that you trust, a file, such as one kept from an earlier day: it must be the receipt's
    #[arg(long, value_name = "FILE")]
    pub checkpoint: Option<PathBuf>,
    /// Ask no cluster
    #[arg(long, requires = "key")]
    pub offline: bool,
}

impl Run for Decision {
    fn run(self, context: &Context) -> Result<()> {
        let bytes = read(&self.receipt, MAX_RECEIPT)?;
        let receipt = Receipt::parse(&bytes).map_err(|why| self.bad(why))?;
        let proof = TlogProof::parse(receipt.proof.as_bytes()).map_err(|why| self.bad(why))?;
        let name = format!("{}, the receipt's checkpoint", self.receipt.display());
        let head = Head::parse(name, proof.checkpoint.encode().as_bytes())?;
        let leaf = receipt.leaf();
        let (size, root) = (head.size(), head.checkpoint.root());
        verify_inclusion(&leaf, proof.index, size, &proof.hashes, root)
            .map_err(|why| self.bad(format!("the proof does not lead to the checkpoint: {why}")))?;

        let mut told = record! {
            "receipt" => self.receipt.display().to_string(),
            "kind" => receipt.record.kind().name(),
            "at" => Cell::Time(seconds(&receipt)),
            "operator" => Pubkey::from(receipt.record.header().operator),
            "log" => Pubkey::from(receipt.log),
            "index" => receipt.index,
            "leaf" => to_hex(&leaf),
            "size" => size,
            "root" => to_hex(root),
        };
        told = told.and(self.trust(context, &receipt, &head)?);
        told = told.with("disclosed", disclosed(&receipt));
        if !self.offline {
            told = told
                .and(stamp(context, &receipt)?)
                .and(model(context, &receipt)?);
        }
        context.out.record(&told.with("verified", true));
        Ok(())
    }
}

impl Decision {
    fn bad(&self, why: impl std::fmt::Display) -> Error {
        Error::mismatch(
            format!("{}: {why}", self.receipt.display()),
            "The receipt does not prove what it says; ask its operator for another.",
        )
    }

    /// Why the checkpoint is to be believed.
    fn trust(&self, context: &Context, receipt: &Receipt, head: &Head) -> Result<Record> {
        let origin = head.checkpoint.origin();
        let mut told = Record::new();
        if let Some(path) = &self.checkpoint {
            let kept = Head::parse(path.display().to_string(), &read(path, MAX_NOTE)?)?;
            if kept.checkpoint != head.checkpoint {
                return Err(Error::mismatch(
                    format!(
                        "{}: has {} entries of {}, the receipt's checkpoint {} of {origin}: not the same",
                        kept.name,
                        kept.size(),
                        kept.checkpoint.origin(),
                        head.size()
                    ),
                    "Ask for a receipt with the checkpoint that you have, or compare both: althing log consistency.",
                ));
            }
            told = told.with("checkpoint", kept.name);
        }
        if let Some(text) = &self.key {
            let signer = head.signed_by(&[key(text, origin)?])?;
            told = told.with("signedBy", signer.to_string());
        }
        if self.offline {
            return Ok(told);
        }
        let address = Pubkey::from(receipt.log);
        let log = context.fetch(&address)?;
        let standing = head.on_chain(context, &address, &log)?;
        if self.key.is_none() {
            // The chain is enough; who else has signed is worth knowing.
            let keys = context.checkpoint_keys(&address, &log, origin);
            let signer = keys.and_then(|keys| head.signed_by(&keys));
            told = told.with("signedBy", signer.ok().map(|key| key.to_string()));
        }
        Ok(told.and(record! {
            "chain" => match &standing {
                Standing::Now { .. } => "has this root now".to_owned(),
                Standing::Then(growth) => format!("had this root in transaction {}", growth.signature),
            },
            "chainSlot" => standing.slot(),
        }))
    }
}

fn seconds(receipt: &Receipt) -> i64 {
    (receipt.record.header().time.micros() / 1_000_000) as i64
}

/// What the receipt shows of personal fields; the receipt was read, so it opens the record's commitments.
fn disclosed(receipt: &Receipt) -> Vec<Record> {
    let shown = receipt.disclosures.iter().map(|disclosure| {
        let (form, value) = match &disclosure.value {
            Value::Text(text) => ("text", text.clone()),
            Value::Bytes(bytes) => ("hex", to_hex(bytes)),
            Value::Sha256(hash) => ("sha256", to_hex(hash)),
        };
        let shown = record! { "field" => &disclosure.field };
        let shown = match disclosure.index {
            Some(index) => shown.with("index", index),
            None => shown,
        };
        shown.with(form, value)
    });
    shown.collect()
}

/// A file of at most `limit` bytes; of a longer one, one byte more.
fn read(path: &Path, limit: usize) -> Result<Vec<u8>> {
    let mut bytes = vec![];
    let read =
        File::open(path).and_then(|file| file.take(limit as u64 + 1).read_to_end(&mut bytes));
    read.map_err(|why| Error::usage(format!("{}: {why}", path.display()), "Give a file."))?;
    Ok(bytes)
}
