use althing::witness::events::{WitnessedLogClosed, WitnessingEnding};
use althing::witness::WitnessedLog;
use althing_program_tests::prelude::*;

use super::{end, set, watched_log};

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

/// Anybody closes it.
fn close_by(w: &mut World, watch: &Watch, closer: &Keypair) -> Result<Sent, Refusal> {
    let accounts = accounts::CloseWitnessedLog {
        closer: closer.pubkey(),
        ..watch.c.close_witnessed_log(watch.o.audit_log)
    };
    w.send(
        &[accounts.call(instruction::CloseWitnessedLog {})],
        &[closer],
    )
}

/// Anybody closes the checkpoint of the log as it is now.
fn close_checkpoint(w: &mut World, watch: &Watch, closer: &Keypair) -> Result<Sent, Refusal> {
    let close = watch.close_checkpoint(closer.pubkey());
    w.send(&[close.call(instruction::CloseCheckpoint {})], &[closer])
}

#[test]
fn a_log_with_checkpoints_ends_and_is_closed_with_the_last_of_them_gone() {
    let (mut w, watch) = watched();
    let stranger = w.wallet("stranger");
    super::witness_now(&mut w, &watch);
    let refusal = AlthingError::CheckpointStillNeeded;
    assert_refused(close_checkpoint(&mut w, &watch, &stranger), refusal);
    let sent = end(&mut w, &watch).unwrap();
    let [event] = &sent.events::<WitnessingEnding>()[..] else {
        panic!("one event");
    };
    assert_eq!(
        (event.witnessed_log, event.audit_log, event.checkpoints),
        (watch.log, watch.o.audit_log, 1)
    );
    let ending = watched_log(&w, &watch);
    assert_eq!((ending.ending, ending.checkpoints), (1, 1));
    assert_eq!(set(&w, &watch).logs, 1);
    // What was witnessed stays known until then.
    assert_eq!(ending.latest_size, 5);

    let early = close_by(&mut w, &watch, &stranger);
    assert_refused(early, AlthingError::CheckpointsOpen);
    close_checkpoint(&mut w, &watch, &stranger).unwrap();
    let renter = watch.c.renter.pubkey();
    let before = w.lamports(&renter);
    close_by(&mut w, &watch, &stranger).unwrap();
    assert!(!w.exists(&watch.log));
    assert_eq!(w.lamports(&renter) - before, w.rent(WitnessedLog::SPACE));
    assert_eq!(set(&w, &watch).logs, 0);
}

#[test]
fn nothing_new_happens_to_a_log_that_ends() {
    let (mut w, mut watch) = watched();
    watch.open(&mut w);
    watch.cosign(&mut w, 0).unwrap();
    end(&mut w, &watch).unwrap();
    assert_refused(watch.cosign(&mut w, 1), AlthingError::WitnessingEnded);
    watch.grow(&mut w, 1);
    let open = watch.open_checkpoint();
    let open = open.call(instruction::OpenCheckpoint { size: 6 });
    assert_refused(
        w.send(&[open], &[&watch.c.renter]),
        AlthingError::WitnessingEnded,
    );
    // The authority may say so again, and nothing changes.
    end(&mut w, &watch).unwrap();
    assert_eq!(watched_log(&w, &watch).checkpoints, 1);
}

#[test]
fn an_operator_who_opens_the_next_checkpoint_does_not_stay_witnessed() {
    let (mut w, mut watch) = watched();
    watch.open(&mut w);
    let actions = [
        watch
            .close_checkpoint(watch.c.authority)
            .call(instruction::CloseCheckpoint {}),
        watch
            .c
            .close_witnessed_log(watch.o.audit_log)
            .call(instruction::CloseWitnessedLog {}),
    ];
    let motion = w.executable(&watch.c, &actions);
    // Before it is carried out there is another one, which no action names.
    watch.grow(&mut w, 1);
    watch.open(&mut w);
    for place in 0..2 {
        w.execute(&watch.c, &motion, place).unwrap();
    }
    let stranger = w.wallet("stranger");
    close_checkpoint(&mut w, &watch, &stranger).unwrap();
    close_by(&mut w, &watch, &stranger).unwrap();
    w.as_authority(
        &watch.c,
        watch
            .c
            .close_witness_set()
            .call(instruction::CloseWitnessSet {}),
    )
    .unwrap();
}

#[test]
fn a_log_that_has_ended_is_admitted_anew() {
    let (mut w, watch) = watched();
    end(&mut w, &watch).unwrap();
    let member = &watch.c.members[0].key;
    let admit = watch.c.admit_log(&watch.o, member.pubkey());
    let origin = bond_args().origin;
    w.go(
        &[admit.call(instruction::AdmitLog { origin })],
        &[member, &watch.c.renter],
    );
    assert_eq!(watched_log(&w, &watch).ending, 0);
    watch.open(&mut w);
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
        closer: member.address(),
        ..right()
    };
    let close = accounts.call(instruction::CloseWitnessedLog {});
    let result = w.send(&[close], &[&member.key]);
    assert_refused(result, AlthingError::NotAuthority);
    // Nor the operator, whose log it is.
    let result = close_by(&mut w, &watch, &watch.o.key);
    assert_refused(result, AlthingError::NotAuthority);
    let mut refused = |c: &Community, accounts: accounts::CloseWitnessedLog, error| {
        let close = accounts.call(instruction::CloseWitnessedLog {});
        assert_refused(w.as_authority(c, close), error);
    };
    // Another organisation's authority, by its own set and by this one.
    let theirs = || accounts::CloseWitnessedLog {
        dao: other.dao,
        closer: other.authority,
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
