//! That the questioned leaf is in the log, however that grows.

use althing::appeals::OpenQuestionArgs;
use althing_program_tests::prelude::*;

use super::with;
use crate::AT;

#[test]
fn what_is_not_in_the_log_cannot_be_questioned() {
    let (mut w, k) = court();
    let asker = &k.asker;
    let args = || k.question_args(AT);
    let mut bent = args();
    bent.proof[0][31] ^= 1;
    let short = OpenQuestionArgs {
        proof: args().proof[1..].to_vec(),
        ..args()
    };
    let forged = OpenQuestionArgs {
        leaf: merkle::leaf(b"never logged"),
        ..args()
    };
    let misplaced = OpenQuestionArgs { index: 3, ..args() };
    let beyond = OpenQuestionArgs {
        index: DECISIONS as u64,
        ..args()
    };
    for args in [bent, short, forged, misplaced, beyond] {
        assert_refused(
            w.send(&[with(&k, asker, args)], &[&asker.key, &k.c.renter]),
            AlthingError::NotInLog,
        );
    }
}

#[test]
fn a_log_that_grows_meanwhile_can_still_be_questioned() {
    let (mut w, k) = court();
    // Leaves 0 to 3 are a perfect subtree of 6 leaves, and of 7; of 8 it is part of a larger one.
    let ask = k.ask(&k.asker, AT);
    w.grow_log(&k.o, &[[9; 32]]);
    w.clone()
        .go(std::slice::from_ref(&ask), &[&k.asker.key, &k.c.renter]);
    w.grow_log(&k.o, &[[8; 32]]);
    assert_refused(
        w.send(&[ask], &[&k.asker.key, &k.c.renter]),
        AlthingError::NotInLog,
    );
}

#[test]
fn who_appends_in_every_slot_cannot_keep_a_proof_from_landing() {
    let (mut w, mut k) = court();
    for round in 0..40_u8 {
        let asked = k.question_args(AT);
        let leaf = merkle::leaf(&[round]);
        w.grow_log(&k.o, &[leaf]);
        k.leaves.push(leaf);
        // The operator is faster each time; but its tree has to double before a proof is worth nothing again.
        let result = w
            .clone()
            .send(&[with(&k, &k.asker, asked)], &[&k.asker.key, &k.c.renter]);
        let doubled = k.leaves.len().is_power_of_two();
        assert_eq!(result.is_err(), doubled, "{} leaves", k.leaves.len());
    }
}

#[test]
fn the_path_to_the_perfect_subtree_is_enough() {
    let (mut w, k) = court();
    let path = OpenQuestionArgs {
        proof: k.proof(AT)[..2].to_vec(),
        ..k.question_args(AT)
    };
    w.go(&[with(&k, &k.asker, path)], &[&k.asker.key, &k.c.renter]);
}

#[test]
fn a_log_of_half_a_million_entries_can_be_questioned_in_one_transaction() {
    let (mut w, k) = court();
    // Pads the log to 2^19 leaves of which the path to the questioned one is known.
    let size = k.leaves.len() as u64;
    let mut at = size;
    let mut padding = vec![];
    while at < 1 << 19 {
        let level = at.trailing_zeros() as u8;
        padding.push((level, [level; 32]));
        at += 1 << level;
    }
    let subtrees = padding
        .iter()
        .map(|(level, root)| althing::Subtree {
            level: *level,
            root: *root,
        })
        .collect();
    let args = althing::AppendBatchArgs {
        old_size: size,
        subtrees,
        uri: String::new(),
    };
    let accounts = accounts::AppendBatch {
        log: k.o.audit_log,
        writer: k.o.address(),
    };
    w.go(
        &[accounts.call(instruction::AppendBatch { args })],
        &[&k.o.key],
    );
    // Leaves 6 and 7 are a subtree of padding; above level 2 each sibling is one.
    let pair = |a: usize| merkle::root(&k.leaves[a..a + 2]);
    let right = merkle::root(&[pair(4), [1; 32]]);
    let mut proof = vec![k.leaves[3], pair(0), right];
    proof.extend(padding.iter().skip(1).map(|(_, root)| *root));
    assert_eq!(proof.len(), 19);
    // The questioner pays the fees and the rent as well.
    let accounts = accounts::OpenQuestion {
        payer: k.asker.address(),
        ..k.open_question(&k.asker, AT)
    };
    let args = OpenQuestionArgs {
        proof,
        ..k.question_args(AT)
    };
    w.payer = k.asker.key.insecure_clone();
    let sent = w.go(&[accounts.call(instruction::OpenQuestion { args })], &[]);
    assert!(sent.size <= 1_232);
}
