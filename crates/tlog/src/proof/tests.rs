use super::*;
use crate::hash::leaf_hash;
use crate::tree::MemoryTree;

fn tree(size: u64) -> MemoryTree {
    MemoryTree::from_leaves((0..size).map(|i| leaf_hash(&i.to_be_bytes())))
}

/// RFC 9162, section 2.1.3.1: PATH(m, D[n]).
fn naive_path(index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let k = split(leaves.len() as u64) as usize;
    let (part, at, other) = if index < k {
        (&leaves[..k], index, &leaves[k..])
    } else {
        (&leaves[k..], index - k, &leaves[..k])
    };
    let mut path = naive_path(at, part);
    path.push(MemoryTree::from_leaves(other.iter().copied()).root());
    path
}

/// RFC 9162, section 2.1.4.1: SUBPROOF(m, D[n], b).
fn naive_subproof(old: usize, leaves: &[Hash], whole: bool) -> Vec<Hash> {
    let root = |leaves: &[Hash]| MemoryTree::from_leaves(leaves.iter().copied()).root();
    if old == leaves.len() {
        return if whole {
            Vec::new()
        } else {
            vec![root(leaves)]
        };
    }
    let k = split(leaves.len() as u64) as usize;
    let (mut proof, other) = if old <= k {
        (naive_subproof(old, &leaves[..k], whole), root(&leaves[k..]))
    } else {
        (
            naive_subproof(old - k, &leaves[k..], false),
            root(&leaves[..k]),
        )
    };
    proof.push(other);
    proof
}

#[test]
fn every_inclusion_proof_is_that_of_the_rfc_and_holds_for_nothing_else() {
    let full = tree(34);
    let leaves: Vec<Hash> = (0..34).map(|i| leaf_hash(&u64::to_be_bytes(i))).collect();
    for size in 1..=34 {
        let root = full.root_at(size).unwrap();
        for index in 0..size {
            let leaf = leaves[index as usize];
            let proof = prove_inclusion(&full, index, size).unwrap();
            assert_eq!(proof, naive_path(index as usize, &leaves[..size as usize]));
            assert_eq!(proof.len(), inclusion_length(index, size));
            assert_eq!(verify_inclusion(&leaf, index, size, &proof, &root), Ok(()));
            for other in (0..size).filter(|other| *other != index) {
                assert!(
                    verify_inclusion(&leaf, other, size, &proof, &root).is_err(),
                    "{index} as {other} of {size}"
                );
            }
            refuses_changes(&proof, |proof| {
                verify_inclusion(&leaf, index, size, proof, &root)
            });
            assert_eq!(
                verify_inclusion(&[7; 32], index, size, &proof, &root),
                Err(ProofError::Root)
            );
            assert_eq!(
                verify_inclusion(&leaf, index, size, &proof, &[7; 32]),
                Err(ProofError::Root)
            );
            let beyond = Err(ProofError::IndexBeyondTree { index: size, size });
            assert_eq!(verify_inclusion(&leaf, size, size, &proof, &root), beyond);
        }
    }
}

#[test]
fn every_consistency_proof_is_that_of_the_rfc_and_holds_for_nothing_else() {
    let full = tree(34);
    let leaves: Vec<Hash> = (0..34).map(|i| leaf_hash(&u64::to_be_bytes(i))).collect();
    for new in 0..=34 {
        let new_root = full.root_at(new).unwrap();
        for old in 0..=new {
            let old_root = full.root_at(old).unwrap();
            let proof = prove_consistency(&full, old, new).unwrap();
            if old != 0 {
                assert_eq!(
                    proof,
                    naive_subproof(old as usize, &leaves[..new as usize], true)
                );
            }
            assert_eq!(proof.len(), consistency_length(old, new));
            assert_eq!(
                verify_consistency(old, &old_root, new, &new_root, &proof),
                Ok(())
            );
            refuses_changes(&proof, |proof| {
                verify_consistency(old, &old_root, new, &new_root, proof)
            });
            assert!(
                verify_consistency(old, &[7; 32], new, &new_root, &proof).is_err(),
                "{old} to {new}"
            );
            if old != 0 {
                assert!(
                    verify_consistency(old, &old_root, new, &[7; 32], &proof).is_err(),
                    "{old} to {new}"
                );
            }
            for other in (0..=34).filter(|other| *other != old) {
                let refused = verify_consistency(other, &old_root, new, &new_root, &proof);
                assert!(refused.is_err(), "{old} as {other} to {new}");
            }
        }
    }
}

