use althing::audit::EntryKind;
use althing::witness::entries::CheckpointWitnessed;
use althing::witness::events::CheckpointCosigned;
use althing::witness::{CosignCheckpointArgs, LogCheckpoint};
use althing_program_tests::prelude::*;

use super::{checkpoint, set, watched_log};

fn opened() -> (World, Watch) {
    let (mut w, watch) = watched();
    watch.open(&mut w);
    (w, watch)
}

/// Brings a signature by `signer` over `message` as that of witness `index`.
fn bring(
    w: &mut World,
    watch: &Watch,
    signer: &Signatory,
    message: &[u8],
    (index, time): (u8, u64),
) -> Result<Sent, Refusal> {
    let record = watch.record_cosignature(index, time);
    w.send(
        &[signer.precompile(message), record],
        &[&watch.c.members[1].key],
    )
}

#[test]
fn test_cosign_checkpoint_ok() {
    let (mut w, watch) = opened();
    let (log, time) = (w.log(&watch.c), w.now() as u64);
    let sent = watch.cosign(&mut w, 4).unwrap();
    let checkpoint = checkpoint(&w, &watch);
    assert_eq!((checkpoint.cosigned, checkpoint.witnessed), (16, 0));
    let cosignature = checkpoint.cosignatures[4];
    assert_eq!(cosignature.time, time);
    let message = cosigned(time, &watch.text());
    assert_eq!(cosignature.signature, witness(4).sign(&message));
    let [event] = &sent.events::<CheckpointCosigned>()[..] else {
        panic!("one event");
    };
    assert_eq!((event.checkpoint, event.witness), (watch.checkpoint(), 4));
    assert_eq!((event.time, event.count), (time, 1));
    // Nothing is decided yet.
    assert_eq!(w.log(&watch.c).1.size, log.1.size);
    assert_eq!(watched_log(&w, &watch).latest_size, 0);
}

#[test]
fn the_quorum_makes_it_witnessed_and_the_rest_may_still_sign() {
    let (mut w, watch) = opened();
    for index in [1, 3] {
        watch.cosign(&mut w, index).unwrap();
    }
    w.next_slot();
    let log = w.log(&watch.c);
    let sent = watch.cosign(&mut w, 0).unwrap();
    let (slot, root) = (w.slot(), merkle::root(&watch.leaves));
    let checkpoint = |w: &World| checkpoint(w, &watch);
    assert!(checkpoint(&w).is_witnessed());
    assert_eq!(checkpoint(&w).witnessed_slot, slot);
    let watched = watched_log(&w, &watch);
    assert_eq!(
        (
            watched.latest_size,
            watched.latest_root,
            watched.latest_slot
        ),
        (5, root, slot)
    );
    let payload = CheckpointWitnessed {
        audit_log: watch.o.audit_log,
        size: 5,
        root,
        revision: 1,
        quorum: QUORUM,
        cosigned: 0b1011,
    };
    let what = (EntryKind::CheckpointWitnessed, watch.c.members[1].address());
    w.assert_recorded(log, &sent, what, &payload);

    w.next_slot();
    let size = w.log(&watch.c).1.size;
    watch.cosign(&mut w, 2).unwrap();
    assert_eq!(checkpoint(&w).count(), 4);
    assert_eq!(checkpoint(&w).witnessed_slot, slot);
    assert_eq!(w.log(&watch.c).1.size, size);
}

#[test]
fn a_witness_counts_once() {
    let (mut w, watch) = opened();
    watch.cosign(&mut w, 0).unwrap();
    let again = watch.cosign(&mut w, 0);
    assert_refused(again, AlthingError::AlreadyCosigned);
    w.wait(60);
    let later = watch.cosign(&mut w, 0);
    assert_refused(later, AlthingError::AlreadyCosigned);
    assert_eq!(checkpoint(&w, &watch).count(), 1);
}

