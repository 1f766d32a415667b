use std::slice::from_ref;

use althing::audit::entry::EntryKind;
use althing::registry::entries::VersionAttested;
use althing::{AttestVersionArgs, AuditLog, ModelVersion};
use althing_program_tests::prelude::*;

use super::{assert_recorded, assert_same};

/// The catalogue, with the first evaluator's "passed" and the second one's "failed" on the draft.
fn attested() -> (World, Community, Catalogue) {
    let (mut w, c, k) = catalogue();
    for (evaluator, passed) in k.evaluators.iter().zip([true, false]) {
        w.attest(&c, &k.draft, evaluator, passed).unwrap();
    }
    (w, c, k)
}

/// The accounts with which an evaluator takes back the word on the draft.
fn of(c: &Community, k: &Catalogue, evaluator: usize) -> accounts::WithdrawAttestation {
    c.withdraw_attestation(k.model, k.draft, k.evaluators[evaluator].pubkey())
}

fn withdraw(
    w: &mut World,
    accounts: &accounts::WithdrawAttestation,
    signer: &Keypair,
) -> Result<Sent, Refusal> {
    w.send(
        &[accounts.call(instruction::WithdrawAttestation {})],
        &[signer],
    )
}

#[test]
fn test_withdraw_attestation_ok() {
    for (index, tallies) in [(0, (0, 1)), (1, (1, 0))] {
        let (mut w, c, k) = attested();
        let (version, log): (ModelVersion, AuditLog) = (w.zero_copy(&k.draft), w.zero_copy(&k.log));
        let accounts = of(&c, &k, index);
        let sent = withdraw(&mut w, &accounts, &k.evaluators[index]).unwrap();

        assert!(!w.exists(&accounts.attestation));
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
            verdict: 2,
            seat: pda::seat(&c.evaluators, &accounts.evaluator),
            result_hash: [8; 32],
            passed: attestations_passed,
            failed: attestations_failed,
        };
        assert_recorded(
            &w,
            &log,
            &sent,
            EntryKind::VersionAttested,
            &accounts.evaluator,
            &payload,
        );
    }
}

#[test]
fn all_lamports_return_to_who_paid() {
    let (mut w, c, k) = attested();
    let accounts = of(&c, &k, 0);
    w.svm.airdrop(&accounts.attestation, 12_345).unwrap();
    let (before, held) = (
        w.lamports(&accounts.payer),
        w.lamports(&accounts.attestation),
    );
    withdraw(&mut w, &accounts, &k.evaluators[0]).unwrap();
    assert_eq!(w.lamports(&accounts.payer) - before, held);
}

#[test]
fn the_rent_returns_to_who_paid_first() {
    let (mut w, c, k) = attested();
    // The evaluator would have paid for the second word, but the account was there.
    let evaluator = &k.evaluators[0];
    let accounts = accounts::AttestVersion {
        payer: evaluator.pubkey(),
        ..c.attest_version(k.model, k.draft, evaluator.pubkey())
    };
    let args = AttestVersionArgs {
        result_hash: [9; 32],
        passed: true,
    };
    w.go(
        &[accounts.call(instruction::AttestVersion { args })],
        &[evaluator],
    );
    let to_evaluator = accounts::WithdrawAttestation {
        payer: evaluator.pubkey(),
        ..of(&c, &k, 0)
    };
    assert_refused(
        withdraw(&mut w, &to_evaluator, evaluator),
        AlthingError::WrongPayer,
    );
    withdraw(&mut w, &of(&c, &k, 0), evaluator).unwrap();
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, k) = attested();
    let withdraw = of(&c, &k, 0).call(instruction::WithdrawAttestation {});
    w.sweep(withdraw, &[&k.evaluators[0]]).run();
}

#[test]
fn only_the_evaluator_may() {
    let (mut w, c, k) = attested();
    for key in [&k.evaluators[1], &c.members[0].key, &c.renter] {
        let accounts = accounts::WithdrawAttestation {
            evaluator: key.pubkey(),
            ..of(&c, &k, 0)
        };
        assert_refused(
            withdraw(&mut w, &accounts, key),
            AlthingError::WrongEvaluator,
        );
    }
}

#[test]
fn a_dismissed_evaluator_may_still_take_the_word_back() {
    let (mut w, c, k) = attested();
    let dismiss = c
        .grant_seat(c.evaluators, k.evaluators[0].pubkey())
        .call(instruction::GrantSeat { points: 0 });
    w.pass(&c, &[dismiss]);
    w.next_epoch(&c);
    withdraw(&mut w, &of(&c, &k, 0), &k.evaluators[0]).unwrap();
}

