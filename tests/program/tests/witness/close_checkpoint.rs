use althing::witness::events::CheckpointClosed;
use althing::witness::LogCheckpoint;
use althing_program_tests::prelude::*;

use super::{watched_log, witness_now};

fn close(w: &mut World, watch: &Watch, signer: &Keypair) -> Result<Sent, Refusal> {
    let close = watch
        .close_checkpoint(signer.pubkey())
        .call(instruction::CloseCheckpoint {});
    w.send(&[close], &[signer])
}

#[test]
fn test_close_checkpoint_ok() {
    let (mut w, mut watch) = watched();
    witness_now(&mut w, &watch);
    let older = watch.clone();
    let (stranger, renter) = (w.wallet("stranger"), watch.c.renter.pubkey());
    let refusal = AlthingError::CheckpointStillNeeded;
    assert_refused(close(&mut w, &older, &stranger), refusal);
    watch.grow(&mut w, 1);
    watch.open(&mut w);
    for index in 0..QUORUM {
        // Until the larger one has its quorum.
        assert_refused(close(&mut w, &older, &stranger), refusal);
        watch.cosign(&mut w, index).unwrap();
    }
    let before = w.lamports(&renter);
    let sent = close(&mut w, &older, &stranger).unwrap();
    assert!(!w.exists(&older.checkpoint()));
    assert_eq!(w.lamports(&renter) - before, w.rent(LogCheckpoint::SPACE));
    assert_eq!(watched_log(&w, &watch).checkpoints, 1);
    let [CheckpointClosed {
        witnessed_log,
        size,
    }] = sent.events::<CheckpointClosed>()[..]
    else {
        panic!("one event");
    };
    assert_eq!((witnessed_log, size), (watch.log, 5));
    assert_refused(close(&mut w, &watch, &stranger), refusal);
}

#[test]
fn one_without_a_quorum_waits_for_432000_slots() {
    let (mut w, watch) = watched();
    let stranger = w.wallet("stranger");
    watch.open(&mut w);
    watch.cosign(&mut w, 0).unwrap();
    let opened = w.slot();
    w.set_clock(w.now(), opened + 432_000);
    let result = close(&mut w, &watch, &stranger);
    assert_refused(result, AlthingError::CheckpointStillNeeded);
    w.set_clock(w.now(), opened + 432_001);
    close(&mut w, &watch, &stranger).unwrap();
}

#[test]
fn a_witnessed_one_does_not_grow_old() {
    let (mut w, watch) = watched();
    let stranger = w.wallet("stranger");
    witness_now(&mut w, &watch);
    w.set_clock(w.now(), w.slot() + 10_000_000);
    let result = close(&mut w, &watch, &stranger);
    assert_refused(result, AlthingError::CheckpointStillNeeded);
}

#[test]
fn the_authority_may_close_any() {
    let (mut w, watch) = watched();
    witness_now(&mut w, &watch);
    let close = watch
        .close_checkpoint(watch.c.authority)
        .call(instruction::CloseCheckpoint {});
    w.as_authority(&watch.c, close).unwrap();
    // What was witnessed stays known.
    assert_eq!(watched_log(&w, &watch).latest_size, 5);
    watch.open(&mut w);
}

#[test]
fn every_wrong_account_is_refused() {
    let (mut w, mut watch) = watched();
    witness_now(&mut w, &watch);
    let older = watch.clone();
    watch.grow(&mut w, 1);
    witness_now(&mut w, &watch);
    let closer = &watch.c.members[2].key;
    let close = older
        .close_checkpoint(closer.pubkey())
        .call(instruction::CloseCheckpoint {});
    w.sweep(close, &[closer]).run();
}

#[test]
fn test_close_checkpoint_refuses_others() {
    let (mut w, watch) = watched();
    watch.open(&mut w);
    w.set_clock(w.now(), w.slot() + 500_000);
    let other = Community::with_members(&mut w, "Other", TOKEN);
    let neighbour = w.bonded_operator(&watch.c, "neighbour");
    let closer = &watch.c.members[2].key;
    let admit = watch.c.admit_log(&neighbour, closer.pubkey());
    let origin = bond_args().origin;
    w.go(
        &[admit.call(instruction::AdmitLog { origin })],
        &[closer, &watch.c.renter],
    );
    let right = || watch.close_checkpoint(closer.pubkey());
    let mut refused = |accounts: accounts::CloseCheckpoint, error| {
        let close = accounts.call(instruction::CloseCheckpoint {});
        assert_refused(w.send(&[close], &[closer]), error);
    };
    // Another organisation's authority would have a say by its own account.
    let accounts = accounts::CloseCheckpoint {
        dao: other.dao,
        ..right()
    };
    refused(accounts, AlthingError::WrongDao);
    let accounts = accounts::CloseCheckpoint {
        witnessed_log: admit.witnessed_log,
        ..right()
    };
    refused(accounts, AlthingError::WrongCheckpoint);
    let accounts = accounts::CloseCheckpoint {
        payer: closer.pubkey(),
        ..right()
    };
    refused(accounts, AlthingError::WrongPayer);
}
