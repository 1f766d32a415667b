//! RFC 6962 Merkle trees as the chain needs them: a frontier that grows by leaves or by whole perfect
//! subtrees, and the two proofs of RFC 9162 (2.1.3.2 and 2.1.4.2). Hashes are 32-byte SHA-256.
//!
//! The frontier of a tree with `size` leaves holds, for every set bit `l` of `size`, the root of a
//! perfect subtree with `2^l` leaves; the highest bit's subtree is the leftmost. Slots of unset bits
//! are zero, so that a state has one encoding.

use solana_sha256_hasher::hashv;

/// A SHA-256 hash.
pub type Hash = [u8; 32];

const LEAF_PREFIX: &[u8] = &[0];
const NODE_PREFIX: &[u8] = &[1];

/// The hash of a leaf: SHA-256 of `0x00 ‖ entry`, the entry given in parts.
#[must_use]
pub fn leaf_hash(parts: &[&[u8]]) -> Hash {
    let mut prefixed = Vec::with_capacity(parts.len().saturating_add(1));
    prefixed.push(LEAF_PREFIX);
    prefixed.extend_from_slice(parts);
    hashv(&prefixed).to_bytes()
}

/// The hash of an inner node: SHA-256 of `0x01 ‖ left ‖ right`.
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    hashv(&[NODE_PREFIX, left, right]).to_bytes()
}

/// The root of the empty tree: SHA-256 of nothing.
#[must_use]
pub fn empty_root() -> Hash {
    hashv(&[]).to_bytes()
}

/// Why a frontier cannot take a subtree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GrowError {
    /// The subtree's size does not divide the tree's: it would not be a subtree of the grown tree.
    DoesNotFit,
    /// The tree would have `2^frontier.len()` leaves or more.
    Full,
}

/// Appends one perfect subtree of `2^level` leaves; level 0 is a leaf. Returns the new size.
///
/// # Errors
/// [`GrowError::DoesNotFit`] where `2^level` does not divide `size`; [`GrowError::Full`] where the
/// tree would outgrow the frontier. The frontier is unchanged then.
pub fn grow(frontier: &mut [Hash], size: u64, level: u8, root: Hash) -> Result<u64, GrowError> {
    let level = usize::from(level);
    let leaves = 1u64
        .checked_shl(level as u32)
        .filter(|_| level < frontier.len())
        .ok_or(GrowError::Full)?;
    if size & leaves.wrapping_sub(1) != 0 {
        return Err(GrowError::DoesNotFit);
    }
    let new_size = size.checked_add(leaves).ok_or(GrowError::Full)?;
    if new_size >> frontier.len() != 0 {
        return Err(GrowError::Full);
    }

    // Adding 2^level carries through the run of set bits above it; each carry merges two subtrees.
    let mut node = root;
    let carries = (size >> level).trailing_ones() as usize;
    for slot in frontier.iter_mut().skip(level).take(carries) {
        node = node_hash(slot, &node);
        *slot = [0; 32];
    }
    if let Some(slot) = frontier.get_mut(level.saturating_add(carries)) {
        *slot = node;
    }
    Ok(new_size)
}

/// The root of the tree whose frontier this is: its subtrees folded from the smallest up.
#[must_use]
pub fn root(frontier: &[Hash], size: u64) -> Hash {
    let mut folded: Option<Hash> = None;
    let mut bits = size;
    while bits != 0 {
        let level = bits.trailing_zeros() as usize;
        bits &= bits.wrapping_sub(1);
        if let Some(subtree) = frontier.get(level) {
            folded = Some(match folded {
                None => *subtree,
                Some(right) => node_hash(subtree, &right),
            });
        }
    }
    folded.unwrap_or_else(empty_root)
}

/// Whether `proof` shows that `leaf` stands at `index` in the tree of `size` leaves with this `root`.
/// Source: RFC 9162, section 2.1.3.2.
#[must_use]
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, proof: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut position, mut last) = (index, size.wrapping_sub(1));
    let mut node = *leaf;
    for sibling in proof {
        if last == 0 {
            return false;
        }
        if position & 1 == 1 || position == last {
            node = node_hash(sibling, &node);
            // A right edge without a sibling on this level is carried up to where it has one.
            if position & 1 == 0 {
                let skip = position.trailing_zeros();
                position = position.checked_shr(skip).unwrap_or(0);
                last = last.checked_shr(skip).unwrap_or(0);
            }
        } else {
            node = node_hash(&node, sibling);
        }
        position >>= 1;
        last >>= 1;
    }
    last == 0 && node == *root
}

/// Whether `proof` leads from `leaf` at `index` to the root of the perfect subtree of the frontier that holds this
/// index. An inclusion proof begins with that path; the hashes behind it are not looked at, since the frontier has
/// what they would show. So a proof for an older size counts for as long as this subtree is one of the frontier's:
/// after `n` more leaves it is so for some `n` leaves again.
#[must_use]
pub fn leads_to_frontier(
    leaf: &Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    frontier: &[Hash],
) -> bool {
    if index >= size {
        return false;
    }
    // Above the highest bit in which they differ, the index counts leaves of subtrees further left.
    let level = (index ^ size).ilog2() as usize;
    let (Some(path), Some(subtree)) = (proof.get(..level), frontier.get(level)) else {
        return false;
    };
    let mut node = *leaf;
    let mut position = index;
    for sibling in path {
        node = if position & 1 == 1 {
            node_hash(sibling, &node)
        } else {
            node_hash(&node, sibling)
        };
        position >>= 1;
    }
    node == *subtree
}

/// Whether `proof` shows that the tree of `old_size` leaves with `old_root` is a prefix of the tree of
/// `size` leaves with `root`. Source: RFC 9162, section 2.1.4.2. Every tree extends the empty one and
/// itself, with an empty proof.
#[must_use]
pub fn verify_consistency(
    old_size: u64,
    old_root: &Hash,
    size: u64,
    proof: &[Hash],
    root: &Hash,
) -> bool {
    if old_size > size {
        return false;
    }
    if old_size == size {
        return proof.is_empty() && old_root == root;
    }
    if old_size == 0 {
        return proof.is_empty() && *old_root == empty_root();
    }

    // A power of two is itself a node of the larger tree, so its root starts the path.
    let (first, path) = if old_size.is_power_of_two() {
        (*old_root, proof)
    } else {
        match proof.split_first() {
            Some((first, path)) => (*first, path),
            None => return false,
        }
    };
    let ones = old_size.wrapping_sub(1).trailing_ones();
    let mut position = old_size.wrapping_sub(1) >> ones;
    let mut last = size.wrapping_sub(1) >> ones;
    let (mut old_node, mut node) = (first, first);
    for sibling in path {
        if last == 0 {
            return false;
        }
        if position & 1 == 1 || position == last {
            old_node = node_hash(sibling, &old_node);
            node = node_hash(sibling, &node);
            if position & 1 == 0 {
                let skip = position.trailing_zeros();
                position = position.checked_shr(skip).unwrap_or(0);
                last = last.checked_shr(skip).unwrap_or(0);
            }
        } else {
            node = node_hash(&node, sibling);
        }
        position >>= 1;
        last >>= 1;
    }
    last == 0 && old_node == *old_root && node == *root
}

#[cfg(test)]
mod tests;