#[test]
fn the_message_is_time_and_text_as_the_chain_knows_it() {
    let (mut w, mut watch) = opened();
    let time = w.now() as u64;
    let root = merkle::root(&watch.leaves);
    let origin = bond_args().origin;
    let text = watch.text();
    let other = |origin: &str, size, root| cosigned(time, &checkpoint_text(origin, size, root));
    for message in [
        other("example.org/other", 5, &root),
        other(&origin, 4, &root),
        other(&origin, 6, &root),
        other(&origin, 5, &[7; 32]),
        cosigned(time - 1, &text),
        text.clone().into_bytes(),
        cosigned(time, &format!("{text}extension\n")),
        cosigned(time, text.trim_end()),
        format!("cosignature/v2\ntime {time}\n{text}").into_bytes(),
        vec![],
    ] {
        let result = bring(&mut w, &watch, &witness(0), &message, (0, time));
        assert_refused(result, AlthingError::CosignedMessageMismatch);
    }
    // What was signed when the log was smaller does not pass for what it is now.
    let before = cosigned(time, &text);
    watch.grow(&mut w, 1);
    watch.open(&mut w);
    let result = bring(&mut w, &watch, &witness(0), &before, (0, time));
    assert_refused(result, AlthingError::CosignedMessageMismatch);
}

#[test]
fn the_key_is_that_of_the_witness() {
    let (mut w, watch) = opened();
    let time = w.now() as u64;
    let message = cosigned(time, &watch.text());
    for signer in [witness(1), witness(9), checkpoint_key()] {
        let result = bring(&mut w, &watch, &signer, &message, (0, time));
        assert_refused(result, AlthingError::CosignatureOfAnotherKey);
    }
    let p256 = Signatory::p256("witness 0");
    let result = bring(&mut w, &watch, &p256, &message, (0, time));
    assert_refused(result, AlthingError::PrecompileMissing);
    for index in [WITNESSES, 16, 255] {
        let result = bring(&mut w, &watch, &witness(index), &message, (index, time));
        assert_refused(result, AlthingError::WitnessUnknown);
    }
}

#[test]
fn the_time_is_at_most_ten_minutes_ahead() {
    let (w, watch) = opened();
    let now = w.now() as u64;
    for (time, taken) in [
        (0, true),
        (now, true),
        (now + 600, true),
        (now + 601, false),
        (i64::MAX as u64, false),
        (i64::MAX as u64 + 1, false),
        (u64::MAX, false),
    ] {
        let mut w = w.clone();
        let message = cosigned(time, &watch.text());
        let result = bring(&mut w, &watch, &witness(0), &message, (0, time));
        if taken {
            result.unwrap_or_else(|refusal| panic!("{time}: {refusal}"));
        } else {
            assert_refused(result, AlthingError::CosignatureTimeOutOfBounds);
        }
    }
}

#[test]
fn the_signature_is_where_the_submitter_says_and_of_the_plain_form() {
    let (mut w, watch) = opened();
    let time = w.now() as u64;
    let check = witness(0).precompile(&cosigned(time, &watch.text()));
    let signer = &watch.c.members[1].key;
    let record = watch.record_cosignature(0, time);
    let result = w.send(std::slice::from_ref(&record), &[signer]);
    assert_refused(result, AlthingError::PrecompileMissing);
    let result = w.send(&[record.clone(), check.clone()], &[signer]);
    assert_refused(result, AlthingError::PrecompileMissing);
    let mut padded = check.clone();
    padded.data[1] = 1;
    let result = w.send(&[padded, record], &[signer]);
    assert_refused(result, AlthingError::PrecompileMalformed);
    let args = CosignCheckpointArgs {
        witness: 0,
        time,
        relative_index: 1,
    };
    let after = watch
        .cosign_checkpoint()
        .call(instruction::CosignCheckpoint { args });
    w.go(&[after, check], &[signer]);
}

