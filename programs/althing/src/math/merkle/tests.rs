//! The frontier and the proofs against a plain recursive RFC 6962 tree.

use super::*;
use proptest::prelude::*;

const LEVELS: usize = 40;

/// RFC 6962, section 2.1: the Merkle tree hash.
fn tree(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            node_hash(&tree(left), &tree(right))
        }
    }
}

/// The largest power of two below `size`.
fn split(size: usize) -> usize {
    size.next_power_of_two() / 2
}

/// RFC 6962, section 2.1.1: the audit path.
fn path(index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() <= 1 {
        return vec![];
    }
    let (left, right) = leaves.split_at(split(leaves.len()));
    let (mut proof, sibling) = if index < left.len() {
        (path(index, left), tree(right))
    } else {
        (path(index - left.len(), right), tree(left))
    };
    proof.push(sibling);
    proof
}

/// RFC 6962, section 2.1.2: the consistency proof.
fn consistency(old: usize, leaves: &[Hash], whole: bool) -> Vec<Hash> {
    if old == leaves.len() {
        return if whole { vec![] } else { vec![tree(leaves)] };
    }
    let (left, right) = leaves.split_at(split(leaves.len()));
    let (mut proof, sibling) = if old <= left.len() {
        (consistency(old, left, whole), tree(right))
    } else {
        (consistency(old - left.len(), right, false), tree(left))
    };
    proof.push(sibling);
    proof
}

fn leaves(count: usize) -> Vec<Hash> {
    (0..count).map(|i| leaf_hash(&[&i.to_le_bytes()])).collect()
}

