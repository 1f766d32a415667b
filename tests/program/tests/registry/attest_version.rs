mod relations;

use althing::audit::entry::EntryKind;
use althing::constants::SEED_ATTESTATION;
use althing::registry::entries::VersionAttested;
use althing::{AttestVersionArgs, Attestation, AuditLog, ModelVersion};
use althing_program_tests::prelude::*;

use super::{assert_recorded, assert_same, bump};

fn send(
    w: &mut World,
    c: &Community,
    accounts: &accounts::AttestVersion,
    evaluator: &Keypair,
) -> Result<Sent, Refusal> {
    let args = AttestVersionArgs {
        result_hash: [8; 32],
        passed: true,
    };
    w.send(
        &[accounts.call(instruction::AttestVersion { args })],
        &[evaluator, &c.renter],
    )
}

/// Passed, failed, and attestations that exist.
fn tally(w: &World, version: &Pubkey) -> (u16, u16, u32) {
    let version: ModelVersion = w.zero_copy(version);
    (
        version.attestations_passed,
        version.attestations_failed,
        version.open_attestations,
    )
}

#[test]
fn test_attest_version_ok() {
    for (passed, tallies) in [(true, (1, 0)), (false, (0, 1))] {
        let (mut w, c, k) = catalogue();
        let (version, log): (ModelVersion, AuditLog) = (w.zero_copy(&k.draft), w.zero_copy(&k.log));
        let evaluator = k.evaluators[0].pubkey();
        let accounts = c.attest_version(k.model, k.draft, evaluator);
        let sent = w.attest(&c, &k.draft, &k.evaluators[0], passed).unwrap();

        let expected = Attestation {
            version: 1,
            bump: bump(&[SEED_ATTESTATION, k.draft.as_ref(), evaluator.as_ref()]),
            passed: u8::from(passed),
            _padding: [0; 5],
            model_version: k.draft,
            evaluator,
            seat: accounts.seat,
            payer: c.renter.pubkey(),
            result_hash: [8; 32],
            attested_at: w.now(),
        };
        assert_same(
            &w.zero_copy::<Attestation>(&accounts.attestation),
            &expected,
        );
        let (attestations_passed, attestations_failed) = tallies;
        let expected = ModelVersion {
            attestations_passed,
            attestations_failed,
            open_attestations: 1,
            ..version
        };
        assert_same(&w.zero_copy::<ModelVersion>(&k.draft), &expected);
        let payload = VersionAttested {
            number: 1,
            verdict: u8::from(passed),
            seat: accounts.seat,
            result_hash: [8; 32],
            passed: attestations_passed,
            failed: attestations_failed,
        };
        assert_recorded(
            &w,
            &log,
            &sent,
            EntryKind::VersionAttested,
            &evaluator,
            &payload,
        );
    }
}

#[test]
fn the_payer_pays_the_rent_once() {
    let (mut w, c, k) = catalogue();
    let before = w.lamports(&c.renter.pubkey());
    for passed in [true, false] {
        w.attest(&c, &k.draft, &k.evaluators[0], passed).unwrap();
        assert_eq!(
            before - w.lamports(&c.renter.pubkey()),
            w.rent(Attestation::SPACE)
        );
    }
}

#[test]
fn a_changed_mind_replaces_the_word() {
    let (mut w, c, k) = catalogue();
    let evaluator = &k.evaluators[0];
    w.attest(&c, &k.draft, evaluator, true).unwrap();
    assert_eq!(tally(&w, &k.draft), (1, 0, 1));
    let address = pda::attestation(&k.draft, &evaluator.pubkey());
    let before: Attestation = w.zero_copy(&address);
    let log: AuditLog = w.zero_copy(&k.log);

    // Later, with other results, and somebody else would pay.
    w.wait(7);
    let accounts = accounts::AttestVersion {
        payer: evaluator.pubkey(),
        ..c.attest_version(k.model, k.draft, evaluator.pubkey())
    };
    let args = AttestVersionArgs {
        result_hash: [9; 32],
        passed: false,
    };
    let sent = w.go(
        &[accounts.call(instruction::AttestVersion { args })],
        &[evaluator],
    );
    assert_eq!(tally(&w, &k.draft), (0, 1, 1));
    let expected = Attestation {
        passed: 0,
        result_hash: [9; 32],
        attested_at: w.now(),
        ..before
    };
    assert_same(&w.zero_copy::<Attestation>(&address), &expected);
    let payload = VersionAttested {
        number: 1,
        verdict: 0,
        seat: before.seat,
        result_hash: [9; 32],
        passed: 0,
        failed: 1,
    };
    assert_recorded(
        &w,
        &log,
        &sent,
        EntryKind::VersionAttested,
        &evaluator.pubkey(),
        &payload,
    );
}

