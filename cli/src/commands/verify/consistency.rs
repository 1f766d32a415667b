//! `althing verify consistency`.

use std::path::PathBuf;

use althing_tlog::witness::{AddCheckpoint, MAX_REQUEST};
use clap::Args;

use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input::bytes::to_hex;
use crate::logs::{Head, Trust};
use crate::output::file;

/// Check that a log has only grown since a checkpoint that you have kept, offline
///
/// The update is what `althing log consistency --save` writes (C2SP tlog-witness, add-checkpoint): a newer checkpoint, which must be
/// signed by whom --key or --policy says, and the hashes that lead to it from the older one. No cluster is asked. Exit code 3
/// where anything does not hold. With --save the newer checkpoint is the one that is kept from then on.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing verify consistency update --checkpoint kept --key 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q --save kept"
)]
pub struct Consistency {
    /// The update, a file
    pub update: PathBuf,
    /// The older checkpoint, a file
    #[arg(long, value_name = "FILE")]
    pub checkpoint: PathBuf,
    #[command(flatten)]
    pub trust: Trust,
    /// Write the newer checkpoint into this file, if all holds
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,
}

impl Run for Consistency {
    fn run(self, context: &Context) -> Result<()> {
        let name = self.update.display().to_string();
        let bytes = file::read(&self.update, MAX_REQUEST)?;
        let update = AddCheckpoint::parse(&bytes).map_err(|why| {
            Error::mismatch(
                format!("{name}: {why}"),
                "It is no update (C2SP add-checkpoint); make it with althing log consistency --save.",
            )
        })?;
        let note = update.checkpoint.encode();
        let newer = Head::parse(format!("{name}, its checkpoint"), note.as_bytes())?;
        let older = Head::read(&self.checkpoint)?;
        let signers = self.trust.demand(&newer)?;
        newer.require_same_origin(&older)?;
        if update.old_size != older.size() {
            return Err(Error::usage(
                format!(
                    "{name}: leads from {} entries, and {} has {}",
                    update.old_size,
                    older.name,
                    older.size()
                ),
                format!(
                    "Ask for one from there: althing log consistency {} --save.",
                    older.size()
                ),
            ));
        }
        older.require_beginning(&newer, &update.proof)?;
        if let Some(path) = &self.save {
            file::write(path, note.as_bytes())?;
        }
        let told = record! {
            "origin" => newer.checkpoint.origin(),
            "oldSize" => older.size(),
            "oldRoot" => to_hex(older.checkpoint.root()),
            "newSize" => newer.size(),
            "newRoot" => to_hex(newer.checkpoint.root()),
        };
        let told = told.and(signers).and(record! {
            "chain" => "not asked",
            "verified" => true,
        });
        context.out.record(&told);
        Ok(())
    }
}
