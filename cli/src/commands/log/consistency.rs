//! `althing log consistency`.

use althing_tlog::proof::{prove_consistency, read_root, verify_consistency};
use althing_tlog::store::TileHashes;
use clap::Args;

use super::proofs::Place;
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input::bytes::to_hex;
use crate::logs::tiles::unmade;

/// Prove that the log of one size is the beginning of the log of another
///
/// An RFC 9162 consistency proof: from it and the two roots anybody can tell that nothing was changed or removed in between.
/// The larger size is that of the checkpoint where it is left out.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing log consistency 1000 2000 --dir public/log\n  althing log consistency 1000 --dir https://example.org/log --output json"
)]
pub struct Consistency {
    /// Entries of the smaller log
    pub old: u64,
    /// Entries of the larger one
    pub new: Option<u64>,
    #[command(flatten)]
    pub place: Place,
}

impl Run for Consistency {
    fn run(self, context: &Context) -> Result<()> {
        let (tiles, head) = self.place.open()?;
        let (old, new) = (self.old, self.new.unwrap_or(head.size()));
        if new > head.size() || old > new {
            return Err(Error::usage(
                format!("sizes {old} and {new}: the checkpoint has {}", head.size()),
                "Give two sizes, the smaller first, up to that of the checkpoint.",
            ));
        }
        let tiles = TileHashes::new(&tiles, head.size());
        let root = |size| read_root(&tiles, size).map_err(unmade);
        // What the checkpoint says is the one thing here that somebody has signed.
        if root(head.size())? != *head.checkpoint.root() {
            return Err(Error::mismatch(
                format!("{}: the tiles do not give its root", head.name),
                "Find out where they differ: althing log verify.",
            ));
        }
        let (old_root, new_root) = (root(old)?, root(new)?);
        let proof = prove_consistency(&tiles, old, new).map_err(unmade)?;
        verify_consistency(old, &old_root, new, &new_root, &proof).map_err(|why| {
            Error::mismatch(
                format!("the tiles give no proof: {why}"),
                "Find out where they differ: althing log verify.",
            )
        })?;
        let hashes: Vec<String> = proof.iter().map(|hash| to_hex(hash)).collect();
        context.out.record(&record! {
            "oldSize" => old,
            "oldRoot" => to_hex(&old_root),
            "newSize" => new,
            "newRoot" => to_hex(&new_root),
            "hashes" => hashes,
        });
        Ok(())
    }
}