#[test]
fn the_same_word_again_counts_once() {
    let (mut w, c, k) = catalogue();
    for passed in [true, true, false, false, true] {
        w.attest(&c, &k.draft, &k.evaluators[0], passed).unwrap();
        assert_eq!(
            tally(&w, &k.draft),
            (u16::from(passed), u16::from(!passed), 1)
        );
    }
}

#[test]
fn every_evaluator_has_one_word() {
    let (mut w, c, k) = catalogue();
    for (evaluator, passed) in k.evaluators.iter().zip([true, false, true, true]) {
        w.attest(&c, &k.draft, evaluator, passed).unwrap();
    }
    assert_eq!(tally(&w, &k.draft), (3, 1, 4));
}

#[test]
fn an_appointment_counts_from_the_next_epoch() {
    let (mut w, c, k) = catalogue();
    let newcomer = w.wallet("newcomer");
    w.go(
        &[c.open_seat(c.evaluators, newcomer.pubkey())
            .call(instruction::OpenSeat {})],
        &[&c.renter],
    );
    assert_refused(
        w.attest(&c, &k.draft, &newcomer, true),
        AlthingError::SeatWithoutWeight,
    );
    w.pass(
        &c,
        &[c.grant_seat(c.evaluators, newcomer.pubkey())
            .call(instruction::GrantSeat { points: 1 })],
    );
    assert_refused(
        w.attest(&c, &k.draft, &newcomer, true),
        AlthingError::SeatWithoutWeight,
    );
    w.next_epoch(&c);
    w.attest(&c, &k.draft, &newcomer, true).unwrap();
}

#[test]
fn who_is_dismissed_may_not_speak_but_the_word_counts_on() {
    let (mut w, c, k) = catalogue();
    let evaluator = &k.evaluators[0];
    w.attest(&c, &k.draft, evaluator, true).unwrap();
    w.pass(
        &c,
        &[c.grant_seat(c.evaluators, evaluator.pubkey())
            .call(instruction::GrantSeat { points: 0 })],
    );
    w.attest(&c, &k.draft, evaluator, true).unwrap();
    w.next_epoch(&c);
    assert_refused(
        w.attest(&c, &k.draft, evaluator, false),
        AlthingError::SeatWithoutWeight,
    );
    assert_eq!(tally(&w, &k.draft), (1, 0, 1));
}

#[test]
fn only_drafts_and_staged_versions_are_attested() {
    let (mut w, c, k) = catalogue();
    let first = w.release(&c, &k, None);
    let refused = |w: &World, version: &Pubkey| {
        // A first word, and a changed mind.
        for evaluator in [&k.evaluators[2], &k.evaluators[0]] {
            assert_refused(
                w.clone().attest(&c, version, evaluator, false),
                AlthingError::VersionDecided,
            );
        }
    };
    refused(&w, &first);
    w.release(&c, &k, Some(first));
    refused(&w, &first);
    w.revoke(&c, &first);
    refused(&w, &first);
}

#[test]
fn a_closed_version_is_not_attested() {
    let (mut w, c, k) = catalogue();
    w.go(
        &[c.close_version(k.model, k.draft)
            .call(instruction::CloseVersion {})],
        &[&c.members[0].key],
    );
    let accounts = c.attest_version(k.model, k.draft, k.evaluators[0].pubkey());
    assert_refused(
        send(&mut w, &c, &accounts, &k.evaluators[0]),
        AnchorError::AccountOwnedByWrongProgram,
    );
}

#[test]
fn the_hash_of_the_results_is_given() {
    let (mut w, c, k) = catalogue();
    let accounts = c.attest_version(k.model, k.draft, k.evaluators[0].pubkey());
    for passed in [true, false] {
        let args = AttestVersionArgs {
            result_hash: [0; 32],
            passed,
        };
        let attest = accounts.call(instruction::AttestVersion { args });
        assert_refused(
            w.send(&[attest], &[&k.evaluators[0], &c.renter]),
            AlthingError::ResultHashIsZero,
        );
    }
}

#[test]
fn lamports_at_the_address_do_not_hinder() {
    let (mut w, c, k) = catalogue();
    w.svm
        .airdrop(
            &pda::attestation(&k.draft, &k.evaluators[0].pubkey()),
            1_000_000,
        )
        .unwrap();
    w.attest(&c, &k.draft, &k.evaluators[0], true).unwrap();
    assert_eq!(tally(&w, &k.draft), (1, 0, 1));
}
