//! Chambers and seats, and whose model, version and log it is.

use std::slice::from_ref;

use althing::{AttestVersionArgs, Attestation};
use althing_program_tests::prelude::*;

use super::{send, tally};

/// A further chamber of this kind, in which this evaluator sits as well.
fn second_chamber(w: &mut World, c: &Community, evaluator: &Pubkey, kind: u8) -> Pubkey {
    let chamber = pda::chamber(&c.dao, 2);
    let create = c
        .create_chamber(2)
        .call(instruction::CreateChamber { kind, weighting: 0 });
    w.pass(c, &[create]);
    w.go(
        &[c.open_seat(chamber, *evaluator)
            .call(instruction::OpenSeat {})],
        &[&c.renter],
    );
    let grant = c
        .grant_seat(chamber, *evaluator)
        .call(instruction::GrantSeat { points: 1 });
    w.pass(c, &[grant]);
    w.next_epoch(c);
    chamber
}

#[test]
fn test_attest_version_refuses_another_organisations_accounts() {
    let (mut w, [c, other], [k, theirs]) = two_catalogues();
    let (ours, foreign) = (&k.evaluators[0], &theirs.evaluators[0]);
    let right = || c.attest_version(k.model, k.draft, ours.pubkey());
    let their_seat = pda::seat(&other.evaluators, &foreign.pubkey());

    let dao = accounts::AttestVersion {
        dao: other.dao,
        ..right()
    };
    assert_refused(send(&mut w, &c, &dao, ours), AlthingError::WrongDao);
    let chamber = accounts::AttestVersion {
        chamber: other.evaluators,
        ..right()
    };
    assert_refused(send(&mut w, &c, &chamber, ours), AlthingError::WrongDao);
    // Their evaluator, with everything of theirs, on our model ...
    let foreigner = accounts::AttestVersion {
        dao: other.dao,
        chamber: other.evaluators,
        seat: their_seat,
        ..c.attest_version(k.model, k.draft, foreign.pubkey())
    };
    assert_refused(
        send(&mut w, &c, &foreigner, foreign),
        AlthingError::WrongDao,
    );
    // ... and with a seat of theirs in our chamber.
    let seat = accounts::AttestVersion {
        seat: their_seat,
        ..c.attest_version(k.model, k.draft, foreign.pubkey())
    };
    assert_refused(send(&mut w, &c, &seat, foreign), AlthingError::WrongSeat);
    let version = c.attest_version(k.model, theirs.draft, ours.pubkey());
    assert_refused(send(&mut w, &c, &version, ours), AlthingError::WrongModel);
}

#[test]
fn test_attest_version_refuses_another_evaluators_seat() {
    let (mut w, c, k) = catalogue();
    let [first, second, ..] = &k.evaluators[..] else {
        unreachable!()
    };
    let seat = pda::seat(&c.evaluators, &second.pubkey());
    let accounts = accounts::AttestVersion {
        seat,
        ..c.attest_version(k.model, k.draft, first.pubkey())
    };
    assert_refused(send(&mut w, &c, &accounts, first), AlthingError::WrongSeat);
}

#[test]
fn test_attest_version_refuses_another_model_version_or_attestation() {
    let (mut w, c, k) = catalogue();
    let evaluator = &k.evaluators[0];
    let model = w.model(&c, "Second");
    let version = w.version(&c, &model, None);
    let right = || c.attest_version(k.model, k.draft, evaluator.pubkey());

    let of_model = accounts::AttestVersion {
        model,
        log: pda::log(&model),
        ..right()
    };
    assert_refused(
        send(&mut w, &c, &of_model, evaluator),
        AlthingError::WrongModel,
    );
    let of_version = c.attest_version(k.model, version, evaluator.pubkey());
    assert_refused(
        send(&mut w, &c, &of_version, evaluator),
        AlthingError::WrongModel,
    );
    for attestation in [
        pda::attestation(&version, &evaluator.pubkey()),
        pda::attestation(&k.draft, &k.evaluators[1].pubkey()),
    ] {
        let accounts = accounts::AttestVersion {
            attestation,
            ..right()
        };
        assert_refused(
            send(&mut w, &c, &accounts, evaluator),
            AnchorError::ConstraintSeeds,
        );
    }
}

#[test]
fn test_attest_version_refuses_another_log() {
    let (mut w, [c, other], [k, theirs]) = two_catalogues();
    let second = pda::log(&w.model(&c, "Second"));
    for log in [c.log, other.log, theirs.log, second] {
        let accounts = accounts::AttestVersion {
            log,
            ..c.attest_version(k.model, k.draft, k.evaluators[0].pubkey())
        };
        assert_refused(
            send(&mut w, &c, &accounts, &k.evaluators[0]),
            AlthingError::WrongLog,
        );
    }
}

#[test]
fn every_wrong_account_is_refused() {
    let (mut w, c, k) = catalogue();
    let signers = [&k.evaluators[0], &c.renter];
    let args = AttestVersionArgs {
        result_hash: [8; 32],
        passed: true,
    };
    let attest = c
        .attest_version(k.model, k.draft, k.evaluators[0].pubkey())
        .call(instruction::AttestVersion { args });
    w.sweep(attest.clone(), &signers).run();
    // And where the attestation exists already; elsewhere, it is made anew, so its address decides.
    w.go(from_ref(&attest), &signers);
    let attestation = pda::attestation(&k.draft, &k.evaluators[0].pubkey());
    w.sweep(attest, &signers)
        .expecting(attestation, AnchorError::ConstraintSeeds)
        .run();
}

#[test]
fn two_chambers_do_not_make_two_words() {
    let (mut w, c, k) = catalogue();
    let evaluator = &k.evaluators[0];
    let chamber = second_chamber(&mut w, &c, &evaluator.pubkey(), 2);
    w.attest(&c, &k.draft, evaluator, true).unwrap();
    let seat = pda::seat(&chamber, &evaluator.pubkey());
    let accounts = accounts::AttestVersion {
        chamber,
        seat,
        ..c.attest_version(k.model, k.draft, evaluator.pubkey())
    };
    send(&mut w, &c, &accounts, evaluator).unwrap();
    assert_eq!(tally(&w, &k.draft), (1, 0, 1));
    assert_eq!(w.zero_copy::<Attestation>(&accounts.attestation).seat, seat);
}

#[test]
fn other_chambers_give_no_right() {
    let (mut w, c, k) = catalogue();
    let evaluator = &k.evaluators[0];
    let citizens = second_chamber(&mut w, &c, &evaluator.pubkey(), 3);
    let accounts = accounts::AttestVersion {
        chamber: citizens,
        seat: pda::seat(&citizens, &evaluator.pubkey()),
        ..c.attest_version(k.model, k.draft, evaluator.pubkey())
    };
    assert_refused(
        send(&mut w, &c, &accounts, evaluator),
        AlthingError::WrongChamber,
    );
    let m = &c.members[0];
    let accounts = accounts::AttestVersion {
        chamber: c.chamber,
        seat: m.seat,
        ..c.attest_version(k.model, k.draft, m.address())
    };
    assert_refused(
        send(&mut w, &c, &accounts, &m.key),
        AlthingError::WrongChamber,
    );
}
