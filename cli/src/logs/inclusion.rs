//! That an entry is in a log as the chain has it now: its leaf, and the hashes that lead to the root.

use althing::math::merkle::{verify_consistency, verify_inclusion};
use althing::AuditLog;
use althing_tlog::hash::leaf_hash;
use althing_tlog::proof::{prove_consistency, prove_inclusion, read_root};
use althing_tlog::store::TileHashes;
use althing_tlog::tree::MemoryTree;
use althing_tlog::Hash;
use anchor_lang::prelude::Pubkey;

use super::history::entry;
use super::tiles::{unmade, unread, Tiles};
use crate::context::Context;
use crate::error::{Error, Result};

/// An entry of a log, proved against the root on the chain.
pub struct Included {
    /// Entries that the log had then.
    pub size: u64,
    /// The entry's bytes.
    pub entry: Vec<u8>,
    pub leaf: Hash,
    /// The hashes that lead from the leaf to the root.
    pub proof: Vec<Hash>,
}

impl Context {
    /// Proves an entry: from the log's tiles, where they are given, else from the transactions that appended every entry.
    ///
    /// # Errors
    /// Exit code 3 where the tiles or transactions do not lead to the root on the chain.
    pub fn include(&self, log: &Pubkey, index: u64, tiles: Option<&str>) -> Result<Included> {
        let found: AuditLog = self.fetch(log)?;
        if index >= found.size {
            return Err(Error::failed(
                format!("entry {index}: the log has {} entries, from 0", found.size),
                "Give a smaller index.",
            ));
        }
        let included = match tiles {
            Some(place) => of_tiles(place, index, found.size)?,
            None => self.of_transactions(log, index)?,
        };
        let holds = |log: &AuditLog| {
            let Included { leaf, proof, .. } = &included;
            log.size == included.size && verify_inclusion(leaf, index, log.size, proof, &log.root)
        };
        // It may have grown while its transactions were read.
        if holds(&found) || holds(&self.fetch(log)?) {
            return Ok(included);
        }
        Err(Error::mismatch(
            format!("entry {index} does not lead to the root of log {log} on the chain"),
            "Give the log's own tiles with --dir, as they are now (althing log sync).",
        ))
    }

    fn of_transactions(&self, log: &Pubkey, index: u64) -> Result<Included> {
        let mut entries = self.single_entries(log)?;
        let tree = tree(&entries);
        let size = tree.size();
        let at = usize::try_from(index).ok().filter(|at| *at < entries.len());
        let entry = entries.swap_remove(at.ok_or_else(unreadable)?);
        let proof = prove_inclusion(&tree, index, size).map_err(|_| unreadable())?;
        Ok(Included {
            size,
            leaf: leaf_hash(&entry),
            entry,
            proof,
        })
    }

    /// The entries of a log that is written one by one, from its transactions.
    fn single_entries(&self, log: &Pubkey) -> Result<Vec<Vec<u8>>> {
        let entries = self.whole_log(log).map_err(|error| {
            let todo = format!("{} Or give the log's tiles: --dir.", error.todo);
            error.advise(todo)
        })?;
        let entries = entries.iter().map(|one| entry(&one.event));
        let entries: Option<Vec<Vec<u8>>> = entries.collect();
        entries.ok_or_else(unreadable)
    }

    /// The root of a log's first `size` entries, and the proof that the log on the chain goes on from there.
    ///
    /// # Errors
    /// Exit code 3 where the tiles or transactions do not lead to the root on the chain.
    pub fn extends(
        &self,
        log: &Pubkey,
        size: u64,
        tiles: Option<&str>,
    ) -> Result<(Hash, Vec<Hash>)> {
        let found: AuditLog = self.fetch(log)?;
        if size == 0 || size > found.size {
            return Err(Error::failed(
                format!(
                    "the log has {} entries, and no history of {size}",
                    found.size
                ),
                "What has that size is not of this log's past.",
            ));
        }
        let (root, proof) = match tiles {
            Some(place) => {
                let tiles = Tiles::open(place)?;
                let hashes = TileHashes::new(&tiles, found.size);
                let root = read_root(&hashes, size).map_err(unmade)?;
                (
                    root,
                    prove_consistency(&hashes, size, found.size).map_err(unmade)?,
                )
            }
            None => {
                let tree = tree(&self.single_entries(log)?);
                let whole = tree.size();
                let root = tree.root_at(size).ok_or_else(unreadable)?;
                let proof = prove_consistency(&tree, size, whole);
                (root, proof.map_err(|_| unreadable())?)
            }
        };
        let holds = |log: &AuditLog| verify_consistency(size, &root, log.size, &proof, &log.root);
        if holds(&found) || holds(&self.fetch(log)?) {
            return Ok((root, proof));
        }
        Err(Error::mismatch(
            format!("the history of log {log} does not lead to its root on the chain"),
            "Give the log's own tiles with --dir, as they are now (althing log sync).",
        ))
    }
}

fn tree(entries: &[Vec<u8>]) -> MemoryTree {
    MemoryTree::from_leaves(entries.iter().map(|entry| leaf_hash(entry)))
}

fn unreadable() -> Error {
    Error::failed(
        "the log's entries cannot be read",
        "Give the log's tiles: --dir.",
    )
}

fn of_tiles(place: &str, index: u64, size: u64) -> Result<Included> {
    let tiles = Tiles::open(place)?;
    let hashes = TileHashes::new(&tiles, size);
    let entry = hashes.entry(index).map_err(unread)?;
    let proof = prove_inclusion(&hashes, index, size).map_err(unmade)?;
    Ok(Included {
        size,
        leaf: leaf_hash(&entry),
        entry,
        proof,
    })
}

/// The hashes that lead from the entry that was appended to a log of this state to the root behind it: all of them stood
/// in the frontier.
#[must_use]
pub fn path_of_next(before: &AuditLog) -> Vec<Hash> {
    let levels = before.frontier.iter().enumerate();
    levels
        .filter(|(level, _)| before.size >> level & 1 == 1)
        .map(|(_, root)| *root)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytemuck::Zeroable;

    #[test]
    fn the_next_entrys_path_stood_in_the_frontier() {
        let mut log = AuditLog::zeroed();
        for index in 0..200u64 {
            let proof = path_of_next(&log);
            let leaf = leaf_hash(&index.to_le_bytes());
            log.append_leaf(leaf, index).unwrap();
            assert!(
                verify_inclusion(&leaf, index, log.size, &proof, &log.root),
                "{index}"
            );
        }
    }
}
