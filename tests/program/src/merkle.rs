//! A plain RFC 6962 tree over all leaves, written from the RFC's recursive definitions: slow, obvious,
//! and independent of the program's frontier.

use solana_sha256_hasher::hashv;

pub type Hash = [u8; 32];

/// The hash of an entry's bytes as a leaf.
#[must_use]
pub fn leaf(entry: &[u8]) -> Hash {
    hashv(&[&[0], entry]).to_bytes()
}

fn node(left: &Hash, right: &Hash) -> Hash {
    hashv(&[&[1], left, right]).to_bytes()
}

/// The largest power of two below `n`.
fn split(n: usize) -> usize {
    n.next_power_of_two() / 2
}

/// Merkle tree hash (RFC 6962, 2.1).
#[must_use]
pub fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => hashv(&[]).to_bytes(),
        [only] => *only,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            node(&root(left), &root(right))
        }
    }
}

/// Audit path of the leaf at `index` (RFC 6962, 2.1.1).
#[must_use]
pub fn inclusion_proof(leaves: &[Hash], index: usize) -> Vec<Hash> {
    if leaves.len() <= 1 {
        return vec![];
    }
    let (left, right) = leaves.split_at(split(leaves.len()));
    let (mut path, sibling) = if index < left.len() {
        (inclusion_proof(left, index), root(right))
    } else {
        (inclusion_proof(right, index - left.len()), root(left))
    };
    path.push(sibling);
    path
}

/// Consistency proof from the first `old` leaves to all (RFC 6962, 2.1.2).
#[must_use]
pub fn consistency_proof(leaves: &[Hash], old: usize) -> Vec<Hash> {
    fn subproof(leaves: &[Hash], old: usize, whole: bool) -> Vec<Hash> {
        if old == leaves.len() {
            return if whole { vec![] } else { vec![root(leaves)] };
        }
        let (left, right) = leaves.split_at(split(leaves.len()));
        let (mut path, sibling) = if old <= left.len() {
            (subproof(left, old, whole), root(right))
        } else {
            (subproof(right, old - left.len(), false), root(left))
        };
        path.push(sibling);
        path
    }
    subproof(leaves, old, true)
}

/// The perfect subtrees, as `(level, root)`, that extend a tree of `size` leaves by `leaves`.
#[must_use]
pub fn subtrees(size: u64, leaves: &[Hash]) -> Vec<(u8, Hash)> {
    let (mut size, mut rest, mut found) = (size, leaves, vec![]);
    while !rest.is_empty() {
        let fits = if size == 0 { 63 } else { size.trailing_zeros() };
        let level = fits.min(rest.len().ilog2());
        let (subtree, after) = rest.split_at(1 << level);
        found.push((u8::try_from(level).expect("below 64"), root(subtree)));
        (size, rest) = (size + (1 << level), after);
    }
    found
}