/// The scheme binds roots, not sizes: which size a root has is the checkpoint's to say.
#[test]
fn a_proof_to_a_tree_of_the_same_shape_holds_for_its_size_too() {
    let full = tree(3);
    let (old_root, root) = (full.root_at(1).unwrap(), full.root());
    let proof = prove_consistency(&full, 1, 3).unwrap();
    assert_eq!(verify_consistency(1, &old_root, 4, &root, &proof), Ok(()));
    assert_eq!(
        verify_consistency(1, &old_root, 5, &root, &proof),
        Err(ProofError::Length {
            given: 2,
            needed: 3
        })
    );
}

fn refuses_changes(proof: &[Hash], verify: impl Fn(&[Hash]) -> Result<(), ProofError>) {
    for i in 0..proof.len() {
        let mut changed = proof.to_vec();
        changed[i][i % 32] ^= 1 << (i % 8);
        assert!(verify(&changed).is_err(), "bit of hash {i}");
        let mut shorter = proof.to_vec();
        shorter.remove(i);
        assert!(matches!(verify(&shorter), Err(ProofError::Length { .. })));
        if i > 0 {
            let mut swapped = proof.to_vec();
            swapped.swap(i - 1, i);
            assert!(verify(&swapped).is_err(), "hashes {i} and the one before");
        }
    }
    for at in [0, proof.len()] {
        let mut longer = proof.to_vec();
        longer.insert(at, [0; 32]);
        assert!(matches!(verify(&longer), Err(ProofError::Length { .. })));
    }
}

#[test]
fn no_proof_of_what_is_not_there() {
    let full = tree(5);
    assert_eq!(
        prove_inclusion(&full, 5, 5),
        Err(MakeError::IndexBeyondTree { index: 5, size: 5 })
    );
    assert_eq!(
        prove_inclusion(&full, 0, 0),
        Err(MakeError::IndexBeyondTree { index: 0, size: 0 })
    );
    assert_eq!(
        prove_consistency(&full, 6, 5),
        Err(MakeError::SizesReversed { old: 6, new: 5 })
    );
    assert_eq!(
        prove_inclusion(&full, 0, 6),
        Err(MakeError::Missing { start: 4, last: 5 })
    );
    assert_eq!(
        read_root(&full, 8),
        Err(MakeError::Missing { start: 0, last: 7 })
    );
    assert_eq!(read_root(&full, 5), Ok(full.root()));
    assert_eq!(read_root(&full, 0), Ok(empty_root()));
    let reversed = Err(ProofError::SizesReversed { old: 2, new: 1 });
    assert_eq!(verify_consistency(2, &[0; 32], 1, &[0; 32], &[]), reversed);
}

#[test]
fn only_the_empty_root_is_of_size_0() {
    assert_eq!(
        verify_consistency(0, &empty_root(), 3, &[7; 32], &[]),
        Ok(())
    );
    assert_eq!(
        verify_consistency(0, &[7; 32], 3, &[7; 32], &[]),
        Err(ProofError::OldRoot)
    );
    assert_eq!(
        verify_consistency(0, &[7; 32], 0, &[7; 32], &[]),
        Err(ProofError::OldRoot)
    );
    assert_eq!(
        verify_consistency(3, &[6; 32], 3, &[7; 32], &[]),
        Err(ProofError::NewRoot)
    );
}

#[test]
fn the_largest_sizes_do_not_overflow() {
    let max = u64::MAX;
    assert_eq!(inclusion_length(0, max), 64);
    assert_eq!(inclusion_length(max - 1, max), 63);
    assert_eq!(consistency_length(1, max), 64);
    assert_eq!(consistency_length(max - 1, max), 64);
    for index in [0, 1, max / 2, max - 1] {
        let proof = vec![[1; 32]; inclusion_length(index, max)];
        assert_eq!(
            verify_inclusion(&[0; 32], index, max, &proof, &[0; 32]),
            Err(ProofError::Root)
        );
    }
    for old in [1, 2, 1 << 63, (1 << 63) - 1, max - 1] {
        let proof = vec![[1; 32]; consistency_length(old, max)];
        assert!(verify_consistency(old, &[0; 32], max, &[0; 32], &proof).is_err());
    }
    struct Nothing;
    impl HashReader for Nothing {
        type Error = std::convert::Infallible;
        fn read_hashes(&self, nodes: &[Node]) -> Result<Vec<Option<Hash>>, Self::Error> {
            Ok(vec![None; nodes.len()])
        }
    }
    assert!(prove_inclusion(&Nothing, max - 1, max).is_err());
    assert!(prove_consistency(&Nothing, max - 1, max).is_err());
    assert!(read_root(&Nothing, max).is_err());
}
