use althing_program_tests::prelude::*;

use crate::{leaves, Fixture};

fn ask(
    log: Pubkey,
    old_size: u64,
    old_root: merkle::Hash,
    proof: Vec<merkle::Hash>,
) -> Instruction {
    accounts::VerifyConsistency { log }.call(instruction::VerifyConsistency {
        old_size,
        old_root,
        proof,
    })
}

fn answer(f: &mut Fixture, old_size: u64, old_root: merkle::Hash, proof: &[merkle::Hash]) -> bool {
    let sent =
        f.w.go(&[ask(f.log, old_size, old_root, proof.to_vec())], &[]);
    match sent.return_data.as_slice() {
        [1] => true,
        [0] => false,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_prefix_of_every_size_is_proved() {
    for size in [1, 2, 3, 7, 8, 13] {
        let (mut f, all) = (Fixture::made(), leaves(size));
        f.grow(&all);
        for old in 1..=size {
            let proof = merkle::consistency_proof(&all, old);
            assert!(
                answer(&mut f, old as u64, merkle::root(&all[..old]), &proof),
                "{old} of {size}"
            );
        }
    }
}

#[test]
fn every_log_extends_the_empty_one() {
    let mut f = Fixture::made();
    let empty = merkle::root(&[]);
    assert!(answer(&mut f, 0, empty, &[]));
    f.grow(&leaves(3));
    assert!(answer(&mut f, 0, empty, &[]));
    assert!(!answer(&mut f, 0, [1; 32], &[]));
    assert!(!answer(&mut f, 0, empty, &[[1; 32]]));
}

#[test]
fn another_history_is_answered_with_no() {
    let (mut f, all) = (Fixture::made(), leaves(13));
    f.grow(&all);
    let (root, proof) = (merkle::root(&all[..6]), merkle::consistency_proof(&all, 6));
    assert!(answer(&mut f, 6, root, &proof));

    // Of six leaves, one was another.
    let mut forged = all[..6].to_vec();
    forged[2] = [1; 32];
    assert!(!answer(&mut f, 6, merkle::root(&forged), &proof));
    for old in [5, 7, 13, 14, u64::MAX] {
        assert!(!answer(&mut f, old, root, &proof), "{old}");
    }
    assert!(!answer(&mut f, 6, root, &proof[1..]));
    assert!(!answer(&mut f, 6, root, &[]));
    assert!(!answer(
        &mut f,
        6,
        root,
        &[proof.clone(), vec![[0; 32]]].concat()
    ));
    for at in 0..proof.len() {
        let mut bent = proof.clone();
        bent[at][0] ^= 1;
        assert!(!answer(&mut f, 6, root, &bent), "{at}");
    }
}

#[test]
fn the_same_size_needs_the_same_root_and_no_proof() {
    let (mut f, all) = (Fixture::made(), leaves(4));
    f.grow(&all);
    assert!(answer(&mut f, 4, merkle::root(&all), &[]));
    assert!(!answer(&mut f, 4, merkle::root(&all), &[[0; 32]]));
    assert!(!answer(&mut f, 4, [1; 32], &[]));
}

#[test]
fn test_verify_consistency_refuses_a_proof_over_41_hashes() {
    let (mut w, c) = community();
    assert_refused(
        w.as_authority(&c, ask(c.log, 1, [0; 32], vec![[0; 32]; 42])),
        AlthingError::ProofTooLong,
    );
    w.as_authority(&c, ask(c.log, 1, [0; 32], vec![[0; 32]; 41]))
        .unwrap();
}

#[test]
fn every_wrong_account_is_refused() {
    let mut f = Fixture::made();
    Community::found(&mut f.w, "Althing", TOKEN);
    f.w.sweep(ask(f.log, 0, [0; 32], vec![]), &[]).run();
}
