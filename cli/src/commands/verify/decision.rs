//! `althing verify decision`.

use std::ffi::OsString;
use std::path::PathBuf;

use althing_record::{to_hex, Receipt, Value, MAX_RECEIPT};
use althing_tlog::proof::verify_inclusion;
use althing_tlog::tlog_proof::TlogProof;
use anchor_lang::prelude::Pubkey;
use clap::Args;

use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::logs::checkpoint::Standing;
use crate::logs::receipt::{model, stamp};
use crate::logs::{Head, Tiles, Trust};
use crate::output::{file, Cell, Record};

/// Check the receipt of a decision, or of another record
///
/// The receipt's record is hashed with its salts into a leaf, and its proof folded from the leaf to a root, which the chain's log
/// must have, or have had; what is shown of personal fields must open the record's commitments; and the model's version must
/// have been in production then. With --offline no cluster is asked, so neither the chain's root nor the model's version is looked
/// at: the receipt's checkpoint must be signed by whom --key or --policy says, or be in one history with a checkpoint that you have
/// kept. Exit code 3 where anything does not hold.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing verify decision receipt.json\n  althing verify decision receipt.json --offline --key 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q\n  althing verify decision receipt.json --offline --checkpoint kept --dir https://example.org/log"
)]
pub struct Decision {
    /// The receipt, a file
    pub receipt: PathBuf,
    #[command(flatten)]
    pub trust: Trust,
    /// A checkpoint that you trust, a file, such as one kept from another day: it must be in one history with the receipt's
    #[arg(long, value_name = "FILE")]
    pub checkpoint: Option<PathBuf>,
    /// Where the log's tiles are, which lead from the one to the other: a folder or a URL
    #[arg(long, value_name = "DIR_OR_URL", requires = "checkpoint")]
    pub dir: Option<OsString>,
    /// Ask no cluster; needs --key, --policy or --checkpoint
    #[arg(long)]
    pub offline: bool,
}

impl Run for Decision {
    fn run(self, context: &Context) -> Result<()> {
        if self.offline && self.checkpoint.is_none() && !self.trust.is_given() {
            return Err(Error::usage(
                "--offline: why is the receipt's checkpoint to be believed?",
                "Say who must have signed it (--key or --policy), or give one that you trust: --checkpoint FILE.",
            ));
        }
        let bytes = file::read(&self.receipt, MAX_RECEIPT)?;
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
        let signers = self.trust.check(head)?;
        let mut told = Record::new();
        if let Some(path) = &self.checkpoint {
            let kept = Head::read(path)?;
            let tiles = self.dir.as_ref().map(Tiles::open).transpose()?;
            kept.require_one_history(head, tiles.as_ref())?;
            // A smaller tree says nothing of what came into the log after it.
            if self.offline && signers.is_none() && kept.size() <= receipt.index {
                return Err(Error::usage(
                    format!(
                        "{}: has {} entries, and the receipt is about entry {}",
                        kept.name,
                        kept.size(),
                        receipt.index
                    ),
                    "An older checkpoint does not vouch for it: give a newer one, or say who must have signed: --key KEY.",
                ));
            }
            told =
                told.and(record! { "checkpoint" => &kept.name, "checkpointSize" => kept.size() });
        }
        let asked = signers.is_some();
        told = told.and(signers.unwrap_or_default());
        if self.offline {
            return Ok(told.with("chain", "not asked"));
        }
        let address = Pubkey::from(receipt.log);
        let log = context.fetch(&address)?;
        let standing = head.on_chain(context, &address, &log)?;
        if !asked {
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
