//! `althing verify proof`.

use std::path::PathBuf;

use althing_tlog::hash::leaf_hash;
use althing_tlog::proof::verify_inclusion;
use althing_tlog::tile::MAX_ENTRY;
use althing_tlog::tlog_proof::{TlogProof, MAX_TLOG_PROOF};
use althing_tlog::Hash;
use clap::Args;

use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input::bytes::{digest, to_hex};
use crate::logs::{Head, Trust};
use crate::output::file;

/// Check the proof that an entry is in a log, offline
///
/// The proof is a C2SP tlog-proof, as `althing log prove` and other logs make it: its hashes must lead from the entry to the root of
/// its checkpoint, and that must be signed by whom --key or --policy says. No cluster is asked. Exit code 3 where anything does
/// not hold.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing verify proof 7.tlog-proof --entry entry --key 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q\n  althing verify proof 7.tlog-proof --leaf 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d --policy witnesses.policy"
)]
pub struct Proof {
    /// The proof, a file
    pub proof: PathBuf,
    /// The entry, a file with its very bytes: of a line without the newline
    #[arg(long, value_name = "FILE", required_unless_present = "leaf")]
    pub entry: Option<PathBuf>,
    /// The entry's leaf instead, SHA-256 of a zero byte and the entry: 64 hexadecimal digits
    #[arg(long, value_name = "HEX", value_parser = digest, conflicts_with = "entry")]
    pub leaf: Option<Hash>,
    #[command(flatten)]
    pub trust: Trust,
}

impl Run for Proof {
    fn run(self, context: &Context) -> Result<()> {
        let name = self.proof.display().to_string();
        let bad = |why: String| {
            Error::mismatch(
                format!("{name}: {why}"),
                "The proof does not show that this entry is in the log; ask for another, or check the entry.",
            )
        };
        let bytes = file::read(&self.proof, MAX_TLOG_PROOF)?;
        let proof = TlogProof::parse(&bytes).map_err(|why| bad(why.to_string()))?;
        let head = format!("{name}, its checkpoint");
        let head = Head::parse(head, proof.checkpoint.encode().as_bytes())?;
        let leaf = match (&self.entry, self.leaf) {
            (Some(path), _) => leaf_hash(&file::read(path, MAX_ENTRY)?),
            (None, leaf) => leaf.unwrap_or_default(),
        };
        let signers = self.trust.demand(&head)?;
        let (size, root) = (head.size(), head.checkpoint.root());
        verify_inclusion(&leaf, proof.index, size, &proof.hashes, root)
            .map_err(|why| bad(format!("it does not lead to its checkpoint: {why}")))?;
        let told = record! {
            "proof" => name,
            "origin" => head.checkpoint.origin(),
            "index" => proof.index,
            "leaf" => to_hex(&leaf),
            "size" => size,
            "root" => to_hex(root),
        };
        let told = told.and(signers).and(record! {
            "chain" => "not asked",
            "verified" => true,
        });
        context.out.record(&told);
        Ok(())
    }
}
