//! What the commands share that make proofs from tiles.

use std::ffi::OsString;

use althing_tlog::hash::leaf_hash;
use althing_tlog::proof::{prove_inclusion, verify_inclusion};
use althing_tlog::store::TileHashes;
use althing_tlog::Hash;
use clap::Args;

use crate::error::{Error, Result};
use crate::logs::tiles::{unmade, unread};
use crate::logs::trust::Trust;
use crate::logs::{Head, Tiles};

/// Where the tiles are, and whose checkpoint they must have.
#[derive(Args, Clone, Debug)]
pub struct Place {
    /// The log's folder, or the URL at which it is served
    #[arg(long = "dir", value_name = "DIR_OR_URL")]
    pub tiles: OsString,
    #[command(flatten)]
    pub trust: Trust,
}

impl Place {
    /// The tiles and their checkpoint. Its signature is checked before any tile is asked for, where it is said whose it
    /// must be.
    ///
    /// # Errors
    /// Where there are none; exit code 3 where somebody else has signed.
    pub fn open(&self) -> Result<(Tiles, Head)> {
        let tiles = Tiles::open(&self.tiles)?;
        let head = Head::of(&tiles)?;
        self.trust.check(&head)?;
        Ok((tiles, head))
    }
}

/// An entry, and the hashes that lead from it to the checkpoint's root.
///
/// # Errors
/// Exit code 3 where the tiles do not lead there.
pub fn inclusion(tiles: &Tiles, head: &Head, index: u64) -> Result<(Vec<u8>, Vec<Hash>)> {
    let size = head.size();
    if index >= size {
        return Err(Error::usage(
            format!("entry {index}: the checkpoint has {size} entries, from 0"),
            "Give a smaller index.",
        ));
    }
    let nodes = TileHashes::new(tiles, size);
    let entry = nodes.entry(index).map_err(|why| unread(why, tiles, size))?;
    let hashes = prove_inclusion(&nodes, index, size).map_err(|why| unmade(why, tiles, size))?;
    let leaf = leaf_hash(&entry);
    verify_inclusion(&leaf, index, size, &hashes, head.checkpoint.root()).map_err(|why| {
        Error::mismatch(
            format!(
                "{}: the tiles do not lead from entry {index} to its root: {why}",
                head.name
            ),
            "Find out where they differ: althing log verify.",
        )
    })?;
    Ok((entry, hashes))
}
