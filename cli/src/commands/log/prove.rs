//! `althing log prove`.

use std::path::PathBuf;

use althing_tlog::hash::leaf_hash;
use althing_tlog::tlog_proof::TlogProof;
use clap::Args;

use super::proofs::{inclusion, Place};
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input::bytes::to_hex;
use crate::output::file;

/// Make the proof that an entry is in a log, as one file that can be checked offline
///
/// The file is a C2SP tlog-proof: index, hashes, signed checkpoint. It holds for the checkpoint that is there now, also when the
/// log has grown.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing log prove 7 --dir public/log > 7.tlog-proof\n  althing log prove 7 --dir https://example.org/log --output json"
)]
pub struct Prove {
    /// The entry's index, from 0
    pub index: u64,
    #[command(flatten)]
    pub place: Place,
    /// Write the proof into this file
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,
}

impl Run for Prove {
    fn run(self, context: &Context) -> Result<()> {
        let (tiles, head) = self.place.open()?;
        let (entry, hashes) = inclusion(&tiles, &head, self.index)?;
        let proof = TlogProof {
            extra: None,
            index: self.index,
            hashes,
            checkpoint: head.note.clone(),
        };
        let text = proof.encode();
        if let Some(path) = &self.save {
            file::write(path, text.as_bytes())?;
        }
        if context.out.is_json() {
            let hashes: Vec<String> = proof.hashes.iter().map(|hash| to_hex(hash)).collect();
            context.out.record(&record! {
                "index" => self.index,
                "leaf" => to_hex(&leaf_hash(&entry)),
                "size" => head.size(),
                "root" => to_hex(head.checkpoint.root()),
                "hashes" => hashes,
                "proof" => text,
            });
        } else if self.save.is_none() {
            context.out.raw(&text);
        }
        Ok(())
    }
}
