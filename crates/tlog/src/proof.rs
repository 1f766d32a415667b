//! Inclusion and consistency proofs, made from any source of hashes and checked against roots.
//!
//! Making follows RFC 9162, sections 2.1.3.1 and 2.1.4.1; checking 2.1.3.2 and 2.1.4.2. A proof has
//! exactly as many hashes as its sizes ask for. Every tree extends the empty one and itself, by an
//! empty proof.

use crate::hash::{empty_root, node_hash, Hash};
use crate::tree::fold;

/// The root of a perfect subtree within a tree: that over leaves `index * 2^level` to
/// `(index + 1) * 2^level`, the end not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Node {
    pub level: u8,
    pub index: u64,
}

/// Where the hashes for proofs come from.
pub trait HashReader {
    type Error;

    /// The nodes' hashes in the order asked for, `None` for one that the source does not have.
    ///
    /// # Errors
    /// Whatever reading can end in.
    fn read_hashes(&self, nodes: &[Node]) -> Result<Vec<Option<Hash>>, Self::Error>;
}

/// Why no proof could be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MakeError<E> {
    #[error("entry {index} is not in a tree of {size} entries")]
    IndexBeyondTree { index: u64, size: u64 },
    #[error("a tree of {old} entries is no prefix of one of {new}")]
    SizesReversed { old: u64, new: u64 },
    #[error("the hash of entries {start} to {last} is not there")]
    Missing { start: u128, last: u128 },
    #[error(transparent)]
    Read(#[from] E),
}

/// Why a proof does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    #[error("entry {index} is not in a tree of {size} entries")]
    IndexBeyondTree { index: u64, size: u64 },
    #[error("a tree of {old} entries is no prefix of one of {new}")]
    SizesReversed { old: u64, new: u64 },
    #[error("the proof has {given} hashes, and these sizes ask for {needed}")]
    Length { given: usize, needed: usize },
    #[error("the proof leads to another root: the entry, its index or the proof was changed")]
    Root,
    #[error(
        "the proof leads to another old root: the older tree is not a prefix of the newer one"
    )]
    OldRoot,
    #[error(
        "the proof leads to another new root: the older tree is not a prefix of the newer one"
    )]
    NewRoot,
}

/// The proof that leaf `index` stands in the tree of the first `size` leaves.
///
/// # Errors
/// [`MakeError`] where the index is beyond the tree, or a hash is missing.
pub fn prove_inclusion<R: HashReader + ?Sized>(
    reader: &R,
    index: u64,
    size: u64,
) -> Result<Vec<Hash>, MakeError<R::Error>> {
    if index >= size {
        return Err(MakeError::IndexBeyondTree { index, size });
    }
    let (mut start, mut end, mut spans) = (0, size, Vec::new());
    while end - start > 1 {
        let middle = start + split(end - start);
        if index < middle {
            spans.push((middle, end));
            end = middle;
        } else {
            spans.push((start, middle));
            start = middle;
        }
    }
    spans.reverse();
    read_spans(reader, &spans)
}

/// The proof that the first `old` leaves are a prefix of the first `new`.
///
/// # Errors
/// [`MakeError`] where `old` exceeds `new`, or a hash is missing.
pub fn prove_consistency<R: HashReader + ?Sized>(
    reader: &R,
    old: u64,
    new: u64,
) -> Result<Vec<Hash>, MakeError<R::Error>> {
    if old > new {
        return Err(MakeError::SizesReversed { old, new });
    }
    if old == 0 || old == new {
        return Ok(Vec::new());
    }
    let (mut start, mut end, mut spans) = (0, new, Vec::new());
    // Down to where a subtree ends with the old tree.
    while end != old {
        let middle = start + split(end - start);
        if old <= middle {
            spans.push((middle, end));
            end = middle;
        } else {
            spans.push((start, middle));
            start = middle;
        }
    }
    // That subtree is the old root itself if the old tree is perfect, and then the verifier has it.
    if start != 0 {
        spans.push((start, end));
    }
    spans.reverse();
    read_spans(reader, &spans)
}

/// The root of the first `size` leaves.
///
/// # Errors
/// [`MakeError`] where a hash is missing.
pub fn read_root<R: HashReader + ?Sized>(
    reader: &R,
    size: u64,
) -> Result<Hash, MakeError<R::Error>> {
    if size == 0 {
        return Ok(empty_root());
    }
    Ok(read_spans(reader, &[(0, size)])?
        .pop()
        .unwrap_or_else(empty_root))
}

/// Checks that `leaf` stands at `index` in the tree of `size` leaves with this `root`.
///
/// # Errors
/// [`ProofError`] says why not.
pub fn verify_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), ProofError> {
    if root_of_inclusion(leaf, index, size, proof)? == *root {
        Ok(())
    } else {
        Err(ProofError::Root)
    }
}

/// The root to which an inclusion proof leads.
///
/// # Errors
/// [`ProofError`] where the index is beyond the tree, or the proof has another length than it must.
pub fn root_of_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
) -> Result<Hash, ProofError> {
    if index >= size {
        return Err(ProofError::IndexBeyondTree { index, size });
    }
    let needed = inclusion_length(index, size);
    if proof.len() != needed {
        return Err(ProofError::Length {
            given: proof.len(),
            needed,
        });
    }
    let mut walk = Walk {
        position: index,
        last: size - 1,
    };
    Ok(proof.iter().fold(*leaf, |node, sibling| {
        if walk.is_right() {
            node_hash(sibling, &node)
        } else {
            node_hash(&node, sibling)
        }
    }))
}

