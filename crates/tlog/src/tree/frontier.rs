//! The frontier of a tree, in the program's form too.

use super::{fold, Range, Subtree, TreeError};
use crate::hash::{empty_root, Hash};

/// Levels that the program keeps of a log: it has at most `2^40 - 1` leaves.
pub const PROGRAM_LEVELS: usize = 40;

/// The perfect subtrees that a tree consists of, one for every set bit of its size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frontier(Range);

impl Default for Frontier {
    fn default() -> Self {
        Self::new()
    }
}

impl Frontier {
    /// The empty tree.
    #[must_use]
    pub fn new() -> Self {
        Self(Range::new(0))
    }

    /// From the program's form: `slots[l]` is the root of the subtree of `2^l` leaves where bit `l` of
    /// `size` is set, and zeros elsewhere.
    ///
    /// # Errors
    /// [`TreeError::Levels`] where `size` has more bits than there are slots; [`TreeError::Slot`] where a
    /// slot is set that must be zero, or the other way round.
    pub fn from_slots(size: u64, slots: &[Hash]) -> Result<Self, TreeError> {
        let needed = u64::BITS - size.leading_zeros();
        if needed as usize > slots.len() {
            return Err(TreeError::Levels {
                size,
                needed,
                given: slots.len(),
            });
        }
        let mut range = Range::new(0);
        for (level, slot) in slots.iter().enumerate().rev() {
            let used = level < 64 && size >> level & 1 == 1;
            if used == (*slot == [0; 32]) {
                return Err(TreeError::Slot { level, size, used });
            }
            if used {
                range.push(Subtree {
                    level: level as u8,
                    root: *slot,
                })?;
            }
        }
        Ok(Self(range))
    }

    /// The program's form with `N` slots; see [`Frontier::from_slots`].
    ///
    /// # Errors
    /// [`TreeError::Levels`] where the tree has more levels than `N`.
    pub fn to_slots<const N: usize>(&self) -> Result<[Hash; N], TreeError> {
        let size = self.size();
        let needed = u64::BITS - size.leading_zeros();
        let mut slots = [[0; 32]; N];
        for subtree in self.0.subtrees() {
            *slots
                .get_mut(usize::from(subtree.level))
                .ok_or(TreeError::Levels {
                    size,
                    needed,
                    given: N,
                })? = subtree.root;
        }
        Ok(slots)
    }

    /// Number of leaves.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.0.end()
    }

    /// The tree's root.
    #[must_use]
    pub fn root(&self) -> Hash {
        fold(self.0.subtrees().iter().map(|subtree| subtree.root)).unwrap_or_else(empty_root)
    }

    /// The subtrees, the largest (and leftmost) first.
    #[must_use]
    pub fn subtrees(&self) -> &[Subtree] {
        self.0.subtrees()
    }

    /// Appends the hash of one leaf.
    ///
    /// # Errors
    /// As [`Range::push_leaf`].
    pub fn push_leaf(&mut self, hash: Hash) -> Result<(), TreeError> {
        self.0.push_leaf(hash)
    }

    /// Appends a perfect subtree.
    ///
    /// # Errors
    /// As [`Range::push`].
    pub fn push(&mut self, subtree: Subtree) -> Result<(), TreeError> {
        self.0.push(subtree)
    }

    /// Appends a range that begins where the tree ends.
    ///
    /// # Errors
    /// As [`Range::append`].
    pub fn append(&mut self, range: &Range) -> Result<(), TreeError> {
        self.0.append(range)
    }
}
