use althing::audit::events::EntryAppended;
use althing::constants::LOG_LEVELS;
use althing::AuditLog;
use althing_program_tests::prelude::*;

use crate::{Fixture, OPEN_KIND};

#[test]
fn test_append_entry_ok() {
    let mut f = Fixture::made();
    let leaf = f.leaf(0, OPEN_KIND, b"first");
    let sent = f.w.go(&[f.append(OPEN_KIND, b"first")], &[&f.writer]);
    let log = f.log();
    assert_eq!((log.size, log.root, log.slot), (1, leaf, f.w.slot()));
    let event = &sent.events::<EntryAppended>()[0];
    assert_eq!(
        (event.log, event.index, event.kind, event.actor),
        (f.log, 0, OPEN_KIND, f.writer.pubkey())
    );
    assert_eq!(
        (event.timestamp, event.slot, event.root),
        (f.w.now(), f.w.slot(), leaf)
    );
    assert_eq!(event.payload, b"first");
}

#[test]
fn the_log_is_the_plain_tree_of_its_entries() {
    let mut f = Fixture::made();
    let mut leaves = vec![];
    for index in 0..20u64 {
        f.w.wait(1);
        leaves.push(f.leaf(index, OPEN_KIND + 1, &index.to_le_bytes()));
        let sent = f.w.go(
            &[f.append(OPEN_KIND + 1, &index.to_le_bytes())],
            &[&f.writer],
        );
        assert_eq!(f.log().root, merkle::root(&leaves));
        assert_eq!(sent.return_data, index.to_le_bytes());
    }
}

#[test]
fn two_entries_with_the_same_words_are_two_leaves() {
    let mut f = Fixture::made();
    let leaves = [f.leaf(0, OPEN_KIND, b"x"), f.leaf(1, OPEN_KIND, b"x")];
    f.w.go(
        &[f.append(OPEN_KIND, b"x"), f.append(OPEN_KIND, b"x")],
        &[&f.writer],
    );
    assert_ne!(leaves[0], leaves[1]);
    assert_eq!(f.log().root, merkle::root(&leaves));
}

#[test]
fn every_wrong_account_is_refused() {
    let mut f = Fixture::made();
    f.w = {
        let mut w = f.w.clone();
        // An account of another kind to be mistaken for a log.
        Community::found(&mut w, "Althing", TOKEN);
        w
    };
    f.w.sweep(f.append(OPEN_KIND, b"x"), &[&f.writer]).run();
}

#[test]
fn test_append_entry_payload_bounds() {
    let mut f = Fixture::made();
    for length in [0, 1, 512] {
        f.w.go(&[f.append(OPEN_KIND, &vec![7; length])], &[&f.writer]);
    }
    assert_refused(
        f.w.send(&[f.append(OPEN_KIND, &[7; 513])], &[&f.writer]),
        AlthingError::EntryTooLong,
    );
    assert_eq!(f.log().size, 3);
}

#[test]
fn test_append_entry_refuses_kinds_of_the_program() {
    let mut f = Fixture::made();
    for kind in [0, 1, 64, 1023] {
        assert_refused(
            f.w.send(&[f.append(kind, b"x")], &[&f.writer]),
            AlthingError::EntryKindReserved,
        );
    }
    f.w.go(&[f.append(u16::MAX, b"x")], &[&f.writer]);
}

#[test]
fn test_append_entry_refuses_anybody_but_the_writer() {
    let mut f = Fixture::made();
    for other in [&f.subject, &f.payer] {
        let accounts = accounts::AppendEntry {
            log: f.log,
            writer: other.pubkey(),
        };
        let ix = accounts.call(instruction::AppendEntry {
            kind: OPEN_KIND,
            payload: vec![],
        });
        assert_refused(f.w.send(&[ix], &[other]), AlthingError::NotLogWriter);
    }
}

#[test]
fn a_governed_log_takes_entries_from_nobody_not_even_from_the_authority() {
    let (mut w, c) = community();
    let append = |writer| {
        let accounts = accounts::AppendEntry { log: c.log, writer };
        accounts.call(instruction::AppendEntry {
            kind: OPEN_KIND,
            payload: vec![],
        })
    };
    assert_refused(
        w.send(&[append(c.creator.pubkey())], &[&c.creator]),
        AlthingError::NotLogWriter,
    );
    assert_refused(
        w.as_authority(&c, append(c.authority)),
        AlthingError::NotLogWriter,
    );
    // The default key, which the log names as writer, cannot sign.
    let ix = unsigned(append(Pubkey::default()), Pubkey::default());
    assert_refused(w.send(&[ix], &[]), AnchorError::AccountNotSigner);
}

#[test]
fn the_last_place_of_a_log_can_be_filled_and_no_more() {
    let mut f = Fixture::made();
    let log = f.log;
    f.w.edit::<AuditLog>(&log, |log| {
        log.size = (1 << LOG_LEVELS) - 2;
        log.frontier = [[9; 32]; LOG_LEVELS];
        log.frontier[0] = [0; 32];
        log.seal(0);
    });
    f.w.go(&[f.append(OPEN_KIND, b"last")], &[&f.writer]);
    assert_eq!(f.log().size, (1 << LOG_LEVELS) - 1);
    assert_refused(
        f.w.send(&[f.append(OPEN_KIND, b"more")], &[&f.writer]),
        AlthingError::LogFull,
    );
}