fn hex(hash: &Hash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_reference_tree_of_certificate_transparency() {
    // The eight leaves and the roots of the reference implementation's test data.
    let entries: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];
    let expected = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    assert_eq!(
        hex(&empty_root()),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    let mut frontier = [[0; 32]; LEVELS];
    let mut size = 0;
    for (entry, root_hex) in entries.iter().zip(expected) {
        size = grow(&mut frontier, size, 0, leaf_hash(&[entry])).unwrap();
        assert_eq!(hex(&root(&frontier, size)), root_hex);
    }
}

#[test]
fn the_frontier_equals_the_plain_tree_at_every_size() {
    let leaves = leaves(300);
    let mut frontier = [[0; 32]; LEVELS];
    let mut size = 0;
    for count in 1..=leaves.len() {
        size = grow(&mut frontier, size, 0, leaves[count - 1]).unwrap();
        assert_eq!(size, count as u64);
        assert_eq!(root(&frontier, size), tree(&leaves[..count]));
        for (level, slot) in frontier.iter().enumerate() {
            assert_eq!(
                *slot == [0; 32],
                size >> level & 1 == 0,
                "one encoding per state"
            );
        }
    }
}

#[test]
fn both_proofs_hold_for_every_size_and_fail_when_touched() {
    let all = leaves(40);
    for size in 1..=all.len() {
        let leaves = &all[..size];
        let top = tree(leaves);
        for index in 0..size {
            let proof = path(index, leaves);
            assert!(verify_inclusion(
                &leaves[index],
                index as u64,
                size as u64,
                &proof,
                &top
            ));
            reject_inclusion(&leaves[index], index as u64, size as u64, &proof, &top);
        }
        for old in 0..=size {
            let proof = if old == 0 {
                vec![]
            } else {
                consistency(old, leaves, true)
            };
            let old_root = tree(&leaves[..old]);
            assert!(
                verify_consistency(old as u64, &old_root, size as u64, &proof, &top),
                "{old} {size}"
            );
            reject_consistency(old as u64, &old_root, size as u64, &proof, &top);
        }
    }
}

fn reject_inclusion(leaf: &Hash, index: u64, size: u64, proof: &[Hash], top: &Hash) {
    assert!(!verify_inclusion(&[7; 32], index, size, proof, top));
    assert!(!verify_inclusion(leaf, index, size, proof, &[7; 32]));
    assert!(!verify_inclusion(leaf, size, size, proof, top));
    assert!(!verify_inclusion(leaf, u64::MAX, size, proof, top));
    assert!(!verify_inclusion(leaf, index, 0, proof, top));
    for other in 0..size {
        assert_eq!(
            verify_inclusion(leaf, other, size, proof, top),
            other == index
        );
    }
    for (i, longer) in touched(proof).into_iter().enumerate() {
        assert!(
            !verify_inclusion(leaf, index, size, &longer, top),
            "touch {i}"
        );
    }
}

fn reject_consistency(old: u64, old_root: &Hash, size: u64, proof: &[Hash], top: &Hash) {
    assert!(!verify_consistency(old, &[7; 32], size, proof, top));
    assert!(!verify_consistency(size + 1, old_root, size, proof, top));
    if old > 0 {
        assert!(!verify_consistency(old, old_root, size, proof, &[7; 32]));
    }
    for longer in touched(proof) {
        assert!(!verify_consistency(old, old_root, size, &longer, top));
    }
}

/// The proof with each hash changed, dropped, and with one hash too many at either end.
fn touched(proof: &[Hash]) -> Vec<Vec<Hash>> {
    let mut all = vec![[proof, &[[7; 32]]].concat(), [&[[7; 32]], proof].concat()];
    for i in 0..proof.len() {
        let mut changed = proof.to_vec();
        changed[i][31] ^= 1;
        all.push(changed);
        let mut shorter = proof.to_vec();
        shorter.remove(i);
        all.push(shorter);
    }
    all
}

/// The level of the perfect subtree that holds a leaf, by walking through them from the left.
fn level_of(index: u64, size: u64) -> usize {
    let mut end = 0;
    (0..LEVELS)
        .rev()
        .filter(|level| size >> level & 1 == 1)
        .find(|level| {
            end += 1 << level;
            index < end
        })
        .unwrap()
}

#[test]
fn every_leaf_leads_to_the_frontier_by_the_beginning_of_its_proof_and_nothing_else_does() {
    let all = leaves(40);
    let mut frontier = [[0; 32]; LEVELS];
    for (size, new) in (1u64..).zip(&all) {
        grow(&mut frontier, size - 1, 0, *new).unwrap();
        let now = &all[..size as usize];
        for index in 0..size {
            let (leaf, proof) = (&all[index as usize], path(index as usize, now));
            let leads = |leaf: &Hash, index, proof: &[Hash]| {
                leads_to_frontier(leaf, index, size, proof, &frontier)
            };
            assert!(leads(leaf, index, &proof), "{index} of {size}");
            let level = level_of(index, size);
            let short = &proof[..level];
            assert!(leads(leaf, index, short), "{index} of {size}");
            assert!(leads(leaf, index, &[short, &[[7; 32]]].concat()));
            assert!(!leads(&[7; 32], index, short));
            for other in (0..size + 9).filter(|other| *other != index) {
                assert!(!leads(leaf, other, &proof), "{index} as {other} of {size}");
            }
            for at in 0..level {
                let mut bent = short.to_vec();
                bent[at][31] ^= 1;
                assert!(!leads(leaf, index, &bent), "{index} of {size}, {at}");
                assert!(!leads(leaf, index, &short[..at]), "{index} of {size}, {at}");
            }
        }
    }
}

#[test]
fn a_path_counts_until_its_subtree_becomes_part_of_a_larger_one() {
    let all = leaves(33);
    let mut frontier = [[0; 32]; LEVELS];
    let counts: Vec<_> = (1u64..)
        .zip(&all)
        .filter(|(size, new)| {
            grow(&mut frontier, size - 1, 0, **new).unwrap();
            // A proof for 6 leaves, of leaf 2.
            leads_to_frontier(&all[2], 2, *size, &path(2, &all[..6]), &frontier)
        })
        .map(|(size, _)| size)
        .collect();
    // Of 3 leaves it is a subtree by itself, and the path is empty.
    assert_eq!(counts, [3, 4, 5, 6, 7]);
}

#[test]
fn a_subtree_that_does_not_fit_changes_nothing() {
    let mut frontier = [[0; 32]; LEVELS];
    let size = grow(&mut frontier, 0, 0, [1; 32]).unwrap();
    let before = frontier;
    assert_eq!(
        grow(&mut frontier, size, 1, [2; 32]),
        Err(GrowError::DoesNotFit)
    );
    assert_eq!(
        grow(&mut frontier, size, LEVELS as u8, [2; 32]),
        Err(GrowError::Full)
    );
    assert_eq!(
        grow(&mut frontier, size, 255, [2; 32]),
        Err(GrowError::Full)
    );
    assert_eq!(frontier, before);
}

#[test]
fn a_full_tree_takes_no_leaf() {
    let mut frontier = [[1; 32]; 3];
    assert_eq!(grow(&mut frontier, 7, 0, [2; 32]), Err(GrowError::Full));
    assert_eq!(frontier, [[1; 32]; 3]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_split_into_batches_of_perfect_subtrees_gives_the_same_tree(
        cuts in proptest::collection::vec(1usize..70, 1..8),
    ) {
        let total: usize = cuts.iter().sum();
        let leaves = leaves(total);
        let mut frontier = [[0; 32]; LEVELS];
        let mut size = 0u64;
        for cut in cuts {
            let end = size as usize + cut;
            while (size as usize) < end {
                // The largest subtree that both fits the frontier and the batch.
                let fits = size.trailing_zeros().min(63);
                let left = (end - size as usize).ilog2();
                let level = fits.min(left);
                let start = size as usize;
                let subtree = tree(&leaves[start..start + (1 << level)]);
                size = grow(&mut frontier, size, level as u8, subtree).unwrap();
            }
            prop_assert_eq!(root(&frontier, size), tree(&leaves[..end]));
        }
    }

    #[test]
    fn random_proofs_prove_nothing(
        leaf: [u8; 32], index: u64, size: u64, top: [u8; 32],
        proof in proptest::collection::vec(any::<[u8; 32]>(), 0..45),
    ) {
        prop_assert!(!verify_inclusion(&leaf, index, size, &proof, &top));
        prop_assert!(!leads_to_frontier(&leaf, index, size, &proof, &[top; LEVELS]));
        prop_assert!(!verify_consistency(index, &leaf, size, &proof, &top) || size == index && leaf == top);
    }
}
