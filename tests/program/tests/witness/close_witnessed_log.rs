use althing::witness::events::WitnessedLogClosed;
use althing::witness::WitnessedLog;
use althing_program_tests::prelude::*;

use super::{end, set};

#[test]
fn test_close_witnessed_log_ok() {
    let (mut w, watch) = watched();
    let renter = watch.c.renter.pubkey();
    let motion = w.executable(
        &watch.c,
        &[watch
            .c
            .close_witnessed_log(watch.o.audit_log)
            .call(instruction::CloseWitnessedLog {})],
    );
    let before = w.lamports(&renter);
    let sent = w.execute(&watch.c, &motion, 0).unwrap();
    assert!(!w.exists(&watch.log));
    assert_eq!(w.lamports(&renter) - before, w.rent(WitnessedLog::SPACE));
    assert_eq!(set(&w, &watch).logs, 0);
    let events = sent.events::<WitnessedLogClosed>();
    let [WitnessedLogClosed {
        witnessed_log,
        audit_log,
    }] = events[..]
    else {
        panic!("one event");
    };
    assert_eq!((witnessed_log, audit_log), (watch.log, watch.o.audit_log));
}

#[test]
fn a_log_with_checkpoints_stays() {
    let (mut w, watch) = watched();
    watch.open(&mut w);
    assert_refused(end(&mut w, &watch), AlthingError::CheckpointsOpen);
    let close = watch
        .close_checkpoint(watch.c.authority)
        .call(instruction::CloseCheckpoint {});
    w.as_authority(&watch.c, close).unwrap();
    end(&mut w, &watch).unwrap();
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, watch) = watched();
    let close = watch
        .c
        .close_witnessed_log(watch.o.audit_log)
        .call(instruction::CloseWitnessedLog {});
    w.sweep_authority(&watch.c, close).run();
}

#[test]
fn test_close_witnessed_log_refuses_others() {
    let (mut w, watch) = watched();
    let other = Community::with_members(&mut w, "Other", TOKEN);
    w.name_witnesses(&other, 3, 2);
    let right = || watch.c.close_witnessed_log(watch.o.audit_log);
    let member = &watch.c.members[0];
    let accounts = accounts::CloseWitnessedLog {
        authority: member.address(),
        ..right()
    };
    let close = accounts.call(instruction::CloseWitnessedLog {});
    let result = w.send(&[close], &[&member.key]);
    assert_refused(result, AlthingError::NotAuthority);
    let mut refused = |c: &Community, accounts: accounts::CloseWitnessedLog, error| {
        let close = accounts.call(instruction::CloseWitnessedLog {});
        assert_refused(w.as_authority(c, close), error);
    };
    // Another organisation's authority, by its own set and by this one.
    let theirs = || accounts::CloseWitnessedLog {
        dao: other.dao,
        authority: other.authority,
        witness_set: pda::witness_set(&other.dao),
        ..right()
    };
    refused(&other, theirs(), AlthingError::WrongWitnessSet);
    let accounts = accounts::CloseWitnessedLog {
        witness_set: watch.set,
        ..theirs()
    };
    refused(&other, accounts, AlthingError::WrongDao);
    let accounts = accounts::CloseWitnessedLog {
        payer: member.address(),
        ..right()
    };
    refused(&watch.c, accounts, AlthingError::WrongPayer);
}
