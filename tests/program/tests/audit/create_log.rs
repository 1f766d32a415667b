use althing::audit::events::LogCreated;
use althing_program_tests::prelude::*;

use crate::Fixture;

#[test]
fn test_create_log_ok() {
    let mut w = World::new();
    let (subject, payer, writer) = (
        w.wallet("subject"),
        w.wallet("payer"),
        key("writer").pubkey(),
    );
    let log = pda::log(&subject.pubkey());
    let accounts = accounts::CreateLog {
        log,
        subject: subject.pubkey(),
        payer: payer.pubkey(),
        system_program: system_program::ID,
    };
    let sent = w.go(
        &[accounts.call(instruction::CreateLog { writer })],
        &[&subject, &payer],
    );

    let state: althing::AuditLog = w.zero_copy(&log);
    assert_eq!(
        (state.version, state.subject, state.writer, state.payer),
        (1, subject.pubkey(), writer, payer.pubkey())
    );
    let (key, bump) = (subject.pubkey(), [state.bump]);
    let seeds: [&[u8]; 3] = [b"log", key.as_ref(), &bump];
    assert_eq!(
        Pubkey::create_program_address(&seeds, &althing::ID),
        Ok(log)
    );
    assert_eq!(
        (state.size, state.root, state.slot),
        (0, merkle::root(&[]), 0)
    );
    let event = &sent.events::<LogCreated>()[0];
    assert_eq!(
        (event.log, event.subject, event.writer),
        (log, subject.pubkey(), writer)
    );
}

#[test]
fn every_wrong_account_is_refused() {
    let f = Fixture::made();
    let (mut w, subject, payer) = (f.w.clone(), key("another subject"), &f.payer);
    w.svm.airdrop(&subject.pubkey(), 1).ok();
    let log = pda::log(&subject.pubkey());
    let accounts = accounts::CreateLog {
        log,
        subject: subject.pubkey(),
        ..f.create()
    };
    let ix = accounts.call(instruction::CreateLog {
        writer: f.writer.pubkey(),
    });
    // Another subject has another log, so any that signs is right for its own.
    w.sweep(ix, &[&subject, payer])
        .ignoring(subject.pubkey())
        .run();
}

#[test]
fn test_create_log_refuses_a_second_time() {
    let mut f = Fixture::made();
    let ix = f.create().call(instruction::CreateLog {
        writer: f.payer.pubkey(),
    });
    assert_refused(
        f.w.send(&[ix], &[&f.subject, &f.payer]),
        SYSTEM_ACCOUNT_EXISTS,
    );
}

#[test]
fn test_create_log_refuses_the_address_of_anothers_log() {
    let mut f = Fixture::made();
    let thief = f.w.wallet("thief");
    let accounts = accounts::CreateLog {
        log: pda::log(&f.writer.pubkey()),
        subject: thief.pubkey(),
        ..f.create()
    };
    let ix = accounts.call(instruction::CreateLog {
        writer: thief.pubkey(),
    });
    assert_refused(
        f.w.send(&[ix], &[&thief, &f.payer]),
        AnchorError::ConstraintSeeds,
    );
}

#[test]
fn a_log_without_a_writer_takes_no_entry() {
    let mut f = Fixture::made();
    let subject = f.w.wallet("silent");
    let log = pda::log(&subject.pubkey());
    let accounts = accounts::CreateLog {
        log,
        subject: subject.pubkey(),
        ..f.create()
    };
    f.w.go(
        &[accounts.call(instruction::CreateLog {
            writer: Pubkey::default(),
        })],
        &[&subject, &f.payer],
    );
    let append = accounts::AppendEntry {
        log,
        writer: subject.pubkey(),
    };
    let ix = append.call(instruction::AppendEntry {
        kind: 1024,
        payload: vec![],
    });
    assert_refused(f.w.send(&[ix], &[&subject]), AlthingError::NotLogWriter);
}
