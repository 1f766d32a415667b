use proptest::prelude::*;

use super::*;
use crate::hash::{empty_root, leaf_hash};
use crate::proof::Node;

fn leaves(range: std::ops::Range<u64>) -> Vec<Hash> {
    range.map(|i| leaf_hash(&i.to_le_bytes())).collect()
}

/// RFC 6962, section 2.1, word for word.
fn naive_root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [one] => *one,
        _ => {
            let mut k = 1;
            while k * 2 < leaves.len() {
                k *= 2;
            }
            node_hash(&naive_root(&leaves[..k]), &naive_root(&leaves[k..]))
        }
    }
}

#[test]
fn every_split_of_every_size_gives_the_naive_root_and_the_largest_subtrees() {
    let all = leaves(0..70);
    for size in 0..=70u64 {
        let expected = naive_root(&all[..size as usize]);
        assert_eq!(
            MemoryTree::from_leaves(all[..size as usize].iter().copied()).root(),
            expected
        );
        for old in 0..=size {
            let mut old_tree = Frontier::new();
            all[..old as usize]
                .iter()
                .for_each(|leaf| old_tree.push_leaf(*leaf).unwrap());
            let mut builder = TreeBuilder::new(old_tree.clone());
            all[old as usize..size as usize]
                .iter()
                .for_each(|leaf| builder.push_leaf(*leaf).unwrap());
            assert_eq!(builder.root(), expected, "{old} to {size}");
            assert_eq!(
                builder.frontier().subtrees().len() as u32,
                size.count_ones()
            );

            // Greedy, left to right: each subtree is the largest that is aligned and not too large.
            let mut at = old;
            for subtree in builder.subtrees() {
                let largest = (0..64)
                    .rev()
                    .find(|l| at % (1 << l) == 0 && at + (1 << l) <= size)
                    .unwrap();
                assert_eq!(
                    u32::from(subtree.level),
                    largest,
                    "{old} to {size}, at {at}"
                );
                let leaves = &all[at as usize..(at + (1 << largest)) as usize];
                assert_eq!(subtree.root, naive_root(leaves));
                at += 1 << largest;
            }
            assert_eq!(at, size);
            let mut grown = old_tree;
            builder
                .subtrees()
                .iter()
                .for_each(|subtree| grown.push(*subtree).unwrap());
            assert_eq!(grown.root(), expected);
        }
    }
}

#[test]
fn a_subtree_that_is_not_aligned_is_refused_and_changes_nothing() {
    let mut frontier = Frontier::new();
    frontier.push_leaf([1; 32]).unwrap();
    let before = frontier.clone();
    let refused = frontier.push(Subtree {
        level: 1,
        root: [2; 32],
    });
    assert_eq!(refused, Err(TreeError::DoesNotFit { level: 1, size: 1 }));
    assert_eq!(
        frontier.push(Subtree {
            level: 64,
            root: [2; 32]
        }),
        Err(TreeError::Full { level: 64, size: 1 })
    );
    assert_eq!(frontier, before);
}

#[test]
fn the_largest_tree_has_every_level_and_takes_no_more() {
    let mut frontier = Frontier::new();
    for level in (0..64).rev() {
        frontier
            .push(Subtree {
                level,
                root: [level; 32],
            })
            .unwrap();
    }
    assert_eq!(frontier.size(), u64::MAX);
    assert_eq!(
        frontier.push_leaf([9; 32]),
        Err(TreeError::Full {
            level: 0,
            size: u64::MAX
        })
    );
    assert_eq!(frontier.subtrees().len(), 64);
}

#[test]
fn slots_are_the_programs_form_and_have_one_encoding() {
    let mut frontier = Frontier::new();
    leaves(0..11)
        .into_iter()
        .for_each(|leaf| frontier.push_leaf(leaf).unwrap());
    let slots: [Hash; PROGRAM_LEVELS] = frontier.to_slots().unwrap();
    assert_eq!(
        slots.iter().map(|s| *s != [0; 32]).collect::<Vec<_>>()[..5],
        [true, true, false, true, false]
    );
    assert_eq!(Frontier::from_slots(11, &slots).unwrap(), frontier);

    assert_eq!(
        Frontier::from_slots(11, &slots[..3]),
        Err(TreeError::Levels {
            size: 11,
            needed: 4,
            given: 3
        })
    );
    assert_eq!(
        frontier.to_slots::<3>(),
        Err(TreeError::Levels {
            size: 11,
            needed: 4,
            given: 3
        })
    );
    assert_eq!(
        Frontier::from_slots(9, &slots),
        Err(TreeError::Slot {
            level: 1,
            size: 9,
            used: false
        })
    );
    assert_eq!(
        Frontier::from_slots(15, &slots),
        Err(TreeError::Slot {
            level: 2,
            size: 15,
            used: true
        })
    );
    assert_eq!(Frontier::from_slots(0, &[]).unwrap(), Frontier::new());
    assert_eq!(Frontier::new().root(), empty_root());
}

