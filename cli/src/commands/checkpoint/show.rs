//! `althing checkpoint show`.

use althing::WitnessSet;
use clap::Args;

use super::{find, note, signers, summary};
use crate::commands::{witness::verifier, Run};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::output::{cell::padded, Cell, Record};

/// Show a checkpoint, who has signed it, and its note as any C2SP tool reads it
///
/// Every signature is checked again here: exit code 3 where one is not what the chain says.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing checkpoint show 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin/1000\n  \
                  althing checkpoint show 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin/1000 --note > checkpoint"
)]
pub struct Show {
    /// The checkpoint: address, or LOG/SIZE
    pub checkpoint: String,
    /// In text, only the note, which JSON has among the rest
    #[arg(long)]
    pub note: bool,
}

impl Run for Show {
    fn run(self, context: &Context) -> Result<()> {
        let (address, found, log) = find(context, &self.checkpoint)?;
        let set: WitnessSet = context.fetch(&log.witness_set)?;
        let note = note(&found, &log, &set).ok_or_else(|| {
            Error::mismatch(
                "a cosignature that the chain has counted does not verify",
                "Do not trust this node; ask another (--url).",
            )
        })?;
        if self.note && !context.out.is_json() {
            context.out.raw(&note.encode());
            return Ok(());
        }
        let signed: Vec<Record> = signers(&found, &set)
            .filter_map(|place| {
                let time = found.cosignatures.get(place)?.time;
                Some(record! {
                    "witness" => verifier(&set, place)?.name(),
                    "at" => Cell::Time(i64::try_from(time).unwrap_or(0)),
                })
            })
            .collect();
        let shown = summary(&address, &found, &set).and(record! {
            "log" => found.audit_log,
            "origin" => padded(&log.origin),
            "signed" => signed,
            "note" => note.encode(),
        });
        context.out.record(&shown);
        Ok(())
    }
}
