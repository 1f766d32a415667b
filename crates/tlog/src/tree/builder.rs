//! Extends a tree and keeps the batch that does it.

use super::{Frontier, Range, Subtree, TreeError};
use crate::hash::Hash;

/// Subtrees that one `append_batch` of the program takes.
pub const MAX_SUBTREES: usize = 32;

/// What one `append_batch` takes: subtrees that extend a tree of `old_size` leaves, left to right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The size that the batch was made for.
    pub old_size: u64,
    /// The size afterwards.
    pub new_size: u64,
    /// 1 to [`MAX_SUBTREES`].
    pub subtrees: Vec<Subtree>,
}

/// A tree that grows by leaves, and the subtrees by which it has grown.
#[derive(Clone, Debug)]
pub struct TreeBuilder {
    old: Frontier,
    added: Range,
}

impl TreeBuilder {
    /// Extends the tree of this frontier.
    #[must_use]
    pub fn new(old: Frontier) -> Self {
        let added = Range::new(old.size());
        Self { old, added }
    }

    /// Number of leaves of the tree that is extended.
    #[must_use]
    pub fn old_size(&self) -> u64 {
        self.old.size()
    }

    /// Number of leaves.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.added.end()
    }

    /// Appends the hash of one leaf.
    ///
    /// # Errors
    /// As [`Range::push_leaf`].
    pub fn push_leaf(&mut self, hash: Hash) -> Result<(), TreeError> {
        self.added.push_leaf(hash)
    }

    /// Appends a perfect subtree.
    ///
    /// # Errors
    /// As [`Range::push`].
    pub fn push(&mut self, subtree: Subtree) -> Result<(), TreeError> {
        self.added.push(subtree)
    }

    /// The subtrees added so far, left to right, as large as they can be.
    #[must_use]
    pub fn subtrees(&self) -> &[Subtree] {
        self.added.subtrees()
    }

    /// The grown tree's frontier.
    #[must_use]
    pub fn frontier(&self) -> Frontier {
        let mut grown = self.old.clone();
        // Both halves were checked when they were pushed, and the one begins where the other ends.
        let appended = grown.append(&self.added);
        debug_assert!(appended.is_ok());
        grown
    }

    /// The grown tree's root.
    #[must_use]
    pub fn root(&self) -> Hash {
        self.frontier().root()
    }

    /// What was added, as one `append_batch` or, in rare cases, several: the program takes
    /// [`MAX_SUBTREES`] subtrees at once, and the worst batch has twice its levels.
    #[must_use]
    pub fn batches(&self) -> Vec<Batch> {
        let mut old_size = self.old.size();
        self.added
            .subtrees()
            .chunks(MAX_SUBTREES)
            .map(|subtrees| {
                let leaves: u64 = subtrees.iter().map(|subtree| 1u64 << subtree.level).sum();
                let batch = Batch {
                    old_size,
                    new_size: old_size + leaves,
                    subtrees: subtrees.to_vec(),
                };
                old_size = batch.new_size;
                batch
            })
            .collect()
    }

    /// Goes on from the grown tree, with nothing added yet.
    pub fn rebase(&mut self) {
        *self = Self::new(self.frontier());
    }
}
