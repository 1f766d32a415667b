use althing::audit::events::BatchAppended;
use althing::constants::LOG_LEVELS;
use althing::{AppendBatchArgs, AuditLog, Subtree};
use althing_program_tests::prelude::*;

use crate::{leaves, Fixture, OPEN_KIND};

fn refused(f: &mut Fixture, ix: Instruction, error: AlthingError) {
    let before = f.log();
    assert_refused(f.w.send(&[ix], &[&f.writer]), error);
    assert_eq!((f.log().size, f.log().root), (before.size, before.root));
}

#[test]
fn test_append_batch_ok() {
    let mut f = Fixture::made();
    f.w.wait(1);
    let all = leaves(10_000);
    let batch = f.batch(0, &merkle::subtrees(0, &all));
    let sent = f.w.go(&[batch], &[&f.writer]);
    let log = f.log();
    assert_eq!(
        (log.size, log.root, log.slot),
        (10_000, merkle::root(&all), f.w.slot())
    );
    assert_eq!(sent.return_data, 10_000u64.to_le_bytes());
    let event = &sent.events::<BatchAppended>()[0];
    assert_eq!(
        (event.log, event.old_size, event.size, event.root),
        (f.log, 0, 10_000, log.root)
    );
    assert_eq!(
        (event.slot, event.uri.as_str()),
        (f.w.slot(), "https://example.org/batch")
    );
}

#[test]
fn any_split_into_batches_gives_the_same_log() {
    let all = leaves(100);
    for first in [1, 2, 3, 31, 32, 33, 64, 99] {
        let mut f = Fixture::made();
        f.grow(&all[..first]);
        f.grow(&all[first..]);
        assert_eq!(f.log().root, merkle::root(&all), "{first}");
    }
}

#[test]
fn batches_and_entries_mix() {
    let mut f = Fixture::made();
    let mut all = leaves(5);
    f.grow(&all);
    all.push(f.leaf(5, OPEN_KIND, b"between"));
    f.w.go(&[f.append(OPEN_KIND, b"between")], &[&f.writer]);
    f.grow(&leaves(7));
    all.extend(leaves(7));
    assert_eq!(f.log().root, merkle::root(&all));
}

#[test]
fn every_wrong_account_is_refused() {
    let mut f = Fixture::made();
    Community::found(&mut f.w, "Althing", TOKEN);
    f.w.sweep(f.batch(0, &[(3, [1; 32])]), &[&f.writer]).run();
}

#[test]
fn test_append_batch_refuses_an_empty_one() {
    let mut f = Fixture::made();
    let none = f.batch(0, &[]);
    refused(&mut f, none, AlthingError::BatchOutOfBounds);
}

#[test]
fn thirty_two_subtrees_are_taken_and_one_more_is_not() {
    // More than one transaction can carry, so the authority writes, by an action in several parts.
    let (mut w, c) = community();
    let subject = w.wallet("subject");
    let log = pda::log(&subject.pubkey());
    let create = accounts::CreateLog {
        log,
        subject: subject.pubkey(),
        payer: subject.pubkey(),
        system_program: system_program::ID,
    };
    w.go(
        &[create.call(instruction::CreateLog {
            writer: c.authority,
        })],
        &[&subject],
    );
    let batch = |count| {
        let subtrees = vec![
            Subtree {
                level: 0,
                root: [1; 32]
            };
            count
        ];
        let args = AppendBatchArgs {
            old_size: 0,
            subtrees,
            uri: String::new(),
        };
        accounts::AppendBatch {
            log,
            writer: c.authority,
        }
        .call(instruction::AppendBatch { args })
    };
    assert_refused(
        w.as_authority(&c, batch(33)),
        AlthingError::BatchOutOfBounds,
    );
    w.as_authority(&c, batch(32)).unwrap();
    assert_eq!(w.zero_copy::<AuditLog>(&log).size, 32);
}