#[test]
fn a_word_is_taken_back_once() {
    let (mut w, c, k) = attested();
    let twice = of(&c, &k, 0).call(instruction::WithdrawAttestation {});
    let both = w.send(&[twice.clone(), twice.clone()], &[&k.evaluators[0]]);
    assert_refused(both, AnchorError::AccountOwnedByWrongProgram);
    w.go(from_ref(&twice), &[&k.evaluators[0]]);
    assert_refused(
        w.send(&[twice], &[&k.evaluators[0]]),
        AnchorError::AccountOwnedByWrongProgram,
    );
}

#[test]
fn a_word_that_was_never_given_is_not_taken_back() {
    let (mut w, c, k) = attested();
    let sent = withdraw(&mut w, &of(&c, &k, 2), &k.evaluators[2]);
    assert_refused(sent, AnchorError::AccountOwnedByWrongProgram);
}

#[test]
fn a_word_may_be_given_anew_even_at_once() {
    let (mut w, c, k) = attested();
    let evaluator = &k.evaluators[0];
    let args = AttestVersionArgs {
        result_hash: [9; 32],
        passed: false,
    };
    let accounts = c.attest_version(k.model, k.draft, evaluator.pubkey());
    let attest = accounts.call(instruction::AttestVersion { args });
    let withdraw = of(&c, &k, 0).call(instruction::WithdrawAttestation {});
    w.go(&[withdraw, attest], &[evaluator, &c.renter]);
    let version: ModelVersion = w.zero_copy(&k.draft);
    assert_eq!(
        (
            version.attestations_passed,
            version.attestations_failed,
            version.open_attestations
        ),
        (0, 2, 2)
    );
}

#[test]
fn what_was_decided_upon_does_not_change() {
    let (mut w, c, k) = catalogue();
    w.approve(&c, &k, &k.draft);
    w.promote(&c, &k.draft);
    let refused = |w: &World| {
        let mut w = w.clone();
        assert_refused(
            withdraw(&mut w, &of(&c, &k, 0), &k.evaluators[0]),
            AlthingError::VersionDecided,
        );
    };
    refused(&w);
    w.pass(
        &c,
        &[c.deprecate_version(k.model, k.draft)
            .call(instruction::DeprecateVersion {})],
    );
    refused(&w);
    w.revoke(&c, &k.draft);
    refused(&w);
}

#[test]
fn test_withdraw_attestation_refuses_another_model_or_version() {
    let (mut w, [c, _], [k, theirs]) = two_catalogues();
    w.attest(&c, &k.draft, &k.evaluators[0], true).unwrap();
    let evaluator = &k.evaluators[0];
    let sibling = w.version(&c, &k.model, None);

    let version = accounts::WithdrawAttestation {
        model_version: sibling,
        ..of(&c, &k, 0)
    };
    assert_refused(
        withdraw(&mut w, &version, evaluator),
        AlthingError::WrongModelVersion,
    );
    let model = accounts::WithdrawAttestation {
        model: theirs.model,
        log: theirs.log,
        ..of(&c, &k, 0)
    };
    assert_refused(
        withdraw(&mut w, &model, evaluator),
        AlthingError::WrongModel,
    );
    let theirs = accounts::WithdrawAttestation {
        model: theirs.model,
        log: theirs.log,
        model_version: theirs.draft,
        ..of(&c, &k, 0)
    };
    assert_refused(
        withdraw(&mut w, &theirs, evaluator),
        AlthingError::WrongModelVersion,
    );
}

#[test]
fn test_withdraw_attestation_refuses_another_log_or_payer() {
    let (mut w, [c, other], [k, theirs]) = two_catalogues();
    w.attest(&c, &k.draft, &k.evaluators[0], true).unwrap();
    for log in [c.log, other.log, theirs.log] {
        let accounts = accounts::WithdrawAttestation {
            log,
            ..of(&c, &k, 0)
        };
        assert_refused(
            withdraw(&mut w, &accounts, &k.evaluators[0]),
            AlthingError::WrongLog,
        );
    }
    for payer in [k.evaluators[0].pubkey(), other.renter.pubkey()] {
        let accounts = accounts::WithdrawAttestation {
            payer,
            ..of(&c, &k, 0)
        };
        assert_refused(
            withdraw(&mut w, &accounts, &k.evaluators[0]),
            AlthingError::WrongPayer,
        );
    }
}