#[test]
fn the_example_of_the_documentation() {
    let entry = |i: u8| leaf_hash(&[i]);
    let mut old = Frontier::new();
    (0..5).for_each(|i| old.push_leaf(entry(i)).unwrap());
    assert_eq!(
        hex(&old.root()),
        "b855b42d6c30f5b087e05266783fbd6e394f7b926013ccaa67700a8b0c5a596f"
    );
    let mut builder = TreeBuilder::new(old);
    (5..11).for_each(|i| builder.push_leaf(entry(i)).unwrap());
    let subtrees: Vec<_> = builder
        .subtrees()
        .iter()
        .map(|s| (s.level, hex(&s.root)[..16].to_owned()))
        .collect();
    let expected = [
        (0, "9f1afa4dc124cba7"),
        (1, "bbb0feb32f648c73"),
        (1, "f7e08e9a9e87822b"),
        (0, "67ebbd370daa02ba"),
    ];
    assert_eq!(
        subtrees,
        expected.map(|(level, root)| (level, root.to_owned()))
    );
    assert_eq!(
        hex(&builder.root()),
        "e177ad5a8a17108dad67c70a51266681aa02b9e2b7ad6a0357585ba4289982ac"
    );
    builder.rebase();
    assert_eq!(
        (builder.old_size(), builder.size(), builder.subtrees().len()),
        (11, 11, 0)
    );
}

#[test]
fn a_batch_has_at_most_32_subtrees_and_the_worst_needs_more_than_one() {
    // From 1 to 2^40 - 1: levels 0 to 38 going up, then none; from 1 to 2^39 + (2^39 - 1): up and down.
    let mut old = Frontier::new();
    old.push_leaf([1; 32]).unwrap();
    let mut builder = TreeBuilder::new(old);
    for level in (0..39).chain((0..39).rev()) {
        builder
            .push(Subtree {
                level,
                root: [level; 32],
            })
            .unwrap();
    }
    assert_eq!(builder.size(), (1 << 40) - 1);
    let batches = builder.batches();
    assert_eq!(
        batches
            .iter()
            .map(|batch| batch.subtrees.len())
            .collect::<Vec<_>>(),
        [32, 32, 14]
    );
    assert_eq!(batches[0].old_size, 1);
    assert_eq!(batches[2].new_size, builder.size());
    for pair in batches.windows(2) {
        assert_eq!(pair[0].new_size, pair[1].old_size);
    }
    assert!(TreeBuilder::new(Frontier::new()).batches().is_empty());
}

#[test]
fn a_range_takes_only_its_continuation() {
    let mut range = Range::new(3);
    let mut next = Range::new(4);
    next.push_leaf([1; 32]).unwrap();
    assert_eq!(
        range.append(&next),
        Err(TreeError::Gap { end: 3, start: 4 })
    );
    range.push_leaf([0; 32]).unwrap();
    range.append(&next).unwrap();
    assert_eq!((range.start(), range.end()), (3, 5));
}

#[test]
fn a_tree_in_memory_has_no_nodes_beyond_it() {
    let tree = MemoryTree::from_leaves(leaves(0..3));
    assert_eq!(tree.node(Node { level: 1, index: 1 }), None);
    assert_eq!(tree.node(Node { level: 9, index: 0 }), None);
    assert_eq!(tree.root_at(4), None);
    assert_eq!(tree.root_at(0), Some(empty_root()));
}

fn hex(hash: &Hash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

proptest! {
    /// Any cut of a range into parts gives the same range.
    #[test]
    fn ranges_join_however_they_were_cut(start in 0u64..300, lengths in prop::collection::vec(0u64..90, 0..6)) {
        let end = start + lengths.iter().sum::<u64>();
        let mut whole = Range::new(start);
        leaves(start..end).into_iter().for_each(|leaf| whole.push_leaf(leaf).unwrap());
        let (mut joined, mut at) = (Range::new(start), start);
        for length in lengths {
            let mut part = Range::new(at);
            leaves(at..at + length).into_iter().for_each(|leaf| part.push_leaf(leaf).unwrap());
            joined.append(&part).unwrap();
            at += length;
        }
        prop_assert_eq!(joined, whole);
    }
}
