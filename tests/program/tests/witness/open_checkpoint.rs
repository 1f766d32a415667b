use althing::witness::events::CheckpointOpened;
use althing::witness::LogCheckpoint;
use althing_program_tests::prelude::*;

use super::{set, watched_log};

fn open(w: &mut World, watch: &Watch, size: u64) -> Result<Sent, Refusal> {
    let accounts = accounts::OpenCheckpoint {
        checkpoint: pda::checkpoint(&watch.log, size),
        ..watch.open_checkpoint()
    };
    let open = accounts.call(instruction::OpenCheckpoint { size });
    w.send(&[open], &[&watch.c.renter])
}

#[test]
fn test_open_checkpoint_ok() {
    let (mut w, watch) = watched();
    let appended = w.slot();
    w.next_slot();
    let sent = open(&mut w, &watch, 5).unwrap();
    let checkpoint: LogCheckpoint = w.zero_copy(&watch.checkpoint());
    let root = merkle::root(&watch.leaves);
    assert_eq!((checkpoint.version, checkpoint.witnessed), (1, 0));
    assert_eq!((checkpoint.size, checkpoint.root), (5, root));
    assert_eq!(
        [checkpoint.slot, checkpoint.opened_slot],
        [appended, w.slot()]
    );
    assert_eq!(
        [checkpoint.witnessed_log, checkpoint.audit_log],
        [watch.log, watch.o.audit_log]
    );
    assert_eq!(checkpoint.payer, watch.c.renter.pubkey());
    assert_eq!(checkpoint.revision, set(&w, &watch).revision);
    assert_eq!((checkpoint.cosigned, checkpoint.witnessed_slot), (0, 0));
    assert_eq!(watched_log(&w, &watch).checkpoints, 1);
    let [event] = &sent.events::<CheckpointOpened>()[..] else {
        panic!("one event");
    };
    assert_eq!((event.size, event.root), (5, root));
}

#[test]
fn it_is_of_the_logs_size_and_opened_once() {
    let (mut w, mut watch) = watched();
    for size in [0, 4, 6, u64::MAX] {
        let result = open(&mut w, &watch, size);
        assert_refused(result, AlthingError::CheckpointNotCurrent);
    }
    open(&mut w, &watch, 5).unwrap();
    assert_refused(open(&mut w, &watch, 5), SYSTEM_ACCOUNT_EXISTS);
    watch.grow(&mut w, 1);
    let result = open(&mut w, &watch, 5);
    assert_refused(result, SYSTEM_ACCOUNT_EXISTS);
    open(&mut w, &watch, 6).unwrap();
    assert_eq!(watched_log(&w, &watch).checkpoints, 2);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, watch) = watched();
    let open = watch
        .open_checkpoint()
        .call(instruction::OpenCheckpoint { size: 5 });
    w.sweep(open, &[&watch.c.renter]).run();
}

#[test]
fn test_open_checkpoint_refuses_another_set_and_log() {
    let (mut w, watch) = watched();
    let neighbour = w.bonded_operator(&watch.c, "neighbour");
    let other = Community::with_members(&mut w, "Other", TOKEN);
    let theirs = w.name_witnesses(&other, 3, 2);
    let mut refused = |accounts: accounts::OpenCheckpoint, error| {
        let open = accounts.call(instruction::OpenCheckpoint { size: 5 });
        assert_refused(w.send(&[open], &[&watch.c.renter]), error);
    };
    let accounts = accounts::OpenCheckpoint {
        witness_set: theirs,
        ..watch.open_checkpoint()
    };
    refused(accounts, AlthingError::WrongWitnessSet);
    for audit_log in [neighbour.audit_log, watch.c.log] {
        let accounts = accounts::OpenCheckpoint {
            audit_log,
            ..watch.open_checkpoint()
        };
        refused(accounts, AlthingError::WrongAuditLog);
    }
}
