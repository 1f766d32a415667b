//! What the commands share that make proofs from tiles.

use althing_tlog::hash::leaf_hash;
use althing_tlog::proof::{prove_inclusion, verify_inclusion};
use althing_tlog::store::TileHashes;
use althing_tlog::Hash;
use clap::Args;

use crate::error::{Error, Result};
use crate::logs::tiles::{unmade, unread};
use crate::logs::{Head, Tiles};

/// Where the tiles are.
#[derive(Args, Clone, Debug)]
pub struct Place {
    /// The log's folder, or the URL at which it is served
    #[arg(long = "dir", value_name = "DIR_OR_URL")]
    pub tiles: String,
}

impl Place {
    /// The tiles and their checkpoint, whose signature is not checked.
    ///
    /// # Errors
    /// Where there are none.
    pub fn open(&self) -> Result<(Tiles, Head)> {
        let tiles = Tiles::open(&self.tiles)?;
        let head = Head::of(&tiles)?;
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
    let tiles = TileHashes::new(tiles, size);
    let entry = tiles.entry(index).map_err(unread)?;
    let hashes = prove_inclusion(&tiles, index, size).map_err(unmade)?;
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