/// Checks that the tree of `old` leaves with `old_root` is a prefix of that of `new` leaves with `new_root`.
///
/// # Errors
/// [`ProofError`] says why not.
pub fn verify_consistency(
    old: u64,
    old_root: &Hash,
    new: u64,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if old > new {
        return Err(ProofError::SizesReversed { old, new });
    }
    let needed = consistency_length(old, new);
    if proof.len() != needed {
        return Err(ProofError::Length {
            given: proof.len(),
            needed,
        });
    }
    if old == 0 && *old_root != empty_root() {
        return Err(ProofError::OldRoot);
    }
    if old == new && old_root != new_root {
        return Err(ProofError::NewRoot);
    }
    if old == 0 || old == new {
        return Ok(());
    }
    // A perfect old tree is a node of the new one, so its root begins the path.
    let (first, path) = match proof.split_first() {
        Some((first, path)) if !old.is_power_of_two() => (first, path),
        _ => (old_root, proof),
    };
    let level = (old - 1).trailing_ones();
    let mut walk = Walk {
        position: (old - 1) >> level,
        last: (new - 1) >> level,
    };
    let (mut old_node, mut new_node) = (*first, *first);
    for sibling in path {
        if walk.is_right() {
            old_node = node_hash(sibling, &old_node);
            new_node = node_hash(sibling, &new_node);
        } else {
            new_node = node_hash(&new_node, sibling);
        }
    }
    if old_node != *old_root {
        return Err(ProofError::OldRoot);
    }
    if new_node != *new_root {
        return Err(ProofError::NewRoot);
    }
    Ok(())
}

/// Hashes in the proof of leaf `index` in a tree of `size` leaves; 0 where the index is beyond it.
#[must_use]
pub fn inclusion_length(index: u64, size: u64) -> usize {
    if index >= size {
        return 0;
    }
    path_length(index, size - 1)
}

/// Hashes in the proof of consistency of these sizes; 0 where they are reversed.
#[must_use]
pub fn consistency_length(old: u64, new: u64) -> usize {
    if old == 0 || old >= new {
        return 0;
    }
    let level = (old - 1).trailing_ones();
    let path = path_length((old - 1) >> level, (new - 1) >> level);
    path + usize::from(!old.is_power_of_two())
}

/// Below where the paths of a node and of the last one part, every level has a sibling; above, the
/// node is on the right edge, and has a sibling wherever it is a right child.
fn path_length(position: u64, last: u64) -> usize {
    let inner = u64::BITS - (position ^ last).leading_zeros();
    let edge = position.checked_shr(inner).unwrap_or(0).count_ones();
    (inner + edge) as usize
}

/// The largest power of two below `width`, for a width of at least 2.
fn split(width: u64) -> u64 {
    1 << (u64::BITS - 1 - (width - 1).leading_zeros())
}

/// A way from a node to the root of a tree.
struct Walk {
    position: u64,
    last: u64,
}

impl Walk {
    /// Whether the next sibling stands to the left; goes up past it.
    fn is_right(&mut self) -> bool {
        let right = self.position & 1 == 1 || self.position == self.last;
        if right {
            // A right edge without a sibling is carried up to where it has one.
            let skip = self.position.trailing_zeros().min(u64::BITS - 1);
            self.position >>= skip;
            self.last >>= skip;
        }
        self.position >>= 1;
        self.last >>= 1;
        right
    }
}

/// The perfect subtrees of `[start, end)`, the largest first, where `start` is a multiple of the
/// smallest power of two that is at least the range's length.
pub(crate) fn perfect_nodes(start: u64, end: u64) -> Vec<Node> {
    let (mut at, mut nodes) = (start, Vec::new());
    while at < end {
        let level = u64::BITS - 1 - (end - at).leading_zeros();
        nodes.push(Node {
            level: level as u8,
            index: at >> level,
        });
        at += 1 << level;
    }
    nodes
}

fn read_spans<R: HashReader + ?Sized>(
    reader: &R,
    spans: &[(u64, u64)],
) -> Result<Vec<Hash>, MakeError<R::Error>> {
    let parts: Vec<Vec<Node>> = spans
        .iter()
        .map(|(start, end)| perfect_nodes(*start, *end))
        .collect();
    let nodes = parts.concat();
    let hashes = reader.read_hashes(&nodes)?;
    let found = |at: usize| {
        hashes.get(at).copied().flatten().ok_or_else(|| {
            let Node { level, index } = nodes[at];
            let (start, next) = (u128::from(index) << level, (u128::from(index) + 1) << level);
            MakeError::Missing {
                start,
                last: next - 1,
            }
        })
    };
    let mut at = 0;
    parts
        .iter()
        .map(|part| {
            let roots = (at..at + part.len())
                .map(found)
                .collect::<Result<Vec<Hash>, _>>()?;
            at += part.len();
            Ok(fold(roots.into_iter()).unwrap_or_else(empty_root))
        })
        .collect()
}

#[cfg(test)]
mod tests;