#[test]
fn a_change_of_the_set_begins_anew_where_there_is_no_quorum() {
    let (mut w, watch) = opened();
    watch.cosign(&mut w, 0).unwrap();
    watch.cosign(&mut w, 1).unwrap();
    // Witness 0 stays, but what was counted is void.
    w.name_witnesses(&watch.c, 4, 2);
    watch.cosign(&mut w, 3).unwrap();
    let after = checkpoint(&w, &watch);
    assert_eq!(
        (after.cosigned, after.revision, after.witnessed),
        (8, set(&w, &watch).revision, 0)
    );
    watch.cosign(&mut w, 0).unwrap();
    assert!(checkpoint(&w, &watch).is_witnessed());
}

#[test]
fn a_quorum_outlasts_a_change_of_the_set() {
    let (mut w, watch) = watched();
    super::witness_now(&mut w, &watch);
    let before = checkpoint(&w, &watch);
    w.name_witnesses(&watch.c, 5, 5);
    let result = watch.cosign(&mut w, 4);
    assert_refused(result, AlthingError::CheckpointIsSettled);
    let after: LogCheckpoint = checkpoint(&w, &watch);
    assert_eq!(format!("{after:?}"), format!("{before:?}"));
}

#[test]
fn one_witness_may_be_a_quorum() {
    let (mut w, watch) = opened();
    w.name_witnesses(&watch.c, 1, 1);
    watch.cosign(&mut w, 0).unwrap();
    assert!(checkpoint(&w, &watch).is_witnessed());
}

#[test]
fn an_older_checkpoint_does_not_become_the_latest() {
    let (mut w, mut watch) = opened();
    let older = watch.clone();
    watch.grow(&mut w, 2);
    super::witness_now(&mut w, &watch);
    for index in 0..QUORUM {
        older.cosign(&mut w, index).unwrap();
    }
    assert!(checkpoint(&w, &older).is_witnessed());
    assert_eq!(watched_log(&w, &watch).latest_size, 7);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, watch) = opened();
    let time = w.now() as u64;
    let check = [witness(0).precompile(&cosigned(time, &watch.text()))];
    let record = watch.record_cosignature(0, time);
    let signers = [&watch.c.members[1].key];
    w.sweep_with(record, &check, &signers)
        .expecting(INSTRUCTIONS_SYSVAR, AnchorError::ConstraintAddress)
        .run();
}

#[test]
fn test_cosign_checkpoint_refuses_another_set_log_or_checkpoint() {
    let (mut w, watch) = opened();
    let neighbour = w.bonded_operator(&watch.c, "neighbour");
    let other = Community::with_members(&mut w, "Other", TOKEN);
    // The same keys watch there.
    let theirs = w.name_witnesses(&other, 5, 1);
    let admit = watch.c.admit_log(&neighbour, watch.c.members[0].address());
    let origin = bond_args().origin;
    w.go(
        &[admit.call(instruction::AdmitLog { origin })],
        &[&watch.c.members[0].key, &watch.c.renter],
    );
    let time = w.now() as u64;
    let check = witness(0).precompile(&cosigned(time, &watch.text()));
    let mut refused = |accounts: accounts::CosignCheckpoint, error| {
        let args = CosignCheckpointArgs {
            witness: 0,
            time,
            relative_index: -1,
        };
        let record = accounts.call(instruction::CosignCheckpoint { args });
        let result = w.send(&[check.clone(), record], &[&watch.c.members[1].key]);
        assert_refused(result, error);
    };
    let accounts = accounts::CosignCheckpoint {
        witness_set: theirs,
        ..watch.cosign_checkpoint()
    };
    refused(accounts, AlthingError::WrongWitnessSet);
    let accounts = accounts::CosignCheckpoint {
        witnessed_log: admit.witnessed_log,
        ..watch.cosign_checkpoint()
    };
    refused(accounts, AlthingError::WrongCheckpoint);
    for log in [other.log, watch.o.audit_log] {
        let accounts = accounts::CosignCheckpoint {
            log,
            ..watch.cosign_checkpoint()
        };
        refused(accounts, AlthingError::WrongLog);
    }
}