#[test]
fn test_append_batch_refuses_a_log_that_has_moved() {
    let mut f = Fixture::made();
    let batch = f.batch(0, &[(0, [1; 32])]);
    f.w.go(&[f.append(OPEN_KIND, b"x")], &[&f.writer]);
    refused(&mut f, batch, AlthingError::LogSizeMoved);
    let ahead = f.batch(2, &[(0, [1; 32])]);
    refused(&mut f, ahead, AlthingError::LogSizeMoved);
}

#[test]
fn a_batch_sent_twice_is_refused_the_second_time() {
    let mut f = Fixture::made();
    let batch = f.batch(0, &[(0, [1; 32])]);
    f.w.go(&[batch.clone()], &[&f.writer]);
    refused(&mut f, batch, AlthingError::LogSizeMoved);
}

#[test]
fn test_append_batch_refuses_subtrees_that_do_not_fit_the_frontier() {
    let mut f = Fixture::made();
    f.grow(&leaves(6));
    for subtrees in [
        &[(2, [1; 32])][..],
        &[(1, [1; 32]), (1, [2; 32]), (2, [3; 32])],
        &[(0, [1; 32]), (1, [2; 32])],
    ] {
        let batch = f.batch(6, subtrees);
        refused(&mut f, batch, AlthingError::SubtreeDoesNotFit);
    }
    let fits = f.batch(6, &[(1, [1; 32]), (3, [2; 32])]);
    f.w.go(&[fits], &[&f.writer]);
    assert_eq!(f.log().size, 16);
}

#[test]
fn test_append_batch_refuses_what_would_fill_the_log() {
    let mut f = Fixture::made();
    for level in [LOG_LEVELS as u8, 63, 64, 255] {
        let batch = f.batch(0, &[(level, [1; 32])]);
        refused(&mut f, batch, AlthingError::LogFull);
    }
    let half = f.batch(0, &[(LOG_LEVELS as u8 - 1, [1; 32])]);
    f.w.go(&[half], &[&f.writer]);
    let other_half = f.batch(1 << (LOG_LEVELS - 1), &[(LOG_LEVELS as u8 - 1, [1; 32])]);
    refused(&mut f, other_half, AlthingError::LogFull);
}

#[test]
fn test_append_batch_uri_bounds() {
    let mut f = Fixture::made();
    let with = |f: &Fixture, old_size, uri: &str| {
        let args = AppendBatchArgs {
            old_size,
            subtrees: vec![Subtree {
                level: 0,
                root: [1; 32],
            }],
            uri: uri.into(),
        };
        f.batch_accounts().call(instruction::AppendBatch { args })
    };
    for uri in [&"u".repeat(201), "tab\there"] {
        let ix = with(&f, 0, uri);
        refused(&mut f, ix, AlthingError::UriOutOfBounds);
    }
    for (size, uri) in [(0, ""), (1, &"u".repeat(200))] {
        f.w.go(&[with(&f, size, uri)], &[&f.writer]);
    }
}

#[test]
fn test_append_batch_refuses_anybody_but_the_writer() {
    let mut f = Fixture::made();
    let accounts = accounts::AppendBatch {
        writer: f.subject.pubkey(),
        ..f.batch_accounts()
    };
    let args = AppendBatchArgs {
        old_size: 0,
        subtrees: vec![Subtree {
            level: 0,
            root: [1; 32],
        }],
        uri: String::new(),
    };
    let ix = accounts.call(instruction::AppendBatch { args });
    assert_refused(f.w.send(&[ix], &[&f.subject]), AlthingError::NotLogWriter);
}

#[test]
fn a_governed_log_takes_no_batch_not_even_from_the_authority() {
    let (mut w, c) = community();
    let accounts = accounts::AppendBatch {
        log: c.log,
        writer: c.authority,
    };
    let args = AppendBatchArgs {
        old_size: w.zero_copy::<AuditLog>(&c.log).size + 3,
        subtrees: vec![Subtree {
            level: 0,
            root: [1; 32],
        }],
        uri: String::new(),
    };
    assert_refused(
        w.as_authority(&c, accounts.call(instruction::AppendBatch { args })),
        AlthingError::NotLogWriter,
    );
}
