use althing::bond::events::CheckpointNoted;
use althing_program_tests::prelude::*;

use super::*;

fn note(c: &Community, o: &Operator, caller: Pubkey) -> Instruction {
    c.note_checkpoint(o, caller)
        .call(instruction::NoteCheckpoint {})
}

/// The slot from which the interval is counted, and the log's size then.
fn noted(w: &World, o: &Operator) -> (u64, u64) {
    let bond = w.bond(o);
    (bond.last_checkpoint_slot, bond.checkpoint_size)
}

#[test]
fn anybody_may_once_the_log_has_grown() {
    let (mut w, c, o) = bonded();
    let m = &c.members[0];
    w.next_slot();
    w.grow_log(&o, &[[1; 32]]);
    let grown = w.slot();
    w.set_clock(w.now() + 50, grown + 300);
    let sent = w.go(&[note(&c, &o, m.address())], &[&m.key]);
    // From the slot of the append, not from the slot in which somebody told.
    assert_eq!(noted(&w, &o), (grown, 1));
    let events = sent.events::<CheckpointNoted>();
    assert_eq!(
        (events[0].bond, events[0].size, events[0].slot),
        (o.bond, 1, grown)
    );
}

#[test]
fn nobody_else_may_while_there_is_nothing_new() {
    let (mut w, c, o) = bonded();
    let m = &c.members[0];
    let before = noted(&w, &o);
    w.next_slot();
    assert_refused(
        w.send(&[note(&c, &o, m.address())], &[&m.key]),
        AlthingError::CheckpointNotNewer,
    );
    w.grow_log(&o, &[[1; 32]]);
    w.go(&[note(&c, &o, m.address())], &[&m.key]);
    w.next_slot();
    assert_refused(
        w.send(&[note(&c, &o, m.address())], &[&m.key]),
        AlthingError::CheckpointNotNewer,
    );
    assert_eq!(noted(&w, &o), (before.0 + 1, 1));
}

#[test]
fn the_operator_may_say_that_there_is_nothing_new() {
    let (mut w, c, o) = bonded();
    w.set_clock(w.now(), w.slot() + INTERVAL + 1);
    assert!(w.bond(&o).is_overdue(w.slot()));
    let sent = w.go(&[note(&c, &o, o.address())], &[&o.key]);
    assert_eq!(noted(&w, &o), (w.slot(), 0));
    assert!(!w.bond(&o).is_overdue(w.slot() + INTERVAL));
    assert_eq!(sent.events::<CheckpointNoted>()[0].size, 0);
    // What others show of an older append does not set it back.
    w.next_slot();
    w.grow_log(&o, &[[1; 32]]);
    w.next_slot();
    w.go(&[note(&c, &o, o.address())], &[&o.key]);
    let m = &c.members[0];
    assert_refused(
        w.send(&[note(&c, &o, m.address())], &[&m.key]),
        AlthingError::CheckpointNotNewer,
    );
    assert_eq!(noted(&w, &o), (w.slot(), 1));
}

#[test]
fn an_append_in_the_slot_of_the_last_checkpoint_changes_nothing() {
    let (mut w, c, o) = bonded();
    let m = &c.members[0];
    w.go(&[note(&c, &o, o.address())], &[&o.key]);
    w.grow_log(&o, &[[1; 32]]);
    assert_refused(
        w.send(&[note(&c, &o, m.address())], &[&m.key]),
        AlthingError::CheckpointNotNewer,
    );
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, o) = bonded();
    w.sweep(note(&c, &o, o.address()), &[&o.key]).run();
}

#[test]
fn the_log_is_the_one_that_is_bonded() {
    let (mut w, c, o, neighbour, ..) = neighbours();
    w.next_slot();
    w.grow_log(&neighbour, &[[1; 32]]);
    for audit_log in [neighbour.audit_log, c.log] {
        let accounts = accounts::NoteCheckpoint {
            audit_log,
            ..c.note_checkpoint(&o, o.address())
        };
        assert_refused(
            w.send(&[accounts.call(instruction::NoteCheckpoint {})], &[&o.key]),
            AlthingError::WrongAuditLog,
        );
    }
    // The operator of another bond is anybody here.
    assert_refused(
        w.send(&[note(&c, &o, neighbour.address())], &[&neighbour.key]),
        AlthingError::CheckpointNotNewer,
    );
}
