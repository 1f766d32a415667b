use althing::audit::events::RootKept;
use althing::RecallRootArgs;
use althing_program_tests::prelude::*;

use crate::{leaves, Fixture};

/// A log of 13 leaves whose root somebody keeps.
fn scene() -> (Fixture, Vec<merkle::Hash>, Keypair) {
    let (mut f, all) = (Fixture::made(), leaves(13));
    f.grow(&all);
    let keeper = f.w.wallet("keeper");
    f.keep(&keeper);
    (f, all, keeper)
}

fn recall_as(f: &Fixture, keeper: &Keypair, args: RecallRootArgs) -> Instruction {
    let accounts = accounts::RecallRoot {
        kept_root: pda::kept_root(&f.log, &keeper.pubkey()),
        payer: keeper.pubkey(),
    };
    accounts.call(instruction::RecallRoot { args })
}

fn recall(f: &mut Fixture, keeper: &Keypair, args: RecallRootArgs) -> Result<Sent, Refusal> {
    let recall = recall_as(f, keeper, args);
    f.w.send(&[recall], &[keeper])
}

/// From the first `now` leaves to the first `size`.
fn back(all: &[merkle::Hash], now: usize, size: usize) -> RecallRootArgs {
    RecallRootArgs {
        size: size as u64,
        root: merkle::root(&all[..size]),
        proof: match size {
            0 => vec![],
            _ => merkle::consistency_proof(&all[..now], size),
        },
    }
}

#[test]
fn test_recall_root_ok() {
    let (mut f, all, keeper) = scene();
    let kept = f.kept(&keeper);
    f.w.next_slot();
    let sent = recall(&mut f, &keeper, back(&all, 13, 6)).unwrap();
    let recalled = f.kept(&keeper);
    assert_eq!((recalled.size, recalled.root), (6, merkle::root(&all[..6])));
    // When it was kept stays: by then the log had these leaves.
    assert_eq!(
        (recalled.slot, recalled.payer, recalled.audit_log),
        (kept.slot, keeper.pubkey(), f.log)
    );
    let [event] = &sent.events::<RootKept>()[..] else {
        panic!("one event");
    };
    assert_eq!((event.size, event.root), (6, merkle::root(&all[..6])));
}

#[test]
fn every_earlier_size_is_reached_at_once_or_in_steps() {
    let (f, all, keeper) = scene();
    for size in 0..=13 {
        let mut f = Fixture {
            w: f.w.clone(),
            ..Fixture::made()
        };
        recall(&mut f, &keeper, back(&all, 13, size)).unwrap();
        assert_eq!(f.kept(&keeper).root, merkle::root(&all[..size]), "{size}");
    }
    let mut f = f;
    for steps in [13, 12, 9, 8, 5, 1, 0].windows(2) {
        recall(&mut f, &keeper, back(&all, steps[0], steps[1])).unwrap();
        assert_eq!(f.kept(&keeper).size, steps[1] as u64);
    }
}

#[test]
fn what_the_log_has_not_been_is_refused() {
    let (mut f, all, keeper) = scene();
    let right = || back(&all, 13, 6);
    let mut bent = right();
    bent.proof[0][31] ^= 1;
    let forged = RecallRootArgs {
        root: [9; 32],
        ..right()
    };
    let other_size = RecallRootArgs { size: 7, ..right() };
    let short = RecallRootArgs {
        proof: right().proof[1..].to_vec(),
        ..right()
    };
    let larger = RecallRootArgs {
        size: 14,
        root: merkle::root(&leaves(14)),
        proof: vec![],
    };
    let same_size = RecallRootArgs {
        size: 13,
        root: [9; 32],
        proof: vec![],
    };
    for args in [bent, forged, other_size, short, larger, same_size] {
        let refused = recall(&mut f, &keeper, args);
        assert_refused(refused, AlthingError::NotAPrefix);
    }
    // Nor is there a way forward again, but by keeping anew.
    recall(&mut f, &keeper, right()).unwrap();
    let forward = back(&all, 13, 13);
    assert_refused(recall(&mut f, &keeper, forward), AlthingError::NotAPrefix);
    f.keep(&keeper);
    assert_eq!(f.kept(&keeper).size, 13);
}

#[test]
fn it_is_held_against_the_kept_root_however_the_log_has_grown() {
    let (mut f, _, keeper) = scene();
    let all = leaves(20);
    f.grow(&all[13..]);
    // A proof from the log as it is now is none from the kept root.
    let now = recall(&mut f, &keeper, back(&all, 20, 6));
    assert_refused(now, AlthingError::NotAPrefix);
    recall(&mut f, &keeper, back(&all, 13, 6)).unwrap();
}

#[test]
fn only_who_keeps_it_may() {
    let (mut f, all, keeper) = scene();
    let thief = f.w.wallet("thief");
    let accounts = accounts::RecallRoot {
        kept_root: pda::kept_root(&f.log, &keeper.pubkey()),
        payer: thief.pubkey(),
    };
    let args = back(&all, 13, 6);
    let recall = accounts.call(instruction::RecallRoot { args });
    assert_refused(f.w.send(&[recall], &[&thief]), AlthingError::WrongKeptRoot);
}

#[test]
fn a_proof_of_thirty_hashes_fits_one_transaction() {
    // What goes further back is done in steps.
    let mut f = Fixture::made();
    let keeper = f.w.wallet("keeper");
    f.grow(&leaves(1));
    f.keep(&keeper);
    let args = RecallRootArgs {
        size: 1,
        root: [9; 32],
        proof: vec![[9; 32]; 30],
    };
    f.w.payer = keeper.insecure_clone();
    let long = recall(&mut f, &keeper, args);
    assert_refused(long, AlthingError::NotAPrefix);
}

#[test]
fn test_recall_root_refuses_a_proof_over_41_hashes() {
    // A transaction has no room for 42 hashes, but an action has.
    let (mut w, c) = community();
    let keep = accounts::KeepRoot {
        audit_log: c.log,
        kept_root: pda::kept_root(&c.log, &c.authority),
        payer: c.authority,
        system_program: system_program::ID,
    };
    w.pass(&c, &[keep.call(instruction::KeepRoot {})]);
    let accounts = accounts::RecallRoot {
        kept_root: keep.kept_root,
        payer: c.authority,
    };
    for (hashes, error) in [
        (42, AlthingError::ProofTooLong),
        (41, AlthingError::NotAPrefix),
    ] {
        let args = RecallRootArgs {
            size: 1,
            root: [9; 32],
            proof: vec![[0; 32]; hashes],
        };
        let recall = accounts.call(instruction::RecallRoot { args });
        assert_refused(w.as_authority(&c, recall), error);
    }
}

#[test]
fn every_wrong_account_is_refused() {
    let (mut f, all, keeper) = scene();
    Community::found(&mut f.w, "Althing", TOKEN);
    let recall = recall_as(&f, &keeper, back(&all, 13, 6));
    f.w.sweep(recall, &[&keeper]).run();
}
