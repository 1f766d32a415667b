use althing::AuditEntry;
use althing_program_tests::prelude::*;

use crate::{Fixture, OPEN_KIND};

fn accounts(f: &Fixture, index: u64) -> accounts::AppendPinnedEntry {
    accounts::AppendPinnedEntry {
        log: f.log,
        writer: f.writer.pubkey(),
        entry: pda::entry(&f.log, index),
        payer: f.payer.pubkey(),
        system_program: system_program::ID,
    }
}

fn pin(f: &Fixture, index: u64, kind: u16, payload: &[u8]) -> Instruction {
    accounts(f, index).call(instruction::AppendPinnedEntry {
        kind,
        payload: payload.to_vec(),
    })
}

#[test]
fn test_append_pinned_entry_ok() {
    let mut f = Fixture::made();
    f.w.go(&[f.append(OPEN_KIND, b"unpinned")], &[&f.writer]);
    f.w.wait(5);
    let leaf = f.leaf(1, OPEN_KIND, b"pinned");
    let before = f.w.lamports(&f.payer.pubkey());
    f.w.go(&[pin(&f, 1, OPEN_KIND, b"pinned")], &[&f.writer, &f.payer]);

    let entry: AuditEntry = f.w.borsh(&pda::entry(&f.log, 1));
    assert_eq!(
        (entry.version, entry.log, entry.index, entry.kind),
        (1, f.log, 1, OPEN_KIND)
    );
    assert_eq!(
        (entry.actor, entry.timestamp, entry.slot),
        (f.writer.pubkey(), f.w.now(), f.w.slot())
    );
    assert_eq!(
        (entry.leaf, entry.payload.as_slice()),
        (leaf, &b"pinned"[..])
    );
    assert_eq!(f.log().size, 2);
    // Not a byte more than it needs.
    assert_eq!(
        before - f.w.lamports(&f.payer.pubkey()),
        f.w.rent(AuditEntry::space(6))
    );
}

#[test]
fn pinned_or_not_an_entry_is_the_same_leaf() {
    let (mut pinned, mut plain) = (Fixture::made(), Fixture::made());
    pinned.w.go(
        &[pin(&pinned, 0, OPEN_KIND, b"x")],
        &[&pinned.writer, &pinned.payer],
    );
    plain
        .w
        .go(&[plain.append(OPEN_KIND, b"x")], &[&plain.writer]);
    assert_eq!(pinned.log().root, plain.log().root);
}

#[test]
fn every_wrong_account_is_refused() {
    let mut f = Fixture::made();
    Community::found(&mut f.w, "Althing", TOKEN);
    f.w.sweep(pin(&f, 0, OPEN_KIND, b"x"), &[&f.writer, &f.payer])
        .run();
}

#[test]
fn test_append_pinned_entry_refuses_the_place_of_another_entry() {
    let mut f = Fixture::made();
    f.w.go(&[pin(&f, 0, OPEN_KIND, b"x")], &[&f.writer, &f.payer]);
    for index in [0, 2] {
        let result =
            f.w.send(&[pin(&f, index, OPEN_KIND, b"x")], &[&f.writer, &f.payer]);
        assert_refused(result, AnchorError::ConstraintSeeds);
    }
}

#[test]
fn test_append_pinned_entry_refuses_what_append_entry_refuses() {
    let mut f = Fixture::made();
    let signers = [&f.writer, &f.payer];
    let result = f.w.send(&[pin(&f, 0, 1023, b"x")], &signers);
    assert_refused(result, AlthingError::EntryKindReserved);
    let result = f.w.send(&[pin(&f, 0, OPEN_KIND, &[0; 513])], &signers);
    assert_refused(result, AlthingError::EntryTooLong);
    let stranger = accounts::AppendPinnedEntry {
        writer: f.payer.pubkey(),
        ..accounts(&f, 0)
    };
    let ix = stranger.call(instruction::AppendPinnedEntry {
        kind: OPEN_KIND,
        payload: vec![],
    });
    assert_refused(f.w.send(&[ix], &signers), AlthingError::NotLogWriter);
}

#[test]
fn an_entry_of_512_bytes_can_be_pinned() {
    let mut f = Fixture::made();
    f.w.go(&[pin(&f, 0, OPEN_KIND, &[5; 512])], &[&f.writer, &f.payer]);
    assert_eq!(
        f.w.borsh::<AuditEntry>(&pda::entry(&f.log, 0)).payload,
        [5; 512]
    );
}
