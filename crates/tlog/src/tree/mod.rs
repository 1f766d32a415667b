//! Compact ranges: what has to be kept of a tree to extend it and to know its root.
//!
//! A run of leaves `[start, end)` splits in one way into the largest perfect subtrees that are aligned
//! in the tree: `2^level` leaves beginning at a multiple of `2^level`. [`Range`] keeps their roots, left
//! to right, at most two per level. From 0 a range is a tree's [`Frontier`]; from the size of an older
//! tree it is the batch that extends that tree, exactly what the program's `append_batch` takes.

mod builder;
mod frontier;
mod memory;

pub use builder::{Batch, TreeBuilder, MAX_SUBTREES};
pub use frontier::{Frontier, PROGRAM_LEVELS};
pub use memory::MemoryTree;

use crate::hash::{node_hash, Hash};

/// The root of a perfect subtree of `2^level` leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subtree {
    /// Binary logarithm of its number of leaves.
    pub level: u8,
    pub root: Hash,
}

/// Why a tree cannot take what it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    #[error("a subtree of 2^{level} leaves does not fit at leaf {size}: its size must divide the tree's")]
    DoesNotFit { level: u8, size: u64 },
    #[error("a subtree of 2^{level} leaves does not fit into a tree of {size}: more than 2^64 - 1 leaves")]
    Full { level: u8, size: u64 },
    #[error("a range from {start} does not continue a range that ends at {end}")]
    Gap { end: u64, start: u64 },
    #[error("a tree of {size} leaves needs {needed} levels, and {given} are given")]
    Levels {
        size: u64,
        needed: u32,
        given: usize,
    },
    #[error("level {level} must be {}: bit {level} of the size {size} says so", if *.used { "a hash" } else { "zero" })]
    Slot { level: usize, size: u64, used: bool },
}

/// A run of leaves as the roots of its largest aligned perfect subtrees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    start: u64,
    end: u64,
    subtrees: Vec<Subtree>,
}

impl Range {
    /// The empty range at `start`.
    #[must_use]
    pub fn new(start: u64) -> Self {
        Self {
            start,
            end: start,
            subtrees: Vec::new(),
        }
    }

    /// The first leaf's index.
    #[must_use]
    pub fn start(&self) -> u64 {
        self.start
    }

    /// The index after the last leaf.
    #[must_use]
    pub fn end(&self) -> u64 {
        self.end
    }

    /// The subtrees, left to right.
    #[must_use]
    pub fn subtrees(&self) -> &[Subtree] {
        &self.subtrees
    }

    /// Appends the hash of one leaf.
    ///
    /// # Errors
    /// [`TreeError::Full`] at `2^64 - 1` leaves.
    pub fn push_leaf(&mut self, hash: Hash) -> Result<(), TreeError> {
        self.push(Subtree {
            level: 0,
            root: hash,
        })
    }

    /// Appends a perfect subtree, and merges what has become a larger one.
    ///
    /// # Errors
    /// [`TreeError::DoesNotFit`] where `2^level` does not divide the end; [`TreeError::Full`] where the
    /// tree would have more than `2^64 - 1` leaves. The range is unchanged then.
    pub fn push(&mut self, subtree: Subtree) -> Result<(), TreeError> {
        let (mut level, mut root) = (subtree.level, subtree.root);
        let full = TreeError::Full {
            level,
            size: self.end,
        };
        let leaves = 1u64.checked_shl(level.into()).ok_or(full)?;
        if self.end & (leaves - 1) != 0 {
            return Err(TreeError::DoesNotFit {
                level,
                size: self.end,
            });
        }
        let end = self.end.checked_add(leaves).ok_or(full)?;
        while let Some(left) = self.subtrees.last().filter(|left| left.level == level) {
            // Of two equal neighbours the left one is the left child only at an even place.
            let begins = end - (2 << level);
            if begins & ((2 << level) - 1) != 0 {
                break;
            }
            root = node_hash(&left.root, &root);
            level += 1;
            self.subtrees.pop();
        }
        self.subtrees.push(Subtree { level, root });
        self.end = end;
        Ok(())
    }

    /// Appends a range that begins where this one ends.
    ///
    /// # Errors
    /// [`TreeError::Gap`] where it begins elsewhere.
    pub fn append(&mut self, next: &Range) -> Result<(), TreeError> {
        if next.start != self.end {
            return Err(TreeError::Gap {
                end: self.end,
                start: next.start,
            });
        }
        next.subtrees
            .iter()
            .try_for_each(|subtree| self.push(*subtree))
    }
}

/// Folds the roots of a tree's subtrees, left to right, into its root. `None` of none.
pub(crate) fn fold(roots: impl DoubleEndedIterator<Item = Hash>) -> Option<Hash> {
    roots.rev().reduce(|right, left| node_hash(&left, &right))
}

#[cfg(test)]
mod tests;
