use althing_program_tests::prelude::*;

use crate::{leaves, Fixture};

fn ask(log: Pubkey, leaf: merkle::Hash, index: u64, proof: Vec<merkle::Hash>) -> Instruction {
    accounts::VerifyInclusion { log }.call(instruction::VerifyInclusion { leaf, index, proof })
}

/// The answer, one byte of return data.
fn answer(f: &mut Fixture, leaf: merkle::Hash, index: u64, proof: &[merkle::Hash]) -> bool {
    let sent = f.w.go(&[ask(f.log, leaf, index, proof.to_vec())], &[]);
    match sent.return_data.as_slice() {
        [1] => true,
        [0] => false,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_leaf_of_every_size_is_proved() {
    for size in [1, 2, 3, 7, 8, 13] {
        let (mut f, all) = (Fixture::made(), leaves(size));
        f.grow(&all);
        for (index, leaf) in all.iter().enumerate() {
            let proof = merkle::inclusion_proof(&all, index);
            assert!(
                answer(&mut f, *leaf, index as u64, &proof),
                "{index} of {size}"
            );
        }
    }
}

#[test]
fn forgeries_are_answered_with_no() {
    let (mut f, all) = (Fixture::made(), leaves(13));
    f.grow(&all);
    let proof = merkle::inclusion_proof(&all, 5);
    assert!(answer(&mut f, all[5], 5, &proof));

    assert!(!answer(&mut f, all[4], 5, &proof));
    for index in [0, 4, 6, 12, 13, u64::MAX] {
        assert!(!answer(&mut f, all[5], index, &proof), "{index}");
    }
    assert!(!answer(&mut f, all[5], 5, &proof[1..]));
    assert!(!answer(&mut f, all[5], 5, &proof[..proof.len() - 1]));
    assert!(!answer(
        &mut f,
        all[5],
        5,
        &[proof.clone(), vec![[0; 32]]].concat()
    ));
    for at in 0..proof.len() {
        let mut bent = proof.clone();
        bent[at][31] ^= 1;
        assert!(!answer(&mut f, all[5], 5, &bent), "{at}");
    }
    // An inner node is no leaf: the two have different prefixes.
    let pair = merkle::root(&all[4..6]);
    assert!(!answer(&mut f, pair, 2, &proof[1..]));
}

#[test]
fn the_empty_log_holds_nothing() {
    let mut f = Fixture::made();
    assert!(!answer(&mut f, [0; 32], 0, &[]));
    let root = f.log().root;
    assert!(!answer(&mut f, root, 0, &[]));
}

#[test]
fn a_proof_for_an_older_size_no_longer_counts() {
    let (mut f, all) = (Fixture::made(), leaves(13));
    f.grow(&all[..8]);
    let old = merkle::inclusion_proof(&all[..8], 3);
    assert!(answer(&mut f, all[3], 3, &old));
    f.grow(&all[8..]);
    assert!(!answer(&mut f, all[3], 3, &old));
    assert!(answer(&mut f, all[3], 3, &merkle::inclusion_proof(&all, 3)));
}

#[test]
fn a_proof_of_thirty_hashes_fits_one_transaction() {
    let mut f = Fixture::made();
    // 2^29 leaves of which only the path is known: any root will do, the last leaf is a new one.
    let subtree = f.batch(0, &[(29, [7; 32]), (0, [8; 32])]);
    f.w.go(&[subtree], &[&f.writer]);
    assert!(answer(&mut f, [8; 32], 1 << 29, &[[7; 32]]));
    assert!(!answer(&mut f, [8; 32], 5, &[[7; 32]; 30]));
}

#[test]
fn test_verify_inclusion_refuses_a_proof_over_41_hashes() {
    // A transaction has no room for 42 hashes, but a program that asks has.
    let (mut w, c) = community();
    let long = ask(c.log, [0; 32], 0, vec![[0; 32]; 42]);
    assert_refused(w.as_authority(&c, long), AlthingError::ProofTooLong);
    let longest = ask(c.log, [0; 32], 0, vec![[0; 32]; 41]);
    w.as_authority(&c, longest).unwrap();
}

#[test]
fn a_program_reads_the_answer_from_the_return_data() {
    let (mut w, c) = community();
    let log: althing::AuditLog = w.zero_copy(&c.log);
    assert_eq!(log.size, 1);
    // The log grows by the vote itself, so the truth about the first leaf is not known beforehand: no.
    let sent = w.as_authority(&c, ask(c.log, log.root, 0, vec![])).unwrap();
    assert_eq!(sent.return_data, [0]);
    let subject = w.wallet("subject");
    let own = pda::log(&subject.pubkey());
    let create = accounts::CreateLog {
        log: own,
        subject: subject.pubkey(),
        payer: subject.pubkey(),
        system_program: system_program::ID,
    };
    w.go(
        &[create.call(instruction::CreateLog {
            writer: subject.pubkey(),
        })],
        &[&subject],
    );
    let append = accounts::AppendEntry {
        log: own,
        writer: subject.pubkey(),
    };
    w.go(
        &[append.call(instruction::AppendEntry {
            kind: 1024,
            payload: vec![],
        })],
        &[&subject],
    );
    let root = w.zero_copy::<althing::AuditLog>(&own).root;
    let sent = w.as_authority(&c, ask(own, root, 0, vec![])).unwrap();
    assert_eq!(sent.return_data, [1]);
}

#[test]
fn every_wrong_account_is_refused() {
    let mut f = Fixture::made();
    Community::found(&mut f.w, "Althing", TOKEN);
    f.w.sweep(ask(f.log, [0; 32], 0, vec![]), &[]).run();
}
